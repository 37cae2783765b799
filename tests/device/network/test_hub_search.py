"""Which hub a screen takes that nobody has named, how long it stays with it, and what it says meanwhile."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from displayd.device.mailbox import LinkState, MachineFacts, Mailbox, Message
from displayd.device.network.discovery import Finding
from displayd.device.network.hub_error import HubError
from displayd.device.network.hub_link import asked
from displayd.device.network.hub_search import AWAY_SECONDS, FORGET_SECONDS, LOOK_AGAIN_SECONDS, HubSearch
from displayd.device.network.network_devices import NetworkDevice
from displayd.device.network.network_watch import START_SECONDS, NetworkWatch
from displayd.device.network.rhythm import Rhythm
from displayd.device.state.found_hub import FoundHub, keep_hub, kept_hub
from tests.device.network.polling import Time, eventually
from tests.support.fakes import FakeHub, reply

OFFICE = FoundHub("http://192.0.2.7:8070", "Office", "k1")
MOVED = FoundHub("http://192.0.2.8:8071", "Office", "k1")
LAB = FoundHub("http://192.0.2.66:8070", "Lab", "k2")
SECURE = FoundHub("https://dashboards.example.org", "Office", "k1")
WELL = NetworkDevice("eth0", False, True, "", "192.0.2.17")

pytestmark = pytest.mark.expects_log


class Rig:
    """A search that is stepped by hand, among the hubs that a test says are there."""

    def __init__(self, folder: Path, *devices: NetworkDevice) -> None:
        self.there: tuple[FoundHub, ...] = ()
        self.failures: tuple[HubError, ...] = ()
        self.time = Time()
        self.mailbox = Mailbox()
        self.folder = folder
        self.devices = list(devices or (WELL,))
        self.has_network = True
        self.messages: list[Message] = []
        self.search = self.restarted()

    def restarted(self) -> HubSearch:
        """The same after a restart."""
        self.search = HubSearch(
            self.mailbox,
            self.folder,
            lambda hub: None,
            network=NetworkWatch(lambda: self.devices, self.folder, self.folder),
            find=self.find,
            rhythm=Rhythm(random=random.Random(7)),
            has_network=lambda: self.has_network,
            monotonic=self.time,
        )
        return self.search

    def find(self, ask: Callable[[FoundHub], HubError | None]) -> Finding:
        return Finding(self.there, self.failures)

    def step(self, *there: FoundHub) -> float | None:
        """One step, with these hubs in the network."""
        self.there = there
        pause = self.search.step()
        self.messages += self.mailbox.take_all()
        return pause

    def away(self, seconds: float, *there: FoundHub) -> FoundHub | None:
        """The hub that is talked to once it has been away for so long, with these in the network."""
        self.time.now += LOOK_AGAIN_SECONDS
        self.search.look_again(seconds)
        self.step(*there)
        return self.search.found

    def states(self) -> list[str]:
        return [message.kind for message in self.messages if isinstance(message, LinkState)]


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    return Rig(tmp_path)


def test_first_hub_that_answers_is_taken(rig: Rig) -> None:
    nothing = rig.step(), rig.search.found
    pause = rig.step(OFFICE)

    assert nothing[0] is not None
    assert (nothing[1], rig.search.found, pause) == (None, OFFICE, None)


def test_several_hubs_are_told_and_the_first_is_taken(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    rig.step(OFFICE, LAB)

    assert (rig.search.found, rig.search.others) == (OFFICE, (LAB,))
    assert "More than one hub answers: Office was taken, not Lab at http://192.0.2.66:8070" in caplog.text


def test_while_there_is_none_it_is_looked_for_every_few_seconds_and_said_once(rig: Rig) -> None:
    pauses = [rig.step() for _ in range(10)]

    assert all(pause is not None and 0 < pause <= 15 for pause in pauses)
    assert rig.states() == ["hub-not-found"]
    assert MachineFacts((("Network", "192.0.2.17 · eth0"),)) in rig.messages


def test_machine_without_a_network_says_that_once_its_network_has_had_time(tmp_path: Path) -> None:
    rig = Rig(tmp_path, WELL._replace(has_carrier=False, address=""))
    rig.has_network = False
    rig.step()
    rig.time.now += START_SECONDS
    rig.step()

    assert rig.states() == ["connecting", "no-cable"]


def test_hub_that_is_told_of_and_cannot_be_used_says_why(rig: Rig) -> None:
    rig.failures = (HubError(f"{SECURE.url}/v1/time", "tls-untrusted", "self-signed"),)
    rig.step()

    (state,) = [message for message in rig.messages if isinstance(message, LinkState)]
    assert state.kind == "tls-untrusted"
    assert "dashboards.example.org" in state.sentence


def test_hub_is_remembered_once_it_has_served_a_document(rig: Rig) -> None:
    rig.step(OFFICE)
    before = kept_hub(rig.folder)
    rig.search.keep()
    rig.step()

    assert before is None
    assert kept_hub(rig.folder) == OFFICE
    assert rig.restarted().found == OFFICE


def test_hub_at_another_address_is_followed(rig: Rig) -> None:
    rig.step(OFFICE)
    rig.search.keep()
    rig.step()
    moved = rig.away(AWAY_SECONDS, LAB, MOVED)
    rig.search.keep()
    rig.step()

    assert moved == MOVED
    assert kept_hub(rig.folder) == MOVED


def test_another_hub_is_not_taken_until_the_one_that_is_known_has_been_away_for_hours(rig: Rig) -> None:
    rig.step(OFFICE)
    rig.search.keep()
    rig.step()

    soon = [rig.away(seconds, LAB) for seconds in (AWAY_SECONDS, 3600.0, FORGET_SECONDS - 1)]
    rig.restarted()
    after_restart = rig.away(AWAY_SECONDS, LAB)
    late = rig.away(FORGET_SECONDS, LAB)

    assert [*soon, after_restart, late] == [OFFICE, OFFICE, OFFICE, OFFICE, LAB]


def test_hub_that_has_served_nothing_yet_is_let_go_at_once(rig: Rig) -> None:
    rig.step(OFFICE)

    assert rig.away(AWAY_SECONDS, LAB) == LAB


def test_hub_with_a_certificate_is_not_replaced_by_one_without(rig: Rig) -> None:
    rig.step(SECURE)
    rig.search.keep()
    rig.step()

    assert rig.away(AWAY_SECONDS, MOVED) == SECURE


def test_hub_that_is_back_at_its_place_stays_what_it_is(rig: Rig) -> None:
    rig.step(OFFICE)
    rig.search.keep()
    rig.step()

    assert rig.away(AWAY_SECONDS, OFFICE) is OFFICE


def test_hub_that_was_away_for_a_moment_is_not_looked_for_and_others_once_a_minute(rig: Rig) -> None:
    rig.step(OFFICE)
    looked = []
    for seconds in (AWAY_SECONDS - 1, AWAY_SECONDS, AWAY_SECONDS + 1, AWAY_SECONDS + LOOK_AGAIN_SECONDS):
        rig.time.now = 2000.0 + seconds
        rig.search.look_again(seconds)
        looked.append(rig.search._news.is_set())
        rig.step()

    assert looked == [False, True, False, True]


@pytest.mark.parametrize("data", [b"", b"{", b'{"url": 5}', b"\xff"])
def test_damaged_memory_is_no_memory(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "found-hub.json").write_bytes(data)

    assert kept_hub(tmp_path) is None


def test_folder_that_cannot_be_written_is_said_and_the_hub_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    rig = Rig(tmp_path)
    rig.step(OFFICE)
    (tmp_path / "found-hub.json").mkdir()
    rig.search.keep()
    rig.step()

    assert rig.search.found == OFFICE
    assert "not remembered over a restart" in caplog.text


def test_thread_finds_keeps_and_ends(rig: Rig) -> None:
    rig.there = (OFFICE,)
    rig.search.start()

    assert eventually(lambda: rig.search.found == OFFICE)
    rig.search.keep()
    assert eventually(lambda: kept_hub(rig.folder) == OFFICE)
    rig.search.stop()
    assert eventually(lambda: not rig.search._thread.is_alive())


def test_thread_survives_what_nobody_has_thought_of(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.device.network.hub_search.LOOK_AGAIN_SECONDS", 0.01)
    calls = []

    def find(ask: object) -> Finding:
        calls.append(ask)
        if len(calls) == 1:
            raise ZeroDivisionError
        return Finding((OFFICE,))

    rig.search._find = find
    rig.search.start()

    assert eventually(lambda: rig.search.found == OFFICE)
    rig.search.stop()


def test_hub_is_asked_whether_it_is_one_without_the_secret_and_past_any_proxy(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    found = FoundHub(hub.url, "Office")

    is_one = asked(found, "")
    hub.do("/v1/time", reply(200, b"<html>", "text/html"))
    is_none = asked(found, "")

    assert is_one is None
    assert is_none is not None
    assert is_none.kind == "bad-answer"
    assert [(seen.path, "authorization" in seen.headers) for seen in hub.seen] == [("/v1/time", False)] * 2


def test_memory_is_of_one_screen(tmp_path: Path) -> None:
    keep_hub(tmp_path / "new", OFFICE)

    assert kept_hub(tmp_path / "new") == OFFICE
