"""What is up and what is down."""

from __future__ import annotations

from collections.abc import Mapping
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

    DRAWING: ClassVar[str] = "displayd.widgets.status.drawing"

    items: Annotated[
        list[Service],
        Meta(max_length=200),
        role("parts", "The services; see `worst_first` for their order.", fills="items"),
    ] = []

    worst_first: Annotated[bool, role("look", "False to keep the order of `items`.")] = True

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "Services",
            "items": [
                {"label": "Shop", "state": "up", "since": 1_790_000_000},
                {"label": "Search", "state": "degraded", "detail": "slow", "since": 1_795_288_000},
                {"label": "Payments", "state": "up"},
                {"label": "E-mail", "state": "down", "detail": "no answer", "since": 1_795_291_000},
                {"label": "Reports", "state": "unknown"},
            ],
        },
        "many": {
            "title": "Hosts",
            "items": [
                {"label": f"host-{number:02}", "state": "down" if number == 17 else "up"} for number in range(1, 61)
            ],
        },
        "a dozen": {
            "title": "Systems",
            "items": [
                {"label": name, "state": "degraded" if name == "VPN" else "up"}
                for name in (
                    *("Shop", "Search", "Payments", "E-mail", "Chat", "Phone", "VPN", "Wiki", "Builds"),
                    *("Backups", "DNS", "Print"),
                )
            ],
        },
        "awkward": {
            "title": "Long words",
            "items": [
                {
                    "label": "A name that is much too long for the tile that it was given",
                    "state": "down",
                    "detail": "and a reason that is longer than the name, which was too long already",
                    "since": 1_700_000_000,
                },
                {"label": "", "state": "up"},
            ],
        },
        "monitoring": {
            "title": "Last 24 hours",
            "items": [
                {
                    "label": name,
                    "state": "down" if name == "Payments" else "up",
                    "since": 1_795_291_683 - minutes * 60,
                    "history": [
                        "unknown" if hour < gaps else "down" if hour in down else "degraded" if hour in slow else "up"
                        for hour in range(24)
                    ],
                }
                for name, minutes, gaps, slow, down in (
                    ("Shop", 24_000, 0, (9, 10), ()),
                    ("Payments", 42, 0, (13, 22), (14, 23)),
                    ("Search", 700, 6, (), (12,)),
                )
            ],
        },
        "all up": {
            "title": "Sites",
            "items": [{"label": name, "state": "up"} for name in ("Galway", "Lisbon", "Oslo")],
        },
    }

    def is_empty(self) -> bool:
        """True without items."""
        return not self.items

    def level(self) -> Level:
        """Of the worst item."""
        return worst(LEVEL_OF_STATE[item.state] for item in self.items)
