"""Polling on a good day, and documents that are refused: the screen keeps what it shows."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from displayd.device.edition import digest_of, edition_of
from displayd.device.mailbox import DocumentRefused, NewTimeSample
from displayd.device.network.poller import HALF_WRITTEN_SECONDS, SAVE_SECONDS, WHOLE_SECONDS
from displayd.device.system import hub_clock
from tests.device.network.polling import SCREEN, Rig
from tests.support.fakes import Behaviour, FakeHub, RequestHandler, document_bytes, reply, tag_of


@pytest.fixture
def rig(hub: FakeHub, tmp_path: Path) -> Rig:
    return Rig(hub, tmp_path)


def if_asked_for_all(otherwise: Behaviour) -> Behaviour:
    """What a file server does that takes the file for unchanged whenever it is asked with a condition."""

    def behave(handler: RequestHandler) -> None:
        is_conditional = {"If-None-Match", "If-Modified-Since"} & set(handler.headers)
        (reply(304) if is_conditional else otherwise)(handler)

    return behave


# The good day


def test_the_first_document_is_handed_on_saved_and_told_with_the_time(rig: Rig) -> None:
    rig.step()

    saved = rig.cache.load()
    assert rig.titles() == ["Lobby"]
    assert rig.states() == ["ok"]
    assert saved is not None
    assert saved.body == rig.hub.document
    assert saved.saved_at == pytest.approx(time.time(), abs=60)
    assert sum(isinstance(message, NewTimeSample) for message in rig.messages) == 1
    assert rig.heard == [False]


@pytest.mark.expects_log
def test_it_is_told_when_the_hub_is_back_and_when_the_screen_mirrors_another(rig: Rig) -> None:
    rig.step()
    mirrored = document_bytes("Two", mirror={"group": "g", "effective_at": 1000})
    for document in (mirrored, mirrored, document_bytes("Three"), document_bytes("Four")):
        rig.hub.put_document(document)
        rig.step()
    told = list(rig.heard)
    rig.hub.do(SCREEN, reply(502), times=1)
    rig.step()
    rig.step()

    assert told == [False, True, False]
    assert rig.heard == [*told, False]


def test_a_screen_that_was_a_mirror_before_its_restart_is_one_at_once(hub: FakeHub, tmp_path: Path) -> None:
    hub.put_document(document_bytes("Two", mirror={"group": "g", "effective_at": 1000}))
    rig = Rig(hub, tmp_path, shown=edition_of(hub.document, "cache"))
    rig.step()

    assert rig.heard == [True]


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

    assert rig.step() <= 0.5


def test_a_change_is_handed_on_once(rig: Rig) -> None:
    rig.step()
    rig.hub.put_document(document_bytes("Two"))
    for _ in range(3):
        rig.step()

    assert rig.titles() == ["Lobby", "Two"]
    assert rig.states() == ["ok"]


def test_new_pages_are_told_to_the_person_on_site_and_new_values_are_not(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "displayd.device.network.poller")
    pages = [{"title": title, "widgets": {"n": {"type": "clock"}}} for title in "ABCDEFGH"]
    for body in (
        document_bytes(value=1.0),
        document_bytes(value=2.0),
        document_bytes(theme="light"),
        document_bytes(theme="light", value=3.0),
        document_bytes(theme="light", pages=pages),
    ):
        rig.hub.put_document(body)
        rig.step()

    told = [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.getMessage().startswith(("New", "Document"))
    ]
    assert [level for level, _ in told] == ["INFO", "DEBUG", "INFO", "DEBUG", "INFO"]
    assert "theme is another one" in told[2][1]
    assert "8 now" in told[4][1]
    assert "page Lobby goes; page A comes; page B comes" in told[4][1]
    assert told[4][1].endswith("; page E comes and 3 more")


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

    # Half a second: not less, for the processor's sake, nor more: an edit would be late by it after a restart.
    assert [rig.step() for _ in range(5)] == [0.5] * 5


def test_after_news_the_next_question_is_asked_at_once(rig: Rig) -> None:
    rig.step()
    pauses = []
    for number in range(5):
        rig.hub.put_document(document_bytes(f"Number {number}"))
        pauses.append(rig.step())

    assert rig.titles()[-1] == "Number 4"
    assert pauses == [0.0] * 5


def test_a_server_with_two_documents_by_turns_makes_no_hot_loop(rig: Rig) -> None:
    rig.step()
    began, asked = rig.time.now, 0
    while rig.time.now < began + 60:
        body = document_bytes(f"Turn {asked % 2}")
        rig.hub.do(SCREEN, reply(200, body, headers={"ETag": tag_of(body), "Preference-Applied": "wait=0.2"}), times=1)
        rig.time.now += rig.step()
        asked += 1

    assert asked <= 620


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
    kept = []
    for number in range(12):
        rig.hub.put_document(document_bytes(str(number)))
        rig.step()
        saved = rig.cache.load()
        assert saved is not None
        kept.append(saved.body)
        rig.time.now += SAVE_SECONDS / 4

    # The first ones at once, then one a minute.
    assert kept == [document_bytes(str(number)) for number in (0, 1, 2, 2, 4, 4, 4, 4, 8, 8, 8, 8)]


def test_the_hubs_clock_is_known_even_when_the_document_is_not_new(hub: FakeHub, tmp_path: Path) -> None:
    hub.clock_offset = -86_400
    rig = Rig(hub, tmp_path, shown=edition_of(hub.document, "cache"))
    rig.poller._monotonic = hub_clock.monotonic
    rig.step()

    (sample,) = [message.sample for message in rig.messages if isinstance(message, NewTimeSample)]
    assert abs(sample.hub_time - time.time() + 86_400) < 2


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
        document_bytes(format=2),
        document_bytes(screen=7),
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
def test_of_the_document_of_a_newer_hub_what_is_known_is_shown_and_the_log_says_what_is_not(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.hub.put_document(document_bytes(brightness=0.7))
    rig.step()
    rig.hub.put_document(document_bytes("Two", brightness=0.8))
    rig.step()

    assert (rig.titles(), rig.states()) == (["Lobby", "Two"], ["ok"])
    assert [record.message.partition(": ")[2] for record in caplog.records if record.levelname == "WARNING"] == [
        "this screen is older than its hub and leaves out $.brightness: unknown field `brightness`"
    ]


@pytest.mark.expects_log
def test_hub_keeps_the_question_after_a_refused_document_and_the_next_good_one_is_shown(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    rig.step()
    rig.hub.put_document(b"{}")
    for _ in range(4):
        rig.step()
    asked = [seen.headers.get("if-none-match") for seen in rig.hub.requests(SCREEN)]
    rig.hub.put_document(document_bytes("Mended"))
    rig.step()

    # The tag of what was refused serves to wait for another one; it is not believed for longer.
    assert asked[2:] == [tag_of(b"{}"), None, tag_of(b"{}")]
    assert rig.titles() == ["Lobby", "Mended"]
    assert rig.states() == ["ok", "refused-document", "ok"]
    assert [record.levelname for record in caplog.records].count("WARNING") == 1


@pytest.mark.expects_log
@pytest.mark.parametrize("tag", ['"half"', 'W/"half"', ""])
def test_half_of_a_file_is_not_believed_for_longer_than_it_lasts(hub: FakeHub, tmp_path: Path, tag: str) -> None:
    rig = Rig(hub, tmp_path, secret="")
    # The validators of the whole file are those of its half: a server cannot tell the two apart.
    validators = {
        "ETag": tag,
        "Last-Modified": "Sat, 21 Nov 2026 10:00:00 GMT",
        "Date": "Sat, 21 Nov 2026 11:00:00 GMT",
    }
    hub.do(SCREEN, reply(200, hub.document[:60], headers=validators), times=2)
    hub.do(SCREEN, if_asked_for_all(reply(200, hub.document, headers=validators)))

    pauses = [rig.step() for _ in range(3)]

    asked = [seen.headers.keys() & {"if-none-match", "if-modified-since"} for seen in hub.requests(SCREEN)]
    assert asked == [set()] * 3
    assert rig.titles() == ["Lobby"]
    assert rig.states() == ["refused-document", "ok"]
    assert pauses[0] == HALF_WRITTEN_SECONDS
    assert pauses[1] >= 24


def test_file_with_the_validators_of_the_one_before_is_found_out_by_and_by(hub: FakeHub, tmp_path: Path) -> None:
    rig = Rig(hub, tmp_path, secret="")
    # As `rsync -t` and reproducible builds leave files: the same length, the same time.
    validators = {"Last-Modified": "Thu, 01 Jan 1970 00:00:01 GMT", "Date": "Sat, 21 Nov 2026 11:00:00 GMT"}
    for title in ("One", "Two"):
        hub.forget_orders()
        hub.do(SCREEN, if_asked_for_all(reply(200, document_bytes(title), headers=validators)))
        rig.step()
        rig.time.now += WHOLE_SECONDS - 1
        rig.step()
        rig.time.now += 1

    rig.step()

    assert rig.titles() == ["One", "Two"]
    assert sum("if-modified-since" in seen.headers for seen in hub.requests(SCREEN)) == 2


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
