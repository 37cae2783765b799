"""What the hub is told of the glass."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from displayd.device.network.hub_client import HubClient
from displayd.device.network.reporter import MIN_PICTURE_SECONDS, STATUS_SECONDS, Reporter
from displayd.device.network.status_probe import FREE_SECONDS, PICTURE_WIDTH_PX, StatusProbe
from displayd.device.system.health import Health
from displayd.device.system.hub_clock import SYSTEM_FLOOR_SECONDS
from displayd.paint.text import PangoFonts
from displayd.protocol.status_report import StatusReport
from tests.device.rig import START, Rig, pages

HEALTH = Health(50_000_000, 48.3, "", "tv-7", "192.0.2.7")


class Offered(Reporter):
    """A reporter that keeps what it is offered and sends nothing."""

    def __init__(self, monotonic: Callable[[], float], picture_seconds: float = 30.0) -> None:
        client = HubClient("http://127.0.0.1:1/v1/screen", "secret")
        super().__init__(client, picture_seconds, monotonic=monotonic, measured=lambda: HEALTH)
        self.statuses: list[StatusReport] = []
        self.pictures: list[bytes] = []

    def offer_status(self, status: StatusReport, page: object) -> None:
        """Keep it."""
        super().offer_status(status, page)
        self.statuses.append(status)

    def offer_picture(self, picture: bytes | Callable[[], bytes], page: object) -> None:
        """Keep it."""
        super().offer_picture(picture, page)
        assert isinstance(picture, bytes)
        self.pictures.append(picture)


@pytest.fixture
def reporter(rig: Rig) -> Offered:
    return Offered(rig.monotonic)


@pytest.fixture
def probe(rig: Rig, reporter: Offered) -> StatusProbe:
    return StatusProbe(reporter, rig.clock, rig.flip_log, rig.monotonic)


def step(rig: Rig, probe: StatusProbe) -> None:
    rig.loop.step()
    probe.observe(rig.shown)


def test_status_says_what_is_on_the_glass(rig: Rig, probe: StatusProbe, reporter: Offered) -> None:
    rig.send(pages=pages("A", "B"), revision="r7", rotate=90)
    step(rig, probe)

    (status,) = reporter.statuses
    assert (status.screen, status.page, status.page_title, status.revision) == ("s", 0, "A", "r7")
    assert (status.showing, status.rotate, status.driver, status.mode) == ("page", 90, "memory", "640x360")
    assert status.scene == rig.scene.digest()
    assert status.problem == ""
    assert (status.clock_source, status.clock_offset_seconds) == ("system", 0.0)
    assert status.paints > 0
    assert status.versions["python"]


def test_screen_without_a_document_says_so(rig: Rig, probe: StatusProbe, reporter: Offered) -> None:
    step(rig, probe)

    (status,) = reporter.statuses
    assert (status.screen, status.page, status.page_title, status.revision) == ("", None, "", "")
    assert status.showing == "fingerprint"


def test_dark_screen_says_so(rig: Rig, probe: StatusProbe, reporter: Offered) -> None:
    rig.send(on="08:00-09:00")
    step(rig, probe)

    assert reporter.statuses[0].showing == "off"


def test_clock_that_is_not_set_is_a_problem(fonts: PangoFonts) -> None:
    rig = Rig(fonts, system_error=None)
    rig.time = 1000.0
    reporter = Offered(rig.monotonic)
    step(rig, StatusProbe(reporter, rig.clock, rig.flip_log, rig.monotonic))

    assert reporter.statuses[0].problem == "the clock is not set"
    assert reporter.statuses[0].clock_source == "none"


def test_status_says_how_far_the_clock_is_off_at_most(fonts: PangoFonts) -> None:
    rig = Rig(fonts, system_error=0.002)
    reporter = Offered(rig.monotonic)
    step(rig, StatusProbe(reporter, rig.clock, rig.flip_log, rig.monotonic))

    assert reporter.statuses[0].clock_error_seconds == pytest.approx(0.002 + SYSTEM_FLOOR_SECONDS)
    assert reporter.statuses[0].clock_source == "system"


def test_paints_wakeups_and_punctuality_are_those_since_the_last_status(
    rig: Rig, probe: StatusProbe, reporter: Offered
) -> None:
    rig.send(pages=pages("A", "B", seconds=20), transition="cut")
    step(rig, probe)
    rig.run_until(START + STATUS_SECONDS - 1)
    rig.time = START + STATUS_SECONDS
    rig.loop.step()
    probe.observe(replace(rig.shown, wakeups=60))

    first, second = reporter.statuses
    assert (first.page, second.page) == (0, 1)
    assert second.wakeups_per_second == 60 / STATUS_SECONDS
    assert second.paints == rig.shown.cells_painted - first.paints
    assert (first.flip_skew.count, second.flip_skew.count) == (0, 1)


def test_paints_are_counted_anew_on_another_display(rig: Rig, probe: StatusProbe, reporter: Offered) -> None:
    rig.send()
    step(rig, probe)
    rig.time += STATUS_SECONDS
    probe.observe(replace(rig.shown, cells_painted=1))

    assert reporter.statuses[1].paints == 1


def test_words_that_the_hub_would_refuse_are_cut(rig: Rig, probe: StatusProbe, reporter: Offered) -> None:
    rig.loop.step()
    probe.observe(replace(rig.shown, fault="x" * 5000))

    assert len(reporter.statuses[0].problem) == 2000


def test_picture_is_made_when_there_is_time_for_it(rig: Rig, probe: StatusProbe, reporter: Offered) -> None:
    rig.loop.step()
    widths: list[int] = []

    def snapshot(width: int) -> bytes:
        widths.append(width)
        return b"\x89PNG"

    probe.observe(replace(rig.shown, free_seconds=FREE_SECONDS - 0.01, snapshot=snapshot))
    before = list(widths)
    probe.observe(replace(rig.shown, free_seconds=FREE_SECONDS, snapshot=snapshot))
    probe.observe(replace(rig.shown, free_seconds=FREE_SECONDS, snapshot=snapshot))

    assert (before, widths) == ([], [PICTURE_WIDTH_PX])
    assert reporter.pictures == [b"\x89PNG"]


def test_another_page_has_a_picture_of_its_own(rig: Rig, probe: StatusProbe, reporter: Offered) -> None:
    rig.send(pages=pages("A", "B", seconds=MIN_PICTURE_SECONDS + 1))
    step(rig, probe)
    rig.time = START + MIN_PICTURE_SECONDS + 1.5
    step(rig, probe)

    assert rig.title == "B"
    assert len(set(reporter.pictures)) == 2


def test_no_picture_leaves_a_screen_that_must_not_send_any(rig: Rig) -> None:
    reporter = Offered(rig.monotonic, picture_seconds=0.0)
    step(rig, StatusProbe(reporter, rig.clock, rig.flip_log, rig.monotonic))

    assert len(reporter.statuses) == 1
    assert reporter.pictures == []
