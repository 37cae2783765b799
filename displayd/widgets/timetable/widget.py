"""What comes at which time."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.tile.events import Event
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Timetable"]


class Timetable(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="timetable"):
    """Departures, menus or shifts: the next one stands out and says in how many minutes; what is past leaves."""

    PACKAGE: ClassVar[str] = "displayd.widgets.timetable"

    items: Annotated[list[Event], Meta(max_length=200), role("parts", "What comes, in any order.", fills="items")] = []

    count_minutes: Annotated[
        float,
        Meta(ge=0, le=1440),
        role("limit", "So many minutes before its time, a row says in how many; 0 for never."),
    ] = 60.0

    HAS_FIGURES: ClassVar[bool] = False

    def is_empty(self) -> bool:
        """True where nobody has said anything; that nothing more comes is told."""
        return not self.items and self.as_of is None
