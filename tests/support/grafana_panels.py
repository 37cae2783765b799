"""A page of ours as Grafana's own panels would show the same data: its sizes and rules, drawn with our operations.

For the sheets that stand side by side in `docs/comparison.md`. What is drawn are the rules of Grafana's stock panels as
they come, in kiosk mode on a TV of 1920 by 1080 px: nobody has tuned them, as nobody has tuned ours.

Sources: Grafana 11, `packages/grafana-ui/src/components/BigValue/BigValueLayout.tsx` (stat: how large title and value
are), `packages/grafana-data/src/themes/createTypography.ts` (14 px text), `.../createColors.ts` (dark theme),
`packages/grafana-ui/src/components/uPlot/config/UPlotAxisBuilder.ts` (12 px axes), `public/app/core/constants.ts`
(30 px rows, 8 px gaps). Not its code: facts about it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from displayd.document.model import Document, template_of
from displayd.scene.geometry import Rect, cells
from displayd.scene.operations import Arc, Area, Box, Cell, Fonts, Line, Op, Scene, Text
from displayd.text.formatter import Formatter
from displayd.tile.widget import Widget
from displayd.widgets.bar.widget import BarChart
from displayd.widgets.gauge.widget import Gauge
from displayd.widgets.line.widget import LineChart
from displayd.widgets.number.widget import Number
from displayd.widgets.table.widget import Table

__all__ = ["grafana_scene"]

CANVAS, PANEL, TEXT, DIM, GRID = "#111217", "#181b1f", "#ccccdc", "#85868f", "#24272c"
LEVELS = {"good": "#73bf69", "none": "#73bf69", "amber": "#ff9830", "red": "#f2495c"}
SERIES = ("#73bf69", "#f2cc0c", "#5794f2", "#ff9830", "#f2495c", "#b877d9")

GAP, PADDING, HEADER = 8, 8, 32
BODY_PX, AXIS_PX = 14.0, 12.0
LINE_HEIGHT = 1.2


def grafana_scene(document: Document, page: int, size: tuple[int, int], fonts: Fonts) -> Scene:
    """The page number `page`, from 0, of `document`, in panels where we have tiles."""
    shown = document.pages[page]
    is_wide = size[0] >= size[1]
    weights = (
        (shown.landscape_rows, shown.landscape_columns) if is_wide else (shown.portrait_rows, shown.portrait_columns)
    )
    placed = cells(template_of(shown, is_wide), Rect(0, 0, *size).inset(GAP), GAP, *weights)
    panels = _Panels(Formatter(document.locale, document.timezone), fonts)
    return Scene(*size, CANVAS, tuple(panels.cell(name, shown.widgets[name], area) for name, area in placed.items()))


class _Panels:
    """Draws what is in each panel."""

    def __init__(self, formatter: Formatter, fonts: Fonts) -> None:
        self._format = formatter
        self._fonts = fonts

    def cell(self, name: str, widget: Widget, area: Rect) -> Cell:
        inner = area.inset(PADDING)
        ops: list[Op] = [Box(*area, PANEL, 2)]
        ops.append(Text(inner.x, inner.y + 14, widget.title, BODY_PX, TEXT, "left", "medium", inner.width))
        room = inner.inset(0, HEADER - PADDING, 0, 0)
        ops += self._content(widget, room)
        return Cell(name, area, PANEL, tuple(ops))

    def _content(self, widget: Widget, room: Rect) -> list[Op]:
        match widget:
            case Number():
                return self._stat(widget, room)
            case Gauge():
                return self._gauge(widget, room)
            case LineChart():
                return self._time_series(widget, room)
            case BarChart(bars=bars) if bars:
                found = [(bar.label, bar.value) for bar in bars]
                return self._bar_gauge(found, room, lambda value: self._text(widget, value), widget.level())
            case Table():
                return self._table(widget, room)
        return self._rows(widget, room)

    def _text(self, widget: object, value: float | None) -> str:
        unit, decimals = getattr(widget, "unit", None) or "short", getattr(widget, "decimals", None)
        return self._format.text(value, unit, decimals)

    def _stat(self, widget: Number, room: Rect) -> list[Op]:
        """The value as large as its panel allows, and under it the line, filled."""
        text, color = self._text(widget, widget.value), LEVELS[widget.level()]
        history = [value for value in widget.history if value is not None]
        chart = 0.25 * room.height if len(history) > 1 else 0.0
        pad = 12 if room.height > 100 else 8
        high = room.height - 2 * pad - chart
        size = min(high / LINE_HEIGHT, 100 * (room.width - 2 * pad) / self._fonts.width(text, 100, "medium"))
        middle = room.y + pad + high / 2
        ops: list[Op] = []
        if chart:
            low, span = min(history), (max(history) - min(history)) or 1
            top, step = room.bottom - chart, room.width / (len(history) - 1)
            points = tuple(
                (room.x + i * step, room.bottom - (one - low) / span * (chart - 4)) for i, one in enumerate(history)
            )
            ops += [Area(points, room.bottom, color, 0.2, 0.2), Line(points, 2, color)]
            middle = room.y + (top - room.y) / 2
        center = room.x + room.width / 2
        return [*ops, Text(center, middle + size * 0.36, text, size, color, "center", "medium")]

    def _gauge(self, widget: Gauge, room: Rect) -> list[Op]:
        """An arc of 220 degrees, the thresholds around it, the value in it."""
        low, high = widget.minimum or 0.0, 1.0 if widget.maximum is None else widget.maximum
        radius = min(room.width / 2, room.height * 0.6) * 0.86
        x, y, width = room.x + room.width / 2, room.y + room.height * 0.62, radius * 0.3
        start, sweep, color = -110.0, 220.0, LEVELS[widget.level()]
        share = 0.0 if widget.value is None else max(0.0, min(1.0, (widget.value - low) / ((high - low) or 1)))
        text = self._text(widget, widget.value)
        size = min(radius * 0.5, 100 * radius * 1.1 / self._fonts.width(text, 100, "medium"))
        edges = [low, *sorted(one for one in (widget.amber, widget.red) if one is not None and low < one < high), high]
        colors = ["red", "amber", "good"][-len(edges) + 1 :] if widget.direction == "up" else ["good", "amber", "red"]
        ops: list[Op] = []
        for begin, end, level in zip(edges, edges[1:], colors, strict=False):
            first, last = ((one - low) / ((high - low) or 1) * sweep + start for one in (begin, end))
            ops.append(Arc(x, y, radius + 6, 6, first, last, LEVELS[level]))
        ops.append(Arc(x, y, radius - width / 2, width, start, start + sweep, GRID))
        ops.append(Arc(x, y, radius - width / 2, width, start, start + share * sweep, color))
        return [*ops, Text(x, y + size * 0.3, text, size, color, "center", "medium")]

    def _time_series(self, widget: LineChart, room: Rect) -> list[Op]:
        """Lines of one pixel, axes of 12 px, and a legend in a list below, without a value."""
        lines = [(one.name or widget.title, one.points) for one in widget.series]
        lines = lines or [(widget.title, widget.points)]
        found = [(at, value) for _, points in lines for at, value in points if value is not None]
        if not found:
            return [Text(room.x + room.width / 2, room.y + room.height / 2, "No data", BODY_PX, DIM, "center")]
        first, last = min(at for at, _ in found), max(at for at, _ in found)
        low, high = min(value for _, value in found), max(value for _, value in found)
        low, high = (low, high) if high > low else (low - 1, high + 1)
        plot = room.inset(54, 6, 4, 24 + 26)
        ops: list[Op] = []
        for number in range(5):
            share = number / 4
            y, x = plot.bottom - share * plot.height, plot.x + share * plot.width
            moment = self._format.time(first + share * (last - first))
            ops += [
                Line(((plot.x, y), (plot.right, y)), 1, GRID),
                Text(plot.x - 8, y + 4, self._text(widget, low + share * (high - low)), AXIS_PX, TEXT, "right"),
                Text(x, plot.bottom + 18, moment, AXIS_PX, TEXT, "center"),
            ]
        x = float(room.x)
        for (name, points), color in zip(lines, SERIES, strict=False):
            drawn = tuple(
                (
                    plot.x + (at - first) / ((last - first) or 1) * plot.width,
                    plot.bottom - (value - low) / (high - low) * plot.height,
                )
                for at, value in points
                if value is not None
            )
            ops += [
                Line(drawn, 1, color),
                Box(x, room.bottom - 10, 14, 4, color, 2),
                Text(x + 20, room.bottom - 4, name, AXIS_PX, TEXT),
            ]
            x += 44 + self._fonts.width(name, AXIS_PX)
        return ops

    def _bar_gauge(
        self, found: Sequence[tuple[str, float | None]], room: Rect, said: Callable[[float | None], str], level: str
    ) -> list[Op]:
        """A bar a line, its name before it and its value behind it."""
        largest = max((value or 0 for _, value in found), default=0) or 1
        high = room.height / max(1, len(found))
        name_px = min(BODY_PX * 1.4, high * 0.5)
        size = min(high * 0.45, 34.0)
        names = max((self._fonts.width(name, name_px) for name, _ in found), default=0.0) + 10
        values = max((self._fonts.width(said(value), size, "medium") for _, value in found), default=0.0) + 10
        ops: list[Op] = []
        for number, (name, value) in enumerate(found):
            y, width = room.y + number * high, room.width - names - values
            middle = y + high / 2
            ops += [
                Text(room.x, middle + name_px * 0.36, name, name_px, TEXT),
                Box(room.x + names, y + 4, width, high - 8, GRID, 2),
                Box(room.x + names, y + 4, width * max(0.0, value or 0) / largest, high - 8, LEVELS[level], 2),
                Text(room.right, middle + size * 0.36, said(value), size, LEVELS[level], "right", "medium"),
            ]
        return ops

    def _table(self, widget: Table, room: Rect) -> list[Op]:
        """Rows of 36 px in text of 14 px, as many as there is room for; the rest is for whoever has a mouse."""
        count = max((len(row) for row in widget.rows), default=1)
        width = room.width / count
        ops: list[Op] = []
        for number, column in enumerate(widget.columns[:count]):
            ops.append(Text(room.x + number * width, room.y + 22, column.label, BODY_PX, SERIES[2], "left", "medium"))
        for index, row in enumerate(widget.rows[: max(0, (room.height - 36) // 36)]):
            y = room.y + 36 + index * 36
            ops.append(Line(((room.x, y), (room.right, y)), 1, GRID))
            for number, one in enumerate(row):
                of_column = widget.columns[number] if number < len(widget.columns) else None
                said = self._text(of_column, one) if isinstance(one, int | float) else str(one or "")
                ops.append(Text(room.x + number * width, y + 23, said, BODY_PX, TEXT, "left", "regular", width))
        return ops

    def _rows(self, widget: Widget, room: Rect) -> list[Op]:
        """What has lines: a bar gauge where they have values, else a table of one column."""
        items = [one for name in ("items", "slices", "stages") for one in getattr(widget, name, [])]
        values = [(one.label, getattr(one, "value", None)) for one in items]
        if values and all(value is not None for _, value in values):
            units = {id(one): getattr(one, "unit", None) or getattr(widget, "unit", None) or "short" for one in items}
            said = {
                value: self._format.text(value, units[id(one)]) for one, (_, value) in zip(items, values, strict=True)
            }
            return self._bar_gauge(values, room, lambda value: said[value], "none")
        labels = [[label, str(getattr(one, "detail", ""))] for one, (label, _) in zip(items, values, strict=True)]
        return self._table(Table(rows=[list(row) for row in labels]), room) if labels else []
