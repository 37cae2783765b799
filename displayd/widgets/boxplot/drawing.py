"""A row for each segment: name, whiskers and box on a common scale, and the median in figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.chart.plot import TEXT_ROW, row_of_texts
from displayd.drawing.figure.figure import forms_of
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import RowPlan, more_row, row_plan, row_sizes
from displayd.drawing.scale import Scale, tick_texts, value_scale
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Box, Circle, Line, Op, Text
from displayd.scene.theme import mixed
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame, fitted_size
from displayd.widgets.boxplot.quartiles import Spread
from displayd.widgets.boxplot.widget import BoxPlot

__all__ = ["draw", "wanted_height"]

# Height of a row in font sizes, with all on one line and with the box under the words; of the box and of the
# whiskers' ends, as parts of their room.
LINE, TWO_LINES, BOX, WHISKER = 1.3, 2.0, 0.62, 0.34

# Least width of the boxes beside the words, as part of the tile's; else they are under the words.
LEAST_PLOT = 0.35

# Width of a level's mark with its space, and between columns, in font sizes.
MARK, SPACE = 0.85, 0.6

# How much of the card's colour is in a box, for the line of the median to be seen in it.
PALE = 0.45


Bands = Sequence[tuple[float, float]]
"""Top and bottom of where lines may run down, px."""


class _Row(NamedTuple):
    """One segment as it is drawn."""

    name: str
    spread: Spread | None
    text: str
    """The median."""
    level: Level


class _Columns(NamedTuple):
    """Where things stand, px."""

    plan: RowPlan
    size: float
    left: float
    right: float
    """Ends of the scale."""
    names: float
    """Room for a name."""
    is_under: bool
    """True with the box under name and median, False between them."""


def draw(widget: BoxPlot, frame: Frame) -> list[Op]:
    """Rows from the top, as many as fit, the benchmark across them, and the scale below."""
    area, rows = frame.area, _rows(widget, frame)
    foot = frame.small * TEXT_ROW if area.height >= frame.small * (TEXT_ROW + 2 * LINE) else 0.0
    columns = _columns(frame, rows, area.height - foot)
    plan, size = columns.plan, columns.size
    scale = _scale(widget, frame, columns)
    words = size * (CAP_HEIGHT + 0.25) if columns.is_under else 0.0
    tops = [area.y + number * plan.pitch for number in range(plan.shown)]
    bottom = area.y + plan.shown * plan.pitch
    # No line runs through words.
    bands = [(top + words, top + plan.pitch) for top in tops] if columns.is_under else [(float(area.y), bottom)]
    ops = _ticks(widget, frame, scale, columns, bands) if foot else []
    for top, row in zip(tops, rows, strict=False):
        middle, high = top + (words + plan.pitch) / 2, min(plan.pitch - words, (1.4 if words else 2.2) * size)
        ops += _words(frame, row, columns, top + words / 2 if words else middle)
        if row.spread:
            ops += _box(frame, row.spread, scale, columns, middle, high, row.level)
    ops += _benchmark(widget, frame, scale, columns, bands)
    # A scale of figures runs to the right on every screen.
    return frame.kept(ops, area.x, area.right) + more_row(frame, plan.left_over, plan.untold)


def wanted_height(widget: BoxPlot, frame: Frame) -> float:
    """All rows, and the scale."""
    return len(widget.rows) * frame.label * LINE + frame.small * TEXT_ROW


def _rows(widget: BoxPlot, frame: Frame) -> list[_Row]:
    segments = widget.segments()
    medians = [spread.median if spread else None for _, spread in segments]
    figures = frame.format.column(medians, widget.unit, widget.decimals)
    return [
        _Row(name, spread, forms_of(figure, widget.unit)[-1].text, widget.level_of(spread.median if spread else None))
        for (name, spread), figure in zip(segments, figures, strict=True)
    ]


def _columns(frame: Frame, rows: list[_Row], height: float) -> _Columns:
    """The largest letters with which names are whole beside their boxes; else the boxes are under the words."""
    area = frame.area
    has_marks = any(row.level in ("amber", "red") for row in rows)

    def values(size: float) -> float:
        return max(frame.fonts.width(row.text, size, "semibold") for row in rows) + has_marks * MARK * size

    plan = row_plan(frame, height, len(rows), LINE)
    for size in row_sizes(frame, plan.size):
        names = max(frame.fonts.width(row.name, size, "medium") for row in rows)
        right = area.right - values(size) - SPACE * size
        left = area.x + (names + SPACE * size if names else 0.0)
        if right - left >= LEAST_PLOT * area.width:
            return _Columns(plan, size, left, right, names, is_under=False)
    plan = row_plan(frame, height, len(rows), TWO_LINES)
    size = plan.size
    names = max(0.0, area.width - values(size) - SPACE * size)
    return _Columns(plan, size, float(area.x), float(area.right), names, is_under=True)


def _scale(widget: BoxPlot, frame: Frame, columns: _Columns) -> Scale:
    ends = [end for _, one in widget.segments() if one for end in (one.low, one.high, *one.far[:1], *one.far[-1:])]
    ends += [] if widget.benchmark is None else [widget.benchmark]
    intervals = max(1, min(5, int((columns.right - columns.left) / (4.5 * frame.small))))
    return value_scale(ends, widget.unit, widget.minimum, widget.maximum, intervals)


def _ticks(widget: BoxPlot, frame: Frame, scale: Scale, columns: _Columns, bands: Bands) -> list[Op]:
    """Lines down at round figures, with their texts below."""
    places = [columns.left + scale.share(tick) * (columns.right - columns.left) for tick in scale.ticks]
    texts = list(zip(places, tick_texts(frame.format, scale.ticks, widget.unit), strict=True))
    ops: list[Op] = [Line(((x, top), (x, end)), 2 * frame.unit, frame.theme.grid) for x in places for top, end in bands]
    return ops + row_of_texts(frame, texts, frame.area.x, frame.area.right, bands[-1][1] + frame.small * 1.1)


def _words(frame: Frame, row: _Row, columns: _Columns, middle: float) -> list[Op]:
    area, theme, size = frame.area, frame.theme, columns.size
    own = fitted_size(frame, [row.text], size, area.width, "semibold", 1.0)
    ops: list[Op] = []
    color = theme.text if row.spread else theme.dim
    ops.append(Text(area.right, middle + own * CAP_HEIGHT / 2, row.text, own, color, "right", "semibold", area.width))
    width = frame.fonts.width(row.text, own, "semibold")
    if row.level in ("amber", "red") and width + MARK * size <= area.width:
        ops += level_mark(row.level, area.right - width - size * 0.45, middle, size * 0.55, theme)
    if row.name and columns.names > size and own >= min(size, frame.small) * 0.999:
        baseline = middle + size * CAP_HEIGHT / 2
        ops.append(Text(area.x, baseline, row.name, size, theme.text, "left", "medium", columns.names))
    return ops


def _box(
    frame: Frame, spread: Spread, scale: Scale, columns: _Columns, middle: float, high: float, level: Level
) -> list[Op]:
    """Whiskers, box, median and far figures of one segment in a row `high` px high."""
    theme, unit = frame.theme, frame.unit

    def x_of(value: float) -> float:
        return columns.left + scale.share(value) * (columns.right - columns.left)

    color = theme.level_color(level) if level in ("amber", "red") else theme.series[0]
    pale, stroke = mixed(color, theme.card, PALE), 3 * unit
    low, first, median, third, top = (x_of(one) for one in spread[:5])
    reach = high * WHISKER / 2
    ops: list[Op] = [Line(((low, middle), (top, middle)), stroke, color)]
    ops += [Line(((x, middle - reach), (x, middle + reach)), stroke, color) for x in (low, top)]
    width = max(2 * stroke, third - first)
    ops.append(Box(first, middle - high * BOX / 2, width, high * BOX, pale, min(6 * unit, width / 4)))
    ops.append(Line(((median, middle - high * BOX / 2), (median, middle + high * BOX / 2)), 6 * unit, theme.text))
    return ops + [Circle(x_of(one), middle, 4 * unit, color) for one in dict.fromkeys(spread.far)]


def _benchmark(widget: BoxPlot, frame: Frame, scale: Scale, columns: _Columns, bands: Bands) -> list[Op]:
    if widget.benchmark is None or not scale.low <= widget.benchmark <= scale.high:
        return []
    x = columns.left + scale.share(widget.benchmark) * (columns.right - columns.left)
    dots = (0.1 * frame.unit, 12 * frame.unit)
    return [Line(((x, top), (x, end)), 4.5 * frame.unit, frame.theme.text, dots) for top, end in bands]
