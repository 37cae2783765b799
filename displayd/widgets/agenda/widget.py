"""What comes next in a calendar."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.tile.events import Event
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Agenda"]


class Agenda(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="agenda"):
    """Meetings and events of the next days, by day; what is over leaves by itself."""

    PACKAGE: ClassVar[str] = "displayd.widgets.agenda"

    items: Annotated[list[Event], Meta(max_length=200), role("parts", "The events, in any order.", fills="items")] = []

    HAS_FIGURES: ClassVar[bool] = False

    def is_empty(self) -> bool:
        """True where nobody has said anything; a calendar without events is not empty."""
        return not self.items and self.as_of is None
