"""A hub that misbehaves in every way: the trouble is named, and recovery needs no restart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from displayd.device.mailbox import CacheState, DocumentRefused, LinkState, MachineFacts
from displayd.device.network.network_devices import NetworkDevice
from displayd.device.network.network_watch import START_SECONDS, NetworkWatch
from displayd.device.network.poller import SAVE_SECONDS
from displayd.protocol.fingerprint import fingerprint_of
from tests.device.network.polling import SCREEN, Rig
from tests.support.fakes import SECRET, Behaviour, FakeHub, document_bytes, drip, gzip_bomb, hang, reply, truncated


@pytest.fixture
def rig(hub: FakeHub, tmp_path: Path) -> Rig:
    return Rig(hub, tmp_path)


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

    faults = [message.fault for message in rig.messages if isinstance(message, CacheState)]
    assert rig.titles() == ["Lobby"]
    assert len(faults) == 2
    assert "cache" in faults[0]
    assert faults[1] == ""
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
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    threads = threading.active_count()
    for behaviour in behaviours * 40:
        rig.hub.do(SCREEN, behaviour, times=1)
        rig.step()

    assert len(list(Path("/proc/self/fd").iterdir())) <= descriptors + 5
    assert threading.active_count() <= threads + 5


def devices(*has_carrier: bool) -> Callable[[], list[NetworkDevice]]:
    """So many devices without an address."""
    found = [NetworkDevice(f"eth{number}", False, has, "", "") for number, has in enumerate(has_carrier)]
    return lambda: found


@pytest.mark.expects_log
def test_machine_without_a_network_says_why_once_its_network_has_had_time(
    hub: FakeHub, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "displayd")
    rig = Rig(hub, tmp_path, url="http://hub.invalid/v1/screen", network=NetworkWatch(devices(False), tmp_path))
    rig.client._transport._has_network = lambda: False
    rig.step()
    at_first = rig.state()
    rig.time.now += START_SECONDS
    pauses = [rig.step() for _ in range(8)]
    facts = [message for message in rig.messages if isinstance(message, MachineFacts)]

    assert (at_first.kind, at_first.heading) == ("connecting", "Waiting for the network")
    assert rig.states() == ["connecting", "no-cable"]
    assert max(pauses) <= 15
    assert facts == [MachineFacts((("Network", "no address · eth0"),))]
    assert [record.levelname for record in caplog.records].count("WARNING") == 1
    assert "No network, the screen keeps what it shows: No network cable is plugged in" in caplog.text


@pytest.mark.expects_log
def test_hub_that_does_not_run_is_not_blamed_on_the_network(hub: FakeHub, tmp_path: Path) -> None:
    rig = Rig(hub, tmp_path, network=NetworkWatch(devices(False), tmp_path))
    hub.stop()
    rig.step()

    assert rig.states() == ["refused"]
