"""Values over time as lines."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.scene import Circle, Color, Op, Text
from displayd.widgets.axis import unit_suffix, value_scale
from displayd.widgets.base import MAX_POINTS, Amount, Frame, Label, Level, Measured, UnixTime, worst
from displayd.widgets.figure import CAP_HEIGHT, figure, figure_size, figure_width
from displayd.widgets.legend import EndLabels, Entry, end_labels, legend
from displayd.widgets.plot import Plot, limits, time_row, with_ticks
from displayd.widgets.trace import TimePlot, trace

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
        entries = self._entries(frame, lines)
        labels: EndLabels | None = None
        ops: list[Op] = []
        used = 0.0
        if len(lines) > 1 or area.height < 270 * frame.unit:
            room = (area.width * 0.3, area.height - frame.small * 1.6)
            labels = end_labels(frame, entries, *room)
            if labels is None:
                # The target is seen without a word, if need be.
                entries = entries[: len(lines)]
                labels = end_labels(frame, entries, *room)
        if labels is None and len(lines) == 1 and area.height >= 110 * frame.unit:
            ops, used = self._headline(frame, lines[0])
        elif labels is None and area.height >= 200 * frame.unit:
            ops, used = legend(frame, entries, area.height * 0.4)
            used += frame.gap
        return ops + self._chart(frame, lines, area.y + used, entries, labels)

    def _entries(self, frame: Frame, lines: list[Series]) -> list[Entry]:
        """Name and newest value of each line, then the target if there are several lines."""
        # Of one line the value says its unit, of several the axis does.
        suffix = unit_suffix(self.unit) if len(lines) > 1 else ""

        def text(value: float | None) -> str:
            return frame.format.text(value, self.unit, self.decimals).removesuffix(suffix)

        colors = itertools.cycle(frame.theme.series)
        entries = [Entry(one.name, text(_value(one.last())), color) for one, color in zip(lines, colors, strict=False)]
        if self.target is not None and len(lines) > 1:
            entries.append(Entry("target", text(self.target), frame.theme.dim, is_limit=True))
        return entries

    def _headline(self, frame: Frame, line: Series) -> tuple[list[Op], float]:
        """The newest value of the only line, large, the target or the name beside it; and their height."""
        area, unit = frame.area, frame.unit
        quantity = frame.format.quantity(_value(line.last()), self.unit, self.decimals)
        size = figure_size(frame, quantity, max(56 * unit, min(120 * unit, area.height * 0.25)), area.width)
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
        """Axes, limits, lines and the labels at their ends, from `top` px down."""
        area, unit = frame.area, frame.unit
        half_text = frame.small * CAP_HEIGHT / 2
        space = 28 * unit
        has_times = area.bottom - top >= 140 * unit
        bottom = area.bottom - (frame.small * 1.45 if has_times else half_text)
        right = area.right - (labels.width + space if labels else 12 * unit)
        plot, ops = self._plot(frame, Plot(area.x, min(top + half_text + 2 * unit, bottom), right, bottom), lines)
        if has_times:
            baseline = area.bottom - frame.small * 0.26
            ops += time_row(frame, plot.field.left, area.right, baseline, plot.start, plot.end, plot.x)
        ops += limits(frame, plot.field, self.amber, self.red, self.target)
        is_shaded = self.area if self.area is not None else len(lines) == 1
        # The first line is drawn last, over the others.
        pairs = list(zip(lines, entries, strict=False))[::-1]
        for one, entry in pairs:
            ops += trace(one.points, plot, entry.color, (5.5 if len(lines) == 1 else 4.5) * unit, is_shaded)
        for one, entry in pairs:
            ops += _dot(frame, plot, one.last(), entry.color)
        if labels:
            levels = [plot.field.y(value) for one in lines if (value := _value(one.last())) is not None]
            levels += [plot.field.y(self.target)] if self.target is not None and len(entries) > len(lines) else []
            ops += labels.draw(frame, entries, levels, right + space, area.y, bottom + half_text)
        return ops

    def _plot(self, frame: Frame, field: Plot, lines: list[Series]) -> tuple[TimePlot, list[Op]]:
        """The field with scales for all points, and its ticks."""
        values = [value for one in lines for _, value in one.points if value is not None]
        shown = values if self.target is None else [*values, self.target]
        field, ops = with_ticks(
            frame,
            field,
            lambda intervals: value_scale(shown, self.unit, self.minimum, self.maximum, intervals),
            self.unit,
            unit_suffix(self.unit) if len(lines) > 1 else "",
        )
        times = [time for one in lines for time, _ in one.points]
        return TimePlot(field, min(times), max(times), 8 * frame.unit), ops


def _value(point: tuple[float, float] | None) -> float | None:
    return None if point is None else point[1]


def _dot(frame: Frame, plot: TimePlot, point: tuple[float, float] | None, color: Color) -> list[Op]:
    """The newest point, set off from the line."""
    if point is None:
        return []
    x, y = plot.x(point[0]), plot.field.y(point[1])
    return [Circle(x, y, 12 * frame.unit, frame.theme.card), Circle(x, y, 9 * frame.unit, color)]
