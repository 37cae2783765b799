"""Single bars, standing or lying, with what is marked on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.scene import Box, Color, Line, Op
from displayd.widgets.axis import Scale
from displayd.widgets.base import Frame, Level
from displayd.widgets.marks import level_mark
from displayd.widgets.plot import Plot

__all__ = ["ShownBar", "amounts_of", "lying", "standing"]

# In 1080ths of the screen's short side: a bar for 0 is still to be seen.
SHORTEST = 4


class ShownBar(NamedTuple):
    """One bar as it is drawn."""

    label: str
    text: str
    """Of the value; empty without one."""
    value: float | None
    target: float | None
    previous: float | None
    level: Level
    color: Color
    pale: Color
    """Of the bar behind, for the amount before."""
    stands_out: bool


def amounts_of(bars: Sequence[ShownBar]) -> list[float]:
    """Everything that the scale must have room for."""
    every = [amount for bar in bars for amount in (bar.value, bar.target, bar.previous)]
    return [amount for amount in every if amount is not None]


def standing(frame: Frame, bar: ShownBar, plot: Plot, x: float, slot: float) -> list[Op]:
    """A column with its middle at `x` px, in a `slot` so many px wide."""
    unit = frame.unit
    width = min(slot * (0.64 if slot > 20 * unit else 0.8), 120 * unit)
    zero = plot.y(0.0)
    ops: list[Op] = []
    if bar.previous is not None:
        wide = min(slot * 0.92, width * 1.36)
        ops += _upright(x - wide / 2, wide, zero, plot.y(bar.previous), bar.pale, 10 * unit)
    if bar.value is not None:
        end = plot.y(bar.value)
        if abs(end - zero) < SHORTEST * unit:
            end = zero + SHORTEST * unit * (1 if bar.value < 0 else -1)
        ops += _upright(x - width / 2, width, zero, end, bar.color, 10 * unit)
        mark = 24 * unit
        if bar.level in ("amber", "red") and abs(end - zero) > 2 * mark and width > 1.4 * mark:
            middle = end + mark * (1 if end < zero else -1)
            if bar.target is not None and abs(plot.y(bar.target) - middle) < mark * 0.7:
                middle = plot.y(bar.target) + mark * (1 if end < zero else -1)
            ops += level_mark(bar.level, x, middle, mark, frame.theme, frame.theme.card)
    if bar.target is not None:
        y = plot.y(bar.target)
        reach = min(slot * 0.46, width * 0.72)
        ops.append(Line(((x - reach, y), (x + reach, y)), 5 * unit, frame.theme.text))
    return ops


def lying(
    frame: Frame, bar: ShownBar, scale: Scale, left: float, right: float, middle: float, thick: float
) -> list[Op]:
    """A bar between `left` and `right` px, `thick` px high, with its middle at `middle` px."""
    unit = frame.unit

    def x_of(amount: float) -> float:
        return left + scale.share(amount) * (right - left)

    zero = x_of(0.0)
    ops: list[Op] = []
    if bar.previous is not None:
        high = thick * 1.36
        ops += _recumbent(middle - high / 2, high, zero, x_of(bar.previous), bar.pale, 9 * unit)
    if bar.value is not None:
        end = x_of(bar.value)
        if abs(end - zero) < SHORTEST * unit:
            end = zero + SHORTEST * unit * (-1 if bar.value < 0 else 1)
        ops += _recumbent(middle - thick / 2, thick, zero, end, bar.color, 9 * unit)
    if bar.target is not None:
        x = x_of(bar.target)
        ops.append(Line(((x, middle - thick * 0.72), (x, middle + thick * 0.72)), 5 * unit, frame.theme.text))
    return ops


def _upright(x: float, width: float, zero: float, end: float, color: Color, radius: float) -> list[Op]:
    """A column from `zero` to `end` (y in px), round at its end only."""
    top, height = min(zero, end), abs(end - zero)
    round_part = min(radius, width / 2, height / 2)
    square_top = top + round_part if end < zero else top
    return [Box(x, top, width, height, color, round_part), Box(x, square_top, width, height - round_part, color)]


def _recumbent(y: float, height: float, zero: float, end: float, color: Color, radius: float) -> list[Op]:
    """A bar from `zero` to `end` (x in px), round at its end only."""
    left, width = min(zero, end), abs(end - zero)
    round_part = min(radius, width / 2, height / 2)
    square_left = left if end > zero else left + round_part
    return [Box(left, y, width, height, color, round_part), Box(square_left, y, width - round_part, height, color)]
