"""One line of a chart: its strokes, its gaps, and no more points than can be seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.scene import Area, Circle, Color, Line, Op, Point
from displayd.widgets.plot import Plot

__all__ = ["TimePlot", "runs", "thinned", "trace"]


class TimePlot(NamedTuple):
    """A plot with time from its left to its right."""

    field: Plot
    start: float
    end: float
    """Unix times at its edges; equal when there is one moment only, which then is in the middle."""
    margin: float
    """Space between the left edge and `start`, px."""

    def x(self, unix_time: float) -> float:
        """Where `unix_time` is, px."""
        left = self.field.left + self.margin
        share = (unix_time - self.start) / (self.end - self.start) if self.end > self.start else 0.5
        return left + share * max(0.0, self.field.right - left)


def trace(
    points: Sequence[tuple[float, float | None]], plot: TimePlot, color: Color, stroke: float, is_shaded: bool
) -> list[Op]:
    """The line through `points` (unix time and value), `stroke` px wide; a point alone between gaps is a dot."""
    field = plot.field
    zero = field.y(min(max(0.0, field.scale.low), field.scale.high))
    ops: list[Op] = []
    for run in runs(points):
        line = thinned([(plot.x(time), field.y(value)) for time, value in run], max(1.0, stroke / 2))
        if is_shaded:
            ops.append(Area(line, zero, color, 0.28, 0.0))
        ops.append(Line(line, stroke, color) if len(line) > 1 else Circle(*line[0], stroke * 1.1, color))
    return ops


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
