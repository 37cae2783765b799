"""What is due next, and what is overdue."""

from __future__ import annotations

from collections.abc import Mapping
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

    DRAWING: ClassVar[str] = "displayd.widgets.sla.drawing"
    items: Annotated[
        list[Deadline],
        Meta(max_length=200),
        role("parts", "The deadlines, in any order: they are shown the nearest first.", fills="items"),
    ] = []

    amber_seconds: Annotated[
        Annotated[float, Meta(ge=0, le=31_536_000)] | None,
        role("limit", "Amber when no more than so many seconds are left; null for never."),
    ] = 3_600.0

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "First answers due",
            "items": [
                {"label": "#4821 Invoice wrong", "detail": "Bo", "due": 1_795_290_600},
                {"label": "#4830 Cannot log in", "detail": "Ewa", "due": 1_795_292_410},
                {"label": "#4833 Export is slow", "detail": "Chidi", "due": 1_795_294_900},
                {"label": "#4835 Refund", "due": 1_795_301_300},
                {"label": "#4840 Address change", "detail": "Dana", "due": 1_795_380_000},
            ],
        },
        "all in time": {
            "title": "Contracts to renew",
            "amber_seconds": 1_209_600,
            "items": [
                {"label": "Contoso", "due": 1_796_000_000},
                {"label": "Fabrikam", "due": 1_797_900_000},
                {"label": "Northwind", "due": 1_801_000_000},
            ],
        },
        "one": {"title": "Incident report", "items": [{"label": "Payments outage", "due": 1_795_293_000}]},
        "awkward": {
            "title": "A name that is much too long for the tile that it was given",
            "items": [
                {
                    "label": "A label that is much too long for the tile that it was given",
                    "detail": "and a detail that is longer than the label, which was too long already",
                    "due": 1_700_000_000,
                },
                {"label": "", "due": 1_795_291_683},
                {"label": "whenever", "detail": "no deadline"},
                {"label": "far away", "due": 9_999_999_999},
            ],
        },
        "many": {
            "title": "Open tickets",
            "items": [{"label": f"#{5000 + n}", "due": 1_795_288_000 + 1_900 * n} for n in range(30)],
        },
    }

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
