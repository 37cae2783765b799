"""One line of a chart: its strokes, its gaps, and no more points than can be seen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.drawing.chart.plot import Plot
from displayd.scene.operations import Area, Box, Circle, Color, Line, Op, Point
from displayd.tile.frame import Frame

__all__ = ["DOT", "Pen", "TimePlot", "bars", "newest_dot", "reaches", "runs", "stepped", "thinned", "trace"]

# Of the space between two points a bar has this share; and so much of the plot at most.
BAR_SHARE, WIDEST_BAR = 0.72, 0.12

# What a bar of a period that still runs has of its colour, as two hex digits of alpha.
INCOMPLETE_ALPHA = "73"

# Bars narrower than this, px, are drawn as the highest of those that share so much space.
NARROWEST_BAR = 2.0

DOT = 13
"""Radius of the newest point with the space around it, in 1080ths of the screen's short side."""


class TimePlot(NamedTuple):
    """A plot with time from its left to its right."""

    field: Plot
    start: float
    end: float
    """Unix times at its edges; equal when there is one moment only, which then is in the middle."""
    margin: float
    """Space between the left edge and `start`, px."""
    right_margin: float = 0.0
    """Space between `end` and the right edge, px: half a bar."""

    def x(self, unix_time: float) -> float:
        """Where `unix_time` is, px."""
        left = self.field.left + self.margin
        share = (unix_time - self.start) / (self.end - self.start) if self.end > self.start else 0.5
        return left + share * max(0.0, self.field.right - self.right_margin - left)

    def bar_width(self, rows: Sequence[Sequence[float]]) -> float:
        """Width in px of bars at the unix times of `rows`, each rising."""
        across = self.field.right - self.field.left
        steps = [later - earlier for row in rows for earlier, later in itertools.pairwise(row) if later > earlier]
        widest = WIDEST_BAR * across
        if not steps or self.end <= self.start:
            return widest
        # As many as there were with bars all along, and half of one over each end.
        step = min(steps)
        return max(NARROWEST_BAR, min(widest, BAR_SHARE * across * step / (self.end - self.start + step)))

    def point(self, pair: tuple[float, float]) -> Point:
        """Where a unix time and a value are, px."""
        return self.x(pair[0]), self.field.y(pair[1])


class Pen(NamedTuple):
    """How a line is drawn."""

    color: Color
    stroke: float
    """Width, px."""
    is_shaded: bool = False
    """True with the space under the line filled."""
    incomplete_from: float = math.inf
    """Unix time from which on the points are of a period that still runs: dashed, and not shaded."""
    has_steps: bool = False
    """True with each value level until the next point."""


def trace(points: Sequence[tuple[float, float | None]], plot: TimePlot, pen: Pen) -> list[Op]:
    """The line through `points` (unix time and value); a point alone between gaps is a dot."""
    field, stroke = plot.field, pen.stroke
    zero = field.y(min(max(0.0, field.scale.low), field.scale.high))
    ops: list[Op] = []
    for run in runs(points):
        whole = [pair for pair in run if pair[0] < pen.incomplete_from]
        # The dashes begin where the line ends.
        running = run[max(0, len(whole) - 1) :] if len(whole) < len(run) else []
        if pen.has_steps:
            whole, running = stepped([*whole, *running[:1]] if running and whole else whole), stepped(running)
        line, dashes = (thinned([plot.point(pair) for pair in part], max(1.0, stroke / 2)) for part in (whole, running))
        if pen.is_shaded and len(line) > 1:
            ops.append(Area(line, zero, pen.color, 0.28, 0.0))
        if len(line) > 1:
            ops.append(Line(line, stroke, pen.color))
        if len(dashes) > 1:
            ops.append(Line(dashes, stroke, pen.color, (stroke * 1.2, stroke * 2.4)))
        if len(run) == 1:
            ops.append(Circle(*plot.point(run[0]), stroke * 1.1, pen.color))
    return ops


def stepped(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """`points` (time and value) with each value level until the next point."""
    corners = [(later[0], earlier[1]) for earlier, later in itertools.pairwise(points)]
    return [pair for point, corner in itertools.zip_longest(points, corners) for pair in (point, corner) if pair]


def bars(
    points: Sequence[tuple[float, float | None]], plot: TimePlot, pen: Pen, width: float, place: tuple[int, int]
) -> list[Op]:
    """A bar from zero at each of `points`; of those too narrow to be seen apart, the one that is farthest from it.

    Args:
        width: of all bars at one time, px.
        place: number of this bar among those at one time, and how many they are.
    """
    scale = plot.field.scale
    zero = plot.field.y(min(max(0.0, scale.low), scale.high))
    own = width / place[1]
    farthest: dict[int, Box] = {}
    for time, value in points:
        if value is None:
            continue
        x, y = plot.x(time) - width / 2 + place[0] * own, plot.field.y(value)
        color = pen.color if time < pen.incomplete_from else pen.color + INCOMPLETE_ALPHA
        bar = Box(x, min(y, zero), own * (0.92 if place[1] > 1 else 1.0), abs(zero - y), color)
        column = round(x / NARROWEST_BAR)
        if column not in farthest or farthest[column].height < bar.height:
            farthest[column] = bar
    return list(farthest.values())


def reaches(points: Sequence[tuple[float, float | None]], plot: TimePlot, right: float, low: float) -> bool:
    """True when the line through `points` is anywhere above `low` (y in px) and left of `right` (x in px)."""
    for run in runs(points):
        last: Point | None = None
        for pair in run:
            x, y = plot.point(pair)
            if last is not None and last[0] <= right < x:
                # Where the stroke to a point beyond leaves the corner.
                y = last[1] + (y - last[1]) * (right - last[0]) / (x - last[0])
                x = right
            if x <= right and y < low:
                return True
            if x > right:
                break
            last = (x, y)
    return False


def newest_dot(
    frame: Frame, plot: TimePlot, point: tuple[float, float] | None, color: Color, is_hollow: bool
) -> list[Op]:
    """The newest point, set off from the line; hollow where it is not final."""
    if point is None:
        return []
    (x, y), unit = plot.point(point), frame.unit
    ops: list[Op] = [Circle(x, y, DOT * unit, frame.theme.card), Circle(x, y, 10 * unit, color)]
    return [*ops, Circle(x, y, 5 * unit, frame.theme.card)] if is_hollow else ops


def runs(points: Sequence[tuple[float, float | None]]) -> Iterator[list[tuple[float, float]]]:
    """The points in order of time, cut at the gaps."""
    run: list[tuple[float, float]] = []
    for time, value in sorted(points, key=lambda point: point[0]):
        if value is not None:
            run.append((time, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def thinned(points: Sequence[Point], column_px: float) -> tuple[Point, ...]:
    """`points`, from left to right, with at most four left in each column: first, highest, lowest, last."""
    kept: list[Point] = []
    column: list[Point] = []
    for point in points:
        if column and int(point[0] / column_px) != int(column[0][0] / column_px):
            kept += _extremes(column)
            column = []
        column.append(point)
    return tuple(kept + _extremes(column))


def _extremes(column: list[Point]) -> list[Point]:
    if len(column) <= 2:
        return column
    numbers = range(len(column))
    marked = {0, len(column) - 1}
    marked |= {pick(numbers, key=lambda number: column[number][1]) for pick in (min, max)}
    return [column[number] for number in sorted(marked)]
