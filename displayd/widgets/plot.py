"""The field of a chart: where amounts and times fall on it, and the quiet lines and ticks around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from displayd.scene import Line, Op, Text
from displayd.widgets.axis import Scale, tick_texts
from displayd.widgets.base import Frame
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.timeaxis import time_ticks

__all__ = ["Ends", "Plot", "ScaleFor", "limits", "row_of_texts", "time_row", "with_ticks"]

ScaleFor = Callable[[int], Scale]
"""The scale with at most so many spaces between ticks."""


class Ends(NamedTuple):
    """What a widget says about its scale."""

    unit: str
    minimum: float | None
    """Lower end; None to choose."""
    maximum: float | None
    """Upper end; None to choose."""
    amber: float | None
    red: float | None


class Plot(NamedTuple):
    """A rectangle (px) with a scale from its bottom to its top."""

    left: float
    top: float
    right: float
    bottom: float
    scale: Scale = Scale(0.0, 1.0, ())

    def y(self, value: float) -> float:
        """Where `value` is, px."""
        return self.bottom - self.scale.share(value) * (self.bottom - self.top)


def with_ticks(frame: Frame, plot: Plot, scale_for: ScaleFor, unit: str, unit_text: str = "") -> tuple[Plot, list[Op]]:
    """`plot` with a scale, with lines across at its ticks and their texts on the left.

    Texts are left out where they would take a third of the width, lines where there is no height for them.

    Args:
        unit_text: written once behind the top tick.
    """
    size = frame.small
    height, left = plot.bottom - plot.top, plot.left
    plot = plot._replace(scale=scale_for(max(1, min(3, int(height / (size * 2.1))))))
    if height < size * 2:
        return plot, []
    texts = tick_texts(frame.format, plot.scale.ticks, unit)
    gutter = max((frame.fonts.width(text, size) for text in texts), default=0.0)
    most = (plot.right - left) * 0.3
    has_texts = gutter + frame.gap < most
    if has_texts:
        plot = plot._replace(left=left + gutter + frame.gap * 1.4)
    ops: list[Op] = []
    above = float("inf")
    for tick, text in zip(plot.scale.ticks, texts, strict=True):
        y, start = plot.y(tick), plot.left
        baseline = y + size * CAP_HEIGHT / 2
        if has_texts and baseline <= above - size:
            ops.append(Text(left + gutter, baseline, text, size, frame.theme.dim, "right"))
            above = baseline
            width = frame.fonts.width(unit_text, size)
            if unit_text and tick == plot.scale.ticks[-1] and width < most:
                ops.append(Text(left + gutter, baseline, unit_text, size, frame.theme.dim))
                start = left + gutter + width + frame.gap
        ops.append(Line(((start, y), (plot.right, y)), 2 * frame.unit, frame.theme.grid))
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
    """Up to four times along the bottom, as many as have room."""
    for count in (4, 3, 2, 1):
        ticks = time_ticks(start, end, count, frame.format)
        ops = row_of_texts(frame, [(x_of(time), text) for time, text in ticks], left, right, baseline)
        if ops and len(ops) == len(ticks):
            break
    return ops


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
        edge = start + width + size * 0.7
    return ops
