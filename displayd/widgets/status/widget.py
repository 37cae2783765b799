"""What is up and what is down."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.protocol.limits import MAX_POINTS
from displayd.protocol.vocabulary import (
    LEVEL_OF_STATE,
    Amount,
    Level,
    State,
    UnixTime,
    level_of,
    worst,
)
from displayd.tile.fields import Amber, GoodDirection, ItemDetail, ItemLabel, Red
from displayd.tile.roles import role
from displayd.tile.widget import Widget

__all__ = ["Service", "Status"]


# Histories that begin at nearly the same time have one axis.
ALIKE = 0.95


class Service(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One thing that can be up or down."""

    label: ItemLabel = ""

    state: Annotated[State, role("state", "How it is: `up`, `degraded`, `down` or `unknown`.", fills="state")] = (
        "unknown"
    )

    detail: Annotated[ItemDetail, Meta(description="A few words on the state, where there is room.")] = ""

    since: Annotated[UnixTime | None, role("moment", "Unix time (seconds) at which the state began.", fills="time")] = (
        None
    )

    history: Annotated[
        list[State | Amount | None],
        Meta(max_length=MAX_POINTS),
        role(
            "past",
            "States at equal distances, the newest last, drawn as a strip of blocks; or amounts, "
            "which `amber` and `red` make states of.",
            fills="history",
        ),
    ] = []

    history_seconds: Annotated[
        Annotated[float, Meta(ge=1, le=3_660 * 86_400)] | None,
        role(
            "span",
            "How long before the newest of `history` the oldest is, seconds; where all services have the same, the "
            "strips have an axis of time.",
            fills="history_seconds",
        ),
    ] = None

    direction: Annotated[GoodDirection, Meta(description="Which way is good for the amounts in `history`.")] = "none"
    amber: Annotated[Amber, Meta(description="Where good ends for the amounts in `history`.")] = None
    red: Annotated[Red, Meta(description="Where amber ends for the amounts in `history`.")] = None

    def levels(self) -> list[Level]:
        """The history as levels; empty when nothing is known of it."""
        found: list[Level] = [
            LEVEL_OF_STATE[one] if isinstance(one, str) else level_of(one, self.direction, self.amber, self.red)
            for one in self.history
        ]
        return found if any(level != "none" for level in found) else []


class Status(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="status"):
    """Services and the like: their state by shape as well as colour, since when, and how it was."""

    PACKAGE: ClassVar[str] = "displayd.widgets.status"

    items: Annotated[
        list[Service],
        Meta(max_length=200),
        role("parts", "The services; see `worst_first` for their order.", fills="items"),
    ] = []

    worst_first: Annotated[bool, role("look", "False to keep the order of `items`.")] = True

    @property
    def history_seconds(self) -> float | None:
        """How long ago all strips begin; None where that is not known or not the same for all."""
        spans = [item.history_seconds for item in self.items if item.levels()]
        known = [one for one in spans if one is not None]
        return known[0] if known and len(known) == len(spans) and min(known) > ALIKE * max(known) else None

    def is_empty(self) -> bool:
        """True without items."""
        return not self.items

    def level(self) -> Level:
        """Of the worst item."""
        return worst(LEVEL_OF_STATE[item.state] for item in self.items)
