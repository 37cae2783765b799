"""Shares of a whole: in a ring, in a strip, and in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.figure.percents import percents
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import MORE_LINE, more_row, places_for, row_sizes
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Arc, Box, Color, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side

__all__ = ["ROW", "Part", "Ring", "row_width", "rows_shown", "share_figures", "share_rows", "strip"]

# Between neighbours, in 1080ths of the screen's short side.
SPACE = 5

ROW = 1.2
"""Height of a row, in its font sizes."""

# A name that is cut shorter than this many font sizes says nothing: then the shares give way.
NARROWEST = 4.5


class Part(NamedTuple):
    """One share as it is drawn."""

    label: str
    share: float
    """Of the whole, 0 to 1."""
    color: Color
    level: Level = "none"
    """Said by a mark beside its name."""
    amount: Quantity | None = None
    """Stands where the share would, as nothing has no shares."""


class Ring(NamedTuple):
    """Where a ring is, px."""

    x: float
    y: float
    """Its middle."""
    outer: float
    """Radius of its outer edge."""

    @property
    def inner(self) -> float:
        """Radius of its inner edge."""
        return self.outer * 0.74

    def draw(self, parts: Sequence[Part], unit: float, track: Color) -> list[Op]:
        """The parts, clockwise from the top; a ring in the colour `track` where none is any part of the whole."""
        if self.outer <= 0:
            return []
        radius = (self.outer + self.inner) / 2
        if not any(part.share for part in parts):
            return [Arc(self.x, self.y, radius, self.outer - self.inner, 0.0, 360.0, track)]
        space = math.degrees(SPACE * unit / radius) if len(parts) > 1 else 0.0
        ops: list[Op] = []
        start = 0.0
        for part in parts:
            sweep = part.share * 360
            # A sliver thinner than the space around it is drawn as thin as can be seen.
            end = max(start + sweep - space / 2, start + space / 2 + 0.3)
            ops.append(Arc(self.x, self.y, radius, self.outer - self.inner, start + space / 2, end, part.color))
            start += sweep
        return ops


def strip(frame: Frame, parts: Sequence[Part], top: float, thick: float) -> list[Op]:
    """The parts side by side across `frame.area`, `thick` px high from `top` px on; an empty strip for no part."""
    if not any(part.share for part in parts):
        return [Box(frame.area.x, top, frame.area.width, thick, frame.theme.raised, 8 * frame.unit)]
    space = SPACE * frame.unit
    room = frame.area.width - space * (len(parts) - 1)
    ops: list[Op] = []
    x = float(frame.area.x)
    for part in parts:
        ops.append(Box(x, top, room * part.share, thick, part.color, 8 * frame.unit))
        x += room * part.share + space
    return ops


def row_width(frame: Frame, parts: Sequence[Part], size: float) -> float:
    """Width in px of colour, name and share of the part with the longest name, set in `size` px."""
    names = max(frame.fonts.width(part.label, size) for part in parts)
    shares = max(frame.fonts.width(figure.text, size, "semibold") for figure in share_figures(frame, parts))
    return names + _chip_width(frame, size) + shares + 2 * frame.gap


def share_figures(frame: Frame, parts: Sequence[Part]) -> list[Quantity]:
    """The shares in whole percents that add up to 100.

    What is there but rounds to 0 is `<1%`, what is not all but rounds to 100 is `>99%`.
    """
    figures = []
    for part, percent in zip(parts, percents([part.share for part in parts]), strict=True):
        if part.amount is not None:
            figures.append(part.amount)
            continue
        sign = "<" if percent < 1 else ">" if percent > 99 and len(parts) > 1 else ""
        figure = frame.format.quantity(min(max(percent, 1), 99 if sign else 100) / 100, "percentunit", 0)
        figures.append(figure._replace(prefix=sign + figure.prefix))
    return figures


def share_rows(frame: Frame, parts: Sequence[Part]) -> list[Op]:
    """Colour, name and share of each part, one to a row, in the middle of `frame.area`."""
    area = frame.area
    size, count, left_over = _plan(frame, parts)
    pitch = min((area.height - (frame.small * MORE_LINE if left_over else 0.0)) / count, size * ROW * 1.5)
    top = area.y if left_over else area.y + (area.height - count * pitch) / 2
    texts = [figure.text for figure in share_figures(frame, parts)[:count]]
    widest = max(frame.fonts.width(part.label, size) for part in parts)
    if _name_room(frame, texts, size) < min(widest, size * NARROWEST):
        texts = [""] * count
    room = _name_room(frame, texts, size)
    ops: list[Op] = []
    for number, (part, text) in enumerate(zip(parts, texts, strict=False)):
        ops += _row(frame, part, text, size, top + (number + 0.5) * pitch, room)
    return ops + more_row(frame, left_over, len(parts) - count - left_over)


def rows_shown(frame: Frame, parts: Sequence[Part]) -> int:
    """How many of `parts` have a row in `share_rows`."""
    return _plan(frame, parts)[1]


def _plan(frame: Frame, parts: Sequence[Part]) -> tuple[float, int, int]:
    """Font size of the rows in px, how many there are, and how many parts are left over."""
    area, count = frame.area, len(parts)
    sizes = row_sizes(frame, max(frame.label, area.height / count / (1.5 * ROW)))
    size = next((one for one in sizes if row_width(frame, parts, one) <= area.width), frame.small)
    # Smaller rather than without a row.
    if size > frame.small and area.height < count * size * ROW:
        size = frame.small
    return (size, *places_for(area.height, size * ROW, count, frame.small * MORE_LINE))


def _chip_width(frame: Frame, size: float) -> float:
    """Of the sample of a colour and the space after it, px."""
    return size * 0.6 + 1.4 * frame.gap


def _name_room(frame: Frame, texts: Sequence[str], size: float) -> float:
    """Width that names have beside their shares, px."""
    shares = max((frame.fonts.width(text, size, "semibold") for text in texts), default=0.0)
    return frame.area.width - _chip_width(frame, size) - (shares + 2 * frame.gap if shares else 0.0)


def _row(frame: Frame, part: Part, text: str, size: float, middle: float, room: float) -> list[Op]:
    """One part, with its name in up to `room` px."""
    area, theme, chip = frame.area, frame.theme, size * 0.6
    baseline = middle + size * CAP_HEIGHT / 2
    ops: list[Op] = [Box(area.x, middle - chip / 2, chip, chip, part.color, chip * 0.28)]
    if part.level != "none":
        ops = level_mark(part.level, area.x + chip / 2, middle, chip, theme, part.color)
    if part.label and room > size:
        x = area.x + _chip_width(frame, size)
        name = Text(x, baseline, part.label, size, theme.text, max_width=room)
        ops.append(name_from_its_side(name, frame))
    if text:
        ops.append(Text(area.right, baseline, text, size, theme.text, "right", "semibold", area.width - chip))
    return ops
