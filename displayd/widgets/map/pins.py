"""Marks of places on a map, as large as their values; several that are near each other have one with their number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.ramp import readable_ink
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Circle, Color, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame

__all__ = ["Pin", "counted_radius", "largest_radius", "pin_ops", "pin_radii"]

# A triangle or a diamond that is smaller than this is taken for a disc.
LEAST_SHAPE = 17.0

# Radii in 1080ths of the screen's short side: the least that is seen, that of places without values, the largest.
LEAST, PLAIN, LARGEST = 11.0, 16.0, 50.0

# The largest disc is no more than this share of the map's shorter side.
LARGEST_SHARE = 0.1

# Width of the rim that sets marks off from each other, in 1080ths.
RIM = 3.0

# All discs together cover no more of the map than this.
LARGEST_SUM = 0.06

# On the sign of several, the mark of the worst level: how far it is to the right and up, and half its height, in radii.
CORNER_MARK, CORNER_SIZE = 0.72, 0.42


class Pin(NamedTuple):
    """A mark on the map, in px."""

    x: float
    y: float
    radius: float
    level: Level
    is_known: bool
    """False for a place without a value among others with one: it is a ring."""
    number: str = ""
    """How many places it stands for, in digits; empty for one."""

    @property
    def reach(self) -> float:
        """How far from its middle it is drawn, px."""
        return self.radius * (CORNER_MARK + CORNER_SIZE) if self.number else self.radius


def pin_radii(frame: Frame, area: Rect, values: Sequence[float | None]) -> list[float]:
    """Radii in px of discs whose areas compare as `values` do; the sign is not seen."""
    unit, largest = frame.unit, largest_radius(frame, area)
    top = max((abs(value) for value in values if value is not None), default=0.0)
    if not top:
        return [PLAIN * unit for _ in values]
    shares = [math.sqrt(abs(value or 0.0) / top) for value in values]
    covered = math.pi * largest * largest * sum(share * share for share in shares)
    largest *= min(1.0, math.sqrt(LARGEST_SUM * area.width * area.height / covered))
    return [max(LEAST * unit, largest * share) for share in shares]


def largest_radius(frame: Frame, area: Rect) -> float:
    """No disc on a map in `area` is larger for its value, px."""
    return max(PLAIN * frame.unit, min(LARGEST * frame.unit, LARGEST_SHARE * min(area.width, area.height)))


def counted_radius(frame: Frame, count: str) -> float:
    """The least radius of the sign of several places: `count` stands inside, px."""
    return (
        math.hypot(frame.fonts.width(count, frame.small, "semibold"), CAP_HEIGHT * frame.small) / 2
        + 3 * RIM * frame.unit
    )


def pin_ops(frame: Frame, pins: Sequence[Pin], sea: Color) -> list[Op]:
    """The marks, large ones first, each with a rim in the colour of the sea that sets it off from the next."""
    ordered = sorted(pins, key=lambda pin: -pin.radius)
    ops = [op for pin in ordered for op in (_sign(frame, pin, sea) if pin.number else _mark(frame, pin, sea))]
    return ops + [_count(frame, pin) for pin in ordered if pin.number]


def _mark(frame: Frame, pin: Pin, sea: Color) -> list[Op]:
    """The mark of one place, whose shape is that of its level."""
    theme, rim = frame.theme, RIM * frame.unit
    x, y, radius = pin.x, pin.y, pin.radius
    if pin.level in ("amber", "red"):
        inner = level_mark(pin.level, x, y + (rim * 0.3 if pin.level == "amber" else 0), 2 * (radius - rim), theme)
        return [*level_mark(pin.level, x, y, 2 * radius, theme, sea), *inner]
    ops: list[Op] = [Circle(x, y, radius, sea), Circle(x, y, radius - rim, _color(frame, pin))]
    return ops if pin.is_known else [*ops, Circle(x, y, max(0.0, radius - 2.6 * rim), sea)]


def _sign(frame: Frame, pin: Pin, sea: Color) -> list[Op]:
    """The disc of several places; the shape of the worst level is at its corner, as its middle has their number."""
    theme, rim = frame.theme, RIM * frame.unit
    ops: list[Op] = [Circle(pin.x, pin.y, pin.radius, sea), Circle(pin.x, pin.y, pin.radius - rim, _color(frame, pin))]
    if pin.level in ("amber", "red"):
        x, y = pin.x + CORNER_MARK * pin.radius, pin.y - CORNER_MARK * pin.radius
        size = 2 * CORNER_SIZE * pin.radius
        ops += level_mark(pin.level, x, y, size, theme, sea) + level_mark(pin.level, x, y, size - 2 * rim, theme)
    return ops


def _count(frame: Frame, pin: Pin) -> Text:
    ink = readable_ink(_color(frame, pin))
    baseline = pin.y + frame.small * CAP_HEIGHT / 2
    return Text(pin.x, baseline, pin.number, frame.small, ink, "center", "semibold")


def _color(frame: Frame, pin: Pin) -> Color:
    return frame.theme.figure_color(pin.level)
