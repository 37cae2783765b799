"""The field of a chart: where amounts and times fall on it, and the quiet lines and ticks around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from displayd.scene import Line, Op, Text
from displayd.widgets.axis import Scale, tick_texts, time_ticks
from displayd.widgets.base import Frame
from displayd.widgets.figure import CAP_HEIGHT

__all__ = ["Plot", "ScaleFor", "limits", "row_of_texts", "time_row", "with_ticks"]

ScaleFor = Callable[[int], Scale]
"""The scale with at most so many spaces between ticks."""


class Plot(NamedTuple):
    """A rectangle (px) with a scale from its bottom to its top."""

    left: float
    top: float
    right: float
    bottom: float
    scale: Scale

    def y(self, value: float) -> float:
        """Where `value` is, px."""
        return self.bottom - self.scale.share(value) * (self.bottom - self.top)


def with_ticks(
    frame: Frame,
    left: float,
    top: float,
    right: float,
    bottom: float,
    scale_for: ScaleFor,
    unit: str,
    unit_text: str = "",
) -> tuple[Plot, list[Op]]:
    """The plot in this rectangle (px), with lines across at the ticks and their texts on the left.

    Texts are left out where they would take a third of the width, lines where there is no height for them.

    Args:
        unit_text: written once behind the top tick.
    """
    size = frame.small
    intervals = max(1, min(3, int((bottom - top) / (size * 2.1))))
    scale = scale_for(intervals)
    ops: list[Op] = []
    if bottom - top < size * 2:
        return Plot(left, top, right, bottom, scale), ops
    texts = tick_texts(frame.format, scale.ticks, unit)
    gutter = max((frame.fonts.width(text, size) for text in texts), default=0.0)
    plot = Plot(left, top, right, bottom, scale)
    has_texts = gutter + frame.gap < (right - left) * 0.3
    if has_texts:
        plot = plot._replace(left=left + gutter + frame.gap * 1.4)
    above = float("inf")
    for tick, text in zip(scale.ticks, texts, strict=True):
        y = plot.y(tick)
        start = plot.left
        baseline = y + size * CAP_HEIGHT / 2
        if has_texts and baseline <= above - size:
            ops.append(Text(left + gutter, baseline, text, size, frame.theme.dim, "right"))
            above = baseline
            width = frame.fonts.width(unit_text, size)
            if unit_text and tick == scale.ticks[-1] and width < (right - left) * 0.3:
                ops.append(Text(left + gutter, baseline, unit_text, size, frame.theme.dim))
                start = left + gutter + width + frame.gap
        ops.append(Line(((start, y), (right, y)), 2 * frame.unit, frame.theme.grid))
    return plot, ops


def limits(frame: Frame, plot: Plot, amber: float | None, red: float | None, target: float | None = None) -> list[Op]:
    """Thresholds and target as dashed lines across, where they are on the scale."""
    theme, unit = frame.theme, frame.unit
    ops: list[Op] = []
    for value, color in ((amber, theme.amber), (red, theme.red), (target, theme.dim)):
        if value is not None and plot.scale.low <= value <= plot.scale.high:
            y = plot.y(value)
            ops.append(Line(((plot.left, y), (plot.right, y)), 3 * unit, color, (10 * unit, 12 * unit)))
    return ops


def time_row(
    frame: Frame, left: float, right: float, baseline: float, start: float, end: float, x_of: Callable[[float], float]
) -> list[Op]:
    """Three or four times along the bottom."""
    size = frame.small
    widest = frame.fonts.width("00:00 00", size)
    count = max(1, min(4, int((right - left) / (widest * 1.25))))
    ticks = time_ticks(start, end, count, frame.format)
    return row_of_texts(frame, [(x_of(time), text) for time, text in ticks], left, right, baseline)


def row_of_texts(
    frame: Frame, texts: Sequence[tuple[float, str]], left: float, right: float, baseline: float
) -> list[Op]:
    """Dim texts with their middles at the given x, moved inside `left` and `right`; those without room are left out."""
    size = frame.small
    ops: list[Op] = []
    edge = left
    for x, text in texts:
        width = frame.fonts.width(text, size)
        start = min(max(x - width / 2, left), right - width)
        if start < edge - 0.01:
            continue
        ops.append(Text(start, baseline, text, size, frame.theme.dim))
        edge = start + width + size * 0.6
    return ops
