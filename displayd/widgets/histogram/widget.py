"""How often each size comes."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.limits import MAX_POINTS
from displayd.protocol.vocabulary import Amount
from displayd.tile.cells import CellValue
from displayd.tile.fields import Decimals, Maximum, Minimum, Target, UnitName
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Histogram"]


class Histogram(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="histogram"):
    """How often each size comes: bars over ranges of a figure, and below what it is for half or most of them."""

    PACKAGE: ClassVar[str] = "displayd.widgets.histogram"

    values: Annotated[
        list[Amount | None],
        Meta(max_length=MAX_POINTS),
        role("past", "One figure each, in any order, which are counted into ranges.", fills="history"),
    ] = []

    rows: Annotated[
        list[Annotated[list[CellValue], Meta(max_length=12)]],
        Meta(max_length=100),
        role(
            "cells",
            "Ranges that were counted already, instead of `values`: lower end, upper end, how many. What is none is "
            "left out.",
            fills="rows",
        ),
    ] = []

    bins: Annotated[
        Annotated[int, Meta(ge=2, le=60)] | None,
        role("count", "About how many ranges `values` are counted into; chosen by how many there are when left out."),
    ] = None

    percentiles: Annotated[
        list[Annotated[float, Meta(ge=0, le=100)]],
        Meta(max_length=4),
        role(
            "count",
            "Shares in percent that are marked with the figure that so many do not exceed; 50 and 90 when left out.",
        ),
    ] = []

    unit: UnitName = "short"
    decimals: Decimals = None
    target: Annotated[Target, Meta(description="Drawn as a dotted line, for example what was promised.")] = None
    minimum: Annotated[Minimum, Meta(description="Lower end of the first range; what is less is counted in it.")] = None
    maximum: Annotated[Maximum, Meta(description="Upper end of the last range; what is more is counted in it.")] = None

    def is_empty(self) -> bool:
        """True without anything that was counted."""
        return not self.known() and not self.ranges()

    def known(self) -> list[float]:
        """The values that are known, rising."""
        return sorted(value for value in self.values if value is not None)

    def shares(self) -> list[float]:
        """The shares that are marked, rising, percent."""
        return sorted(set(self.percentiles)) or [50.0, 90.0]

    def ranges(self) -> list[tuple[float, float, float]]:
        """Lower end, upper end and count of the ranges of `rows`, rising; what is no range is left out."""
        found = []
        for row in self.rows:
            numbers = [cell for cell in row[:3] if isinstance(cell, int | float)]
            if len(numbers) == 3 and numbers[0] < numbers[1] and numbers[2] >= 0:
                found.append((float(numbers[0]), float(numbers[1]), float(numbers[2])))
        return sorted(found)
