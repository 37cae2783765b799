"""The polling thread against a real hub that misbehaves in every way: the screen keeps what it shows, the trouble is
named, and recovery needs no restart.
"""

from __future__ import annotations

import logging
import os
import random
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from displayd.device.edition import NOTHING_KNOWN, Edition, digest_of, edition_of
from displayd.device.mailbox import (
    CacheState,
    DocumentRefused,
    LinkState,
    Mailbox,
    Message,
    NewTimeSample,
)
from displayd.device.network.hub_client import HubClient, Patience
from displayd.device.network.poller import MIN_POLL_SECONDS, SAVE_SECONDS, Poller, retry_seconds
from displayd.device.state.document_cache import DocumentCache
from displayd.device.system import hub_clock
from displayd.protocol.fingerprint import fingerprint_of
from tests.support.fakes import (
    SECRET,
    Behaviour,
    FakeHub,
    document_bytes,
    drip,
    gzip_bomb,
    hang,
    reply,
    tag_of,
    truncated,
)

SCREEN = "/v1/screen"
IMPATIENT = Patience(connect=0.5, silence=0.3, whole=0.6)


class Time:
    """A clock that moves only by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Rig:
    """A polling thread's insides, stepped by hand, and everything that came of it."""

    def __init__(self, hub: FakeHub, folder: Path, secret: str = SECRET, url: str = "", **more: object) -> None:
        self.hub = hub
        self.mailbox = Mailbox()
        self.cache = DocumentCache(folder, "owner")
        self.time = Time()
        self.client = HubClient(url or hub.document_url, secret, patience=IMPATIENT, has_network=lambda: True)
        self.poller = Poller(
            self.client,
            self.mailbox,
            self.cache,
            wait_seconds=0.2,
            random=random.Random(7),
            monotonic=self.time,
            **more,  # type: ignore[arg-type]
        )
        self.messages: list[Message] = []

    def step(self) -> float:
        pause = self.poller.step()
        self.messages += self.mailbox.take_all()
        return pause

    def titles(self) -> list[str]:
        return [message.document.title for message in self.messages if isinstance(message, Edition)]

    def states(self) -> list[str]:
        return [message.kind for message in self.messages if isinstance(message, LinkState)]

    def state(self) -> LinkState:
        return [message for message in self.messages if isinstance(message, LinkState)][-1]


@pytest.fixture
def rig(hub: FakeHub, tmp_path: Path) -> Rig:
    return Rig(hub, tmp_path)


def eventually(holds: Callable[[], object], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.01)
    return False


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


# Trouble on the way


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (reply(200, b" " * 4_000_001), "too-large"),
        (gzip_bomb(50_000_000), "too-large"),
        (reply(401, b"<html>", "text/html"), "unauthorized"),
        (reply(403, b"<html>", "text/html"), "unauthorized"),
        (reply(404, b"<html>", "text/html"), "not-found"),
        (reply(413, b"<html>", "text/html"), "too-large"),
        (reply(500, b"<html>", "text/html"), "server-error"),
        (reply(502, b"<html>", "text/html"), "server-error"),
        (reply(200, b"<html>", "text/html"), "bad-answer"),
        (reply(302, headers={"Location": "http://login.example/"}), "redirected"),
        (hang(), "silent"),
        (drip(document_bytes(), 0.05), "silent"),
        (truncated(document_bytes(), 60), "cut-off"),
        (truncated(document_bytes(), 60, chunked=True), "cut-off"),
    ],
)
def test_trouble_is_told_in_words_and_over_when_it_is_over(
    rig: Rig, behaviour: Behaviour, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    rig.step()
    rig.hub.do(SCREEN, behaviour, times=3)
    for _ in range(3):
        rig.time.now += 10
        rig.step()
    trouble = rig.state()
    rig.time.now += 10
    rig.hub.put_document(document_bytes("Back"))
    rig.step()

    levels = [record.levelname for record in caplog.records]
    assert trouble.kind == kind
    assert trouble.sentence
    assert trouble.advice
    assert trouble.since == 1010.0
    assert rig.states() == ["ok", kind, "ok"]
    assert rig.titles() == ["Lobby", "Back"]
    assert levels.count("WARNING") == 1
    assert "reachable again after 30 s" in caplog.text


@pytest.mark.expects_log
def test_after_trouble_the_first_question_does_not_wait(rig: Rig) -> None:
    rig.step()
    rig.hub.do(SCREEN, reply(502), times=1)
    rig.step()
    rig.step()
    rig.step()

    asked = ["prefer" in seen.headers for seen in rig.hub.requests(SCREEN)]
    assert asked == [False, True, False, True]
    assert rig.states() == ["ok", "server-error", "ok"]


@pytest.mark.expects_log
def test_pauses_grow_to_five_minutes_while_a_hub_answers_with_errors(rig: Rig) -> None:
    rig.hub.do(SCREEN, reply(500))

    pauses = [rig.step() for _ in range(14)]

    assert all(2 ** min(n, 30) / 2 <= pause <= 2**n for n, pause in enumerate(pauses[:8]))
    assert all(150 <= pause <= 300 for pause in pauses[9:])


@pytest.mark.expects_log
def test_pauses_stay_short_while_nobody_is_there(hub: FakeHub, tmp_path: Path) -> None:
    rig = Rig(hub, tmp_path)
    hub.stop()

    pauses = [rig.step() for _ in range(10)]

    assert rig.states() == ["refused"]
    assert max(pauses) <= 15


@pytest.mark.expects_log
def test_a_server_that_asks_for_a_pause_gets_it(rig: Rig) -> None:
    rig.hub.do(SCREEN, reply(503, headers={"Retry-After": "120"}), times=1)
    rig.hub.do(SCREEN, reply(429, headers={"Retry-After": "0"}), times=1)

    assert rig.step() == 120
    assert 0 < rig.step() <= 2


def test_an_unclaimed_screen_asks_every_few_seconds_until_it_is_claimed(
    rig: Rig, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    rig.hub.is_claimed = False
    pauses = [rig.step() for _ in range(12)]
    unclaimed = rig.state()
    rig.hub.is_claimed = True
    rig.step()

    assert all(4 <= pause <= 6 for pause in pauses)
    assert unclaimed.kind == "not-claimed"
    assert fingerprint_of(SECRET) in unclaimed.hub_says
    assert rig.states() == ["not-claimed", "ok"]
    assert rig.titles() == ["Lobby"]
    assert caplog.text.count("does not know this screen") == 1
    assert "knows this screen now" in caplog.text


@pytest.mark.expects_log
def test_another_kind_of_trouble_is_told_and_the_time_goes_on_counting(rig: Rig) -> None:
    rig.step()
    rig.hub.do(SCREEN, reply(500), times=1)
    rig.hub.do(SCREEN, reply(404), times=1)
    rig.time.now += 5
    rig.step()
    rig.time.now += 5
    rig.step()

    assert rig.states() == ["ok", "server-error", "not-found"]
    assert rig.state().since == 1005.0


@pytest.mark.expects_log
def test_a_disk_that_is_full_is_told_and_the_document_shown(hub: FakeHub, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    rig = Rig(hub, tmp_path / "cache")
    rig.step()
    rig.time.now += SAVE_SECONDS
    rig.step()
    (tmp_path / "cache").unlink()
    rig.time.now += SAVE_SECONDS
    rig.step()

    problems = [message.problem for message in rig.messages if isinstance(message, CacheState)]
    assert rig.titles() == ["Lobby"]
    assert len(problems) == 2
    assert "cache" in problems[0]
    assert problems[1] == ""
    assert rig.cache.load() is not None


@pytest.mark.expects_log
def test_the_same_address_serves_again_after_a_restart_of_the_hub(tmp_path: Path) -> None:
    with FakeHub() as first:
        rig = Rig(first, tmp_path)
        rig.step()
    away = rig.step()
    with FakeHub(port=first.port) as second:
        second.put_document(document_bytes("After"))
        rig.step()

    assert away <= 1
    assert rig.titles() == ["Lobby", "After"]
    assert rig.states() == ["ok", "refused", "ok"]


@pytest.mark.expects_log
def test_the_query_of_an_address_is_said_nowhere(
    hub: FakeHub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "displayd")
    rig = Rig(hub, tmp_path, url=f"{hub.document_url}?sig=SESAME")
    for answer in (reply(200, hub.document), reply(404), reply(200, b'{"format": 1}'), reply(200, b"<html>")):
        hub.do(f"{SCREEN}?sig=SESAME", answer, times=1)
        rig.step()

    told = [message for message in rig.messages if isinstance(message, LinkState | DocumentRefused)]
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("displayd")]
    assert rig.states() == ["ok", "not-found", "refused-document", "bad-answer"]
    assert "SESAME" not in f"{told} {logged}"
    assert hub.document_url in str(told)
    assert hub.document_url in str(logged)


@pytest.mark.expects_log
def test_many_questions_leave_no_descriptors_and_threads_behind(rig: Rig) -> None:
    behaviours = [reply(304), reply(500), truncated(document_bytes(), 60), reply(200, b"{}"), reply(200, b"<html>")]
    for behaviour in behaviours:
        rig.hub.do(SCREEN, behaviour, times=1)
        rig.step()
    descriptors = len(os.listdir("/proc/self/fd"))
    threads = threading.active_count()
    for behaviour in behaviours * 40:
        rig.hub.do(SCREEN, behaviour, times=1)
        rig.step()

    assert len(os.listdir("/proc/self/fd")) <= descriptors + 5
    assert threading.active_count() <= threads + 5


@pytest.mark.parametrize("failures", [1, 2, 5, 9, 50, 10_000])
def test_retries_are_spread_between_half_and_the_whole_of_their_time(failures: int) -> None:
    source = random.Random(1)
    pauses = [retry_seconds(failures, 300.0, source) for _ in range(200)]
    whole = min(300.0, 2.0 ** min(failures - 1, 20))

    assert all(whole / 2 <= pause <= whole for pause in pauses)
    assert max(pauses) - min(pauses) > whole / 4


# The thread


def running(hub: FakeHub, folder: Path, url: str = "", **more: object) -> tuple[Poller, Mailbox]:
    mailbox = Mailbox()
    client = HubClient(url or hub.document_url, SECRET, has_network=lambda: True)
    poller = Poller(client, mailbox, DocumentCache(folder, "owner"), wait_seconds=25, **more)  # type: ignore[arg-type]
    poller.start()
    return poller, mailbox


def documents(mailbox: Mailbox, seen: list[str]) -> list[str]:
    seen += [message.document.title for message in mailbox.take_all() if isinstance(message, Edition)]
    return seen


def test_a_change_arrives_at_once_through_a_parked_question(hub: FakeHub, tmp_path: Path) -> None:
    poller, mailbox = running(hub, tmp_path)
    seen: list[str] = []
    assert eventually(lambda: documents(mailbox, seen) == ["Lobby"] and len(hub.requests(SCREEN)) == 2)

    began = time.monotonic()
    hub.put_document(document_bytes("Two"))

    assert eventually(lambda: documents(mailbox, seen) == ["Lobby", "Two"])
    assert time.monotonic() - began < 3
    poller.stop()


def test_stopping_breaks_off_a_parked_question_and_saves_what_is_newest(hub: FakeHub, tmp_path: Path) -> None:
    poller, mailbox = running(hub, tmp_path)
    seen: list[str] = []
    assert eventually(lambda: documents(mailbox, seen) == ["Lobby"])
    hub.put_document(document_bytes("Two"))
    assert eventually(lambda: documents(mailbox, seen) == ["Lobby", "Two"])

    began = time.monotonic()
    poller.stop()
    took = time.monotonic() - began

    def saved_title() -> bool:
        saved = DocumentCache(tmp_path, "owner").load()
        return saved is not None and saved.body == document_bytes("Two")

    assert took < 2
    assert eventually(saved_title)
    assert mailbox.take_all() == []


def test_a_resolver_that_hangs_holds_up_neither_start_nor_stop(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def hangs(*_: object, **__: object) -> None:
        released.wait(30)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    began = time.monotonic()
    poller, mailbox = running(hub, tmp_path, "http://hub.invalid/v1/screen")
    time.sleep(0.05)
    poller.stop()
    took = time.monotonic() - began
    released.set()

    assert took < 2
    assert [message.kind for message in mailbox.take_all() if isinstance(message, LinkState)] == ["connecting"]


@pytest.mark.expects_log
def test_a_hub_that_comes_back_is_noticed_without_a_restart(tmp_path: Path) -> None:
    with FakeHub() as first:
        poller, mailbox = running(first, tmp_path)
        seen: list[str] = []
        assert eventually(lambda: documents(mailbox, seen) == ["Lobby"] and len(first.requests(SCREEN)) == 2)
    time.sleep(0.3)
    with FakeHub(port=first.port) as second:
        second.put_document(document_bytes("After"))

        assert eventually(lambda: documents(mailbox, seen) == ["Lobby", "After"], 15)
        poller.stop()


@pytest.mark.expects_log
def test_a_mistake_of_our_own_does_not_leave_the_screen_deaf(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = HubClient.fetch
    failures = iter([RuntimeError("a bug"), MemoryError()])

    def flawed(self: HubClient, *arguments: object) -> object:
        for failure in failures:
            raise failure
        return fetch(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(HubClient, "fetch", flawed)
    stopping = threading.Event()
    poller, mailbox = running(hub, tmp_path, wait=lambda seconds: stopping.wait(min(seconds, 0.01)))
    seen: list[str] = []

    assert eventually(lambda: documents(mailbox, seen) == ["Lobby"])
    stopping.set()
    poller.stop()


def test_the_hubs_clock_is_known_even_when_the_document_is_not_new(hub: FakeHub, tmp_path: Path) -> None:
    hub.clock_offset = -86_400
    rig = Rig(hub, tmp_path, shown=edition_of(hub.document, "cache", NOTHING_KNOWN))
    rig.poller._monotonic = hub_clock.monotonic
    rig.step()

    samples = [message.sample for message in rig.messages if isinstance(message, NewTimeSample)]
    assert all(abs(s.offset + s.at_monotonic - time.time() + 86_400) < 2 for s in samples)
    assert len(samples) == 6
