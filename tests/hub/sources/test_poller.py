"""The metrics that the hub fills itself."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Awaitable, Callable

import pytest

from displayd.errors import SourceError
from displayd.hub.sources.poller import Feeder
from displayd.hub.sources.readings import next_sample, sample_readings
from displayd.hub.state import Hub
from tests.hub.walls import HUB, NOON, wall

HOST = "orders: {host: load1}\nerrors: {host: memory}\nlatency: {}\n"
SAMPLES = "orders: {sample: {seconds: 10}}\nerrors: {sample: {seconds: 60}}\nlatency: {}\n"


class Machine:
    """Figures as a test wants them."""

    def __init__(self) -> None:
        self.load: float | SourceError = 1.0
        self.goes_on = threading.Event()
        self.goes_on.set()

    def read(self, figures: set[str], unix_time: float) -> dict[str, float | SourceError]:
        """Waits while the machine hangs."""
        self.goes_on.wait(20)
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


@pytest.mark.expects_log
def test_a_figure_that_fails_and_comes_back(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr("displayd.hub.sources.poller.FIRST_READING_SECONDS", 0.01)
    caplog.set_level("INFO", "displayd")
    hub, machine = hub_of(HOST), Machine()
    machine.load = SourceError("gone")

    failed = while_running(Feeder(hub, machine).measuring, lambda: hub.metrics.failure("orders") is not None)
    other = hub.metrics.reading("errors")
    machine.load = 2.0
    came_back = while_running(Feeder(hub, machine).measuring, lambda: hub.metrics.failure("orders") is None)

    assert failed
    assert other is not None
    assert other.value == 0.5
    assert came_back
    said = [record.getMessage() for record in caplog.records]
    assert said == ["Metric orders has no data: gone", "Metric orders has data again"]


@pytest.mark.expects_log
def test_a_machine_that_hangs_is_named_and_not_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.sources.poller.FIRST_READING_SECONDS", 0.01)
    monkeypatch.setattr("displayd.hub.sources.poller.PATIENCE_SECONDS", 0.1)
    hub, machine = hub_of(HOST), Machine()
    machine.goes_on.clear()
    reasons: list[str] = []

    def has_recovered() -> bool:
        failure = hub.metrics.failure("errors")
        if failure is not None:
            reasons.append(failure.reason)
            machine.goes_on.set()
        return bool(reasons) and failure is None

    assert while_running(Feeder(hub, machine).measuring, has_recovered)
    assert set(reasons) == {"this machine does not answer"}


def test_only_what_is_due_is_made_up_anew() -> None:
    found = wall({"metrics.yaml": SAMPLES})
    at = NOON // 60 * 60

    assert set(sample_readings(found, at)) == {"orders", "errors"}
    assert set(sample_readings(found, at + 11, at + 1)) == {"orders"}
    assert sample_readings(found, at + 5, at + 1) == {}
    assert next_sample(found, at + 1) == at + 10
    assert next_sample(wall(), at) == float("inf")


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

    assert while_running(Feeder(hub, Machine()).sampling, has_followed)
    assert seen[1] > seen[0] > seen[2]
