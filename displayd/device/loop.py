"""The drawing loop: sleeps until something is due, shows it, publishes what it showed, and says that it is alive.

It goes on whatever is missing: without a display it looks for one, without a usable configuration it shows the
mistake, without a document the fingerprint.
"""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable

from displayd.device.display.paint_benchmark import MOVING_TILE_SECONDS
from displayd.device.display.screen import Screen
from displayd.device.edition import Edition, told_left_out
from displayd.device.film.films import Films
from displayd.device.frame_shown import FrameShown
from displayd.device.mailbox import (
    CacheState,
    DocumentRefused,
    LinkState,
    MachineFacts,
    Mailbox,
    NewPicture,
    NewTimeSample,
)
from displayd.device.notices import claim_facts, clock_row, forgotten_notice, notice_at
from displayd.device.placement import rotate_of, wanders_at
from displayd.device.presenter import Presenter
from displayd.device.settings import Settings
from displayd.device.system import health, hub_clock
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock
from displayd.device.system.systemd import Service
from displayd.device.timeline import Timeline
from displayd.device.view import Situation, View, is_same_view
from displayd.errors import DisplaydError, ScreenError
from displayd.film.kind import film_kind
from displayd.paint.pictures import PictureShelf, check_picture

__all__ = ["RenderLoop"]

logger = logging.getLogger(__name__)

# The next page is painted this long before its turn: longer than the slowest page takes on a Pi 3.
PREPARE_SECONDS = 0.6

# Never asleep for longer: the window system wants an answer now and then, and the watchdog a sign of life.
MAX_SLEEP_SECONDS = 1.0

# How often a display is looked for while there is none: a TV that is switched on has its picture within ten seconds.
DISPLAY_RETRY_SECONDS = 4.0


class RenderLoop:
    """One screen's main thread."""

    def __init__(
        self,
        settings: Settings,
        mailbox: Mailbox,
        clock: HubClock,
        service: Service,
        shelf: PictureShelf,
        flip_log: FlipLog,
        observer: Callable[[FrameShown], object] | None = None,
        monotonic: Callable[[], float] = hub_clock.monotonic,
    ) -> None:
        """A loop that has not begun.

        Args:
            shelf: where the painter looks for pictures.
            observer: called after every step that left something on the glass; must not block.
        """
        self._settings = settings
        self._mailbox = mailbox
        self._clock = clock
        self._service = service
        self._shelf = shelf
        self._flip_log = flip_log
        self._observer = observer
        self._monotonic = monotonic
        self._timeline = Timeline(self._cpu_seconds)
        self.films = Films(monotonic)
        """Plays those of its pages."""
        self.films.begin(clock.now, mailbox.wake)
        self._presenter: Presenter | None = None
        """None while there is no display."""
        self._display_fault = ""
        """Why there is no display; empty when there is one, and before it was looked for."""
        self._look_at = float("-inf")
        """When to look for a display again."""
        self._link: LinkState | None = None
        self._machine: tuple[tuple[str, str], ...] = ()
        """What the network threads tell of the machine, see `MachineFacts`."""
        self._document_fault = ""
        """Why the newest document was refused; empty when it was not."""
        self._cache_fault = ""
        """Why documents cannot be remembered; empty when they can."""
        self._pictures: dict[str, str] = {}
        """Source and SHA-256 of the pictures that have arrived; replaced, never changed."""
        self._can_move = True
        self._is_measured = False
        self._wakeups = 0
        self._is_running = True

    def run(self) -> None:
        """Show until `stop` is called or the viewer closes the window."""
        self.step()
        self._service.ready()
        while self._is_running:
            deadline = self.step()
            if not self._is_running:
                break
            self._sleep(deadline)
            self._wakeups += 1
        self._service.stopping()

    def stop(self) -> None:
        """End `run` at its next step; safe to call from a signal handler."""
        self._is_running = False
        self._mailbox.wake()

    def close(self) -> None:
        """Give the display back."""
        self.films.close()
        if self._presenter is not None:
            self._presenter.screen.close()
            self._presenter = None

    def step(self) -> float:
        """Do all that is due.

        Returns:
            The unix time (hub's clock) at which something is due next.
        """
        self._take_messages()
        self._service.alive()
        presenter = self._with_display()
        if presenter is None:
            return self._clock.now() + max(0.0, self._look_at - self._monotonic())
        if not presenter.screen.pump():
            self._is_running = False
        self.films.look()
        now = self._clock.now()
        situation = self._situation_at(now, presenter.screen)
        view = self._timeline.view_at(situation, now)
        is_first = presenter.view is None
        try:
            deadline = self._shown(presenter, view, situation, now)
        except ScreenError as exc:
            return self._wait_for_display(exc)
        if is_first:
            self._tell_first_picture()
        if not self._is_measured and view.kind == "page" and deadline - self._clock.now() > PREPARE_SECONDS:
            self._measure(presenter)
        self._publish(presenter, situation, deadline)
        return deadline

    def _take_messages(self) -> None:
        """See to what the other threads have sent."""
        for message in self._mailbox.take_all():
            match message:
                case Edition():
                    self._document_fault = ""
                    self._timeline.take(message)
                    if self._presenter is not None:
                        self._presenter.forget_ahead()
                    logger.debug("New revision %s", message.revision)
                case DocumentRefused():
                    self._document_fault = message.summary
                case LinkState():
                    self._link = message
                    if message.kind == "ok":
                        self._document_fault = ""
                case NewTimeSample():
                    self._clock.add(message.sample)
                case MachineFacts():
                    self._machine = message.rows
                case CacheState():
                    self._cache_fault = message.fault
                case NewPicture():
                    self._take_picture(message)
                case Settings():
                    self._take_settings(message)

    def _take_picture(self, message: NewPicture) -> None:
        try:
            if message.data and not film_kind(message.data):
                check_picture(message.data)
        except DisplaydError as exc:
            logger.warning("Picture %s is not shown: %s", message.source, exc)
            return
        # A film that the card has no room for is too large for the memory as well.
        data = b"" if film_kind(message.data) else message.data
        self._shelf.take(message.digest, data, is_on_disk=message.is_on_disk)
        wanted = self._timeline.picture_sources() | {message.source}
        kept = {source: digest for source, digest in self._pictures.items() if source in wanted}
        self._pictures = {**kept, message.source: message.digest}
        self._shelf.forget_all_but(set(self._pictures.values()))

    def _take_settings(self, settings: Settings) -> None:
        if settings.open_screen is not self._settings.open_screen:
            self.close()
            self._look_at = float("-inf")
        self._settings = settings
        self._tell_status()

    def _with_display(self) -> Presenter | None:
        """What shows on the display, which is opened if it has to be; None while there is none."""
        if self._presenter is not None and self._presenter.screen.is_outdated():
            logger.info("Display has changed, opening it anew")
            self.close()
            self._look_at = float("-inf")
        if self._presenter is None and self._monotonic() >= self._look_at:
            self._open_display()
        return self._presenter

    def _open_display(self) -> None:
        try:
            screen = self._settings.open_screen()
        except ScreenError as exc:
            self._wait_for_display(exc)
            return
        self._is_measured = False
        self._presenter = Presenter(screen, self._timeline, self._clock, self._flip_log, self.films)

    def _tell_first_picture(self) -> None:
        """A display may open and still show nothing: only now is it known to work."""
        if self._display_fault:
            logger.info("There is a picture now")
        self._display_fault = ""
        self._tell_status()

    def _wait_for_display(self, exc: ScreenError) -> float:
        """Do without a display, as there is none or it does not work; the unix time at which to look for one."""
        self.close()
        self._look_at = self._monotonic() + DISPLAY_RETRY_SECONDS
        fault = f"{exc.message} ({exc.hint})" if exc.hint else exc.message
        if fault != self._display_fault:
            logger.warning("No picture, trying every %g s: %s", DISPLAY_RETRY_SECONDS, fault)
        self._display_fault = fault
        # Waiting for a TV is healthy: systemd must not restart us for it.
        self._service.ready()
        self._service.status(f"waiting for a display: {exc.message}")
        return self._clock.now() + DISPLAY_RETRY_SECONDS

    def _tell_status(self) -> None:
        """What is on the glass, in a line for whoever supervises us."""
        if self._presenter is not None:
            screen = self._presenter.screen
            self._service.status(self._settings.fault or f"showing on {screen.driver} {screen.mode}")

    def _situation_at(self, now: float, screen: Screen) -> Situation:
        settings, has_time = self._settings, self._clock.source != "none"
        edition = self._timeline.edition_at(now)
        notice, claim = None, settings.introduction
        if edition is None:
            machine = (*self._machine, clock_row(self._clock.source, now, claim.locale))
            claim = claim_facts(claim, self._link, health.own_address(), machine)
        else:
            notice = notice_at(edition, self._link, has_time, now, self._monotonic())
            notice = notice or (forgotten_notice(edition) if settings.identity_fault else None)
        return Situation(
            screen.size,
            settings.fonts,
            claim,
            settings.rotate,
            settings.margins,
            is_configured=not settings.fault,
            has_time=has_time,
            can_move=self._can_move,
            pictures=self._pictures,
            film_faults=self.films.faults,
            notice=notice,
        )

    def _shown(self, presenter: Presenter, view: View, situation: Situation, now: float) -> float:
        """Bring `view` to the glass and get ready for what follows; when something is due again."""
        # The fence around a document: one that passed all checks and still cannot be shown must not bring us down, as
        # the restart would begin with it again. The one before comes back, or the fingerprint.
        try:
            presenter.show(view, situation, now)
            self._timeline.settle(now)
            due_at = self._prepared(presenter, view, situation)
        except ScreenError:
            raise
        except Exception as exc:
            if view.edition is None:
                raise
            return self._refused(presenter, view, view.edition, exc)
        changes_at = presenter.scene.until if presenter.scene else float("inf")
        return min(due_at, changes_at, wanders_at(view, now), self.films.next_at(now))

    def _prepared(self, presenter: Presenter, view: View, situation: Situation) -> float:
        """Paint what follows `view` if its turn is near; when there is something to do for it."""
        if view.until - self._clock.now() > PREPARE_SECONDS:
            return view.until - PREPARE_SECONDS
        following = self._timeline.view_at(situation, view.until)
        if not is_same_view(following, view):
            presenter.prepare(following, situation, view.until)
        return view.until

    def _refused(self, presenter: Presenter, view: View, edition: Edition, exc: Exception) -> float:
        """Do without `edition`, of which `view` or what follows cannot be shown; when to try again."""
        presenter.forget_ahead()
        fault = f"revision {edition.revision} cannot be shown: {exc}"
        if fault != self._document_fault:
            logger.error("Revision %s cannot be shown", edition.revision, exc_info=exc)
        self._document_fault = fault
        if presenter.view is None or presenter.view.edition is not edition:
            self._timeline.drop(edition)
            return self._clock.now()
        # It has been shown before: the fault may pass, and the picture that is there stays meanwhile. What was due
        # while it could not be shown is no reason to try without a pause.
        now, scene = self._clock.now(), presenter.scene
        due = [view.until, scene.until if scene else view.until]
        return min(now + MAX_SLEEP_SECONDS, *(moment for moment in due if moment > now))

    def _measure(self, presenter: Presenter) -> None:
        """See whether this machine is fast enough for figures that move."""
        self._is_measured = True
        seconds = presenter.tile_seconds()
        self._can_move = seconds <= MOVING_TILE_SECONDS
        verdict = "new figures move" if self._can_move else "too slow for figures that move"
        logger.info("A tile takes %.1f ms to paint: %s", seconds * 1000, verdict)

    def _publish(self, presenter: Presenter, situation: Situation, deadline: float) -> None:
        if self._observer is None or presenter.view is None or presenter.scene is None:
            return
        screen = presenter.screen
        frame = FrameShown(
            presenter.view,
            presenter.scene,
            situation,
            screen.driver,
            screen.mode,
            self._faults(situation),
            presenter.cells_painted,
            self._wakeups,
            deadline - self._clock.now(),
            functools.partial(screen.front.snapshot, rotate=rotate_of(presenter.view, situation)),
            presenter.painting_seconds,
        )
        self._observer(frame)

    def _faults(self, situation: Situation) -> str:
        """What is wrong with this screen, in words, for the hub; empty when nothing is."""
        unset = "" if situation.has_time else "the clock is not set"
        display = self._presenter.screen.fault if self._presenter else ""
        edition = self._presenter.view.edition if self._presenter and self._presenter.view else None
        unknown = told_left_out(edition.left_out) if edition else ""
        lent = self._settings.identity_fault
        identity = f"has to be claimed again after a restart: {lent}" if lent else ""
        faults = [self._settings.fault, display, self._document_fault, unknown, identity, self._cache_fault, unset]
        faults += [f"a video cannot be played: {fault}" for fault in dict.fromkeys(self.films.faults.values())]
        faults += self._timeline.tile_faults() if not self._document_fault else []
        return "; ".join(filter(None, faults))

    def _cpu_seconds(self) -> float:
        """CPU time of this thread; asked again and again while a page is made, which is a sign of life, too."""
        self._service.alive()
        return time.thread_time()

    def _sleep(self, deadline: float) -> None:
        """Wait for `deadline` (hub's clock) or a message, whichever comes first."""
        seconds = min(MAX_SLEEP_SECONDS, deadline - self._clock.now())
        if seconds > 0:
            self._mailbox.wait(seconds)
