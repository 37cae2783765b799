"""Points in time, lines made of them and what happened meanwhile, as they arrive."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Label, UnixTime
from displayd.tile.fields import ItemLabel, Points
from displayd.tile.roles import role

__all__ = ["Event", "Series", "Side", "newest"]

"""Unix time and value of each point; null leaves a gap in the line."""

Side = Literal["left", "right"]


class Series(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line."""

    name: Annotated[Label, role("name", "What the line is called.", fills="title")] = ""
    points: Points = []

    axis: Annotated[Side, role("axis", "`right` for a line on a scale of its own, in the chart's `right_unit`.")] = (
        "left"
    )


class Event(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Something that happened, marked by a line from top to bottom."""

    time: Annotated[UnixTime, role("moment", "Unix time (seconds) at which it happened.", fills="time")]

    label: Annotated[
        ItemLabel,
        Meta(description="For example `v2.31`; written over the chart where there is room, the latest first."),
    ] = ""


def newest(points: Points, before: float = math.inf) -> tuple[float, float] | None:
    """Time and value of the newest point that has a value, of those before the unix time `before`."""
    return max(((time, value) for time, value in points if value is not None and time < before), default=None)
