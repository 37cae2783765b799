"""Rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, NamedTuple

from msgspec import Meta, Struct

from displayd.scene import Align, Color, Line, Op, Text, Weight
from displayd.widgets.base import Amount, Direction, Frame, Label, Level, Widget, level_of, worst
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.marks import level_mark
from displayd.widgets.rows import more_row, places_for

__all__ = ["Column", "Table"]

# A column of words that is cut narrower than this many font sizes says nothing.
NARROWEST = 5

CellValue = Annotated[str, Meta(max_length=200)] | Amount | None


class Column(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What the cells of one column are."""

    label: Label = ""
    unit: Annotated[str, Meta(max_length=40)] = "short"
    """Of the numbers in the column."""

    decimals: Annotated[int, Meta(ge=0, le=6)] | None = None
    align: Literal["left", "center", "right"] | None = None
    """When left out, columns of numbers are set right and all others left."""

    direction: Direction = "none"
    amber: Amount | None = None
    """Where good ends for the numbers in the column."""
    red: Amount | None = None
    """Where amber ends for the numbers in the column."""


class Table(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="table"):
    """Words and figures in rows; the first ones are shown when there is no room for all."""

    columns: Annotated[list[Column], Meta(max_length=12)] = []
    """The most important first: the last ones are left out where there is no room."""

    rows: Annotated[list[Annotated[list[CellValue], Meta(max_length=12)]], Meta(max_length=200)] = []
    """Cells in the order of `columns`: text, number or null. Missing cells are empty."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Silent accounts",
            "columns": [
                {"label": "Account"},
                {"label": "Revenue", "unit": "currencyEUR", "decimals": 0},
                {"label": "Health", "direction": "up", "amber": 75, "red": 50},
                {"label": "Renewal"},
            ],
            "rows": [
                ["Northwind Traders", 84_500, 42, "3 Dec"],
                ["Contoso", 61_250, 71, "14 Dec"],
                ["Fabrikam", 38_000, 88, "9 Jan"],
                ["Tailspin Toys", 12_400, 64, "30 Jan"],
                ["Wide World Importers", 9_900, 49, "2 Feb"],
            ],
        },
        "more than fits": {
            "title": "Slowest queries",
            "columns": [{"label": "Query"}, {"label": "Calls"}, {"label": "Mean", "unit": "ms"}],
            "rows": [[f"select_{number}", 100 * number, 12.5 * number] for number in range(1, 40)],
        },
        "awkward": {
            "title": "Holes and giants",
            "columns": [
                {"label": "A heading longer than its column"},
                {"label": "Value"},
                {"label": "", "align": "center"},
            ],
            "rows": [
                ["A cell with far more words in it than any tile on any television has room for", 9_999_999_999, "yes"],
                [None, -0.000012, None],
                ["short row"],
            ],
        },
        "one row": {"title": "Next release", "columns": [{"label": ""}, {"label": ""}], "rows": [["4.2", "Friday"]]},
    }

    def is_empty(self) -> bool:
        """True without rows or without columns."""
        return not self.rows or not self.columns

    def level(self) -> Level:
        """Of the worst cell."""
        return worst(self._level(row, index) for row in self.rows for index in range(len(self.columns)))

    def draw(self, frame: Frame) -> list[Op]:
        """Headings, rows as far as they fit, and how many are left over."""
        area, unit, theme = frame.area, frame.unit, frame.theme
        heading = frame.small * 1.6 if any(column.label for column in self.columns) else 0.0
        if area.height < heading + frame.label * 2.4:
            heading = 0.0
        count, left_over = places_for(area.height - heading, frame.label * 1.4, len(self.rows), frame.small * 1.4)
        foot = frame.small * 1.4 if left_over else 0.0
        pitch = min((area.height - heading - foot) / count, frame.label * 2.0)
        tracks, size = self._best_tracks(frame, self.rows[:count], pitch / 1.1)
        ops: list[Op] = []
        if heading:
            for track in tracks:
                label = self.columns[track.column].label
                ops += _placed(label, track, area.y + frame.small * 0.9, frame.small, theme.dim, "regular")
        for number, row in enumerate(self.rows[:count]):
            top = area.y + heading + number * pitch
            if number or heading:
                ops.append(Line(((area.x, top), (area.right, top)), 2 * unit, theme.grid))
            baseline = top + pitch / 2 + size * CAP_HEIGHT / 2
            for track in tracks:
                ops += self._cell(frame, row, track, baseline, size)
        return ops + more_row(frame, left_over)

    def _cell(self, frame: Frame, row: list[CellValue], track: _Track, baseline: float, size: float) -> list[Op]:
        theme = frame.theme
        level = self._level(row, track.column)
        text = self._text(frame, row, track.column)
        weight: Weight = "medium" if track.is_number else "regular"
        color = theme.level_color(level) if level in ("amber", "red") else theme.text
        ops = _placed(text, track, baseline, size, theme.dim if text == frame.format.text(None) else color, weight)
        width = min(frame.fonts.width(text, size, weight), track.width)
        if level in ("amber", "red") and track.align == "right" and width + size <= track.width:
            x = track.x + track.width - width - size * 0.55
            ops += level_mark(level, x, baseline - size * CAP_HEIGHT / 2, size * 0.55, theme)
        return ops

    def _value(self, row: list[CellValue], index: int) -> CellValue:
        return row[index] if index < len(row) else None

    def _text(self, frame: Frame, row: list[CellValue], index: int) -> str:
        value, column = self._value(row, index), self.columns[index]
        if isinstance(value, str):
            return value
        return frame.format.text(value, column.unit, column.decimals)

    def _level(self, row: list[CellValue], index: int) -> Level:
        value, column = self._value(row, index), self.columns[index]
        return "none" if isinstance(value, str) else level_of(value, column.direction, column.amber, column.red)

    def _best_tracks(self, frame: Frame, rows: list[list[CellValue]], largest: float) -> tuple[list[_Track], float]:
        """The tracks and the font size: smaller rather than a cell that is cut or a column that is left out."""
        middle = (frame.label + frame.small) / 2
        for size in (frame.label, middle, frame.small):
            tracks, is_whole = self._tracks(frame, rows, min(size, largest))
            if is_whole:
                return tracks, min(size, largest)
        return self._tracks(frame, rows, min(middle, largest))[0], min(middle, largest)

    def _tracks(self, frame: Frame, rows: list[list[CellValue]], size: float) -> tuple[list[_Track], bool]:
        """Place of each column, and whether nothing is cut or left out.

        Columns are as wide as their content; words are cut before figures, the last columns left out first.
        """
        space = size * 0.9
        natural: list[float] = []
        numbers: list[bool] = []
        for index, column in enumerate(self.columns):
            values = [self._value(row, index) for row in rows]
            is_number = all(not isinstance(value, str) for value in values)
            has_mark = any(self._level(row, index) in ("amber", "red") for row in rows)
            weight: Weight = "medium" if is_number else "regular"
            widths = [frame.fonts.width(self._text(frame, row, index), size, weight) for row in rows]
            widest = max(widths) + (size * 1.1 if has_mark else 0.0)
            natural.append(max(widest, min(frame.fonts.width(column.label, frame.small), size * 5)))
            numbers.append(is_number)
        for count in range(len(self.columns), 0, -1):
            room = frame.area.width - space * (count - 1)
            least = [
                width if is_number else min(width, size * NARROWEST)
                for width, is_number in zip(natural[:count], numbers, strict=False)
            ]
            if sum(least) <= room or count == 1:
                break
        is_whole = count == len(self.columns) and sum(natural) <= room
        return self._laid_out(frame, _shared(natural[:count], least, room), numbers, space), is_whole

    def _laid_out(self, frame: Frame, widths: list[float], numbers: list[bool], space: float) -> list[_Track]:
        tracks = []
        x = float(frame.area.x)
        for index, width in enumerate(widths):
            align: Align = self.columns[index].align or ("right" if numbers[index] else "left")
            tracks.append(_Track(index, x, width, align, numbers[index]))
            x += width + space
        return tracks


class _Track(NamedTuple):
    """Where a column stands, px."""

    column: int
    x: float
    width: float
    align: Align
    is_number: bool


def _shared(natural: list[float], least: list[float], room: float) -> list[float]:
    """Widths of columns in `room` px: too much is taken from the widest, too little given to the first."""
    widths = [min(one, room) for one in natural]
    while (excess := sum(widths) - room) > 0.01:
        spare = [width - small for width, small in zip(widths, least, strict=True)]
        widest = max(range(len(widths)), key=lambda index: (spare[index] > 0.005, widths[index]))
        if spare[widest] <= 0.005:
            break
        others = [width for index, width in enumerate(widths) if index != widest and spare[index] > 0.005]
        step = max(widths[widest] - max(others, default=0.0), 1.0)
        widths[widest] -= min(excess, spare[widest], step)
    widths[0] += max(0.0, room - sum(widths))
    return widths


def _placed(text: str, track: _Track, baseline: float, size: float, color: Color, weight: Weight) -> list[Op]:
    x = track.x + track.width * {"left": 0.0, "center": 0.5, "right": 1.0}[track.align]
    return [Text(x, baseline, text, size, color, track.align, weight, track.width)] if text else []
