"""The cells of a table as they are drawn: words, figures, bars, dates and lines of earlier values."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.figure.error_budget import budget_figure
from displayd.drawing.figure.figure import forms_of
from displayd.protocol.vocabulary import Level
from displayd.text.time_zones import time_zone
from displayd.text.unit import SPACE
from displayd.text.wholes import WHOLES
from displayd.tile.availability import Availability
from displayd.tile.cells import CellValue
from displayd.tile.frame import Frame
from displayd.widgets.table.widget import Column, Table

__all__ = ["TableCell", "column_cells", "key_column"]

# Midnight comes at a multiple of this in every time zone, and with it other words for the same day.
QUARTER_SECONDS = 900

# Beyond this, in seconds, no time zone knows a date.
LAST_MOMENT = 253_370_764_799


class TableCell(NamedTuple):
    """One cell."""

    text: str
    is_words: bool
    """False for numbers, and where there is nothing."""
    is_nothing: bool
    level: Level
    short: str
    """The same in fewer letters, for where there is no room."""
    share: float | None = None
    """Length of its bar, 0 to 1; None without one."""
    past: tuple[float | None, ...] = ()
    """Of a sparkline, oldest first."""


def column_cells(widget: Table, frame: Frame, index: int) -> list[TableCell]:
    """Every cell of a column, from the first row to the last; the figures align and have one scale."""
    column = widget.columns[index]
    values = [row[index] if index < len(row) else None for row in widget.rows]
    if column.show == "sparkline":
        return [_line_cell(value) for value in values]
    if column.show == "date":
        return [_date_cell(frame, value) for value in values]
    amounts = [None if isinstance(value, str) else value for value in values]
    unit, is_difference = column.unit, column.show == "difference"
    if is_difference and unit in WHOLES:
        # Percentages differ in points.
        amounts = [None if amount is None else amount * 100 / WHOLES[unit] for amount in amounts]
        unit = "suffix: points"
    quantities = frame.format.column(amounts, unit, column.decimals)
    top = _top(column, amounts) if column.show == "bar" else 0.0
    cells = []
    for value, quantity in zip(values, quantities, strict=True):
        if isinstance(value, str):
            cells.append(TableCell(value, True, False, "none", value))
            continue
        known = column.availability_of(value)
        if known is not None:
            cells.append(_uptime_cell(frame, column, known))
            continue
        forms = forms_of(quantity, unit)
        if is_difference and column.unit in WHOLES and value is not None:
            points = frame.format.points(quantity.digits)
            forms = [quantity._replace(suffix=f"{SPACE}{points}"), quantity._replace(suffix="")]
        texts = [form.text for form in forms]
        # What is too little to be seen in so many decimals has no sign.
        if is_difference and value is not None and value > 0 and any(digit in texts[0] for digit in "123456789"):
            texts = [f"+{text}" for text in texts]
        share = None if not top or value is None else min(1.0, max(0.0, value / top))
        cells.append(TableCell(texts[0], False, value is None, column.level_of(value), min(texts, key=len), share))
    return cells


def _uptime_cell(frame: Frame, column: Column, known: Availability) -> TableCell:
    """What is left of the error budget, and how much of it is used; a number without those words would be anything."""
    text, budget = budget_figure(known, frame).text, known.budget
    share = None if budget is None or column.show != "bar" else min(1.0, budget.used_share)
    return TableCell(text, False, False, known.level, text, share)


def key_column(widget: Table, cells: Sequence[Sequence[TableCell]]) -> int:
    """Number of the column that the table is about: the one that says so, else the first of numbers; -1 for none.

    Args:
        cells: of all columns, see `column_cells`.
    """
    said = [index for index, column in enumerate(widget.columns) if column.key]
    figures = [
        index
        for index, column in enumerate(cells)
        if index and any(not cell.is_nothing and not cell.is_words and not cell.past for cell in column)
    ]
    return next(iter([*said, *figures]), -1)


def _top(column: Column, amounts: Sequence[float | None]) -> float:
    """The amount of a full bar; 0 where there is nothing above 0."""
    if column.maximum is not None:
        return max(0.0, column.maximum)
    return max(WHOLES.get(column.unit, 0.0), *(amount or 0.0 for amount in amounts))


def _line_cell(value: CellValue) -> TableCell:
    words = value.replace(",", " ").replace(";", " ").split() if isinstance(value, str) else []
    past = tuple(_number(word) for word in words)
    if not any(one is not None for one in past):
        return TableCell("–", False, True, "none", "–")
    return TableCell("", False, False, "none", "", past=past)


def _number(word: str) -> float | None:
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _date_cell(frame: Frame, value: CellValue) -> TableCell:
    """The day in few letters; words that are no date stay as they are."""
    moment = _moment(value, frame.format.timezone) if value is not None else None
    if moment is None:
        return TableCell(str(value), True, False, "none", str(value)) if value is not None else _nothing()
    frame.changes_at((frame.unix_time // QUARTER_SECONDS + 1) * QUARTER_SECONDS)
    text = frame.format.day(moment, frame.unix_time)
    return TableCell(text, True, False, "none", text)


def _nothing() -> TableCell:
    return TableCell("–", False, True, "none", "–")


def _moment(value: float | str, timezone: str) -> float | None:
    """Unix time of a cell; None for what is none."""
    if not isinstance(value, str):
        return value if 0 <= value <= LAST_MOMENT else None
    try:
        found = datetime.datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    if not 1970 < found.year < 9999:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=time_zone(timezone))).timestamp()
