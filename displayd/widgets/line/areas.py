"""The areas of lines on top of each other."""

from __future__ import annotations

from collections.abc import Sequence

from displayd.scene.operations import Box, Color, Line, Op, Point, Polygon
from displayd.tile.frame import Frame
from displayd.widgets.line.series import Shape
from displayd.widgets.line.stack import Stack
from displayd.widgets.line.trace import TimePlot, stepped, thinned

__all__ = ["stack_ops"]

# What an area has of its colour, as two hex digits of alpha.
AREA_ALPHA = "8c"

# The edge of an area, in 1080ths of the screen's short side.
EDGE = 3.5


def stack_ops(frame: Frame, plot: TimePlot, stack: Stack, colors: Sequence[Color], shape: Shape) -> list[Op]:
    """The areas, the lowest first, each with its edge; columns where `shape` is bars."""
    if shape == "bars" or len(stack.times) == 1:
        return _columns(frame, plot, stack, colors)
    across = [plot.point((time, top or 0.0)) for time, top in stack.edge]
    kept = {x for x, _ in thinned(across, 2.0)}
    shown = [number for number in range(len(across)) if across[number][0] in kept]
    ops: list[Op] = []
    below: tuple[Point, ...] = ()
    for level, color in zip((None, *stack.levels), ("", *colors), strict=False):
        values = [(stack.times[number], level[number] if level else 0.0) for number in shown]
        edge = tuple(plot.point(pair) for pair in (stepped(values) if shape == "steps" else values))
        if below:
            ops += [Polygon((*edge, *reversed(below)), color + AREA_ALPHA), Line(edge, EDGE * frame.unit, color)]
        below = edge
    return ops


def _columns(frame: Frame, plot: TimePlot, stack: Stack, colors: Sequence[Color]) -> list[Op]:
    width = plot.bar_width([list(stack.times)])
    ops: list[Op] = []
    for number, time in enumerate(stack.times):
        low, x = 0.0, plot.x(time) - width / 2
        for level, color in zip(stack.levels, colors, strict=False):
            top, bottom = sorted((plot.field.y(level[number]), plot.field.y(low)))
            if bottom - top >= 0.5 * frame.unit:
                ops.append(Box(x, top, width, bottom - top, color))
            low = level[number]
    return ops
