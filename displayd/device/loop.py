"""The drawing loop: sleeps until something is due, shows it, and says that it is alive."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NamedTuple, Protocol

from displayd.compose.notice import Notice
from displayd.compose.pairing_page import ClaimFacts
from displayd.device.display.paint_benchmark import MOVING_TILE_SECONDS, tile_seconds
from displayd.device.display.screen import Screen
from displayd.device.edition import Edition
from displayd.device.mailbox import (
    CacheState,
    DocumentRefused,
    LinkState,
    Mailbox,
    NewPicture,
    NewTimeSample,
)
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock, monotonic
from displayd.device.system.systemd import Service
from displayd.device.timeline import Timeline, View
from displayd.errors import DisplaydError, ScreenError
from displayd.paint.pictures import PictureShelf, check_picture
from displayd.paint.transition import Kind
from displayd.scene.operations import Scene

__all__ = ["RenderLoop", "Told"]

logger = logging.getLogger(__name__)

# The next page is painted this long before its turn: longer than the slowest page takes on a Pi 3.
PREPARE_SECONDS = 0.6

# Never asleep for longer: the window system wants an answer now and then, and the watchdog a sign of life.
MAX_SLEEP_SECONDS = 1.0

# A flip that is later than this was not late: the clock has jumped.
MAX_LATE_SECONDS = 5.0

# A hub that is away for less than this is not worth the viewer's attention.
AWAY_NOTICE_SECONDS = 30.0


# A page that stays for less is cut: the transition would be all there is to see of it.
SHORTEST_SECONDS = 1.2


class _Prepared(NamedTuple):
    """What waits on the back canvas."""

    view: View
    scene: Scene


class Told(Protocol):
    """Who is told what is on the glass; `device.report.Reporter` is the real one."""

    def shown(self, loop: RenderLoop, free_seconds: float) -> None:
        """Called after every step, with the time until the next one is due; must not block."""


class RenderLoop:
    """One screen's main thread."""

    def __init__(
        self,
        screen: Screen,
        timeline: Timeline,
        mailbox: Mailbox,
        clock: HubClock,
        service: Service,
        pictures: PictureShelf,
        flip_log: FlipLog,
        told: Told | None = None,
        facts: Callable[[], ClaimFacts] | None = None,
        reopened: Callable[[Screen], Screen] | None = None,
    ) -> None:
        """Args:
        facts: what the fingerprint page says, asked when there is no document yet.
        reopened: closes a screen that is outdated and opens it anew; may wait for a TV.
        """
        self.screen = screen
        self.timeline = timeline
        self.mailbox = mailbox
        self.clock = clock
        self.service = service
        self.pictures = pictures
        self.flip_log = flip_log
        self.told = told
        self.facts = facts
        self.reopened = reopened
        self.view: View | None = None
        """What is on the glass."""
        self.scene: Scene | None = None
        self.hub: LinkState | None = None
        self.refusal = ""
        """Why the newest document was refused; empty when it was not."""
        self.cache_problem = ""
        """Why documents cannot be remembered; empty when they can."""
        self.wakeups = 0
        """Times the loop has woken since the start."""
        self._prepared: _Prepared | None = None
        self._is_measured = False
        self._is_running = True

    def run(self) -> None:
        """Show until `stop` is called or the viewer closes the window."""
        self.step()
        self.service.ready()
        while self._is_running:
            deadline = self.step()
            if not self._is_running:
                break
            self._sleep(deadline)
            self.wakeups += 1
        self.service.stopping()

    def stop(self) -> None:
        """End `run` at its next step; safe to call from a signal handler."""
        self._is_running = False
        self.mailbox.wake()

    def problem(self) -> str:
        """What is wrong with this screen, in words, for the hub; empty when nothing is."""
        found = [self.refusal, self.cache_problem]
        if self.clock.source == "none":
            found.append("the clock is not set")
        return "; ".join(filter(None, found))

    def step(self) -> float:
        """Do all that is due.

        Returns:
            The unix time (hub's clock) at which something is due next.
        """
        self.take_messages()
        if not self.screen.pump():
            self._is_running = False
        if self.reopened is not None and self.screen.is_outdated():
            self._reopen(self.reopened)
        now = self.clock.now()
        self._set_notices(now)
        view = self.timeline.view_at(now)
        deadline = self._shown(view, now)
        if self.scene is not None:
            deadline = min(deadline, self.scene.until, self.timeline.wanders_at(view, now))
        self.service.alive()
        if not self._is_measured and view.kind == "page" and deadline - self.clock.now() > PREPARE_SECONDS:
            self._measure()
        if self.told is not None:
            self.told.shown(self, deadline - self.clock.now())
        return deadline

    def _shown(self, view: View, now: float) -> float:
        """Bring `view` to the glass and get ready for what follows; when that is due."""
        # The fence around a document: one that passed all checks and still cannot be shown must not bring us down, as
        # the restart would begin with it again. The one before comes back, or the fingerprint.
        try:
            if self._must_flip(view):
                self._flip(view, now)
            else:
                self._refresh(view, now)
            self.timeline.settle(now)
            now = self.clock.now()
            if view.until - now > PREPARE_SECONDS:
                return view.until - PREPARE_SECONDS
            following = self.timeline.view_at(view.until)
            if not _same_view(following, view):
                self._prepare(following, view.until)
        except ScreenError:
            raise
        except Exception as exc:
            if view.edition is None:
                raise
            self._prepared = None
            refusal = f"revision {view.edition.revision} cannot be shown: {exc}"
            if refusal != self.refusal:
                logger.exception("Revision %s cannot be shown", view.edition.revision)
            self.refusal = refusal
            if self.view is None or self.view.edition is not view.edition:
                self.timeline.drop(view.edition)
                return now
            # It has been shown before: the fault may pass, and the picture that is there stays meanwhile.
            return now + MAX_SLEEP_SECONDS
        return view.until

    def _reopen(self, reopened: Callable[[Screen], Screen]) -> None:
        """Begin anew on a display that has changed."""
        logger.info("Display has changed, opening it anew")
        self.screen = reopened(self.screen)
        self.timeline.panel = self.screen.size
        self.view = self.scene = self._prepared = None
        self._is_measured = False

    def _measure(self) -> None:
        """See whether this machine is fast enough for figures that move."""
        assert self.scene is not None  # a page is on the glass
        self._is_measured = True
        seconds = tile_seconds(self.scene, self.screen.front.painter)
        self.timeline.can_move = seconds <= MOVING_TILE_SECONDS
        words = "new figures move" if self.timeline.can_move else "too slow for figures that move"
        logger.info("A tile takes %.1f ms to paint: %s", seconds * 1000, words)

    def _sleep(self, deadline: float) -> None:
        """Wait for `deadline` (hub's clock) or a message, whichever comes first."""
        seconds = min(MAX_SLEEP_SECONDS, deadline - self.clock.now())
        if seconds > 0:
            self.mailbox.wait(seconds)

    def take_messages(self) -> None:
        """See to what the other threads have sent."""
        for message in self.mailbox.take_all():
            match message:
                case Edition():
                    self.refusal = ""
                    self._prepared = None
                    self.timeline.take(message)
                    logger.debug("New revision %s", message.revision)
                case DocumentRefused():
                    self.refusal = message.summary
                case LinkState():
                    self.hub = message
                    if message.kind == "ok":
                        self.refusal = ""
                case NewTimeSample():
                    self.clock.add(message.sample)
                case CacheState():
                    self.cache_problem = message.problem
                case NewPicture():
                    self._take_picture(message)

    def _take_picture(self, message: NewPicture) -> None:
        try:
            check_picture(message.data)
        except DisplaydError as exc:
            logger.warning("Picture %s is not shown: %s", message.source, exc)
            return
        self.pictures.files[message.digest] = message.data
        wanted = self.timeline.picture_sources() | {message.source}
        kept = {source: digest for source, digest in self.timeline.pictures.items() if source in wanted}
        self.timeline.pictures = {**kept, message.source: message.digest}
        for digest in self.pictures.files.keys() - set(self.timeline.pictures.values()):
            del self.pictures.files[digest]

    def _set_notices(self, now: float) -> None:
        self.timeline.has_time = self.clock.source != "none"
        if self.timeline.edition_at(now) is None:
            self.timeline.notice = None
            if self.facts is not None:
                self.timeline.claim = self.facts()
            return
        self.timeline.notice = self._notice(now)

    def _notice(self, now: float) -> Notice | None:
        """The most important thing that the viewer should know about the whole screen."""
        edition = self.timeline.edition_at(now)
        assert edition is not None  # asked only when there is one
        is_asking = self.hub is None or self.hub.kind == "connecting"
        if not self.timeline.has_time and not is_asking:
            # Not in the first moments of a start, when the hub's time is about to come.
            return Notice("Clock not set: ages and times of day are unknown", "red")
        arrived_at = edition.arrived_at(now, monotonic())
        figures = "" if arrived_at is None else f" · figures of {self.timeline.moment(edition, arrived_at, now)}"
        if self.hub is not None and self.hub.kind == "refused-document":
            return Notice(f"New dashboard refused{figures}")
        if self.hub is not None and self.hub.kind == "not-claimed":
            return Notice(f"This screen is no longer claimed{figures}", "red")
        if self.hub is not None and self.hub.is_trouble:
            away_seconds = monotonic() - self.hub.since
            if away_seconds >= AWAY_NOTICE_SECONDS or edition.received_at is None:
                since = self.timeline.moment(edition, now - away_seconds, now)
                return Notice(f"No news from the hub since {since}{figures}")
        return None

    def _must_flip(self, view: View) -> bool:
        return view.is_other_page(self.view) or self._is_prepared(view)

    def _is_prepared(self, view: View) -> bool:
        """True when `view` is the one that waits on the back canvas."""
        return self._prepared is not None and _same_view(self._prepared.view, view)

    def _flip(self, view: View, now: float) -> None:
        """Bring `view` to the glass as a whole."""
        # A page that is due and was not painted ahead is late; a clock that was set is another matter.
        is_late = self.view is not None and self.view.until <= now < (view.since or 0) + MAX_LATE_SECONDS
        is_foreseen = self._is_prepared(view) or is_late
        if not self._is_prepared(view):
            self._prepare(view, now)
        assert self._prepared is not None  # just made
        scene = self._prepared.scene
        self._prepared = None
        kind = self._transition(view, now)
        began = self.clock.now()
        flipped = self.screen.flip(kind, self.timeline.rotate_for(view))
        planned = view.since if is_foreseen else None
        self._log(view, scene, planned, began + flipped.wait_seconds, flipped.frames)
        self.view, self.scene = view, scene

    def _transition(self, view: View, now: float) -> Kind:
        """How what is on the glass gives way to `view`."""
        document = view.edition.document if view.edition else None
        is_change = self.view is not None and view.is_other_page(self.view)
        # A page that is gone in a moment must not keep the next one waiting.
        if document is None or not is_change or not document.motion or view.until - now < SHORTEST_SECONDS:
            return "cut"
        return document.transition

    def _refresh(self, view: View, now: float) -> None:
        """Bring new figures and passing time to the page that is already on the glass."""
        is_same = self.view is not None and self.view.edition is view.edition
        scene = self.timeline.scene_of(view, now)
        rects = self.screen.front.draw(scene, self.timeline.rotate_for(view), self.timeline.inner_of(view, now))
        self.screen.update(rects)
        if not is_same and (rects or self.timeline.moving_in(view, now)):
            self._log(view, scene, None, self.clock.now(), 1)
        self.view, self.scene = view, scene

    def _prepare(self, view: View, unix_time: float) -> None:
        """Paint `view`, as it will look at `unix_time`, on the back canvas."""
        scene = self.timeline.scene_of(view, unix_time)
        self.screen.back.draw(scene, self.timeline.rotate_for(view), self.timeline.inner_of(view, unix_time))
        self._prepared = _Prepared(view, scene)

    def _log(self, view: View, scene: Scene, planned: float | None, actual: float, frames: int) -> None:
        page = view.showing.index if view.showing else None
        revision = view.edition.revision if view.edition else ""
        self.flip_log.add(planned, actual, page, revision, scene.digest(), frames)


def _same_view(one: View, other: View) -> bool:
    return one.kind == other.kind and one.edition is other.edition and one.since == other.since
