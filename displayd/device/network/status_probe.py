"""What the hub is told of the glass: status and picture, out of the frames that the drawing loop publishes."""

from __future__ import annotations

from collections.abc import Callable

from displayd import __version__
from displayd.device.frame_shown import FrameShown
from displayd.device.network.reporter import Reporter
from displayd.device.system import health, hub_clock
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock
from displayd.protocol.status_report import StatusReport

__all__ = ["StatusProbe"]

# A picture takes some 15 ms to make; with less time than this to the next flip it waits for the next occasion.
FREE_SECONDS = 0.3

# Read on the wall page, several of them side by side.
PICTURE_WIDTH_PX = 640

MAX_PROBLEM_LETTERS = 2000


class StatusProbe:
    """Gives the reporter what it wants. Belongs to the drawing thread."""

    def __init__(
        self,
        reporter: Reporter,
        clock: HubClock,
        flip_log: FlipLog,
        monotonic: Callable[[], float] = hub_clock.monotonic,
    ) -> None:
        self._reporter = reporter
        self._clock = clock
        self._flip_log = flip_log
        self._monotonic = monotonic
        self._versions = health.versions()
        self._painted = 0
        self._woken = 0
        self._told_at = monotonic()

    def observe(self, frame: FrameShown) -> None:
        """Look at what is on the glass after a step of the loop; quick."""
        view = frame.view
        page = (view.kind, view.edition.revision if view.edition else "", view.showing.index if view.showing else None)
        if self._reporter.wants_status(page):
            self._reporter.offer_status(self._status(frame), page)
        if frame.free_seconds >= FREE_SECONDS and self._reporter.wants_picture(page):
            self._reporter.offer_picture(frame.snapshot(PICTURE_WIDTH_PX), page)

    def _status(self, frame: FrameShown) -> StatusReport:
        view, now = frame.view, self._monotonic()
        seconds = max(now - self._told_at, 1e-3)
        status = StatusReport(
            screen=view.edition.document.screen if view.edition else "",
            page=view.showing.index if view.showing else None,
            page_title=view.showing.page.title if view.showing else "",
            revision=view.edition.revision if view.edition else "",
            scene=frame.scene.digest(),
            # Nobody is told while the configuration is wrong; should it be so, the mistake is what `problem` says.
            showing="fingerprint" if view.kind == "mistake" else view.kind,
            problem=frame.fault[:MAX_PROBLEM_LETTERS],
            driver=frame.driver,
            mode=frame.mode,
            rotate=frame.rotate,
            clock_offset_seconds=round(self._clock.offset_seconds, 6),
            clock_error_seconds=self._clock.error_seconds,
            clock_source=self._clock.source,
            flip_skew=self._flip_log.take_skew(),
            wakeups_per_second=round((frame.wakeups - self._woken) / seconds, 2),
            # The count begins anew with another display.
            paints=frame.cells_painted - (self._painted if frame.cells_painted >= self._painted else 0),
            version=__version__,
            versions=self._versions,
        )
        self._painted, self._woken, self._told_at = frame.cells_painted, frame.wakeups, now
        return status
