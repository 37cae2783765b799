"""Who is on call."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.tile.events import Event
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["OnCall"]


class OnCall(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="oncall"):
    """Who is on call now and until when, and who is next."""

    PACKAGE: ClassVar[str] = "displayd.widgets.oncall"

    items: Annotated[
        list[Event],
        Meta(max_length=200),
        role("parts", "The shifts, in any order: each is called as whoever has it.", fills="items"),
    ] = []

    HAS_FIGURES: ClassVar[bool] = False
    IS_ONE_FIGURE: ClassVar[bool] = True

    def is_empty(self) -> bool:
        """True where nobody has said anything; that nobody is on call is told."""
        return not self.items and self.as_of is None
