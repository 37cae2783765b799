"""The arc of a gauge: how large it gets in its tile, its zones, its ends."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.scale import Scale
from displayd.protocol.vocabulary import Direction, Level
from displayd.scene.operations import Arc, Color, Line, Op
from displayd.scene.theme import mixed
from displayd.tile.frame import Frame

__all__ = ["RIM", "Dial", "Zone", "zones"]

# Degrees from the top to either end: a ring that is open at the bottom, and flatter ones for where it is low.
REACHES = (120.0, 105.0, 90.0)

# Share of the radius that the stroke of the dial is wide.
STROKE = 0.18

RIM = 16
"""Space for the rim of zones around the arc, in 1080ths of the screen's short side."""


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
    reach: float
    """Degrees from the top to either end."""

    @classmethod
    def within(cls, left: float, top: float, width: float, height: float, unit: float) -> Dial:
        """The largest dial that fits, with its rim of zones, in the middle of a rectangle."""
        rim = RIM * unit
        best = cls(left, top, 0.0, 0.0, REACHES[-1])
        for reach in REACHES:
            # The round end of the stroke goes half of its width below the end of the arc.
            lines = 1 - math.cos(math.radians(reach)) + STROKE
            radius = max(0.0, min((width / 2 - rim) / (1 + STROKE / 2), (height - rim) / lines))
            if radius <= best.radius * 1.001:
                continue
            spare = height - rim - radius * lines
            y = top + spare / 2 + rim + radius * (1 + STROKE / 2)
            best = cls(left + width / 2, y, radius, radius * STROKE, reach)
        return best

    @property
    def is_ring(self) -> bool:
        """True where the height is enough for a ring that is open at the bottom, and nothing flatter."""
        return self.reach == REACHES[0]

    @property
    def sides(self) -> tuple[float, float]:
        """Left and right of the circle, px; kept when a page is mirrored, as dials turn clockwise everywhere."""
        return self.x - self.radius, self.x + self.radius

    @property
    def inner(self) -> float:
        """Radius of the room inside the arc."""
        return max(0.0, self.radius - self.stroke / 2)

    @property
    def foot(self) -> float:
        """Lower end of the arc, px from the top of the page."""
        return self.y - self.radius * math.cos(math.radians(self.reach)) + self.stroke / 2

    def angle(self, share: float) -> float:
        """Degrees clockwise from twelve."""
        return (share * 2 - 1) * self.reach

    def end_x(self, side: int) -> float:
        """Where the arc ends, px; `side` is -1 for the left end, 1 for the right one."""
        return self.x + side * self.radius * math.sin(math.radians(self.reach))

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
