"""News of a feed."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import UnixTime
from displayd.tile.fields import ItemDetail, ItemLabel
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Entry", "Feed"]


class Entry(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One piece of news."""

    label: Annotated[ItemLabel, Meta(description="The headline.")] = ""
    detail: Annotated[ItemDetail, Meta(description="What it is about, under the headline where there is room.")] = ""
    time: Annotated[UnixTime | None, role("moment", "Unix time (seconds) at which it came out.", fills="time")] = None


class Feed(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="feed"):
    """News of another site, one at a time with what it is about and how old it is; nothing ever scrolls."""

    PACKAGE: ClassVar[str] = "displayd.widgets.feed"

    items: Annotated[list[Entry], Meta(max_length=100), role("parts", "The newest first.", fills="items")] = []

    seconds: Annotated[float, Meta(ge=2, le=3600), role("pause", "How many seconds each stays.")] = 12.0

    HAS_FIGURES: ClassVar[bool] = False

    def is_empty(self) -> bool:
        """True where nobody has said anything; a feed without entries says so."""
        return not self.items and self.as_of is None
