"""Things in a list, which turns by itself where they are too many."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Level, UnixTime, worst
from displayd.tile.fields import ItemDetail, ItemLabel, ItemLevel, Value
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Row", "RowList"]


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One thing."""

    label: ItemLabel = ""
    detail: ItemDetail = ""

    value: Value = None

    level: Annotated[ItemLevel, Meta(description="How good it is, where the thresholds of the list do not say it.")] = (
        "none"
    )

    time: Annotated[
        UnixTime | None, role("moment", "Unix time (seconds) at which it was, or will be.", fills="time")
    ] = None


class RowList(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="list"):
    """Deals, comments, incidents: one row each, as many as fit; then the next ones, at the same time on all screens."""

    PACKAGE: ClassVar[str] = "displayd.widgets.list"

    items: Annotated[list[Row], Meta(max_length=200), role("parts", "The most important first.", fills="items")] = []

    rotate_seconds: Annotated[
        float,
        Meta(ge=2, le=3600),
        role("pause", "How many seconds the rows stay before the next ones come, where not all fit."),
    ] = 8.0

    def is_empty(self) -> bool:
        """True without items."""
        return not self.items

    def level(self) -> Level:
        """Of the worst item."""
        return worst(self.level_of_item(item) for item in self.items)
