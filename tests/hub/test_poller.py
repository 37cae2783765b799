"""The metrics that the hub fills itself."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

import pytest

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.poller import Poller
from displayd.hub.sources.host import HostReader, HostSource
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.sample import SampleReader
from displayd.hub.sources.source import Answers, Asked, Office
from displayd.hub.state import Hub
from tests.hub.sources.partners import partners
from tests.hub.walls import HUB, NOON, wall

HOST = "orders: {host: load1}\nerrors: {host: memory}\nlatency: {}\n"
SAMPLES = "orders: {sample: {seconds: 10}}\nerrors: {sample: {seconds: 60}}\nlatency: {}\n"


class Machine:
    """Figures as a test wants them."""

    def __init__(self) -> None:
        self.load: float | SourceError = 1.0
        self.goes_on = threading.Event()
        self.goes_on.set()
        self.at_once = self.most_at_once = 0

    def read(self, figures: Collection[str], unix_time: float) -> Mapping[str, float | SourceError]:
        """Waits while the machine hangs."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.goes_on.wait(20)
        self.at_once -= 1
        return {"load1": self.load, "memory": 0.5}


def while_running(task: Callable[[], Awaitable[None]], until: Callable[[], bool]) -> bool:
    """Run a task of the hub until something is so; False if it is not within a generous time."""

    async def run() -> bool:
        running = asyncio.ensure_future(task())
        end = time.monotonic() + 20
        while not until() and not running.done() and time.monotonic() < end:
            await asyncio.sleep(0.01)
        running.cancel()
        return until()

    return asyncio.run(run())


def hub_of(metrics: str) -> Hub:
    """A hub with these metrics."""
    hub = Hub(time.time)
    hub.use(wall({"metrics.yaml": metrics, "hub.yaml": HUB}))
    return hub


def polling(hub: Hub, machine: Machine) -> Callable[[], Awaitable[None]]:
    """The task that reads a machine."""
    return Poller(hub, {"host": HostReader(machine)}).tasks()["poll_host"]


@pytest.mark.expects_log
def test_a_figure_that_fails_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "displayd")
    hub, machine = hub_of(HOST), Machine()
    machine.load = SourceError("gone")

    failed = while_running(polling(hub, machine), lambda: hub.metrics.failure("orders") is not None)
    other = hub.metrics.reading("errors")
    machine.load = 2.0
    came_back = while_running(polling(hub, machine), lambda: hub.metrics.failure("orders") is None)

    assert failed
    assert other is not None
    assert other.value == 0.5
    assert came_back
    said = [record.getMessage() for record in caplog.records]
    assert said == ["Metric orders has no data: gone", "Metric orders has data again"]


@pytest.mark.expects_log
def test_a_machine_that_hangs_is_named_and_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HostSource, "patience_seconds", 0.1)
    hub, machine = hub_of(HOST), Machine()
    machine.goes_on.clear()
    reasons: list[str] = []

    def has_recovered() -> bool:
        failure = hub.metrics.failure("errors")
        if failure is not None:
            reasons.append(failure.reason)
            machine.goes_on.set()
        return bool(reasons) and failure is None

    assert while_running(polling(hub, machine), has_recovered)
    assert set(reasons) == {"this machine does not answer"}
    assert machine.most_at_once == 1


@pytest.mark.expects_log
def test_a_machine_that_hangs_does_not_keep_a_new_wall_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HostSource, "patience_seconds", 0.1)
    monkeypatch.setattr("displayd.hub.poller.FIRST_PATIENCE_SECONDS", 0.1)
    hub, machine = hub_of(HOST), Machine()
    machine.goes_on.clear()
    poller = Poller(hub, {"host": HostReader(machine), "sample": SampleReader()})
    another = wall({"metrics.yaml": HOST.replace("latency: {}", "latency: {sample: {}}"), "hub.yaml": HUB})

    async def run() -> tuple[Answers, Answers]:
        first = await poller.first_answers(another, time.time())
        second = await poller.first_answers(another, time.time())
        hub.use(another)
        polled = asyncio.ensure_future(poller.poll_forever("host"))
        while hub.metrics.failure("orders") is None:
            await asyncio.sleep(0.01)
        machine.goes_on.set()
        while hub.metrics.failure("orders") is not None:
            await asyncio.sleep(0.01)
        polled.cancel()
        return first, second

    first, second = asyncio.run(asyncio.wait_for(run(), 20))

    assert set(first) == set(second) == {"latency"}
    assert machine.most_at_once == 1


@pytest.mark.expects_log
def test_a_fault_of_ours_in_a_source_is_told_once_and_on_its_tiles(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(HostReader):
        asked = 0

        def read(self, *rest: Any, **more: Any) -> Answers:
            """Always a fault."""
            self.asked += 1
            raise ZeroDivisionError("a fault")

        def next_due(self, asked: Mapping[str, Asked[Any]], office: Office, unix_time: float) -> float:
            """At once."""
            return unix_time

    hub, reader = hub_of(HOST), Broken(Machine())

    assert while_running(Poller(hub, {"host": reader}).tasks()["poll_host"], lambda: reader.asked > 2)

    failure = hub.metrics.failure("orders")
    assert failure is not None
    assert failure.reason == "a fault of displayd; the hub's log says which"
    assert caplog.text.count("ZeroDivisionError: a fault") == 1


def test_only_what_is_due_is_made_up_anew() -> None:
    found, reader = wall({"metrics.yaml": SAMPLES}), SampleReader()
    asked = asked_of(SOURCES["sample"], found.metrics)
    at = NOON // 60 * 60

    assert set(reader.read(asked, found.office, at)) == {"orders", "errors"}
    assert set(reader.read(asked, found.office, at + 11, at + 1)) == {"orders"}
    assert reader.read(asked, found.office, at + 5, at + 1) == {}
    assert reader.next_due(asked, found.office, at + 1) == at + 10
    assert reader.next_due({}, found.office, at) == float("inf")


def test_made_up_numbers_move_with_the_clock_even_when_it_jumps() -> None:
    now = [NOON]
    hub = Hub(lambda: now[0])
    hub.use(wall({"metrics.yaml": SAMPLES}))
    seen: list[float] = []

    def has_followed() -> bool:
        reading = hub.metrics.reading("orders")
        if reading is not None and reading.as_of not in seen:
            seen.append(reading.as_of)
        now[0] = NOON + 3600 if len(seen) == 1 else NOON - 3600 if len(seen) == 2 else now[0] + 1
        return len(seen) >= 3

    assert while_running(Poller(hub, {"sample": SampleReader()}).tasks()["poll_sample"], has_followed)
    assert seen[1] > seen[0] > seen[2]


def test_what_was_read_for_a_wall_is_not_read_again_before_it_is_due() -> None:
    now, found = [NOON], wall({"metrics.yaml": SAMPLES})
    hub, asked_at = Hub(lambda: now[0]), []

    class Noting(SampleReader):
        def read(self, asked: Mapping[str, Asked[Any]], office: Office, unix_time: float, since: float = 0) -> Answers:
            """As always."""
            asked_at.append((unix_time, since))
            return super().read(asked, office, unix_time, since)

    poller = Poller(hub, {"sample": Noting()})

    async def run() -> None:
        answers = await poller.first_answers(found, NOON)
        hub.use(found, readings={name: said for name, said in answers.items() if isinstance(said, Reading)})
        polled = asyncio.ensure_future(poller.poll_forever("sample"))
        await asyncio.sleep(0.2)
        now[0] = NOON + 10
        while len(asked_at) < 2:
            await asyncio.sleep(0.01)
        polled.cancel()

    asyncio.run(asyncio.wait_for(run(), 20))

    assert asked_at == [(NOON, float("-inf")), (NOON + 10, NOON)]


def test_a_source_that_is_being_asked_is_asked_for_a_new_wall_as_well() -> None:
    hub, machine = hub_of(HOST), Machine()
    poller = Poller(hub, {"host": HostReader(machine)})
    another = wall({"metrics.yaml": HOST.replace("latency: {}", "latency: {host: load1}"), "hub.yaml": HUB})
    machine.goes_on.clear()

    async def run() -> Answers:
        polling = asyncio.ensure_future(poller.poll_forever("host"))
        while not machine.at_once:
            await asyncio.sleep(0.01)
        asyncio.get_running_loop().call_later(0.1, machine.goes_on.set)
        answers = await poller.first_answers(another, time.time())
        polling.cancel()
        return answers

    assert set(asyncio.run(run())) == {"orders", "errors", "latency"}
    assert machine.most_at_once == 1


def test_a_source_is_asked_at_once_when_what_it_reads_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not when it is due: what clients push is on the glass before the next second."""
    monkeypatch.setattr("displayd.hub.poller.LOOK_AGAIN_SECONDS", 3600.0)
    monkeypatch.setattr(HostReader, "next_due", lambda *_: float("inf"))
    hub, machine = hub_of(HOST), Machine()

    def has_come() -> bool:
        reading = hub.metrics.reading("orders")
        if reading is not None and machine.load == 1.0:
            machine.load = 7.0
            hub.asking["host"].set()
        return reading is not None and reading.value == 7.0

    assert while_running(polling(hub, machine), has_come)


TOLD = "orders: {told: {whom: crm}}\nerrors: {told: {whom: shop}}\nlatency: {told: {whom: shop, what: b}}\n"


@pytest.mark.expects_log
def test_a_partner_that_hangs_delays_no_other_and_is_named_by_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    with partners(monkeypatch) as found:
        found.hangs.add("crm")
        hub = hub_of(TOLD.replace("}}", "}, refresh_seconds: 1}"))
        poller = Poller(hub)

        def is_so() -> bool:
            return found.count("shop") > 4 and hub.metrics.failure("orders") is not None

        assert while_running(poller.tasks()["poll_told"], is_so)
        failure = hub.metrics.failure("orders")
        assert failure is not None
        assert (failure.who, failure.reason) == ("CRM", "no answer")
        assert found.count("crm") == 1
        assert hub.metrics.failure("errors") is None
        assert hub.metrics.reading("latency") is not None


@pytest.mark.expects_log
def test_a_wall_has_the_answers_of_the_others_when_one_partner_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.poller.FIRST_PATIENCE_SECONDS", 0.3)
    with partners(monkeypatch) as found:
        found.hangs.add("crm")
        told = wall({"metrics.yaml": TOLD})
        hub = Hub(time.time)
        poller = Poller(hub)

        async def run() -> Answers:
            first = await poller.first_answers(told, time.time())
            hub.use(told)
            polled = asyncio.ensure_future(poller.poll_forever("told"))
            found.goes_on.set()
            while hub.metrics.reading("orders") is None:
                await asyncio.sleep(0.01)
            polled.cancel()
            return first

        first = asyncio.run(asyncio.wait_for(run(), 20))

    assert set(first) == {"errors", "latency"}


def test_a_partner_that_no_metric_names_any_more_is_asked_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    with partners(monkeypatch) as found:
        hub = hub_of(TOLD)
        poller = Poller(hub)

        async def run() -> None:
            polled = asyncio.ensure_future(poller.poll_forever("told"))
            while not found.count("crm") or not found.count("shop"):
                await asyncio.sleep(0.01)
            hub.use(wall({"metrics.yaml": TOLD.replace("{told: {whom: crm}}", "{}"), "hub.yaml": HUB}))
            while ("told", "crm") in poller._rounds:
                await asyncio.sleep(0.01)
            polled.cancel()

        asyncio.run(asyncio.wait_for(run(), 20))

    assert ("told", "shop") in poller._rounds
