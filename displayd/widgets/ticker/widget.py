"""News, one at a time."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Level, worst
from displayd.tile.fields import ItemDetail, ItemLabel, ItemLevel
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Item", "Ticker"]


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One piece of news."""

    label: ItemLabel = ""
    detail: Annotated[ItemDetail, Meta(description="A few words more, where there is room.")] = ""

    level: ItemLevel = "none"


class Ticker(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="ticker"):
    """Pieces of news, each for some seconds, at the same time on all screens; nothing ever scrolls."""

    PACKAGE: ClassVar[str] = "displayd.widgets.ticker"

    items: Annotated[
        list[Item], Meta(max_length=100), role("parts", "Shown one after the other, in this order.", fills="items")
    ] = []

    seconds: Annotated[float, Meta(ge=2, le=3600), role("pause", "How many seconds each stays.")] = 6.0

    HAS_FIGURES: ClassVar[bool] = False

    def is_empty(self) -> bool:
        """True without a word."""
        return not any(item.label or item.detail for item in self.items)

    def takes_whole_cell(self) -> bool:
        """True without a title: in a low band the words need all the height."""
        return not (self.title or self.about or self.sample)

    def level(self) -> Level:
        """Of the worst item."""
        return worst(item.level for item in self.items)
