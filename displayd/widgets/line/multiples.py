"""Lines side by side: a small chart for each, all of them with one scale and one stretch of time."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from displayd.drawing.chart.plot import LEAST_TICKED, TEXT_ROW, Axis, Limit, Plot, axis_of, limits, most_spaces
from displayd.drawing.chart.time_row import time_row
from displayd.drawing.chart.told_apart import told_apart
from displayd.drawing.figure.figure import figure, figure_width, forms_of
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import more_text
from displayd.protocol.vocabulary import Level, worst
from displayd.scene.mirror import mirrored
from displayd.scene.operations import Circle, Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame
from displayd.widgets.line.limit_names import limit_names
from displayd.widgets.line.series import Series, newest
from displayd.widgets.line.spec import LineSpec
from displayd.widgets.line.trace import Pen, TimePlot, bars, trace
from displayd.widgets.line.zones import band_ops, zone_ops, zones_of

__all__ = ["Multiples"]

# In font sizes of the smallest text: least height of a plot, space beside and between rows of charts.
LEAST_PLOT, ACROSS, DOWN = 1.15, 0.75, 0.45

# A plot that is the only one may be so low, in the same measure.
LOWEST_PLOT = 0.3

# In font sizes: height of the words over a plot, and of a name over its value.
HEAD, STACKED = 1.3, 1.02

# From the top of such a line to the foot of its lowest letters, in font sizes.
BELOW_LETTERS = 1.12

# A name that is cut shorter than this many font sizes says nothing.
SHORTEST_NAME = 4.5

# The same of the time at the foot.
SHORTEST_TIME = 1.5

# The value takes no more than this share of the height of its chart.
MOST_OF_HEIGHT = 0.3

# The best shape of a plot: so many times as wide as high.
SHAPE = 2.4

# A place without a chart costs so much of the size that all have.
HOLE = 0.06

# In 1080ths of the screen's short side.
STROKE, DOT, HALO = 4.5, 7.5, 10.5


class _Told(NamedTuple):
    """A line and what is said of it."""

    line: Series
    quantity: Quantity
    level: Level


class _Grid(NamedTuple):
    """How many charts stand beside and under each other; lengths in px."""

    columns: int
    rows: int
    width: float
    height: float
    shown: int

    @property
    def size(self) -> float:
        """How large a chart is, with what empty places cost."""
        holes = self.columns * self.rows - self.shown
        return min(self.width, SHAPE * self.height) * (1 - HOLE * min(holes, 8))


class _Head(NamedTuple):
    """The words over each chart."""

    names: Sequence[str]
    value_px: float
    is_stacked: bool
    """True with the name over the value, False with both on one line."""
    height: float


@dataclass(frozen=True)
class Multiples:
    """Small charts of the lines of `spec`, in their order."""

    spec: LineSpec
    page: Frame
    """The frame as its readers see it."""
    levels: Sequence[Level]
    """Of each line."""

    def ops(self) -> list[Op]:
        """The charts, each with its name and value, the scale at the left and the times at the bottom."""
        spec, grid = self._shown, self._grid
        frame, head = spec.frame, self._head
        axis = self._axis
        ops: list[Op] = []
        named: dict[str, list[Op]] = {}
        for number, told in enumerate(self._told[: grid.shown]):
            left, top = self._corner(number)
            box = Plot(left, top, left + grid.width, top + grid.height)
            field = Plot(left, top + head.height, box.right, box.bottom, axis.scale)
            words = self._words(told, head.names[number], box, head)
            drawn = self._chart(told.line, field) if self._plot_px > 0 else []
            for mark in self._limits(field) if drawn else ():
                # One chart says what the lines of all are.
                if mark.kind not in named and (found := limit_names(spec, field, [mark], drawn, is_inside=True)):
                    named[mark.kind] = found
                    drawn += found
            ops += [*(mirrored(words, box.left, box.right) if self.page.is_mirrored else words), *drawn]
        if self._plot_px >= LEAST_TICKED * frame.small:
            ops += self._scale_texts(axis, head)
        return [*ops, *self._foot(axis)]

    def wanted_height(self) -> float:
        """The least height, px, at which every line has a chart."""
        frame = self.spec.frame
        for grid in self._grids(len(self.spec.lines), math.inf):
            least = self._least_height
            return grid.rows * least + (grid.rows - 1) * DOWN * frame.small + TEXT_ROW * frame.small
        return frame.area.height + 1.0

    @cached_property
    def _told(self) -> list[_Told]:
        spec = self.spec
        lasts = [newest(line.points) for line in spec.lines]
        unit = spec.ends["left"].unit
        quantities = spec.frame.format.column([last[1] if last else None for last in lasts], unit, spec.decimals)
        short = [forms_of(quantity, unit)[-1] for quantity in quantities]
        return [_Told(*one) for one in zip(spec.lines, short, self.levels, strict=True)]

    @cached_property
    def _shown(self) -> LineSpec:
        """Of the lines that have a chart."""
        return replace(self.spec, lines=self.spec.lines[: self._grid.shown])

    @cached_property
    def _value_widths(self) -> list[float]:
        frame = self.spec.frame
        marks = [frame.small if one.level in ("amber", "red") else 0.0 for one in self._told]
        widths = [figure_width(frame, one.quantity, frame.small) for one in self._told]
        return [mark + width for mark, width in zip(marks, widths, strict=True)]

    @property
    def _least_height(self) -> float:
        return (HEAD + LEAST_PLOT) * self.spec.frame.small

    @cached_property
    def _gutter(self) -> float:
        """Width of the texts of the scale, px, whichever of the lines are shown."""
        frame, unit = self.spec.frame, self.spec.ends["left"].unit
        widths = [axis_of(frame, self.spec.scale("left", spaces), unit).width for spaces in (1, 2, 3, 4)]
        return max(widths) + frame.gap if max(widths) < 0.25 * frame.area.width else 0.0

    @cached_property
    def _grid(self) -> _Grid:
        """The grid with the largest charts; of lines that have no room for all, of as many as have."""
        frame = self.spec.frame
        for count in range(len(self.spec.lines), 0, -1):
            if grids := list(self._grids(count, frame.area.height - TEXT_ROW * frame.small)):
                return max(grids, key=lambda grid: grid.size)
        return _Grid(1, 1, frame.area.width - self._gutter, max(1.0, frame.area.height - TEXT_ROW * frame.small), 1)

    def _grids(self, count: int, height: float) -> Iterator[_Grid]:
        """The grids of `count` charts that have room in `height` px, the one with most columns first."""
        frame = self.spec.frame
        names = max(frame.fonts.width(one.line.name, frame.small, "medium") for one in self._told)
        shortest = min(names, SHORTEST_NAME * frame.small) + frame.gap
        least = max(max(self._value_widths) + shortest, 4 * frame.small)
        room = frame.area.width - self._gutter
        for columns in range(count, 0, -1):
            rows = math.ceil(count / columns)
            width = (room - (columns - 1) * ACROSS * frame.small) / columns
            high = (height - (rows - 1) * DOWN * frame.small) / rows
            is_full = columns == math.ceil(count / rows)
            if (width >= least or columns == 1) and high >= self._least_height and is_full:
                yield _Grid(columns, rows, width, high, count)

    @cached_property
    def _plot_px(self) -> float:
        """Height of each plot; 0 where a tile is so low that there is room for words alone."""
        height = self._grid.height - self._head.height
        return height if height >= LOWEST_PLOT * self.spec.frame.small else 0.0

    @cached_property
    def _axis(self) -> Axis:
        frame, unit = self.spec.frame, self.spec.ends["left"].unit
        return axis_of(frame, self._shown.scale("left", most_spaces(frame, self._plot_px)), unit)

    @cached_property
    def _head(self) -> _Head:
        """The largest values that leave names whole; else the name over the value; else cut names."""
        frame, grid, told = self.spec.frame, self._grid, self._told[: self._grid.shown]
        names = [one.line.name for one in told]
        widths = [frame.fonts.width(name, frame.small, "medium") for name in names]
        sizes = [frame.label * frame.step**steps for steps in range(7, -1, -1)]
        for size in [*(one for one in sizes if one * HEAD <= MOST_OF_HEIGHT * grid.height), frame.small]:
            values = [self._value_px(one, size) for one in told]
            if all(name + value + frame.gap <= grid.width for name, value in zip(widths, values, strict=True)):
                return _Head(names, size, False, self._line_px(size))
        stacked = STACKED * frame.small + self._line_px(frame.small)
        is_stacked = grid.height - stacked >= (LEAST_PLOT + 1.0) * frame.small
        rooms = [grid.width - (0.0 if is_stacked else self._value_px(one, frame.small) + frame.gap) for one in told]
        cut = told_apart(
            names, lambda number, text: frame.fonts.width(text, frame.small, "medium") <= max(rooms[number], 0.0)
        )
        return _Head(cut, frame.small, is_stacked, stacked if is_stacked else self._line_px(frame.small))

    def _line_px(self, size: float) -> float:
        """Height of a line of words over a plot, px: the dot of a value at its top lies on no letter."""
        return size * HEAD + max(0.0, HALO * self.spec.frame.unit - size * (HEAD - BELOW_LETTERS))

    def _value_px(self, told: _Told, size: float) -> float:
        """Width of a value of that size with the mark of its level, px."""
        mark = size if told.level in ("amber", "red") else 0.0
        return figure_width(self.spec.frame, told.quantity, size) + mark

    def _corner(self, number: int) -> tuple[float, float]:
        """Left and top of a chart, px; for readers from the right the first is on the right."""
        frame, grid = self.spec.frame, self._grid
        row, column = divmod(number, grid.columns)
        if self.page.is_mirrored:
            column = grid.columns - 1 - column
        left = frame.area.x + self._gutter + column * (grid.width + ACROSS * frame.small)
        return left, frame.area.y + row * (grid.height + DOWN * frame.small)

    def _words(self, told: _Told, name: str, box: Plot, head: _Head) -> list[Op]:
        """Name and value, as for readers from the left."""
        frame, size = self.spec.frame, head.value_px
        # In a tile that has no room for any chart, smaller rather than over its edge.
        size *= min(1.0, (box.right - box.left) / self._value_px(told, size))
        baseline = box.top + (STACKED * frame.small if head.is_stacked else 0.0) + size * 0.86
        value = self._value_px(told, size)
        room = box.right - box.left - (0.0 if head.is_stacked else value + frame.gap)
        ops: list[Op] = []
        if name and room > frame.small:
            y = box.top + 0.86 * frame.small if head.is_stacked else baseline
            ops.append(Text(box.left, y, name, frame.small, frame.theme.text, "left", "medium", room))
        x = box.left if head.is_stacked else box.right - value
        if told.level in ("amber", "red"):
            ops += level_mark(told.level, x + size * 0.4, baseline - size * CAP_HEIGHT / 2, size * 0.55, frame.theme)
            x += size
        value_ops = figure(frame, told.quantity, x, baseline, size, frame.theme.text)
        return ops + value_ops

    def _times(self) -> tuple[float, float]:
        times = [time for line in self._shown.lines for time, _ in line.points]
        return min(times), max(times)

    def _timed(self, field: Plot) -> TimePlot:
        unit, (start, end) = self.spec.frame.unit, self._times()
        plot = TimePlot(field, start, end, 3 * unit, HALO * unit)
        if rows := self._shown.bar_times():
            half = plot.bar_width(rows) / 2
            plot = plot._replace(margin=half + 2 * unit, right_margin=half)
        return plot

    def _limits(self, field: Plot) -> list[Limit]:
        ends = self.spec.ends["left"]
        return limits(self.spec.frame, field, ends.amber, ends.red, self.spec.target)

    def _chart(self, line: Series, field: Plot) -> list[Op]:
        """One line with what lies behind it."""
        spec, frame = self._shown, self.spec.frame
        theme, unit, plot = frame.theme, frame.unit, self._timed(field)
        ops: list[Op] = []
        if spec.has_zones:
            ops += zone_ops(field, zones_of(frame, field, spec.ends["left"], spec.limit_names, spec.is_up))
        for band, color in zip(spec.bands, (theme.dim, theme.series[0]), strict=False):
            ops += band_ops(plot, band, color)
        for tick in field.scale.ticks:
            ops.append(Line(((field.left, field.y(tick)), (field.right, field.y(tick))), 2 * unit, theme.grid))
        ops += [one.line for one in self._limits(field)]
        color = theme.series[0]
        if spec.shape_of(line) == "bars":
            pen = Pen(color, 0.0, False, spec.incomplete_from)
            return ops + bars(line.points, plot, pen, plot.bar_width(spec.bar_times()), (0, 1))
        is_shaded = spec.is_shaded and field.scale.low <= 0 <= field.scale.high
        pen = Pen(color, STROKE * unit, is_shaded, spec.incomplete_from, spec.shape_of(line) == "steps")
        ops += trace(line.points, plot, pen)
        if last := newest(line.points):
            x, y = plot.point(last)
            ops += [Circle(x, y, HALO * unit, theme.card), Circle(x, y, DOT * unit, color)]
            if last[0] >= spec.incomplete_from:
                ops.append(Circle(x, y, DOT * unit / 2, theme.card))
        return ops

    def _scale_texts(self, axis: Axis, head: _Head) -> list[Op]:
        """The ends of the scale, at the left of every row."""
        if not self._gutter or not axis.texts:
            return []
        frame, grid = self.spec.frame, self._grid
        ops: list[Op] = []
        for row in range(grid.rows):
            top = self._corner(row * grid.columns)[1]
            field = Plot(0.0, top + head.height, 0.0, top + grid.height, axis.scale)
            for tick, text in {axis.scale.ticks[0]: axis.texts[0], axis.scale.ticks[-1]: axis.texts[-1]}.items():
                x, y = frame.area.x + self._gutter - frame.gap, field.y(tick) + frame.small * CAP_HEIGHT / 2
                ops.append(Text(x, y, text, frame.small, axis.color, "right"))
        return ops

    def _foot(self, axis: Axis) -> list[Op]:
        """When the charts begin and end, at the left as the scale is, and how many lines have no chart."""
        frame, grid, spec = self.spec.frame, self._grid, self.spec
        left_over = len(spec.lines) - grid.shown
        baseline = frame.area.bottom - frame.small * 0.26
        ops: list[Op] = []
        right = float(frame.area.right)
        left = frame.area.x + self._gutter
        if left_over:
            text = more_text(frame, left_over)
            level = worst(self.levels[grid.shown :])
            # What makes the tile red may be among them.
            mark = frame.small if level in ("amber", "red") else 0.0
            x = frame.area.right - frame.fonts.width(text, frame.small) - mark
            room = x - frame.small * ACROSS
            if x < frame.area.x or (self._plot_px and room < left + SHORTEST_TIME * frame.small):
                frame.leaves_out(left_over)
            else:
                right = room
                if mark:
                    middle = baseline - frame.small * CAP_HEIGHT / 2
                    ops += level_mark(level, x + frame.small * 0.4, middle, frame.small * 0.55, frame.theme)
                ops.append(Text(x + mark, baseline, text, frame.small, frame.theme.dim))
        if not self._plot_px or not self.spec.has_times:
            return ops
        field = Plot(left, 0.0, left + grid.width, 1.0, axis.scale)
        plot = self._timed(field)
        end = min(left + grid.width + ACROSS * frame.small / 2, right)
        return ops + time_row(frame, left, end, baseline, plot.start, plot.end, plot.x)
