"""Rows and columns."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Level, level_of, worst
from displayd.tile.availability import Availability, uptime_of
from displayd.tile.cells import CellValue
from displayd.tile.fields import (
    Amber,
    Decimals,
    GoodDirection,
    HistorySeconds,
    ItemLabel,
    Maximum,
    Red,
    UnitName,
    UptimeDays,
)
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Column", "Table"]


class Column(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What the cells of one column are."""

    label: Annotated[ItemLabel, Meta(description="Heading of the column.")] = ""

    unit: Annotated[UnitName, Meta(description="A unit name as Grafana has it, of the numbers in the column.")] = (
        "short"
    )

    decimals: Decimals = None

    align: Annotated[
        Literal["left", "center", "right"] | None,
        role("look", "When left out, columns of numbers are set right and all others left."),
    ] = None

    direction: Annotated[
        GoodDirection, Meta(description="Which way is good for the numbers in the column: `up`, `down` or `none`.")
    ] = "none"

    show: Annotated[
        Literal["figure", "difference", "bar", "background", "sparkline", "date"],
        role(
            "look",
            "How the cells are drawn: as `figure`; as `difference` of two figures, with its sign, that of percentages "
            "in points; with a `bar` beside it; on a `background` in the colour of its level; as a `sparkline`, where "
            "a cell is text with numbers between blanks, oldest first (`12 14 9`); or as a `date`, where a cell is a "
            "Unix time in seconds or an ISO 8601 date (`2026-12-03`).",
        ),
    ] = "figure"

    key: Annotated[
        bool,
        role(
            "look",
            "True for the column that the table is about: its figures are larger, and it stays where there is no "
            "room for all. When no column says so, it is the first column of numbers.",
        ),
    ] = False

    maximum: Annotated[
        Maximum,
        Meta(description="Upper end of the bars; 100 % for shares, else the largest number, when left out."),
    ] = None

    history_seconds: Annotated[
        HistorySeconds, Meta(description="How long the lines of the column are, seconds; said in words in its heading.")
    ] = None

    uptime_days: Annotated[
        UptimeDays,
        role(
            "scale",
            "Set for a column of shares of the last so many days that something was up: the cells say what is left of "
            "the time that `amber` allows, and a `bar` how much of it is used.",
        ),
    ] = None

    amber: Annotated[Amber, Meta(description="Where good ends for the numbers in the column.")] = None
    red: Annotated[Red, Meta(description="Where amber ends for the numbers in the column.")] = None

    def level_of(self, value: CellValue) -> Level:
        """How good a cell of this column is; words are neither good nor bad."""
        known = self.availability_of(value)
        if known is not None:
            return known.level
        return "none" if isinstance(value, str) else level_of(value, self.direction, self.amber, self.red)

    def availability_of(self, value: CellValue) -> Availability | None:
        """What a cell says of the period; None for what is no uptime, such as words."""
        if isinstance(value, str) or self.show == "difference":
            return None
        return uptime_of(value, self.amber, self.unit, self.uptime_days, self.decimals)


class Table(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="table"):
    """Words and figures in rows, as many as fit; then the next ones, at the same time on all screens."""

    PACKAGE: ClassVar[str] = "displayd.widgets.table"

    columns: Annotated[
        list[Column],
        Meta(max_length=12),
        role(
            "parts",
            "The most important first: the last ones are left out where there is no room, but the key one, and `+3` "
            "beside the title says so. When left out, those that the metric has names for.",
            fills="columns",
        ),
    ] = []

    rows: Annotated[
        list[Annotated[list[CellValue], Meta(max_length=12)]],
        Meta(max_length=200),
        role("cells", "Cells in the order of `columns`: text, number or null. Missing cells are empty.", fills="rows"),
    ] = []

    rotate_seconds: Annotated[
        float,
        Meta(ge=2, le=3600),
        role("pause", "How many seconds the rows stay before the next ones come, where not all fit."),
    ] = 8.0

    def is_empty(self) -> bool:
        """True without rows or without columns."""
        return not self.rows or not self.columns

    def level(self) -> Level:
        """Of the worst cell."""
        return worst(
            column.level_of(value) for row in self.rows for column, value in zip(self.columns, row, strict=False)
        )
