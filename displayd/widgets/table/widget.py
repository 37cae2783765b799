"""Rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.drawing.figure.figure import CAP_HEIGHT
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import RowPlan, more_row, row_plan
from displayd.protocol.vocabulary import Amount, Direction, Label, Level, level_of, worst
from displayd.scene.operations import Align, Color, Line, Op, Text, Weight
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget
from displayd.widgets.table.tracks import MARK, TableCell, Track, best_tracks

__all__ = ["Column", "Table"]

# Heights of a row and of the row of headings, in font sizes.
LINE, HEADING_LINE = 1.25, 1.4

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

    DROPS: ClassVar[tuple[str, ...]] = ("about", "last columns", "last rows", "headings")

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

    def wanted_height(self, frame: Frame) -> float:
        """Headings and all rows."""
        return self._heading(frame) + len(self.rows) * frame.label * LINE

    def draw(self, frame: Frame) -> list[Op]:
        """Headings, rows as far as they fit, and how many are left over."""
        area, theme = frame.area, frame.theme
        heading, plan = self._plan(frame)
        cells = [self._cells(frame, row) for row in self.rows[: plan.shown]]
        labels = [column.label if heading else "" for column in self.columns]
        tracks, size = best_tracks(frame, labels, self._aligns(cells), cells, plan.size)
        ops: list[Op] = []
        if heading:
            for track in tracks:
                label, baseline = labels[track.column], area.y + frame.small * 0.9
                ops += _placed(label, track, baseline, frame.small, theme.dim, "regular")
        for number, row in enumerate(cells):
            top = area.y + heading + number * plan.pitch
            if number or heading:
                ops.append(Line(((area.x, top), (area.right, top)), 2 * frame.unit, theme.grid))
            for track in tracks:
                ops += _cell_ops(frame, row[track.column], track, top + plan.pitch / 2 + size * CAP_HEIGHT / 2, size)
        return ops + more_row(frame, plan.left_over)

    def _heading(self, frame: Frame) -> float:
        """Height of the row of headings, px; 0 when no column has one."""
        return frame.small * HEADING_LINE if any(column.label for column in self.columns) else 0.0

    def _plan(self, frame: Frame) -> tuple[float, RowPlan]:
        """Height of the headings, px, and the rows; two rows say more than one with headings."""
        heading, count = self._heading(frame), len(self.rows)
        plan = row_plan(frame, frame.area.height - heading, count, LINE)
        if heading and (plan.shown < min(2, count) or plan.size < frame.small * 0.999):
            return 0.0, row_plan(frame, frame.area.height, count, LINE)
        return heading, plan

    def _cells(self, frame: Frame, row: list[CellValue]) -> list[TableCell]:
        cells = []
        for index, column in enumerate(self.columns):
            value = row[index] if index < len(row) else None
            if isinstance(value, str):
                cells.append(TableCell(value, True, False, "none", value))
                continue
            forms = [form.text for form in frame.format.forms(value, column.unit, column.decimals)]
            cells.append(TableCell(forms[0], False, value is None, column.level_of(value), min(forms, key=len)))
        return cells

    def _aligns(self, cells: list[list[TableCell]]) -> list[Align]:
        return [
            column.align or ("left" if any(row[index].is_words for row in cells) else "right")
            for index, column in enumerate(self.columns)
        ]


def _cell_ops(frame: Frame, cell: TableCell, track: Track, baseline: float, size: float) -> list[Op]:
    """One cell; the mark of a bad level stands before its figure, after words."""
    theme, text = frame.theme, track.text(cell)
    if cell.level not in ("amber", "red"):
        return _placed(text, track, baseline, size, theme.dim if cell.is_nothing else theme.text, track.weight)
    color = theme.level_color(cell.level)
    if track.width < 2 * size:
        return _placed(text, track, baseline, size, color, track.weight)
    room = max(track.width - size * MARK, 0.0)
    middle, reach = baseline - size * CAP_HEIGHT / 2, min(track.text_width, room)
    own = min(frame.fonts.width(text, size, track.weight), room)
    if track.align == "left":
        return [
            *_placed(text, track._replace(width=room), baseline, size, color, track.weight),
            *level_mark(cell.level, track.x + own + size * 0.5, middle, size * 0.55, theme),
        ]
    if track.align == "center":
        left = track.x + (track.width - own - size * MARK) / 2 + size * MARK
        inner = track._replace(x=left, width=own, align="left")
    else:
        left = track.x + track.width - reach
        inner = track._replace(x=track.x + track.width - room, width=room)
    return [
        *_placed(text, inner, baseline, size, color, track.weight),
        *level_mark(cell.level, left - size * 0.5, middle, size * 0.55, theme),
    ]


def _placed(text: str, track: Track, baseline: float, size: float, color: Color, weight: Weight) -> list[Op]:
    x = track.x + track.width * {"left": 0.0, "center": 0.5, "right": 1.0}[track.align]
    return [Text(x, baseline, text, size, color, track.align, weight, track.width)] if text else []
