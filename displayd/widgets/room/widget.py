"""Whether a meeting room is free."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.tile.events import Event
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Room"]


class Room(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="room"):
    """Whether a room is free and until when, and what comes next in it."""

    PACKAGE: ClassVar[str] = "displayd.widgets.room"

    items: Annotated[
        list[Event], Meta(max_length=200), role("parts", "The meetings in it, in any order.", fills="items")
    ] = []

    HAS_FIGURES: ClassVar[bool] = False
    IS_ONE_FIGURE: ClassVar[bool] = True

    def is_empty(self) -> bool:
        """True where nobody has said anything; a room without meetings is free."""
        return not self.items and self.as_of is None
