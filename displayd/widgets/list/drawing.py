"""The things whose turn it is, in rows."""

from __future__ import annotations

from displayd.drawing.figure.figure import figure_forms
from displayd.scene.operations import Op
from displayd.text.units import unit_of
from displayd.tile.frame import Frame
from displayd.widgets.list.rows import LINE, TWO_LINES, ShownItem, item_rows
from displayd.widgets.list.widget import Row, RowList

__all__ = ["draw", "wanted_height"]

QUARTER_SECONDS = 900
"""Midnight comes at a multiple of this in every time zone, and with it other words for the same moment."""


def draw(widget: RowList, frame: Frame) -> list[Op]:
    """The rows whose turn it is, and which of all they are."""
    return item_rows(frame, [_shown(widget, frame, item) for item in widget.items], widget.rotate_seconds)


def wanted_height(widget: RowList, frame: Frame) -> float:
    """All rows, with their details."""
    has_details = any(item.detail or item.time is not None for item in widget.items)
    return len(widget.items) * frame.label * (TWO_LINES if has_details else LINE)


def _shown(widget: RowList, frame: Frame, item: Row) -> ShownItem:
    time, texts = "", []
    if item.time is not None and frame.has_time:
        time = frame.format.moment(item.time, frame.unix_time)
        frame.changes_at((frame.unix_time // QUARTER_SECONDS + 1) * QUARTER_SECONDS)
    if item.value is not None or unit_of(widget.unit).word_for(None):
        texts = [form.text for form in figure_forms(frame, item.value, widget.unit, widget.decimals)]
    label, detail = (item.label, item.detail) if item.label else (item.detail, "")
    return ShownItem(label, detail, time, texts, widget.level_of_item(item))
