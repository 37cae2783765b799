"""How one page gives way to the next, in the pixels of the one on the glass.

A transition is asked for its state at growing shares of its time, and says which parts of the panel it has changed.
It works in place, on the differences alone: no copy of the old page, and no pixel is touched that stays as it is. At
share 1 the front has the very pixels of the back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import cairo

from displayd.paint.pixel_difference import BLOCK_PX, differing
from displayd.paint.pixels import Pixels, surface_of
from displayd.scene.geometry import Rect

__all__ = ["Cut", "Fade", "Kind", "Slide", "Transition", "transition_of"]

Kind = Literal["fade", "slide", "cut"]


class Transition(Protocol):
    """A page change under way."""

    seconds: float
    """How long it takes; 0 for one without frames in between."""

    def advance(self, share: float) -> list[Rect]:
        """Bring the front to `share` (0 to 1, never less than before) of the way; the panel rectangles that changed."""

    def rest(self) -> None:
        """Time between two frames, for work that is not urgent."""


def transition_of(kind: Kind, front: Pixels, back: Pixels, rotate: int) -> Transition:
    """The transition `kind` from `front`, which it changes, to `back` on a panel whose page is turned by `rotate`."""
    if kind == "fade":
        return Fade(front, back)
    if kind == "slide":
        return Slide(front, back, rotate)
    return Cut(front, back)


class Cut:
    """All at once."""

    seconds = 0.0

    def __init__(self, front: Pixels, back: Pixels) -> None:
        self._front, self._back = front, back

    def advance(self, share: float) -> list[Rect]:
        """The back, whatever the share."""
        whole = Rect(0, 0, self._front.width, self._front.height)
        with _surfaces(self._front, self._back) as (front, back):
            _copy(front, back, [whole])
        return [whole]

    def rest(self) -> None:
        """Nothing is left to do."""


class Fade:
    """A cross-fade that starts fast and ends softly.

    Each frame blends some of what is still missing of the new page into what is there, so that what has been blended
    by then follows the curve, to within a few of 255 levels. The first frame takes the whole panel and is not kept
    waiting; which parts differ at all is found out after it. From then on the upper and the lower half of the panel
    take turns: nothing moves in a fade, so 30 steps a second in each place look as smooth as 60, for half the memory
    that is read and written.
    """

    seconds = 0.35

    def __init__(self, front: Pixels, back: Pixels) -> None:
        self._front, self._back = front, back
        self._middle = front.height // 2 // BLOCK_PX * BLOCK_PX
        upper = Rect(0, 0, front.width, self._middle)
        lower = Rect(0, self._middle, front.width, front.height - self._middle)
        self._halves = [_Part([half]) for half in (upper, lower) if not half.is_empty]
        self._is_compared = False

    def advance(self, share: float) -> list[Rect]:
        """Blend; the parts that differ."""
        parts = self._halves if share >= 1 or not self._is_compared else self._halves[:1]
        self._halves.reverse()
        changed: list[Rect] = []
        with _surfaces(self._front, self._back) as (front, back):
            for part in parts:
                if _blend(front, back, part, (1 - share) ** 2):
                    changed += part.rects
        return changed

    def rest(self) -> None:
        """Find the parts that differ, once."""
        if self._is_compared:
            return
        self._is_compared = True
        rects = differing(self._front, self._back)
        for half in self._halves:
            half.rects = [rect for rect in rects if (rect.y < self._middle) == (half.rects[0].y < self._middle)]


@dataclass
class _Part:
    """Rectangles that are blended together."""

    rects: list[Rect]
    missing: float = 1.0
    """How much of the new page is not there yet."""


def _blend(front: Any, back: Any, part: _Part, missing: float) -> bool:
    """Blend `part` until only `missing` of the new page is not there; whether that changed anything."""
    if missing <= 0:
        _copy(front, back, part.rects)
        return True
    # cairo blends in 255ths; what it cannot do this time is left for the next.
    level = round(255 * (1 - missing / part.missing)) if part.missing else 0
    if level <= 0:
        return False
    part.missing *= 1 - level / 255
    context = cairo.Context(front)
    _clip(context, part.rects)
    context.set_source_surface(back, 0, 0)
    context.paint_with_alpha(level / 255)
    return True


class Slide:
    """The new page comes in from the viewer's right and pushes the old one out on the left."""

    seconds = 0.4

    def __init__(self, front: Pixels, back: Pixels, rotate: int) -> None:
        self._front, self._back = front, back
        self._rotate = rotate
        self._length = front.width if rotate in (0, 180) else front.height
        self._done = 0

    def advance(self, share: float) -> list[Rect]:
        """Move what is there by what has become due, and put the next strip of the new page beside it."""
        wanted = self._length if share >= 1 else round(self._length * share * share * (3 - 2 * share))
        step = wanted - self._done
        if step <= 0:
            return []
        _move(self._front, step, self._rotate)
        with _surfaces(self._front, self._back) as (front, back):
            strip, shift = self._strip(step)
            context = cairo.Context(front)
            _clip(context, [strip])
            context.set_source_surface(back, *shift)
            context.set_operator(cairo.OPERATOR_SOURCE)
            context.paint()
        self._done = wanted
        return [Rect(0, 0, self._front.width, self._front.height)]

    def rest(self) -> None:
        """Nothing can be done ahead."""

    def _strip(self, step: int) -> tuple[Rect, tuple[int, int]]:
        """Where the next `step` px of the new page go, and by how much the new page as a whole is still away."""
        width, height = self._front.width, self._front.height
        away = self._length - self._done - step
        return {
            0: (Rect(width - step, 0, step, height), (away, 0)),
            90: (Rect(0, height - step, width, step), (0, away)),
            180: (Rect(0, 0, step, height), (-away, 0)),
            270: (Rect(0, 0, width, step), (0, -away)),
        }[self._rotate]


def _move(pixels: Pixels, step: int, rotate: int) -> None:
    """Move the picture by `step` px to the viewer's left. What is left behind is undefined."""
    by = step * (4 if rotate in (0, 180) else pixels.stride)
    with pixels.locked() as buffer, memoryview(buffer) as bytes_:
        # Rows follow one another, so that one move shifts all of them; it may overlap itself.
        if by >= len(bytes_):
            return
        if rotate in (0, 90):
            bytes_[:-by] = bytes_[by:]
        else:
            bytes_[by:] = bytes_[:-by]


@contextlib.contextmanager
def _surfaces(front: Pixels, back: Pixels) -> Iterator[tuple[Any, Any]]:
    """Both as cairo surfaces, for as long as the context is open."""
    with surface_of(front) as front_surface, surface_of(back) as back_surface:
        yield front_surface, back_surface


def _copy(front: Any, back: Any, rects: list[Rect]) -> None:
    context = cairo.Context(front)
    _clip(context, rects)
    context.set_source_surface(back, 0, 0)
    context.set_operator(cairo.OPERATOR_SOURCE)
    context.paint()


def _clip(context: Any, rects: list[Rect]) -> None:
    for rect in rects:
        context.rectangle(*rect)
    context.clip()
