"""Values over time as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.scene import Area, Circle, Color, Line, Op, Point, Text
from displayd.unit_table import unit_of
from displayd.widgets.axis import value_scale
from displayd.widgets.base import MAX_POINTS, Amount, Frame, Label, Level, Measured, UnixTime, worst
from displayd.widgets.figure import CAP_HEIGHT, figure, figure_width
from displayd.widgets.legend import EndLabels, Entry, end_labels, legend
from displayd.widgets.plot import Plot, limits, time_row, with_ticks

__all__ = ["LineChart", "Points", "Series"]

Points = Annotated[list[tuple[UnixTime, Amount | None]], Meta(max_length=MAX_POINTS)]
"""Unix time and value of each point; null leaves a gap in the line."""


class Series(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line."""

    name: Label = ""
    points: Points = []
    """Oldest first; those out of order are put in order."""

    def last(self) -> tuple[float, float] | None:
        """Time and value of the newest point that has a value."""
        return max(((time, value) for time, value in self.points if value is not None), default=None)


class LineChart(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="line"):
    """How values went over time; the last of each line is written beside it."""

    series: Annotated[list[Series], Meta(max_length=8)] = []
    points: Points = []
    """The points of a single line without a name, instead of `series`."""

    area: bool | None = None
    """Whether the space under the lines is shaded; when left out, it is for a single line."""

    minimum: Amount | None = None
    """Lower end of the scale; chosen by the values when left out."""
    maximum: Amount | None = None
    """Upper end of the scale; chosen by the values when left out."""

    target: Amount | None = None
    """Drawn as a dashed line across."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Requests",
            "unit": "reqps",
            "points": [
                [1_795_270_000 + 900 * index, value]
                for index, value in enumerate(
                    [212, 220, 251, 262, 301, 342, 330, 361, 402, 431, 425, 460, 471, 442, 450, 482, 512, 498, 505, 524]
                )
            ],
        },
        "several lines with a target": {
            "title": "Response time",
            "unit": "ms",
            "direction": "down",
            "target": 300,
            "series": [
                {
                    "name": name,
                    "points": [
                        [1_795_200_000 + 7200 * index, start + swing * ((index * step) % 7 - 3)] for index in range(13)
                    ],
                }
                for name, start, swing, step in (("shop", 240, 14, 3), ("search", 410, 23, 4), ("accounts", 120, 6, 5))
            ],
        },
        "awkward": {
            "title": "Gaps, one dot and a name that is longer than the tile is wide",
            "unit": "currencyEUR",
            "series": [
                {"name": "A name that is much too long for the end of a line", "points": [[1_790_000_000, 5]]},
                {
                    "name": "gaps",
                    "points": [
                        [1_789_000_000, -9_999_999_999],
                        [1_789_500_000, None],
                        [1_790_000_000, 9_999_999_999],
                        [1_791_000_000, 8_000_000_000],
                        [1_792_000_000, None],
                    ],
                },
            ],
        },
        "level": {"title": "Always the same", "points": [[1_795_270_000, 5], [1_795_280_000, 5], [1_795_290_000, 5]]},
    }

    def is_empty(self) -> bool:
        """True without a single value."""
        return not self.lines()

    def level(self) -> Level:
        """By the worst of the lines' last values."""
        return worst(self.level_of(last[1]) for one in self.lines() if (last := one.last()))

    def lines(self) -> list[Series]:
        """All lines that have a value, that of `points` first."""
        return [one for one in (Series(points=self.points), *self.series) if one.last() is not None]

    def draw(self, frame: Frame) -> list[Op]:
        """The newest figures at the top or at the ends of the lines, the lines in the rest."""
        lines = self.lines()
        area = frame.area
        entries = [self._entry(frame, one, frame.theme.series[index % 8]) for index, one in enumerate(lines)]
        labels: EndLabels | None = None
        ops: list[Op] = []
        used = 0.0
        if len(lines) == 1 and area.height >= 270 * frame.unit:
            ops, used = self._headline(frame, lines[0])
        else:
            labels = end_labels(frame, entries, area.width * 0.3, area.height - frame.small * 1.6)
            if labels is None and len(lines) > 1 and area.height >= 200 * frame.unit:
                ops, used = legend(frame, entries, area.height * 0.4)
        return ops + self._chart(frame, lines, area.y + used, entries, labels)

    def _entry(self, frame: Frame, one: Series, color: Color) -> Entry:
        last = one.last()
        text = frame.format.text(last[1] if last else None, self.unit, self.decimals)
        return Entry(one.name, text.removesuffix(unit_of(self.unit).suffix), color)

    def _headline(self, frame: Frame, line: Series) -> tuple[list[Op], float]:
        """The newest value of the only line, large, and the target beside it."""
        area, unit = frame.area, frame.unit
        last = line.last()
        quantity = frame.format.quantity(last[1] if last else None, self.unit, self.decimals)
        size = max(64 * unit, min(120 * unit, area.height * 0.25))
        size *= min(1.0, area.width / (figure_width(frame, quantity, size) + 1))
        baseline = area.y + size * 0.82
        ops = figure(frame, quantity, area.x, baseline, size, frame.theme.text)
        note = line.name
        if self.target is not None:
            note = f"target {frame.format.text(self.target, self.unit, self.decimals)}"
        room = area.width - figure_width(frame, quantity, size) - 2 * frame.gap
        if note and frame.fonts.width(note, frame.small) <= room:
            ops.append(Text(area.right, baseline, note, frame.small, frame.theme.dim, "right"))
        return ops, size * 1.06

    def _chart(
        self, frame: Frame, lines: list[Series], top: float, entries: list[Entry], labels: EndLabels | None
    ) -> list[Op]:
        area, unit = frame.area, frame.unit
        half_text = frame.small * CAP_HEIGHT / 2
        has_times = area.bottom - top >= 140 * unit
        bottom = area.bottom - (frame.small * 1.45 if has_times else half_text)
        right = area.right - (labels.width + 28 * unit if labels else 12 * unit)
        values = [value for one in lines for _, value in one.points if value is not None]
        shown = values if self.target is None else [*values, self.target]
        times = [time for one in lines for time, _ in one.points]
        start, end = min(times), max(times)
        plot, ops = with_ticks(
            frame,
            area.x,
            min(top + half_text + 2 * unit, bottom),
            right,
            bottom,
            lambda intervals: value_scale(shown, self.unit, self.minimum, self.maximum, intervals),
            self.unit,
            unit_of(self.unit).suffix if len(lines) > 1 and len(unit_of(self.unit).suffix) > 2 else "",
        )
        margin = 8 * unit

        def x_of(time: float) -> float:
            share = (time - start) / (end - start) if end > start else 0.5
            return plot.left + margin + share * max(0.0, right - plot.left - margin)

        if has_times:
            ops += time_row(frame, plot.left, float(area.right), area.bottom - frame.small * 0.26, start, end, x_of)
        ops += limits(frame, plot, self.amber, self.red, self.target)
        is_shaded = self.area if self.area is not None else len(lines) == 1
        for one, entry in zip(reversed(lines), reversed(entries), strict=True):
            ops += _line_ops(frame, one, plot, x_of, entry.color, is_shaded, (5.5 if len(lines) == 1 else 4.5) * unit)
        for one, entry in zip(reversed(lines), reversed(entries), strict=True):
            last = one.last()
            if last:
                point = (x_of(last[0]), plot.y(last[1]))
                ops += [Circle(*point, 12 * unit, frame.theme.card), Circle(*point, 9 * unit, entry.color)]
        if labels:
            levels = [plot.y(last[1]) for one in lines if (last := one.last())]
            ops += labels.draw(frame, entries, levels, right + 28 * unit, float(area.y), bottom + half_text)
        return ops


def _line_ops(
    frame: Frame,
    one: Series,
    plot: Plot,
    x_of: Callable[[float], float],
    color: Color,
    is_shaded: bool,
    stroke: float,
) -> list[Op]:
    ops: list[Op] = []
    for run in _runs(one.points):
        points = _thinned([(x_of(time), plot.y(value)) for time, value in run], max(1.0, stroke / 2))
        if is_shaded:
            zero = plot.y(min(max(0.0, plot.scale.low), plot.scale.high))
            ops.append(Area(points, zero, color, 0.28, 0.0))
        if len(points) == 1:
            ops.append(Circle(*points[0], stroke * 1.1, color))
        else:
            ops.append(Line(points, stroke, color))
    return ops


def _runs(points: Sequence[tuple[float, float | None]]) -> Iterator[list[tuple[float, float]]]:
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


def _thinned(points: list[Point], column_px: float) -> tuple[Point, ...]:
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
    marked = {0, len(column) - 1}
    marked.add(min(range(len(column)), key=lambda index: column[index][1]))
    marked.add(max(range(len(column)), key=lambda index: column[index][1]))
    return [column[index] for index in sorted(marked)]
