"""A line chart as it is drawn: its scales, its words, and its lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from msgspec import structs

from displayd.drawing.chart.end_labels import EndLabels
from displayd.drawing.chart.inside import ends_inside, first_clear
from displayd.drawing.chart.layout import LABEL_SPACE, ChartLayout, best_fitting
from displayd.drawing.chart.plot import (
    Axis,
    Ends,
    Limit,
    Plot,
    axis_of,
    has_room_for_axes,
    limits,
    most_spaces,
    with_axes,
)
from displayd.drawing.chart.time_row import time_row
from displayd.drawing.scale import evened, unit_suffix
from displayd.scene.operations import Op, Text
from displayd.tile.frame import Frame
from displayd.widgets.line.areas import stack_ops
from displayd.widgets.line.events import event_marks
from displayd.widgets.line.limit_names import limit_names
from displayd.widgets.line.multiples import Multiples
from displayd.widgets.line.series import Series, Side, newest
from displayd.widgets.line.spec import LineSpec
from displayd.widgets.line.trace import Pen, TimePlot, bars, newest_dot, reaches, trace
from displayd.widgets.line.widget import LineChart
from displayd.widgets.line.words import LineWords
from displayd.widgets.line.zones import Zone, band_name, band_ops, zone_names, zone_ops, zones_of

__all__ = ["draw", "wanted_height"]

# In 1080ths of the screen's short side.
STROKE, PALE_STROKE = 5.5, 4.0


def draw(widget: LineChart, frame: Frame) -> list[Op]:
    """The newest figures at the top or at the ends of the lines, the lines in the rest."""
    # Time runs to the right on every screen: all but the words at the top is drawn as for readers from the left.
    plain = replace(frame, is_mirrored=False)
    spec = _spec(widget, plain)
    ops = _multiples(widget, spec, frame).ops() if widget.is_multiples() else _Drawing(spec, frame).ops()
    ops = frame.kept(ops, frame.area.x, frame.area.right)
    frame.changes_at(plain.until)
    return ops


def wanted_height(widget: LineChart, frame: Frame) -> float:
    """With a plot of almost half the tile and everything around it."""
    spec = _spec(widget, frame)
    return _multiples(widget, spec, frame).wanted_height() if widget.is_multiples() else LineWords(spec).wanted_height()


def _multiples(widget: LineChart, spec: LineSpec, frame: Frame) -> Multiples:
    levels = [widget.level_of_line(line) for line in spec.lines]
    return Multiples(replace(spec, events=()), frame, levels)


def _spec(widget: LineChart, frame: Frame) -> LineSpec:
    lines, has_times = widget.lines(), widget.has_times()
    before = Series(name=widget.before_label, points=widget.before) if widget.has_pale_line() else None
    if before and len(lines) == 1 and not lines[0].name:
        # Both periods have a name, or neither says which it is.
        name = widget.now_label or frame.format.say_as("end of a time axis", "now")
        lines = [structs.replace(lines[0], name=name)]
    is_share = widget.is_share()
    left = Ends(widget.unit, widget.minimum, widget.maximum, widget.amber, widget.red)
    if is_share:
        left = Ends("percentunit", 0.0, 1.0, None, None)
    right_unit = widget.unit if widget.right_unit is None else widget.right_unit
    return LineSpec(
        frame,
        lines,
        {
            "left": left,
            "right": Ends(right_unit, widget.right_minimum, widget.right_maximum, None, None),
        },
        {
            "amber": widget.amber_label or frame.format.say_as("of a zone", "warning"),
            "red": widget.red_label or frame.format.say_as("of a zone", "critical"),
            "target": widget.target_label or frame.format.say_as("what a mark is", "target"),
        },
        widget.decimals,
        widget.target,
        before,
        widget.events if has_times else (),
        math.inf if widget.incomplete_from is None or not has_times else widget.incomplete_from,
        widget.area if widget.area is not None else (len(lines) == 1 or widget.is_multiples()) and not widget.bands,
        widget.shape,
        has_times,
        widget.arrangement,
        widget.scale == "log",
        widget.unit,
        bands=widget.bands if any(line.axis == "left" for line in lines) else (),
        has_zones=widget.thresholds == "zones",
        is_up=widget.direction == "up",
        statistics=() if is_share else [*dict.fromkeys(widget.legend or ["last"])],
    )


@dataclass(frozen=True)
class _Drawing:
    """A line chart on its way to the glass."""

    spec: LineSpec
    page: Frame
    """The frame as its readers see it."""

    @cached_property
    def _words(self) -> LineWords:
        return LineWords(self.spec)

    def ops(self) -> list[Op]:
        """Everything, from back to front."""
        frame = self.spec.frame
        layout = best_fitting(frame, self._words.layouts(), self._has_axes)
        whole = layout.plot(frame)
        field, plots, ops = self._plots(whole)
        main = next(iter(plots.values()))
        behind = self._behind(plots["left"]) if "left" in plots else []
        if layout.head:
            ops += self.page.kept(layout.head.draw(self.page), frame.area.x, frame.area.right)
        if layout.has_texts:
            baseline = frame.area.bottom - frame.small * 0.26
            ops += time_row(frame, field.left, frame.area.right, baseline, main.start, main.end, main.x)
        marks = self._limits(plots["left"].field) if "left" in plots else []
        ops = [*behind, *ops, *(one.line for one in marks)]
        ops += event_marks(frame, main, self.spec.events, layout.above > 0)
        ops += self._traces(plots)
        if self.spec.wants_log and not self.spec.is_log and "left" in plots:
            ops += self._not_log(plots["left"].field, ops)
        if (field.left, field.right) == (whole.left, whole.right):
            ops += self._ends_inside(plots, ops)
        ops += self._labels(layout, layout.labels, plots, field) if layout.labels else []
        if "left" not in plots:
            return ops
        ops += self._names_behind(plots["left"], ops)
        return ops + limit_names(self.spec, plots["left"].field, marks, ops)

    def _limits(self, field: Plot) -> list[Limit]:
        ends = self.spec.ends["left"]
        return limits(self.spec.frame, field, ends.amber, ends.red, self.spec.target)

    def _zones(self, field: Plot) -> list[Zone]:
        spec = self.spec
        if not spec.has_zones:
            return []
        return zones_of(spec.frame, field, spec.ends["left"], spec.limit_names, spec.is_up)

    def _behind(self, plot: TimePlot) -> list[Op]:
        """What lies behind all lines."""
        ops = zone_ops(plot.field, self._zones(plot.field))
        for band, color in zip(self.spec.bands, self._words.band_colors, strict=False):
            ops += band_ops(plot, band, color)
        return ops

    def _names_behind(self, plot: TimePlot, ops: Sequence[Op]) -> list[Op]:
        """The names of zones, and of bands that have none beside the plot."""
        frame, words = self.spec.frame, self._words
        found = zone_names(frame, plot.field, self._zones(plot.field), ops)
        named = {op.text for op in ops if isinstance(op, Text)}
        for band, color in zip(self.spec.bands, words.band_colors, strict=False):
            name = words.name_of(band)
            if name not in named:
                found += band_name(frame, plot.field, name, [*ops, *found], band_ops(plot, band, color))
        return found

    def _has_axes(self, layout: ChartLayout) -> bool:
        """True when the texts of the axes have a place beside the plot."""
        field = layout.plot(self.spec.frame)
        axes = self._axes(field.bottom - field.top)
        left = axes.get("left")
        return has_room_for_axes(self.spec.frame, field, left.without_unit() if left else None, axes.get("right"))

    def _plots(self, whole: Plot) -> tuple[Plot, dict[Side, TimePlot], list[Op]]:
        """What the axes leave of `whole`, with the scales of both, and the axes."""
        frame = self.spec.frame
        axes = self._axes(whole.bottom - whole.top)
        while True:
            field, ops = with_axes(frame, whole, axes.get("left"), axes.get("right"))
            plots = {side: self._timed(field._replace(scale=axis.scale)) for side, axis in axes.items()}
            left = axes.get("left")
            if left is None or not left.unit_text or left.is_apart or not self._meets_unit(plots, left):
                return field, plots, ops
            axes["left"] = left._replace(is_apart=True)

    def _meets_unit(self, plots: Mapping[Side, TimePlot], left: Axis) -> bool:
        """True when anything else is drawn where the unit stands, over the upper edge of the plot."""
        spec, plot = self.spec, plots["left"]
        low, end = plot.field.top + spec.frame.small * 0.6, plot.field.left + left.unit_width + 2 * spec.frame.gap
        ends = spec.ends["left"]
        if any(plot.field.y(one) < low for one in (ends.amber, ends.red, spec.target) if one is not None):
            return True
        if any(plot.start <= event.time <= plot.end and plot.x(event.time) < end for event in spec.events):
            return True
        return any(reaches(points, plots[side], end, low) for side, points in spec.drawn)

    def _axes(self, height: float) -> dict[Side, Axis]:
        """The axes that have a line, of a plot `height` px high; the left one first."""
        spaces = most_spaces(self.spec.frame, height)
        if spaces not in self._known_axes:
            self._known_axes[spaces] = self._axes_with(spaces)
        return dict(self._known_axes[spaces])

    @cached_property
    def _known_axes(self) -> dict[int, dict[Side, Axis]]:
        return {}

    def _axes_with(self, most: int) -> dict[Side, Axis]:
        """The axes with at most so many spaces between ticks."""
        frame = self.spec.frame
        axes: dict[Side, Axis] = {}
        for side in ("left", "right"):
            of_side = [one for one in self._words.told[: len(self.spec.lines)] if one.side == side]
            if not of_side:
                continue
            spaces = max(0, len(axes["left"].scale.ticks) - 1) if "left" in axes else 0
            scale = evened(self.spec.scale(side, spaces), spaces) if spaces else self.spec.scale(side, most)
            unit = self.spec.ends[side].unit
            # An axis that belongs to one line has its colour.
            color = of_side[0].entry.color if len(of_side) == 1 and not self.spec.has_free_ends else ""
            unit_text = unit_suffix(unit) if not self.spec.is_single and side == "left" else ""
            axes[side] = axis_of(frame, scale, unit, unit_text, color)
        return axes

    def _timed(self, field: Plot) -> TimePlot:
        times = [time for _, points in self.spec.drawn for time, _ in points]
        plot = TimePlot(field, min(times), max(times), 8 * self.spec.frame.unit)
        if rows := self.spec.bar_times():
            half = plot.bar_width(rows) / 2
            plot = plot._replace(margin=half + 4 * self.spec.frame.unit, right_margin=half)
        return plot

    def _traces(self, plots: Mapping[Side, TimePlot]) -> list[Op]:
        """The lines: that of the period before behind, the first over all others."""
        frame, unit = self.spec.frame, self.spec.frame.unit
        ops: list[Op] = []
        if self.spec.before and "left" in plots:
            ops += trace(self.spec.before.points, plots["left"], Pen(self._words.pale, PALE_STROKE * unit))
        pairs = list(zip(self.spec.lines, self._words.told, strict=False))[::-1]
        if stack := self.spec.stack:
            colors = [told.entry.color for line, told in reversed(pairs) if line.axis == "left"]
            ops += stack_ops(frame, plots["left"], stack, colors, self.spec.shape)
            pairs = [(line, told) for line, told in pairs if line.axis == "right"]
        barred = [(line, told) for line, told in pairs if self.spec.shape_of(line) == "bars"][::-1]
        pairs = [(line, told) for line, told in pairs if self.spec.shape_of(line) != "bars"]
        for number, (line, told) in enumerate(barred):
            plot, pen = plots[line.axis], Pen(told.entry.color, 0.0, False, self.spec.incomplete_from)
            ops += bars(line.points, plot, pen, plot.bar_width(self.spec.bar_times()), (number, len(barred)))
        for line, told in pairs:
            plot = plots[line.axis]
            # What is filled claims to be as much as it is high: only from zero on.
            is_shaded = self.spec.is_shaded and plot.field.scale.low <= 0 <= plot.field.scale.high
            is_shaded = is_shaded and not stack and not barred
            has_steps = self.spec.shape_of(line) == "steps"
            pen = Pen(told.entry.color, STROKE * unit, is_shaded, self.spec.incomplete_from, has_steps)
            ops += trace(line.points, plot, pen)
        for line, told in pairs:
            last = newest(line.points)
            is_hollow = last is not None and last[0] >= self.spec.incomplete_from
            ops += newest_dot(frame, plots[line.axis], last, told.entry.color, is_hollow)
        return ops

    def _not_log(self, field: Plot, ops: Sequence[Op]) -> list[Op]:
        """Why the scale is not logarithmic."""
        frame = self.spec.frame
        size, words = frame.small, frame.format.say_as("of a chart", "no log scale here")
        x, ys = field.left + frame.gap, (field.top + size, field.bottom - frame.gap)
        places = [Text(x, y, words, size, frame.theme.dim, max_width=field.right - x) for y in ys]
        return list(first_clear(frame, places, ops, may_cross_lines=True))

    def _ends_inside(self, plots: Mapping[Side, TimePlot], ops: Sequence[Op]) -> list[Op]:
        """The texts of axes that have no place beside the plot."""
        found: list[Op] = []
        for side, plot in plots.items():
            axis = self._axes(plot.field.bottom - plot.field.top)[side]
            found += ends_inside(self.spec.frame, plot.field, axis, side, [*ops, *found])
        return found

    def _labels(self, layout: ChartLayout, labels: EndLabels, plots: Mapping[Side, TimePlot], field: Plot) -> list[Op]:
        """The words at the ends of the lines."""
        frame = self.spec.frame
        told = self._words.told
        if labels.labels[0].quantity and self.spec.lines[0].name:
            # The name stands apart from the figure.
            told = [told[0], *told]
        levels = [plots[one.side].field.y(one.value) for one in told[: len(labels.labels)]]
        if not self._words.is_in_order:
            # A legend begins at the top.
            levels = [frame.area.y] * len(levels)
        if labels.is_part:
            # How many have none stands under all others.
            levels[-1] = frame.area.bottom
        x = field.right + LABEL_SPACE * frame.unit
        return labels.draw(frame, levels, x, *self._words.label_room(layout, field))
