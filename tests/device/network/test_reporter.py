"""Reports: in their rhythm, never in the way of drawing, and quiet about failures."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable

import pytest

from displayd.device.network.hub_client import HubClient
from displayd.device.network.reporter import Reporter
from displayd.device.network.transport import Patience
from displayd.device.system.health import Health
from displayd.protocol.status_report import StatusReport
from tests.support.fakes import SECRET, FakeHub, hang, reply


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


HEALTH = Health(50_000_000, 48.3, "under-voltage", "tv-7", "192.0.2.7")


def reporter_for(hub: FakeHub, time: Time | None = None, picture_seconds: float = 30.0) -> Reporter:
    client = HubClient(hub.document_url, SECRET, patience=Patience(0.5, 0.5, 1.0))
    return Reporter(client, picture_seconds, monotonic=time or Time(), measured=lambda: HEALTH)


def eventually(holds: Callable[[], object]) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.01)
    return False


def test_a_status_is_wanted_after_a_change_of_page_and_every_half_minute(hub: FakeHub) -> None:
    clock = Time()
    reporter = reporter_for(hub, clock)
    wanted_at = []
    for second in range(100):
        page = ("revision", second // 12)
        if reporter.wants_status(page):
            wanted_at.append(second)
            reporter.offer_status(StatusReport(), page)
        clock.now += 1

    assert wanted_at == [0, 12, 24, 36, 48, 60, 72, 84, 96]
    assert not reporter.wants_status(("revision", 99 // 12))


def test_fast_pages_are_reported_at_most_every_five_seconds_and_a_still_one_every_thirty(hub: FakeHub) -> None:
    clock = Time()
    fast, still = reporter_for(hub, clock), reporter_for(hub, clock)
    counts = [0, 0]
    for second in range(60):
        for number, (reporter, page) in enumerate(((fast, second), (still, 0))):
            if reporter.wants_status(page):
                reporter.offer_status(StatusReport(), page)
                counts[number] += 1
        clock.now += 1

    assert counts == [12, 2]


def test_pictures_follow_the_configured_rhythm_and_page_changes(hub: FakeHub) -> None:
    clock = Time()
    reporter = reporter_for(hub, clock, picture_seconds=60)
    wanted_at = []
    for second in range(130):
        page = 0 if second < 10 else 1
        if reporter.wants_picture(page):
            wanted_at.append(second)
            reporter.offer_picture(b"", page)
        clock.now += 1

    assert wanted_at == [0, 10, 70]


def test_the_privacy_switch_keeps_all_pictures_home(hub: FakeHub) -> None:
    assert not reporter_for(hub, picture_seconds=0).wants_picture("page")


def test_a_status_arrives_with_the_machines_health_in_it(hub: FakeHub) -> None:
    clock = Time()
    reporter = reporter_for(hub, clock)
    clock.now += 60
    reporter.start()
    reporter.offer_status(StatusReport(screen="lobby", page=1), "page")

    assert eventually(lambda: hub.requests("/v1/screen/status"))
    body = json.loads(hub.requests("/v1/screen/status")[0].body)
    assert (body["screen"], body["page"]) == ("lobby", 1)
    assert (body["memory_bytes"], body["throttling"], body["host"]) == (50_000_000, "under-voltage", "tv-7")
    assert body["uptime_seconds"] == 60
    reporter.stop()


def test_a_picture_is_made_in_the_reporting_thread(hub: FakeHub) -> None:
    reporter = reporter_for(hub)
    made_by: list[str] = []

    def make() -> bytes:
        made_by.append(threading.current_thread().name)
        return b"\x89PNG"

    reporter.start()
    reporter.offer_picture(make, "page")

    assert eventually(lambda: hub.requests("/v1/screen/picture"))
    assert made_by == ["reporting"]
    reporter.stop()


def test_a_hub_that_hangs_does_not_hold_up_the_drawing_thread(hub: FakeHub) -> None:
    hub.do("/v1/screen/status", hang())
    reporter = reporter_for(hub)
    reporter.start()

    began = time.monotonic()
    for number in range(1000):
        reporter.offer_status(StatusReport(page=number), number)
    took = time.monotonic() - began
    stop_began = time.monotonic()
    reporter.stop()

    assert took < 1
    assert time.monotonic() - stop_began < 2


def test_only_the_newest_of_what_waits_is_sent(hub: FakeHub) -> None:
    reporter = reporter_for(hub)
    for number in range(5):
        reporter.offer_status(StatusReport(page=number), number)
    reporter.start()

    assert eventually(lambda: hub.requests("/v1/screen/status"))
    reporter.stop()
    assert [json.loads(seen.body)["page"] for seen in hub.requests("/v1/screen/status")] == [4]


def test_failures_are_not_worth_a_warning_and_reports_go_on(hub: FakeHub, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    hub.do("/v1/screen/status", reply(500), times=1)
    reporter = reporter_for(hub)

    reporter.offer_status(StatusReport(page=1), 1)
    reporter.send()
    reporter.offer_status(StatusReport(page=2), 2)
    reporter.send()

    assert [json.loads(seen.body)["page"] for seen in hub.requests("/v1/screen/status")] == [1, 2]
    assert caplog.text == ""


@pytest.mark.expects_log
def test_a_picture_that_cannot_be_made_does_not_end_reporting(hub: FakeHub) -> None:
    reporter = reporter_for(hub)
    reporter.start()
    reporter.offer_picture(lambda: bytes(1 // 0), 1)
    time.sleep(0.1)
    reporter.offer_status(StatusReport(), 1)

    assert eventually(lambda: hub.requests("/v1/screen/status"))
    reporter.stop()


def test_a_picture_beyond_the_hubs_limit_stays_home(hub: FakeHub) -> None:
    reporter = reporter_for(hub)
    reporter.offer_picture(bytes(1_000_001), 1)

    reporter.send()

    assert hub.seen == []
