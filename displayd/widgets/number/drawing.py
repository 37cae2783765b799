"""A figure with its notes and its recent history."""

from __future__ import annotations

from typing import NamedTuple

from displayd.drawing.chart.trend_line import is_trend, span_words, trendline
from displayd.drawing.figure.column import Column, Graphic, column_offer, column_ops
from displayd.drawing.figure.error_budget import error_budget, error_budget_height, error_budget_offer
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.headline import Headline, headline, headline_height, largest_figure
from displayd.drawing.figure.notes import compared_notes, notes_width
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame
from displayd.widgets.number.widget import Number

__all__ = ["draw", "explained_height", "offer", "wanted_height"]

# The sparkline, in labels: lower than this it says nothing; in shares of the tile: more would be the main thing.
LOWEST_LINE = 1.6

LINE_SHARE = 0.3

# In a tile so many times as wide as high the sparkline is on the right; shares of the width that it has there.
WIDE = 2.3

BESIDE_SHARE = 0.34

MOST_BESIDE = 0.55


def draw(widget: Number, frame: Frame) -> list[Op]:
    """The figure with change and target under it; the sparkline along the bottom, or on the right of a wide tile.

    The figure and what is said about it come first: the line has what they leave. An uptime is its error budget.
    """
    if widget.availability is not None:
        return error_budget(widget.availability, frame)
    if frame.fit is not None:
        return column_ops(frame, _column(widget, frame), frame.fit)
    place = _place(widget, frame)
    top = place.text.y + (place.text.height - place.head.height) / 2
    if frame.is_poster:
        ops = place.head.draw_centred(frame, place.text.x + place.text.width / 2, top)
    else:
        ops = place.head.draw(frame, place.text.x, top)
    return ops + _line(widget, frame, place.line)


def offer(widget: Number, frame: Frame, shape: Shape) -> Offer | None:
    """The figure over its sparkline, or beside it."""
    if widget.availability is not None:
        return error_budget_offer(widget.availability, frame, shape)
    return column_offer(frame, _column(widget, frame), shape)


def _column(widget: Number, frame: Frame) -> Column:
    forms = figure_forms(frame, widget.value, widget.unit, widget.decimals)
    least, most = LOWEST_LINE * frame.label, max(LOWEST_LINE * frame.label, LINE_SHARE * frame.area.height)

    def draw_line(frame: Frame, room: Rect) -> list[Op]:
        return _line(widget, frame, room)

    span = span_words(frame, widget.history_seconds)
    graphic = Graphic(least, most, draw_line, span, is_face=False) if is_trend(widget.history) else None
    return Column(forms, compared_notes(frame, widget, widget.target), graphic)


def _line(widget: Number, frame: Frame, room: Rect) -> list[Op]:
    says_span = frame.fit is None or frame.fit.says_span
    span = span_words(frame, widget.history_seconds) if says_span else ""
    return trendline(frame, widget.history, room, frame.theme.series[0], span)


def wanted_height(widget: Number, frame: Frame) -> float:
    """A figure of good size with all its notes, and the sparkline where there is a history."""
    if widget.availability is not None:
        return error_budget_height(widget.availability, frame)
    area, notes = frame.area, compared_notes(frame, widget, widget.target)
    below = headline_height(frame, notes, area.width) + (2.4 * frame.label if is_trend(widget.history) else 0.0)
    if not is_trend(widget.history) or not _is_wide(area):
        return below
    width = _beside(frame).width
    has_room = all(notes_width(frame, [note], frame.small) <= width for note in notes)
    return headline_height(frame, notes, width) if has_room else below


def explained_height(widget: Number, frame: Frame) -> float:
    """A figure of good size with all its notes."""
    if widget.availability is not None:
        return error_budget_height(widget.availability, frame)
    return headline_height(frame, compared_notes(frame, widget, widget.target), frame.area.width)


def _place(widget: Number, frame: Frame) -> _Place:
    area = frame.area
    full = _headline(widget, frame, area)
    if not is_trend(widget.history):
        return _Place(full, area, _NOWHERE)
    enough = min(0.99 * full.size, 2.0 * frame.label)
    beside = None if frame.is_poster else _with_line_beside(widget, frame)
    for place in (beside, _with_line_below(widget, frame)):
        if place is not None and place.head.notes == full.notes and place.head.size >= enough:
            return place
    return _Place(full, area, _NOWHERE)


def _with_line_beside(widget: Number, frame: Frame) -> _Place | None:
    """With the sparkline on the right, where it has what the words leave free."""
    area = frame.area
    if not _is_wide(area):
        return None
    text = _beside(frame)
    head = _headline(widget, frame, text)
    left = max(area.x + head.width(frame) + 3 * frame.gap, area.right - MOST_BESIDE * area.width)
    line = Rect(round(left), area.y, area.right - round(left), area.height)
    return _Place(head, text, line)


def _with_line_below(widget: Number, frame: Frame) -> _Place:
    area = frame.area
    high = round(max(LOWEST_LINE * frame.label, min(LINE_SHARE * area.height, 170 * frame.unit)))
    text = area.inset(0, 0, 0, high + round(frame.gap))
    line = Rect(area.x, area.bottom - high, area.width, high)
    return _Place(_headline(widget, frame, text), text, line)


def _headline(widget: Number, frame: Frame, room: Rect) -> Headline:
    notes = compared_notes(frame, widget, widget.target)
    return headline(frame, widget, widget.value, notes, room.width, room.height, largest_figure(frame))


class _Place(NamedTuple):
    """What is drawn, and where."""

    head: Headline
    text: Rect
    line: Rect
    """Of the sparkline; empty where it is left out."""


_NOWHERE = Rect(0, 0, 0, 0)


def _is_wide(area: Rect) -> bool:
    return area.width > WIDE * area.height


def _beside(frame: Frame) -> Rect:
    """Room for the words in a wide tile with the sparkline on the right."""
    return frame.area.inset(0, 0, round(frame.area.width * BESIDE_SHARE + 3 * frame.gap), 0)
