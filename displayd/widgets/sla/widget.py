"""What is due next, and what is overdue."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Level, UnixTime, worst
from displayd.tile.fields import ItemDetail, ItemLabel
from displayd.tile.frame import Frame
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Deadline", "Sla"]


class Deadline(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One thing that has to be done in time."""

    label: ItemLabel = ""
    detail: Annotated[ItemDetail, Meta(description="A few words on it, such as whose it is, where there is room.")] = ""

    due: Annotated[
        UnixTime | None,
        role("moment", "Unix time (seconds) until which it is to be done; null for no deadline.", fills="time"),
    ] = None


class Sla(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="sla"):
    """Deadlines, the soonest first; what is overdue is red and counts up."""

    PACKAGE: ClassVar[str] = "displayd.widgets.sla"

    items: Annotated[
        list[Deadline],
        Meta(max_length=200),
        role("parts", "The deadlines, in any order: they are shown the nearest first.", fills="items"),
    ] = []

    amber_seconds: Annotated[
        Annotated[float, Meta(ge=0, le=31_536_000)] | None,
        role("limit", "Amber when no more than so many seconds are left; null for never."),
    ] = 3_600.0

    def is_empty(self) -> bool:
        """True without items."""
        return not self.items

    def level_at(self, frame: Frame) -> Level:
        """Of the most urgent item."""
        return worst(self.urgency(frame, item) for item in self.items) if frame.has_time else "none"

    def urgency(self, frame: Frame, item: Deadline) -> Level:
        """How urgent an item is; asks to be drawn again when that changes."""
        if item.due is None:
            return "none"
        if item.due <= frame.unix_time:
            return "red"
        frame.changes_at(item.due)
        if self.amber_seconds is None:
            return "good"
        if item.due - self.amber_seconds <= frame.unix_time:
            return "amber"
        frame.changes_at(item.due - self.amber_seconds)
        return "good"
