"""What is on the glass after anything that can happen: the very pixels of the same page painted from nothing."""

from __future__ import annotations

import hashlib
import itertools
import math
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.device.display.screen import Flipped, MemoryScreen, play
from displayd.device.mailbox import LinkState, NewPicture
from displayd.device.placement import inner_of, upright_size_of
from displayd.device.timeline import Timeline
from displayd.device.view import View
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.paint.transition import Kind, transition_of
from displayd.scene.operations import Scene
from displayd.tools.gallery import sample_picture
from tests.device.rig import START, Rig

FONTS = PangoFonts()
PICTURE = sample_picture(FONTS)
DIGEST = hashlib.sha256(PICTURE).hexdigest()

# Longer than anything moves, or waits for its turn.
CALM = 4.0


class PlayingScreen(MemoryScreen):
    """A screen in memory that shows transitions as a television does, in the time of a rig."""

    def __init__(self, rig: Rig, size: tuple[int, int], frame_seconds: float) -> None:
        super().__init__(Painter(FONTS, rig.shelf), size)
        self._rig = rig
        self._frame_seconds = frame_seconds

    def flip(self, kind: Kind = "cut", rotate: int = 0) -> Flipped:
        """Play the transition; every frame costs time."""
        self.front.forget()
        transition = transition_of(kind, self._pixels, self._spare, rotate)
        flipped = play(transition, lambda rects: self._spend(self._frame_seconds), lambda: self._rig.time, self._spend)
        self.front.take_over(self.back)
        return flipped

    def _spend(self, seconds: float) -> None:
        self._rig.time += max(0.0, seconds)


def tiles(value: float) -> dict[str, dict[str, Any]]:
    rows = [{"label": f"Row {number}", "value": value + number, "level": "amber"} for number in range(12)]
    return {
        "number": {"type": "number", "title": "Orders", "value": value, "previous": 90},
        "gauge": {"type": "gauge", "value": value % 100, "maximum": 100, "amber": 50, "direction": "down"},
        "bar": {"type": "bar", "bars": rows[:3]},
        "list": {"type": "list", "items": rows, "rotate_seconds": 3},
        "ticker": {"type": "ticker", "items": [{"label": "News"}, {"label": f"{value}"}], "seconds": 2},
        "picture": {"type": "picture", "source": "example.png"},
        "old": {"type": "number", "value": value, "as_of": START, "expire_after": 60},
        "clock": {"type": "clock", "show_seconds": True},
    }


class Glass(RuleBasedStateMachine):
    """A loop to which things happen."""

    @initialize(
        size=st.sampled_from([(320, 180), (180, 320), (321, 183)]),
        rotate=st.sampled_from([None, None, 90, 180]),
        margins=st.sampled_from([(0.0, 0.0, 0.0, 0.0), (2.0, 3.0, 1.0, 4.0)]),
        frame_seconds=st.sampled_from([0.0, 0.02, 0.1]),
        has_time=st.booleans(),
    )
    def begin(
        self,
        size: tuple[int, int],
        rotate: int | None,
        margins: tuple[float, float, float, float],
        frame_seconds: float,
        has_time: bool,
    ) -> None:
        """Switch on."""
        self.rig = Rig(
            FONTS,
            system_error=0.001 if has_time else None,
            screen=lambda rig: PlayingScreen(rig, size, frame_seconds),
            rotate=rotate,
            margins=margins,
        )
        self.names = itertools.count()
        self.step()

    def step(self) -> float:
        """Step until something is awaited; when that is."""
        for _ in range(200):
            deadline = self.rig.loop.step()
            assert "cannot be shown" not in self.rig.shown.fault
            if deadline > self.rig.clock.now():
                return deadline
        raise AssertionError("the loop would spin")

    def scene(self, view: View) -> Scene:
        """The page that should be there now, made from nothing."""
        situation, now = self.rig.shown.situation, self.rig.clock.now()
        if view.edition is None or view.showing is None:
            return Timeline().scene_of(view, situation, now)
        size = upright_size_of(view, situation)
        context = PageContext(view.edition.document, size, FONTS, situation.pictures, situation.has_time)
        return compose(context, view.showing, now, situation.notice)

    @rule(
        theme=st.sampled_from(["dark", "dark", "light"]),
        rotate=st.sampled_from([0, 0, 0, 90, 180, 270]),
        transition=st.sampled_from(["fade", "slide", "cut"]),
        motion=st.sampled_from([True, True, False]),
        pixel_shift=st.booleans(),
        on=st.sampled_from(["", "", "00:00-20:09, 20:10-23:59"]),
        pages=st.lists(
            st.lists(st.sampled_from(sorted(tiles(0))), min_size=1, max_size=4, unique=True), min_size=1, max_size=2
        ),
        seconds=st.sampled_from([1, 6, 400]),
        value=st.sampled_from([0, 1, 95, 101, 1234, 99_999]),
        in_seconds=st.sampled_from([None, -5, 2]),
    )
    def send(
        self, pages: list[list[str]], seconds: float, value: float, in_seconds: float | None, **fields: Any
    ) -> None:
        """A document arrives."""
        known = tiles(value)
        made = [
            {"title": "AB"[number], "seconds": seconds, "widgets": {name: known[name] for name in names}}
            for number, names in enumerate(pages)
        ]
        if in_seconds is not None:
            fields["mirror"] = {"group": "g", "effective_at": self.rig.clock.now() + in_seconds}
        self.rig.send(pages=made, revision=f"r{next(self.names)}", **fields)

    @rule(kind=st.sampled_from(["ok", "unreachable", "not-claimed"]), age=st.sampled_from([0, 60]))
    def hear_from_the_hub(self, kind: Any, age: float) -> None:
        """The hub comes or goes."""
        since = self.rig.time - START + 100 - age
        self.rig.mailbox.put(LinkState(kind, "Heading", "A sentence.", "Advice.", since))

    @rule()
    def receive_a_picture(self) -> None:
        """A picture arrives."""
        self.rig.mailbox.put(NewPicture("example.png", DIGEST, PICTURE))

    @rule(seconds=st.sampled_from([0.02, 0.3, 1.0, 2.5, 7.0, 155.0]), late=st.sampled_from([0.0, 0.004]))
    def wait(self, seconds: float, late: float) -> None:
        """Time passes, and the loop runs."""
        end = self.rig.time + seconds
        while (deadline := self.step()) < end:
            self.rig.time = max(self.rig.time, min(deadline, self.rig.time + 1.0)) + late
        self.rig.time = max(self.rig.time, end)

    @rule(seconds=st.sampled_from([-100.0, 3600.0, 260_000.0]))
    def sleep_long(self, seconds: float) -> None:
        """The clock is set, or the machine was asleep."""
        self.rig.time += seconds

    @rule()
    def come_to_rest(self) -> None:
        """Nothing new for a while: all that moved has arrived, and time has left nothing behind."""
        self.wait(CALM, 0.0)
        # In the middle of a second, as no clock agrees with another on where one ends.
        self.rig.time = math.floor(self.rig.time) + 1.5
        self.step()
        self.rig.loop.step()

        assert self.rig.scene.cells == self.scene(self.rig.view).cells

    @invariant()
    def glass_shows_the_scene(self) -> None:
        """No pixel is left of what was there before."""
        self.step()
        now = self.rig.clock.now()
        self.rig.loop.step()
        frame, screen = self.rig.shown, self.rig.screen
        anew = Canvas(MemoryPixels(*screen.size), Painter(FONTS, self.rig.shelf))
        anew.draw(frame.scene, frame.rotate, inner_of(frame.view, frame.situation, now))

        wanted, found = anew.pixels.data, screen.front.pixels.data  # type: ignore[attr-defined]
        # The fourth byte of a pixel is nobody's.
        assert all(wanted[part::4] == found[part::4] for part in range(3))


TestGlass = Glass.TestCase
TestGlass.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
