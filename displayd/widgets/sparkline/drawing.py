"""A figure with its line, or a table of trends."""

from __future__ import annotations

from dataclasses import replace

from displayd.drawing.chart.trend_line import span_words, trendline
from displayd.drawing.figure.column import Column, Graphic, column_offer, column_ops
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import Headline, headline, headline_height, poster_figure
from displayd.drawing.figure.notes import Note, change_note, notes_of
from displayd.drawing.rows.graph_rows import GraphRow, GraphRows, graph_rows, rows_height
from displayd.drawing.rows.rows import MORE_LINE
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op, Text
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame
from displayd.tile.measure import level_of_item, measure_of
from displayd.widgets.sparkline.widget import Sparkline, Trend, newest

__all__ = ["draw", "offer", "wanted_height"]

# In a tile so many times as wide as high the line stands beside the figure.
WIDE = 1.9

# The line has at least so much of the tile, and so many labels of its height.
LINE_SHARE = 0.46

LOWEST_LINE = 1.1

# Font size of the figure at most, in 1080ths of the screen's short side: here the line is the main thing.
LARGEST_FIGURE = 150.0

# The same for a poster, as a share of the height of its tile.
POSTER_SHARE = 0.6


def draw(widget: Sparkline, frame: Frame) -> list[Op]:
    """The table when there are items, else the figure above the line or, in a wide tile, beside it."""
    if widget.items:
        return _table(widget, frame)
    if frame.fit is not None:
        return column_ops(frame, _column(widget, frame), frame.fit)
    text, line = _parts(frame)
    head = _headline(widget, frame, text)
    if head.size < frame.small:
        # A figure that can be read comes before the line.
        text, line = frame.area, Rect(0, 0, 0, 0)
        head = _headline(widget, frame, text)
    elif _is_wide(frame.area):
        # What the words leave free is the line's.
        left = round(frame.area.x + head.width(frame) + 3 * frame.gap)
        line = Rect(left, line.y, max(0, frame.area.right - left), line.height)
    top = text.y + (text.height - head.height) / 2
    return head.draw(frame, text.x, top) + _line(widget, frame, line)


def offer(widget: Sparkline, frame: Frame, shape: Shape) -> Offer | None:
    """The figure over its line, or beside it."""
    return None if widget.items else column_offer(frame, _column(widget, frame), shape)


def _column(widget: Sparkline, frame: Frame) -> Column:
    forms = figure_forms(frame, newest(widget), widget.unit, widget.decimals)
    least = LOWEST_LINE * frame.label

    def draw_line(frame: Frame, room: Rect) -> list[Op]:
        return _line(widget, frame, room)

    span = span_words(frame, widget.history_seconds)
    graphic = Graphic(least, max(least, LINE_SHARE * frame.area.height), draw_line, span)
    return Column(forms, _notes(widget, frame), graphic)


def _line(widget: Sparkline, frame: Frame, room: Rect) -> list[Op]:
    says_span = frame.fit is None or frame.fit.says_span
    span = span_words(frame, widget.history_seconds) if says_span else ""
    return trendline(frame, widget.history, room, frame.theme.series[0], span)


def wanted_height(widget: Sparkline, frame: Frame) -> float:
    """All rows; or the figure with its change, and a line as high as both."""
    if widget.items:
        return rows_height(frame, len(widget.items))
    words = headline_height(frame, _notes(widget, frame)[:1], frame.area.width)
    return words if _is_wide(frame.area) else 2 * words


def _table(widget: Sparkline, frame: Frame) -> list[Op]:
    rows = [_row(widget, frame, item) for item in widget.items]
    laid, span = graph_rows(frame, rows), span_words(frame, widget.history_seconds)
    if span:
        # The line of words under the rows, where it takes none of them away.
        upper = replace(frame, area=frame.area.inset(0, 0, 0, round(frame.small * MORE_LINE)))
        shorter = graph_rows(upper, rows)
        lines = [room for room in shorter.graphics if not room.is_empty]
        has_all = len(shorter.graphics) == len(laid.graphics) and shorter.size >= frame.small * 0.999
        if lines and has_all and len(lines) == sum(not room.is_empty for room in laid.graphics):
            width = frame.fonts.width(span, frame.small)
            start = lines[0].right - width if frame.is_mirrored else lines[0].x
            text = Text(start, frame.area.bottom - frame.small * 0.26, span, frame.small, frame.theme.dim)
            return [text, *_lines(widget, frame, shorter)]
    return _lines(widget, frame, laid)


def _lines(widget: Sparkline, frame: Frame, laid: GraphRows) -> list[Op]:
    frame.leaves_out(laid.untold)
    ops = laid.ops
    for item, room in zip(widget.items, laid.graphics, strict=False):
        ops += trendline(frame, item.history, room, frame.theme.series[0])
    return ops


def _headline(widget: Sparkline, frame: Frame, room: Rect) -> Headline:
    return headline(frame, widget, newest(widget), _notes(widget, frame), room.width, room.height, _largest(frame))


def _notes(widget: Sparkline, frame: Frame) -> list[Note]:
    return notes_of(frame, widget, newest(widget), widget.previous, widget.previous_label, None)


def _row(widget: Sparkline, frame: Frame, item: Trend) -> GraphRow:
    measure, value = measure_of(widget, item), newest(item)
    forms = figure_forms(frame, value, measure.unit, measure.decimals)
    return GraphRow(
        item.label, forms, level_of_item(widget, item, value), change_note(frame, measure, value, item.previous)
    )


def _largest(frame: Frame) -> float:
    """Font size of the figure at most, in 1080ths of the screen's short side."""
    return poster_figure(frame, LARGEST_FIGURE, POSTER_SHARE)


def _is_wide(area: Rect) -> bool:
    return area.width > WIDE * area.height


def _parts(frame: Frame) -> tuple[Rect, Rect]:
    """Room for the words, and for the line; that is empty where both have no room."""
    area = frame.area
    if _is_wide(area):
        width = round(area.width * (1 - LINE_SHARE) - 3 * frame.gap)
        return Rect(area.x, area.y, width, area.height), area
    high = round(max(LINE_SHARE * area.height, area.height - _largest(frame) * 2 * frame.unit))
    # The figure is never smaller than the smallest text.
    high = min(high, area.height - round(1.2 * frame.label))
    if high < LOWEST_LINE * frame.small:
        return area, Rect(0, 0, 0, 0)
    words = Rect(area.x, area.y, area.width, area.height - high - round(frame.gap))
    return words, Rect(area.x, area.bottom - high, area.width, high)
