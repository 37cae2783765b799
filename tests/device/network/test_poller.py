"""Polling on a good day, and documents that are refused: the screen keeps what it shows."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from displayd.device.edition import digest_of, edition_of
from displayd.device.mailbox import DocumentRefused, NewTimeSample
from displayd.device.network.poller import SAVE_SECONDS
from displayd.device.network.rhythm import MIN_POLL_SECONDS
from displayd.device.system import hub_clock
from tests.device.network.polling import SCREEN, Rig
from tests.support.fakes import FakeHub, document_bytes, reply, tag_of


@pytest.fixture
def rig(hub: FakeHub, tmp_path: Path) -> Rig:
    return Rig(hub, tmp_path)


# The good day


def test_the_first_document_is_handed_on_saved_and_followed_by_the_time(rig: Rig) -> None:
    rig.step()

    saved = rig.cache.load()
    assert rig.titles() == ["Lobby"]
    assert rig.states() == ["ok"]
    assert saved is not None
    assert saved.body == rig.hub.document
    assert saved.saved_at == pytest.approx(time.time(), abs=60)
    assert sum(isinstance(message, NewTimeSample) for message in rig.messages) == 6


def test_the_first_question_does_not_wait_and_the_others_do(rig: Rig) -> None:
    rig.step()
    rig.step()

    first, second = rig.hub.requests(SCREEN)
    assert "prefer" not in first.headers
    assert second.headers["prefer"] == "wait=0.2"
    assert second.headers["if-none-match"] == tag_of(rig.hub.document)


def test_the_hub_is_told_what_the_exchanges_before_say_of_the_lead(rig: Rig) -> None:
    for _ in range(3):
        rig.step()

    leads = [seen.headers.get("displayd-lead") for seen in rig.hub.requests(SCREEN)]
    assert leads[:2] == [None, None]
    # On loopback, without the 0.2 s for which the hub kept the question.
    assert 0.02 < float(leads[2] or 0) < 0.4


def test_a_parked_question_is_asked_again_at_once(rig: Rig) -> None:
    rig.step()

    assert rig.step() <= MIN_POLL_SECONDS


def test_a_change_is_handed_on_once(rig: Rig) -> None:
    rig.step()
    rig.hub.put_document(document_bytes("Two"))
    for _ in range(3):
        rig.step()

    assert rig.titles() == ["Lobby", "Two"]
    assert rig.states() == ["ok"]


def test_the_hash_of_a_document_is_computed_once(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[bytes] = []

    def counted(body: bytes) -> str:
        hashed.append(body)
        return digest_of(body)

    monkeypatch.setattr("displayd.device.network.poller.digest_of", counted)
    monkeypatch.setattr("displayd.device.edition.digest_of", counted)
    rig.step()

    assert rig.titles() == ["Lobby"]
    assert hashed == [rig.hub.document]


def test_an_equal_body_is_no_change(rig: Rig) -> None:
    rig.step()
    rig.hub.do(SCREEN, reply(200, rig.hub.document, headers={"ETag": '"another"'}))

    pause = rig.step()

    assert rig.titles() == ["Lobby"]
    assert 24 <= pause <= 36


def test_a_server_that_does_not_hold_questions_is_asked_at_the_poll_interval(rig: Rig) -> None:
    rig.step()
    rig.hub.do(SCREEN, reply(304))

    pauses = [rig.step() for _ in range(20)]

    assert all(24 <= pause <= 36 for pause in pauses)
    assert len(set(pauses)) > 1


def test_a_server_that_claims_to_hold_questions_and_does_not_makes_no_hot_loop(rig: Rig) -> None:
    rig.step()
    rig.hub.do(SCREEN, reply(304, headers={"Preference-Applied": "wait=0.2"}))

    assert rig.step() == MIN_POLL_SECONDS


def test_a_remembered_document_is_not_sent_again(hub: FakeHub, tmp_path: Path) -> None:
    first = Rig(hub, tmp_path)
    first.step()
    saved = first.cache.load()
    assert saved is not None
    shown = edition_of(saved.body, "cache", saved.validators, hub_time=saved.saved_at)

    second = Rig(hub, tmp_path, shown=shown)
    second.step()
    second.step()

    assert second.titles() == []
    assert second.states() == ["ok"]
    assert hub.requests(SCREEN)[-1].headers["if-none-match"] == tag_of(hub.document)


def test_documents_that_change_often_are_saved_now_and_then(rig: Rig) -> None:
    rig.step()
    rig.hub.put_document(document_bytes("Two"))
    rig.step()
    early = rig.cache.load()
    rig.time.now += SAVE_SECONDS
    rig.step()
    late = rig.cache.load()

    assert early is not None
    assert late is not None
    assert (early.body, late.body) == (document_bytes("Lobby"), document_bytes("Two"))


def test_the_hubs_clock_is_known_even_when_the_document_is_not_new(hub: FakeHub, tmp_path: Path) -> None:
    hub.clock_offset = -86_400
    rig = Rig(hub, tmp_path, shown=edition_of(hub.document, "cache"))
    rig.poller._monotonic = hub_clock.monotonic
    rig.step()

    samples = [message.sample for message in rig.messages if isinstance(message, NewTimeSample)]
    assert all(abs(s.offset + s.at_monotonic - time.time() + 86_400) < 2 for s in samples)
    assert len(samples) == 6


# Bad documents


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "body",
    [
        b"{",
        document_bytes()[:-20],
        b"[" * 100_000,
        b"[1, 2, 3]",
        b'"text"',
        b"null",
        b"\xff\xfe{\x00}\x00",
        document_bytes().replace(b"Lobby", b"L\xffbby"),
        document_bytes().replace(b"1.0", b"NaN"),
        document_bytes().replace(b"1.0", b"1e999"),
        document_bytes().replace(b"1.0", b'"one"'),
        document_bytes(format=2),
        document_bytes(theem="dark"),
        document_bytes(pages=[]),
        b"%PDF-1.7",
    ],
)
def test_a_bad_document_is_refused_and_the_one_before_stays(rig: Rig, body: bytes) -> None:
    rig.step()
    rig.hub.put_document(body)
    for _ in range(3):
        rig.step()
    refused = [message for message in rig.messages if isinstance(message, DocumentRefused)]

    saved = rig.cache.load()
    assert rig.titles() == ["Lobby"]
    assert rig.states() == ["ok", "refused-document"]
    assert len(refused) == 1
    assert refused[0].mistakes
    assert saved is not None
    assert saved.body == document_bytes("Lobby")


@pytest.mark.expects_log
def test_a_refused_document_is_not_sent_twice_and_the_next_good_one_is_shown(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.step()
    rig.hub.put_document(b"{}")
    for _ in range(4):
        rig.step()
    asked = [seen.headers.get("if-none-match") for seen in rig.hub.requests(SCREEN)]
    rig.hub.put_document(document_bytes("Mended"))
    rig.step()

    assert asked[2:] == [tag_of(b"{}")] * 3
    assert rig.titles() == ["Lobby", "Mended"]
    assert rig.states() == ["ok", "refused-document", "ok"]
    assert [record.levelname for record in caplog.records].count("WARNING") == 1


@pytest.mark.expects_log
def test_a_bad_edit_that_is_taken_back_is_over_without_a_new_document(rig: Rig) -> None:
    rig.step()
    rig.hub.put_document(b"{}")
    rig.step()
    rig.hub.put_document(document_bytes("Lobby"))
    rig.step()

    assert rig.titles() == ["Lobby"]
    assert rig.states() == ["ok", "refused-document", "ok"]


@pytest.mark.expects_log
def test_a_refusal_is_told_again_after_trouble_of_another_kind(rig: Rig) -> None:
    rig.hub.put_document(b"{}")
    rig.step()
    rig.hub.do(SCREEN, reply(502), times=1)
    rig.step()
    rig.step()

    assert rig.states() == ["refused-document", "server-error", "refused-document"]
