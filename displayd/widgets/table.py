"""Rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.scene import Color, Line, Op, Text, Weight
from displayd.widgets.base import Amount, Direction, Frame, Label, Level, Widget, level_of, worst
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.marks import level_mark
from displayd.widgets.rows import more_row, places_for
from displayd.widgets.tracks import TableCell, Track, best_tracks

__all__ = ["Column", "Table"]

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

    def level_of(self, value: CellValue) -> Level:
        """How good a cell of this column is; words are neither good nor bad."""
        return "none" if isinstance(value, str) else level_of(value, self.direction, self.amber, self.red)


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
        return worst(
            column.level_of(value) for row in self.rows for column, value in zip(self.columns, row, strict=False)
        )

    def draw(self, frame: Frame) -> list[Op]:
        """Headings, rows as far as they fit, and how many are left over."""
        area = frame.area
        heading = frame.small * 1.6 if any(column.label for column in self.columns) else 0.0
        if area.height < heading + frame.label * 2.4:
            heading = 0.0
        foot = frame.small * 1.4
        count, left_over = places_for(area.height - heading, frame.label * 1.4, len(self.rows), foot)
        pitch = min((area.height - heading - (foot if left_over else 0.0)) / count, frame.label * 2.0)
        cells = [self._cells(frame, row) for row in self.rows[:count]]
        tracks, size = best_tracks(
            frame, [column.label for column in self.columns], self._aligns(cells), cells, pitch / 1.1
        )
        ops: list[Op] = []
        if heading:
            for track in tracks:
                label, baseline = self.columns[track.column].label, area.y + frame.small * 0.9
                ops += _placed(label, track, baseline, frame.small, frame.theme.dim, "regular")
        for number, row in enumerate(cells):
            top = area.y + heading + number * pitch
            if number or heading:
                ops.append(Line(((area.x, top), (area.right, top)), 2 * frame.unit, frame.theme.grid))
            for track in tracks:
                ops += _cell_ops(frame, row[track.column], track, top + pitch / 2 + size * CAP_HEIGHT / 2, size)
        return ops + more_row(frame, left_over)

    def _cells(self, frame: Frame, row: list[CellValue]) -> list[TableCell]:
        cells = []
        for index, column in enumerate(self.columns):
            value = row[index] if index < len(row) else None
            is_words = isinstance(value, str)
            text = value if isinstance(value, str) else frame.format.text(value, column.unit, column.decimals)
            cells.append(TableCell(text, is_words, value is None, column.level_of(value)))
        return cells

    def _aligns(self, cells: list[list[TableCell]]) -> list[Literal["left", "center", "right"]]:
        return [
            column.align or ("left" if any(row[index].is_words for row in cells) else "right")
            for index, column in enumerate(self.columns)
        ]


def _cell_ops(frame: Frame, cell: TableCell, track: Track, baseline: float, size: float) -> list[Op]:
    theme = frame.theme
    is_bad = cell.level in ("amber", "red")
    color = theme.dim if cell.is_nothing else theme.level_color(cell.level) if is_bad else theme.text
    ops = _placed(cell.text, track, baseline, size, color, track.weight)
    width = min(frame.fonts.width(cell.text, size, track.weight), track.width)
    if is_bad and track.align == "right" and width + size <= track.width:
        x = track.x + track.width - width - size * 0.55
        ops += level_mark(cell.level, x, baseline - size * CAP_HEIGHT / 2, size * 0.55, theme)
    return ops


def _placed(text: str, track: Track, baseline: float, size: float, color: Color, weight: Weight) -> list[Op]:
    x = track.x + track.width * {"left": 0.0, "center": 0.5, "right": 1.0}[track.align]
    return [Text(x, baseline, text, size, color, track.align, weight, track.width)] if text else []
