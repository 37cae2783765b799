"""Where and when there is most."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Label, Level, worst
from displayd.tile.cells import CellValue, amounts_after
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Heatmap"]


class Heatmap(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="heatmap"):
    """Rows and columns of amounts as colours, the stronger the more; figures where there is room for them."""

    PACKAGE: ClassVar[str] = "displayd.widgets.heatmap"

    columns: Annotated[
        list[Label],
        Meta(max_length=61),
        role(
            "caption", "Headings of the amounts; one more than there are amounts, and the first is that of the names."
        ),
    ] = []

    rows: Annotated[
        list[Annotated[list[CellValue], Meta(max_length=61)]],
        Meta(max_length=60),
        role("cells", "A name, then amounts; null leaves a hole.", fills="rows"),
    ] = []

    def is_empty(self) -> bool:
        """True without a single amount."""
        return all(value is None for row in amounts_after(self.rows, 1) for value in row)

    def level(self) -> Level:
        """Of the worst amount."""
        return worst(self.level_of(value) for row in amounts_after(self.rows, 1) for value in row)
