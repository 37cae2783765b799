"""What happened and when, as flags over a chart: releases, campaigns, outages."""

from __future__ import annotations

from collections.abc import Sequence

from displayd.scene.operations import Line, Op, Polygon, Text
from displayd.scene.theme import mixed
from displayd.tile.frame import Frame
from displayd.widgets.line.series import Event
from displayd.widgets.line.trace import DOT, TimePlot

__all__ = ["event_marks", "event_row"]

# In 1080ths of the screen's short side.
FLAG_WIDTH, FLAG_HEIGHT = 17, 22

# Poles closer to each other than this would be a wall.
CLOSEST = 10


def event_row(frame: Frame) -> float:
    """Height of the labels over a plot, px: the dot at the end of a line and texts of ticks may reach up into it."""
    return frame.small * 1.12 + DOT * frame.unit


def event_marks(frame: Frame, plot: TimePlot, events: Sequence[Event], has_labels: bool) -> list[Op]:
    """A pole with a flag for every event in the time of `plot`, and labels beside the flags, clear of each other.

    Args:
        has_labels: True for labels in the `event_row` above the plot; else the flags are in the plot.
    """
    unit, theme, field = frame.unit, frame.theme, plot.field
    top = field.top - event_row(frame) if has_labels else field.top
    shown = sorted((one for one in events if plot.start <= one.time <= plot.end), key=lambda one: -one.time)
    ops: list[Op] = []
    # What is free ends here, and further left with every label; a flag may stand over the edge a little.
    edge = frame.area.right + 6 * unit if has_labels else field.right + 10 * unit
    last = float("inf")
    for event in shown:
        x = plot.x(event.time)
        if x > last - CLOSEST * unit:
            continue
        last = x
        has_flag = x + FLAG_WIDTH * unit <= edge
        pole = mixed(theme.dim, theme.card, 0.3)
        ops.append(Line(((x, top if has_flag else field.top), (x, field.bottom)), 2 * unit, pole))
        if not has_flag:
            continue
        tip = (x + FLAG_WIDTH * unit, top + FLAG_HEIGHT / 2 * unit)
        ops.append(Polygon(((x, top), tip, (x, top + FLAG_HEIGHT * unit)), theme.dim))
        words = _words(frame, plot, event.label, x, top, edge) if has_labels else None
        edge = x - 5 * unit
        if words:
            ops.append(words)
            edge = min(edge, words.x - frame.small * 0.4)
    return ops


def _words(frame: Frame, plot: TimePlot, label: str, x: float, top: float, edge: float) -> Text | None:
    """The label of an event at `x` px: right of its flag, else left of its pole; None without room up to `edge` px."""
    size, unit = frame.small, frame.unit
    width = frame.fonts.width(label, size)
    right, left = x + (FLAG_WIDTH + 6) * unit, x - 8 * unit - width
    is_right = right + width <= min(edge, frame.area.right)
    if not label or not (is_right or left >= plot.field.left):
        return None
    return Text(right if is_right else left, top + size * 0.74, label, size, frame.theme.dim)
