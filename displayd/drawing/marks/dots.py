"""A dot for each page of something that turns by itself, the present one larger."""

from __future__ import annotations

from displayd.scene.operations import Circle, Op
from displayd.tile.frame import Frame

__all__ = ["dots", "dots_width"]

# More than this are too many to be counted at a glance.
MOST = 9

# From one dot to the next, and radii, in font sizes.
STEP, NOW, OTHER = 0.55, 0.19, 0.13


def dots_width(frame: Frame, count: int) -> float:
    """Width of `count` dots, px; 0 where there are none, or too many."""
    return ((count - 1) * STEP + 2 * NOW) * frame.small if 1 < count <= MOST else 0.0


def dots(frame: Frame, number: int, count: int, right: float, middle: float) -> list[Op]:
    """`count` dots that end at `right` px, the one of `number` (from 0) larger; none where they would be too many."""
    if not dots_width(frame, count):
        return []
    theme, size = frame.theme, frame.small
    ops: list[Op] = []
    for index in range(count):
        is_now = index == number
        x = right - ((count - 1 - index) * STEP + NOW) * size
        ops.append(Circle(x, middle, size * (NOW if is_now else OTHER), theme.text if is_now else theme.dim))
    return ops
