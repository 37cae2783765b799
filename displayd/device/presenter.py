"""Views onto the glass of one screen: each page painted ahead where possible, nothing painted twice."""

from __future__ import annotations

import time
from typing import NamedTuple

from displayd.device.display.paint_benchmark import tile_seconds
from displayd.device.display.screen import Screen
from displayd.device.film.films import Films
from displayd.device.painting_times import PaintingTimes
from displayd.device.placement import inner_of, rotate_of
from displayd.device.system.flip_log import FlipLog
from displayd.device.system.hub_clock import HubClock
from displayd.device.timeline import Timeline
from displayd.device.view import Situation, View, is_same_view
from displayd.paint.transition import Kind
from displayd.scene.operations import Scene

__all__ = ["Presenter"]

# A flip that is later than this was not late: the clock has jumped.
MAX_LATE_SECONDS = 5.0

# A page that stays for less is cut: the transition would be all there is to see of it.
SHORTEST_SECONDS = 1.2


class _Painted(NamedTuple):
    """A view and its picture."""

    view: View
    scene: Scene


class Presenter:
    """Shows views on one screen, from when it was opened until it is closed."""

    def __init__(
        self, screen: Screen, timeline: Timeline, clock: HubClock, flip_log: FlipLog, films: Films | None = None
    ) -> None:
        self.screen = screen
        self._films = films or Films()
        for canvas in (screen.front, screen.back):
            canvas.painter.frame_of = self._films.surface
        self._timeline = timeline
        self._clock = clock
        self._flip_log = flip_log
        self._shown: _Painted | None = None
        """What is on the glass."""
        self._ahead: _Painted | None = None
        """What waits on the back canvas."""
        self._took = PaintingTimes()

    @property
    def view(self) -> View | None:
        """What is on the glass; None before the first picture."""
        return self._shown.view if self._shown else None

    @property
    def scene(self) -> Scene | None:
        """Its picture."""
        return self._shown.scene if self._shown else None

    @property
    def cells_painted(self) -> int:
        """Since the screen was opened."""
        return self.screen.front.cells_painted + self.screen.back.cells_painted

    @property
    def painting_seconds(self) -> float:
        """How long the slowest page takes to be got ready."""
        return self._took.slowest_seconds

    def show(self, view: View, situation: Situation, now: float) -> None:
        """Bring `view` to the glass as it looks `now`: a page change as a whole, anything else in its changed parts."""
        if view.is_other_page(self.view) or self._is_ahead(view):
            self._flip(view, situation, now)
        else:
            self._refresh(view, situation, now)

    def prepare(self, view: View, situation: Situation, unix_time: float) -> None:
        """Paint `view`, as it will look at `unix_time`, on the back canvas."""
        began, began_processor = time.perf_counter(), time.thread_time()
        scene = self._scene_of(view, situation, unix_time)
        drawn = self._films.stamped(scene, _since(view), unix_time, is_ahead=True)
        rects = self.screen.back.draw(drawn, rotate_of(view, situation), inner_of(view, situation, unix_time))
        # What is looked at again as it waits, or is no page of a dashboard, is not what a change has to wait for.
        if rects and view.showing is not None and not self._is_ahead(view):
            self._took.add(time.thread_time() - began_processor, time.perf_counter() - began)
        self._ahead = _Painted(view, scene)

    def forget_ahead(self) -> None:
        """Paint anew what comes next: what waits on the back canvas may no longer be it."""
        self._ahead = None

    def tile_seconds(self) -> float:
        """How long a tile of what is on the glass takes to paint."""
        return tile_seconds(self._shown.scene, self.screen.front.painter) if self._shown else 0.0

    def _scene_of(self, view: View, situation: Situation, unix_time: float) -> Scene:
        """What `view` looks like, its texts in the language of its document from now on."""
        if view.edition is not None:
            self.screen.front.painter.fonts.speak(view.edition.document.locale)
        return self._timeline.scene_of(view, situation, unix_time)

    def _is_ahead(self, view: View) -> bool:
        """True when `view` is the one that waits on the back canvas."""
        return self._ahead is not None and is_same_view(self._ahead.view, view)

    def _flip(self, view: View, situation: Situation, now: float) -> None:
        """Bring `view` to the glass as a whole."""
        # A page that is due and was not painted ahead is late; a clock that was set is another matter.
        is_late = self.view is not None and self.view.until <= now < (view.since or 0) + MAX_LATE_SECONDS
        is_foreseen = self._is_ahead(view) or is_late
        if not self._is_ahead(view):
            self.prepare(view, situation, now)
        assert self._ahead is not None  # just made
        scene = self._ahead.scene
        self._ahead = None
        self._films.flip()
        kind = self._transition(view, now)
        began = self._clock.now()
        flipped = self.screen.flip(kind, rotate_of(view, situation))
        planned = view.since if is_foreseen else None
        self._log(view, scene, planned, began + flipped.wait_seconds, flipped.frames)
        self._shown = _Painted(view, scene)

    def _transition(self, view: View, now: float) -> Kind:
        """How what is on the glass gives way to `view`."""
        document = view.edition.document if view.edition else None
        is_change = self.view is not None and view.is_other_page(self.view)
        # A page that is gone in a moment must not keep the next one waiting.
        if document is None or not is_change or not document.motion or view.until - now < SHORTEST_SECONDS:
            return "cut"
        return document.transition

    def _refresh(self, view: View, situation: Situation, now: float) -> None:
        """Bring new figures and passing time to the page that is already on the glass."""
        is_same = self.view is not None and self.view.edition is view.edition
        scene = self._scene_of(view, situation, now)
        drawn = self._films.stamped(scene, _since(view), now)
        rects = self.screen.front.draw(drawn, rotate_of(view, situation), inner_of(view, situation, now))
        self.screen.update(rects)
        if not is_same and (rects or self._timeline.moving_in(view, situation, now)):
            self._log(view, scene, None, self._clock.now(), 1)
        self._shown = _Painted(view, scene)

    def _log(self, view: View, scene: Scene, planned: float | None, actual: float, frames: int) -> None:
        page = view.showing.index if view.showing else None
        revision = view.edition.revision if view.edition else ""
        self._flip_log.add(planned, actual, page, revision, scene.digest(), frames)


def _since(view: View) -> float:
    """Unix time at which the page of `view` came, whatever edition it is of: a film goes on while figures change."""
    return view.showing.since if view.showing is not None else 0.0
