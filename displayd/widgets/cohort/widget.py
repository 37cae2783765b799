"""How many of those who came together are still there."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Label, Level, worst
from displayd.tile.cells import CellValue, amounts_after
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Cohort"]


class Cohort(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="cohort"):
    """Groups by the time of their start, and what became of each with its age: a triangle of colours."""

    PACKAGE: ClassVar[str] = "displayd.widgets.cohort"

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

    def is_empty(self) -> bool:
        """True without a single amount."""
        return all(value is None for row in amounts_after(self.rows, 2) for value in row)

    def level(self) -> Level:
        """Of the worst amount."""
        return worst(self.level_of(value) for row in amounts_after(self.rows, 2) for value in row)
