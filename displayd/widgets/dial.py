"""The arc of a gauge: how large it gets in its tile, its zones, its ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.scene import Arc, Color, Line, Op, Text
from displayd.theme import mixed
from displayd.widgets.axis import Scale
from displayd.widgets.base import Direction, Frame, Level

__all__ = ["Dial", "Zone", "zones"]

# The dial is open at the bottom: 240 of 360 degrees.
REACH = 120.0

# Share of the radius that the stroke of the dial is wide.
STROKE = 0.2


class Zone(NamedTuple):
    """Part of a scale."""

    start: float
    end: float
    """As shares of the scale."""
    level: Level


def zones(scale: Scale, direction: Direction, amber: float | None, red: float | None) -> list[Zone]:
    """The good, amber and red parts of `scale`, as far as there are thresholds."""
    edges = [one for one in (red, amber) if one is not None]
    if not edges:
        return []
    # A threshold that is missing stands where the other one is, and the zone between them is empty.
    bad: Level = "amber" if red is None else "red"
    names: tuple[Level, Level, Level] = (bad, "amber", "good") if direction == "up" else ("good", "amber", bad)
    shares = [0.0, *sorted(scale.share(one) for one in (edges[0], edges[-1])), 1.0]
    every = (Zone(*one) for one in zip(shares, shares[1:], names, strict=False))
    # Thinner ones would be nothing but the space around them.
    return [zone for zone in every if zone.end - zone.start > 0.012]


class Dial(NamedTuple):
    """Where the arc is, px."""

    x: float
    y: float
    """Middle of the circle."""
    radius: float
    """Of the middle of the stroke."""
    stroke: float

    @classmethod
    def within(cls, left: float, top: float, width: float, height: float, unit: float) -> Dial:
        """The largest dial that fits, with its rim of zones, in the middle of a rectangle."""
        rim = 16 * unit
        outer = min((width / 2 - rim), (height - rim) / (1.5 + STROKE / 4))
        radius = outer / (1 + STROKE / 2)
        used = rim + radius * (1.5 + STROKE)
        return cls(left + width / 2, top + (height - used) / 2 + rim + outer, radius, radius * STROKE)

    def angle(self, share: float) -> float:
        """Degrees clockwise from twelve."""
        return (share * 2 - 1) * REACH

    def arc(self, start: float, end: float, color: Color) -> Arc:
        """From one share of the scale to another, with round ends."""
        return Arc(self.x, self.y, self.radius, self.stroke, self.angle(start), self.angle(end), color, is_round=True)

    def rim(self, frame: Frame, parts: Sequence[Zone], level: Level) -> list[Op]:
        """The zones as a thin ring around the arc, that of `level` brighter than the others."""
        theme, unit = frame.theme, frame.unit
        radius = self.radius + self.stroke / 2 + 10 * unit
        ops: list[Op] = []
        for zone in parts:
            color = mixed(theme.level_color(zone.level), theme.card, 0.0 if zone.level == level else 0.4)
            start, end = self.angle(zone.start) + 0.7, self.angle(zone.end) - 0.7
            ops.append(Arc(self.x, self.y, radius, 8 * unit, start, end, color))
        return ops

    def tick(self, share: float, width: float, color: Color) -> Line:
        """A line across the arc."""
        angle = math.radians(self.angle(share))
        half = self.stroke / 2 + min(self.stroke * 0.3, 2 * width)
        reach = (self.radius - half, self.radius + half)
        points = tuple((self.x + math.sin(angle) * one, self.y - math.cos(angle) * one) for one in reach)
        return Line(points, width, color)

    def ends(self, frame: Frame, low: str, high: str) -> list[Op]:
        """The amounts at the ends of the scale, under the ends of the arc; both or none."""
        area, size = frame.area, frame.small
        baseline = self.y + self.radius * 0.5 + self.stroke * 0.5 + size * 1.15
        widths = [frame.fonts.width(text, size) for text in (low, high)]
        if max(widths) > self.radius * 0.8 or baseline > area.bottom:
            return []
        ops: list[Op] = []
        for text, width, side in zip((low, high), widths, (-1, 1), strict=True):
            x = self.x + side * self.radius * math.sin(math.radians(REACH))
            x = min(max(x, area.x + width / 2), area.right - width / 2)
            ops.append(Text(x, baseline, text, size, frame.theme.dim, "center"))
        return ops
