"""How figures spread in each segment."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.protocol.vocabulary import Level, worst
from displayd.tile.cells import CellValue
from displayd.tile.fields import Maximum, Minimum, Target
from displayd.tile.roles import role
from displayd.tile.widget import Measured
from displayd.widgets.boxplot.quartiles import Spread, spread_of

__all__ = ["BoxPlot"]


class BoxPlot(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="boxplot"):
    """How figures spread in each segment: a box for the middle half, a line in it for the median, and a benchmark.

    Thresholds judge the medians.
    """

    PACKAGE: ClassVar[str] = "displayd.widgets.boxplot"

    rows: Annotated[
        list[Annotated[list[CellValue], Meta(max_length=501)]],
        Meta(max_length=60),
        role("cells", "The name of a segment, then its figures, as `cells` says; null is left out.", fills="rows"),
    ] = []

    cells: Annotated[
        Literal["values", "quartiles"],
        role(
            "look",
            "What stands after the name: `values` in any order, of which the widget works out the quartiles, or five "
            "`quartiles`: least, first quartile, median, third quartile, most.",
        ),
    ] = "values"

    benchmark: Annotated[
        Target, Meta(description="Drawn as a dotted line across all segments, for example the median of the market.")
    ] = None

    minimum: Annotated[Minimum, Meta(description="Lower end of the scale; chosen by the figures when left out.")] = None
    maximum: Annotated[Maximum, Meta(description="Upper end of the scale; chosen by the figures when left out.")] = None

    def is_empty(self) -> bool:
        """True without a single figure."""
        return all(spread is None for _, spread in self.segments())

    def level(self) -> Level:
        """Of the worst median."""
        return worst(self.level_of(spread.median) for _, spread in self.segments() if spread)

    def segments(self) -> list[tuple[str, Spread | None]]:
        """Name and spread of each segment; None for one without figures, or whose quartiles are not in order."""
        found = []
        for row in self.rows:
            name = row[0] if row and isinstance(row[0], str) else ""
            numbers = [float(cell) for cell in row[bool(name) :] if isinstance(cell, int | float)]
            found.append((name, spread_of(numbers, self.cells == "quartiles")))
        return found
