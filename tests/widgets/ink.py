"""Where the ink of a drawing is, for the laws about it."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

import cairo

from displayd.paint.painter import Painter
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Arc, Area, Box, Cell, Circle, Film, Line, Op, Picture, Polygon, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from tests.support.fakes_fonts import FixedFonts

__all__ = ["Ink", "fixed_ink", "ink_of", "pango_ink", "share_pixels"]

# Of Inter, in font sizes: how far letters reach below the line, and which characters do.
DEPTH = 0.21
BELOW = frozenset("gjpqyQ()[]{}|_@$/\\§¶µ")

# Of a pixel, where 255 is all of it.
HALF = 127


class Ink(NamedTuple):
    """The rectangle around what an operation paints, px."""

    left: float
    top: float
    right: float
    bottom: float

    def is_clear_of(self, other: Ink, across: float = 0.0, down: float = 0.0) -> bool:
        """True where the two have no more than a strip of `across` px in width or of `down` px in height in common."""
        return (
            min(self.right, other.right) - max(self.left, other.left) <= across
            or min(self.bottom, other.bottom) - max(self.top, other.top) <= down
        )

    def common(self, other: Ink) -> Ink:
        """The rectangle that is in both."""
        return Ink(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def is_in(self, outer: Ink, tolerance: float = 0.0) -> bool:
        """True where no more than `tolerance` px of it are outside `outer`."""
        return (
            self.left >= outer.left - tolerance
            and self.top >= outer.top - tolerance
            and self.right <= outer.right + tolerance
            and self.bottom <= outer.bottom + tolerance
        )


def fixed_ink(op: Text) -> Ink:
    """Of a text in the fonts of `FixedFonts`: from the top of the capitals down to what hangs below the line."""
    width = FixedFonts().width(op.text, op.size, op.weight)
    if op.max_width > 0:
        width = min(width, op.max_width)
    left = op.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[op.align]
    hangs = any(letter in BELOW or unicodedata.category(letter) == "Lo" for letter in op.text)
    return Ink(left, op.y - op.size * CAP_HEIGHT, left + width, op.y + op.size * DEPTH * hangs)


def pango_ink(fonts: PangoFonts, op: Text) -> Ink:
    """Of a text as it is painted with the fonts of this machine, cut where it is too wide."""
    surface = cairo.RecordingSurface(cairo.CONTENT_COLOR_ALPHA, None)  # type: ignore[arg-type]  # None is for no limit
    fonts.draw(cairo.Context(surface), op)
    left, top, width, height = surface.ink_extents()
    return Ink(left, top, left + width, top + height) if width > 0 else Ink(op.x, op.y, op.x, op.y)


def share_pixels(painter: Painter, one: Op, other: Op, around: Ink) -> bool:
    """True where both operations cover most of the same pixel somewhere in `around`: rectangles say less."""
    left, top = math.floor(around.left), math.floor(around.top)
    rect = Rect(left, top, math.ceil(around.right) - left, math.ceil(around.bottom) - top)
    covers = []
    for op in (one, other):
        surface = cairo.ImageSurface(cairo.FORMAT_ARGB32, rect.width, rect.height)
        context = cairo.Context(surface)
        context.translate(-rect.x, -rect.y)
        painter.paint(context, Cell("ink", rect, "#00000000", (op,)), 1.0)
        surface.flush()
        covers.append(bytes(surface.get_data())[3::4])
    return any(a > HALF and b > HALF for a, b in zip(*covers, strict=True))


def ink_of(op: Op, text_ink: Callable[[Text], Ink] = fixed_ink) -> Ink:
    """Of any operation; strokes reach half their width beyond their points."""
    match op:
        case Text():
            return text_ink(op)
        case Box() | Picture() | Film():
            assert op.width >= 0, op
            assert op.height >= 0, op
            return Ink(op.x, op.y, op.x + op.width, op.y + op.height)
        case Circle():
            assert op.radius >= 0, op
            return Ink(op.x - op.radius, op.y - op.radius, op.x + op.radius, op.y + op.radius)
        case Arc():
            return _arc_ink(op)
        case Area():
            return _around([*op.points, (op.points[0][0], op.baseline)], 0.0)
        case Line():
            assert op.width > 0, op
            return _around(op.points, op.width / 2)
        case Polygon():
            return _around(op.points, 0.0)


def _around(points: list[tuple[float, float]] | tuple[tuple[float, float], ...], half: float) -> Ink:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Ink(min(across) - half, min(down) - half, max(across) + half, max(down) + half)


def _arc_ink(op: Arc) -> Ink:
    assert op.radius >= 0, op
    assert op.end >= op.start, op
    angles = [op.start, op.end, *(angle for angle in range(-360, 721, 90) if op.start < angle < op.end)]
    turns = [math.radians(angle) for angle in angles]
    points = [(op.x + op.radius * math.sin(turn), op.y - op.radius * math.cos(turn)) for turn in turns]
    return _around(points, op.width / 2)
