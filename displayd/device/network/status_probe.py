"""What the drawing thread tells the reporting thread: status and picture of what is on the glass."""

from __future__ import annotations

from displayd import __version__
from displayd.device.loop import RenderLoop
from displayd.device.network.reporter import Reporter
from displayd.device.system import health
from displayd.device.system.hub_clock import monotonic
from displayd.protocol.status_report import Status

__all__ = ["StatusProbe"]

# A picture takes some 15 ms to make; with less time than this to the next flip it waits for the next occasion.
FREE_SECONDS = 0.3

# Read on the wall page, several of them side by side.
PICTURE_WIDTH_PX = 640


class StatusProbe:
    """Offers the reporter what it wants, out of the loop's hands."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._versions = health.versions()
        self._painted = 0
        self._woken = 0
        self._told_at = monotonic()

    def shown(self, loop: RenderLoop, free_seconds: float) -> None:
        """Called by the drawing loop after everything it does.

        Args:
            free_seconds: time until it has something to do again.
        """
        view, scene = loop.view, loop.scene
        if view is None or scene is None:
            return
        page = (view.kind, view.edition.revision if view.edition else "", view.showing.index if view.showing else None)
        if self._reporter.wants_status(page):
            self._reporter.offer_status(self._status(loop), page)
        if free_seconds >= FREE_SECONDS and self._reporter.wants_picture(page):
            rotate = loop.timeline.rotate_for(view)
            self._reporter.offer_picture(loop.screen.front.snapshot(PICTURE_WIDTH_PX, rotate), page)

    def _status(self, loop: RenderLoop) -> Status:
        view, scene = loop.view, loop.scene
        assert view is not None  # `shown` has looked
        assert scene is not None
        now = monotonic()
        painted = loop.screen.front.cells_painted + loop.screen.back.cells_painted
        seconds = max(now - self._told_at, 1e-3)
        status = Status(
            screen=view.edition.document.screen if view.edition else "",
            page=view.showing.index if view.showing else None,
            page_title=view.showing.page.title if view.showing else "",
            revision=view.edition.revision if view.edition else "",
            scene=scene.digest(),
            showing=view.kind,
            problem=loop.problem()[:2000],
            driver=loop.screen.driver,
            mode=loop.screen.mode,
            rotate=loop.timeline.rotate_for(view),
            clock_offset_seconds=round(loop.clock.offset_seconds, 6),
            clock_error_seconds=loop.clock.error_seconds,
            clock_source=loop.clock.source,
            flip_skew=loop.flip_log.take_skew(),
            wakeups_per_second=round((loop.wakeups - self._woken) / seconds, 2),
            paints=painted - self._painted,
            version=__version__,
            versions=self._versions,
        )
        self._painted, self._woken, self._told_at = painted, loop.wakeups, now
        return status
