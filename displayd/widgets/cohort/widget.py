"""How many of those who came together are still there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Label, Level, worst
from displayd.tile.cells import CellValue, amounts_after
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Cohort"]


class Cohort(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="cohort"):
    """Groups by the time of their start, and what became of each with its age: a triangle of colours."""

    DRAWING: ClassVar[str] = "displayd.widgets.cohort.drawing"

    columns: Annotated[
        list[Label],
        Meta(max_length=62),
        role(
            "caption",
            "Headings of the ages; 0, 1, 2 ... when left out. More of them, and the first ones are "
            "those of name and size.",
        ),
    ] = []

    rows: Annotated[
        list[Annotated[list[CellValue], Meta(max_length=62)]],
        Meta(max_length=60),
        role(
            "cells",
            "A name, how large the group was at its start, then an amount for each age; the youngest "
            "group has the fewest.",
            fills="rows",
        ),
    ] = []

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Customers kept, by month",
            "unit": "percentunit",
            "decimals": 0,
            "rows": [
                ["Jun", 120, 1.0, 0.91, 0.86, 0.82, 0.8, 0.79],
                ["Jul", 134, 1.0, 0.89, 0.83, 0.78, 0.75],
                ["Aug", 98, 1.0, 0.93, 0.9, 0.88],
                ["Sep", 156, 1.0, 0.84, 0.71],
                ["Oct", 171, 1.0, 0.9],
                ["Nov", 188, 1.0],
            ],
        },
        "a year": {
            "title": "Still active after weeks",
            "unit": "percentunit",
            "columns": [f"w{age}" for age in range(16)],
            "rows": [
                [
                    f"Week {week}",
                    1000 + 13 * week,
                    *(round(0.35 + 0.65 / (1 + 0.35 * age), 3) for age in range(16 - week)),
                ]
                for week in range(16)
            ],
        },
        "awkward": {
            "title": "Holes and giants",
            "columns": ["Cohort", "Size", "start", "later"],
            "rows": [
                ["A name that is much too long for the tile that it was given", 9_999_999_999, 9_999_999_999, -1],
                ["", None, None, 0.5],
                ["words", "many", "none", 0],
                [],
            ],
        },
        "one": {"title": "First month", "unit": "percentunit", "rows": [["Nov", 188, 1.0]]},
    }

    def is_empty(self) -> bool:
        """True without a single amount."""
        return all(value is None for row in amounts_after(self.rows, 2) for value in row)

    def level(self) -> Level:
        """Of the worst amount."""
        return worst(self.level_of(value) for row in amounts_after(self.rows, 2) for value in row)
