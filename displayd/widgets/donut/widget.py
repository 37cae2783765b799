"""Shares of a whole as a ring."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.tile.fields import ItemLabel, ItemLevel, Value
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Donut", "Slice"]


class Slice(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One share."""

    label: ItemLabel = ""

    value: Annotated[
        Value,
        Meta(
            description="Amount, not share: the widget works out the share. Where one is negative there are no shares, "
            "and the amounts are listed."
        ),
    ] = None

    level: Annotated[
        ItemLevel,
        Meta(
            description="Colours the slice by how good it is, for example detractors; else it gets the next "
            "colour of the theme."
        ),
    ] = "none"


class Donut(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="donut"):
    """What a whole is made of."""

    PACKAGE: ClassVar[str] = "displayd.widgets.donut"

    slices: Annotated[
        list[Slice],
        Meta(max_length=100),
        role(
            "parts",
            "Clockwise from the top; of more than six, the smaller ones are put together as `other`.",
            fills="items",
        ),
    ] = []

    middle: Annotated[
        Literal["total", "largest", "none"],
        role("look", "What stands in the ring: the sum of all amounts, the share of the largest, or nothing."),
    ] = "total"

    def is_empty(self) -> bool:
        """True when no slice has a value."""
        return all(one.value is None for one in self.slices)

    def is_whole(self) -> bool:
        """False where a slice is less than nothing: such amounts are no parts of a whole."""
        return all(one.value is None or one.value >= 0 for one in self.slices)

    def amounts(self) -> list[tuple[int, float]]:
        """Number and amount of the slices that have a share."""
        return [(index, one.value) for index, one in enumerate(self.slices) if one.value is not None and one.value > 0]
