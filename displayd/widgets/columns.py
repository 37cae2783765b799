"""Bars standing side by side, each with its value above and its label below."""

from __future__ import annotations

import math
from collections.abc import Sequence

from displayd.scene import Line, Op, Text
from displayd.widgets.axis import tight_scale, value_scale
from displayd.widgets.bars import ShownBar, amounts_of, standing
from displayd.widgets.base import Frame, fitted_size
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.plot import Ends, Plot, limits, with_ticks

__all__ = ["columns"]

# A label that is cut shorter than this many letters says nothing.
FEWEST_LETTERS = 4


def columns(frame: Frame, bars: Sequence[ShownBar], ends: Ends) -> list[Op]:
    """The bars across `frame.area`; where there is no room for their values, an axis with ticks says them."""
    area, unit = frame.area, frame.unit
    size = fitted_size(frame, [bar.text for bar in bars], frame.label, area.width / len(bars) - 8 * unit)
    is_labelled = size >= frame.small and area.height > 170 * unit
    has_names = any(bar.label for bar in bars) and area.height > 110 * unit
    plot, ops = _field(frame, bars, ends, size if is_labelled else 0.0, frame.small * 1.5 if has_names else 0.0)
    slot = (plot.right - plot.left) / len(bars)
    zero = plot.y(0.0)
    ops.append(Line(((plot.left, zero), (plot.right, zero)), 2 * unit, frame.theme.grid))
    for index, bar in enumerate(bars):
        x = plot.left + slot * (index + 0.5)
        ops += standing(frame, bar, plot, x, slot)
        if bar.value is not None and is_labelled:
            color = frame.theme.text if bar.stands_out else frame.theme.dim
            ops.append(Text(x, _value_baseline(plot, bar, size), bar.text, size, color, "center", "semibold"))
    return ops + (_names(frame, bars, plot, slot) if has_names else [])


def _value_baseline(plot: Plot, bar: ShownBar, size: float) -> float:
    """Where the value of `bar` stands: beyond its end, and beyond the mark of a target that is close to it, px."""
    end = plot.y(bar.value or 0.0)
    is_down = (bar.value or 0.0) < 0
    if bar.target is not None:
        target = plot.y(bar.target)
        reach = end + size * 1.15 if is_down else end - size * 1.15
        if min(end, reach) < target < max(end, reach):
            end = target
    return end + size if is_down else end - size * 0.3


def _field(
    frame: Frame, bars: Sequence[ShownBar], ends: Ends, value_size: float, names_height: float
) -> tuple[Plot, list[Op]]:
    """Where the bars stand.

    Args:
        value_size: font size of the values at the bars, px; 0 for none, then there are ticks.
        names_height: height of the row of labels, px; 0 for none.
    """
    area = frame.area
    amounts = amounts_of(bars)
    head = value_size * 1.15 if value_size else frame.small * CAP_HEIGHT / 2
    foot = 2 * frame.unit
    if min(amounts) < 0 or not (value_size or names_height):
        foot = head
    top, bottom = area.y + head, area.bottom - names_height - foot
    if value_size:
        return Plot(area.x, top, area.right, bottom, tight_scale(amounts, ends.minimum, ends.maximum)), []
    plot, ops = with_ticks(
        frame,
        Plot(area.x, top, area.right, bottom),
        lambda intervals: value_scale(amounts, ends.unit, ends.minimum, ends.maximum, intervals, from_zero=True),
        ends.unit,
    )
    return plot, ops + limits(frame, plot, ends.amber, ends.red)


def _names(frame: Frame, bars: Sequence[ShownBar], plot: Plot, slot: float) -> list[Op]:
    """The labels under the columns: all, all cut short, or every so many of them."""
    size = frame.small
    space = size * 0.3
    widths = [frame.fonts.width(bar.label, size) for bar in bars]
    every = 1
    if max(widths) + space > slot < size * 0.55 * FEWEST_LETTERS:
        # Fewer than would fit: they are there to find one's way, not to be read.
        every = math.ceil((min(max(widths), plot.right - plot.left) + 2.2 * size) / slot)
    room = min(slot * every - space, plot.right - plot.left)
    is_mixed = not all(bar.stands_out for bar in bars)
    ops: list[Op] = []
    edge = plot.right
    # Counted from the end: of a series of days, the last one is the one to know.
    for index in range(len(bars) - 1, -1, -every):
        width = min(widths[index], room)
        x = min(max(plot.left + slot * (index + 0.5) - width / 2, plot.left), plot.right - width)
        if not bars[index].label or x + width > edge + 0.01:
            continue
        color = frame.theme.text if is_mixed and bars[index].stands_out else frame.theme.dim
        ops.append(Text(x, frame.area.bottom - size * 0.26, bars[index].label, size, color, max_width=room))
        edge = x - space
    return ops
