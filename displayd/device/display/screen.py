"""Screens to show scenes on: what all have in common, and those without glass.

A screen is two canvases, the front one on the glass and the back one for the page to come, and two verbs: `update`
pushes changed parts of the front, `flip` brings the back to the front, at once or in a transition. The real ones are in
`sdl_screen.py` and `kms_screen.py`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from displayd.errors import ScreenError
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.transition import Kind, Transition
from displayd.scene.geometry import Rect

__all__ = ["FileScreen", "Flipped", "MemoryScreen", "Screen", "Smoothness", "play"]

logger = logging.getLogger(__name__)

FRAME_SECONDS = 1 / 60

# A frame that takes longer is seen as a jerk: the rest of such a transition is left out.
LONGEST_FRAME_SECONDS = 0.08

# A transition of fewer frames looks like a fault.
MIN_FRAMES = 7

# One transition with few frames may be due to something else that was going on; so many in a row are due to us.
JERKY_IN_A_ROW = 3


class Flipped(NamedTuple):
    """What came of bringing the back canvas to the glass."""

    wait_seconds: float
    """From the call until the first of it was on the glass."""
    frames: int
    """How many pictures it took, the last one included: 1 for a cut."""
    is_smooth: bool = True
    """False when it was a transition that this machine could not show as one."""


class Screen(Protocol):
    """Something with a size that shows what is painted."""

    size: tuple[int, int]
    """Width and height of the panel, px."""
    driver: str
    mode: str
    """Size and refresh as the report has it, for example `1920x1080@60`."""
    fault: str
    """What is not as it was asked for, or as it should be, in words; empty when all is."""
    front: Canvas

    @property
    def back(self) -> Canvas:
        """The canvas for the page to come."""

    def update(self, rects: Sequence[Rect]) -> None:
        """Push changed parts of the front canvas to the glass."""

    def flip(self, kind: Kind = "cut", rotate: int = 0) -> Flipped:
        """Bring the back canvas to the glass, and return when it is there; the front is then what the back is.

        Args:
            rotate: degrees clockwise by which the page is turned; a slide comes from the viewer's right.
        """

    def pump(self) -> bool:
        """Answer the window system; False when the viewer closed the window."""

    def is_outdated(self) -> bool:
        """True when the display has changed (another TV, another mode) and the screen must be opened anew."""

    def close(self) -> None:
        """Give the display back."""


class MemoryScreen:
    """A screen without glass, for previews, tests and machines with no display."""

    driver = "memory"
    fault = ""

    def __init__(self, painter: Painter, size: tuple[int, int] = (1920, 1080)) -> None:
        self.size = size
        self.mode = f"{size[0]}x{size[1]}"
        self._pixels = MemoryPixels(*size)
        self.front = Canvas(self._pixels, painter)
        self._spare = MemoryPixels(*size)
        self.back = Canvas(self._spare, painter)
        # Nobody sees a transition in memory: tests ask these two whether one was asked for, and which.
        self.flips = 0
        self.last_kind: Kind | None = None
        """The transition asked for last."""

    def update(self, rects: Sequence[Rect]) -> None:
        """Nothing to push: the front canvas is all there is."""

    def flip(self, kind: Kind = "cut", rotate: int = 0) -> Flipped:
        """Copy the back canvas to the front, at once: nobody is looking."""
        self._pixels.data[:] = self._spare.data
        self.front.take_over(self.back)
        self.flips += 1
        self.last_kind = kind
        return Flipped(0.0, 1)

    def pump(self) -> bool:
        """Nobody can close it."""
        return True

    def is_outdated(self) -> bool:
        """Memory stays as it is."""
        return False

    def close(self) -> None:
        """Nothing to give back."""


class FileScreen(MemoryScreen):
    """A screen that writes a PNG at every change."""

    driver = "file"

    def __init__(self, painter: Painter, path: Path, size: tuple[int, int] = (1920, 1080)) -> None:
        super().__init__(painter, size)
        self._path = path

    def update(self, rects: Sequence[Rect]) -> None:
        """Write the file when something changed."""
        if rects:
            self._write()

    def flip(self, kind: Kind = "cut", rotate: int = 0) -> Flipped:
        """Write the file."""
        flipped = super().flip(kind, rotate)
        self._write()
        return flipped

    def _write(self) -> None:
        unfinished = self._path.with_suffix(".part")
        try:
            unfinished.write_bytes(self.front.snapshot())
            unfinished.replace(self._path)
        except OSError as exc:
            raise ScreenError(f"cannot write {self._path}: {exc}") from exc


class Smoothness:
    """Whether a screen can show transitions as such; one that cannot cuts its pages."""

    def __init__(self) -> None:
        self._jerky = 0

    def allowed(self, kind: Kind) -> Kind:
        """`kind`, or a cut instead of it."""
        return "cut" if self._jerky >= JERKY_IN_A_ROW else kind

    def take(self, kind: Kind, flipped: Flipped) -> None:
        """Learn from a page change that was shown as `kind`."""
        if kind == "cut":
            return
        self._jerky = 0 if flipped.is_smooth else self._jerky + 1
        if self._jerky == JERKY_IN_A_ROW:
            logger.info("Pages are cut from now on: only %d frames of a %s were possible", flipped.frames, kind)


def play(
    transition: Transition,
    push: Callable[[Sequence[Rect]], None],
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Flipped:
    """Take `transition` from its beginning to its end, a frame every `FRAME_SECONDS`.

    The first frame comes at once. Frames that are late are left out, so that it never takes longer; when a single one
    takes too long, all others are.

    Args:
        push: brings rectangles of the front to the glass.
    """
    begin = monotonic()
    wait_seconds, frames, last_seconds = 0.0, 0, 0.0
    is_hurried = not transition.seconds
    while True:
        now = monotonic() - begin
        # What is made now is looked at during the frame that follows, or when it is ready.
        ahead = max(FRAME_SECONDS, last_seconds)
        share = 1.0 if is_hurried else (now + ahead) / transition.seconds
        # What is nearly all is all: the frame after it would show nothing new.
        share = share if share < 0.99 else 1.0
        push(transition.advance(share))
        frames += 1
        end = monotonic() - begin
        if frames == 1:
            wait_seconds = end
        if share >= 1:
            return Flipped(wait_seconds, frames, not transition.seconds or frames >= MIN_FRAMES)
        last_seconds = end - now
        is_hurried = last_seconds > LONGEST_FRAME_SECONDS
        if not is_hurried:
            transition.rest()
            now = monotonic() - begin
            # The next whole frame, not the one that is due in a hair's breadth.
            sleep((int(now / FRAME_SECONDS + 0.05) + 1) * FRAME_SECONDS - now)
