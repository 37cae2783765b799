"""Several figures side by side, all of one size."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Level, worst
from displayd.tile.fields import ItemLabel, Previous, PreviousLabel, Target, Value
from displayd.tile.measure import MeasuredItem, level_of_item
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Figure", "Numbers"]


class Figure(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of the figures."""

    label: ItemLabel = ""
    value: Value = None
    previous: Previous = None
    target: Target = None


class Numbers(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="numbers"):
    """A few figures that belong together, in a row, a column or a grid, as the tile is."""

    PACKAGE: ClassVar[str] = "displayd.widgets.numbers"

    items: Annotated[
        list[Figure],
        Meta(max_length=200),
        role("parts", "The most important first: the last ones are left out where there is no room.", fills="items"),
    ] = []

    previous_label: Annotated[
        PreviousLabel, Meta(description="What `previous` of the items is, for example `last week`.")
    ] = ""

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(item.value is None for item in self.items)

    def level(self) -> Level:
        """Of the worst figure."""
        return worst(level_of_item(self, item, item.value) for item in self.items)
