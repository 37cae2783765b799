"""Shares of a whole: in a ring, in a strip, and in words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.scene import Arc, Box, Color, Op, Text
from displayd.widgets.base import Frame
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.rows import more_row, places_for

__all__ = ["Part", "Ring", "row_width", "share_rows", "strip"]

# Between neighbours, in 1080ths of the screen's short side.
SPACE = 5


class Part(NamedTuple):
    """One share as it is drawn."""

    label: str
    share: float
    """Of the whole, 0 to 1."""
    color: Color


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

    def draw(self, parts: Sequence[Part], unit: float) -> list[Op]:
        """The parts, clockwise from the top."""
        if self.outer <= 0:
            return []
        radius = (self.outer + self.inner) / 2
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
    """The parts side by side across `frame.area`, `thick` px high from `top` px on."""
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
    return names + frame.fonts.width("100%", size, "semibold") + size * 0.6 + 3.4 * frame.gap


def share_rows(frame: Frame, parts: Sequence[Part]) -> list[Op]:
    """Colour, name and share of each part, one to a row, in the middle of `frame.area`."""
    area, theme, foot = frame.area, frame.theme, frame.small * 1.4
    size = max(frame.small, frame.label * min(1.0, area.width / row_width(frame, parts, frame.label)))
    count, left_over = places_for(area.height, size * 1.2, len(parts), foot)
    pitch = min((area.height - (foot if left_over else 0)) / count, size * 1.75)
    top = area.y if left_over else area.y + (area.height - count * pitch) / 2
    texts = [_share_text(frame, part.share) for part in parts[:count]]
    share_width = max(frame.fonts.width(text, size, "semibold") for text in texts)
    ops: list[Op] = []
    for number, (part, text) in enumerate(zip(parts, texts, strict=False)):
        middle = top + (number + 0.5) * pitch
        baseline = middle + size * CAP_HEIGHT / 2
        chip = size * 0.6
        ops.append(Box(area.x, middle - chip / 2, chip, chip, part.color, chip * 0.28))
        x = area.x + chip + frame.gap * 1.4
        room = area.right - share_width - 2 * frame.gap - x
        if room > size * 2:
            ops.append(Text(x, baseline, part.label, size, theme.text, max_width=room))
        ops.append(Text(area.right, baseline, text, size, theme.text, "right", "semibold"))
    return ops + more_row(frame, left_over)


def _share_text(frame: Frame, share: float) -> str:
    """Whole percents; what is there but rounds to 0 is `<1%`, what is not all but rounds to 100 is `>99%`."""
    if share < 0.005:
        return f"<{frame.format.percent(0.01)}"
    if 0.995 <= share < 1:
        return f">{frame.format.percent(0.99)}"
    return frame.format.percent(share, 0)
