"""Points in time, lines made of them and what happened meanwhile, as they arrive."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from msgspec import Meta, Struct, structs

from displayd.protocol.vocabulary import Amount, Label, UnixTime
from displayd.tile.fields import Highest, History, ItemLabel, Lowest, Points
from displayd.tile.roles import role

__all__ = ["Band", "Event", "Missing", "Series", "Shape", "Side", "counted", "has_value", "newest", "without_gaps"]

Side = Literal["left", "right"]

Shape = Literal["lines", "steps", "bars"]
"""From point to point, level until the next point, or a bar at each point."""

Missing = Literal["gap", "connect", "zero"]


class Series(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line."""

    name: Annotated[Label, role("name", "What the line is called.", fills="title")] = ""
    points: Points = []
    history: Annotated[
        History, Meta(description="Values at equal distances instead, where nobody knows when any of them were.")
    ] = []

    lowest: Lowest = None
    highest: Highest = None
    axis: Annotated[Side, role("axis", "`right` for a line on a scale of its own, in the chart's `right_unit`.")] = (
        "left"
    )

    shape: Annotated[
        Shape | None,
        role("look", "`bars` for a bar at each point, `steps`, or `lines`; null for the chart's `shape`."),
    ] = None


class Event(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Something that happened, marked by a line from top to bottom."""

    time: Annotated[UnixTime, role("moment", "Unix time (seconds) at which it happened.", fills="time")]

    label: Annotated[
        ItemLabel,
        Meta(description="For example `v2.31`; written over the chart where there is room, the latest first."),
    ] = ""


class Band(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A range, such as what is usual, behind the lines of the left axis; without an edge it has no end there."""

    name: Annotated[Label, role("caption", "What it is called; normal range if empty.")] = ""
    low: Annotated[Amount | None, role("scale", "Its lower edge at all times.")] = None
    high: Annotated[Amount | None, role("scale", "Its upper edge at all times.")] = None
    low_points: Annotated[Points, role("past", "Unix times and values of a lower edge that moves, instead.")] = []
    high_points: Annotated[Points, role("past", "Unix times and values of an upper edge that moves, instead.")] = []


def without_gaps(points: Points, missing: Missing) -> Points:
    """`points` with what is drawn where values are missing: a gap, the line across it, or zeros."""
    if missing == "zero":
        return [(time, 0.0 if value is None else value) for time, value in points]
    return [pair for pair in points if pair[1] is not None] if missing == "connect" else points


def counted(line: Series) -> Series:
    """`line` with the places of its `history`, from 0, for times; without points where it has no value."""
    is_empty = all(value is None for value in line.history)
    return structs.replace(line, points=[] if is_empty else [(float(n), one) for n, one in enumerate(line.history)])


def has_value(points: Points) -> bool:
    """True where any of `points` has a value."""
    return any(value is not None for _, value in points)


def newest(points: Points, before: float = math.inf) -> tuple[float, float] | None:
    """Time and value of the newest point that has a value, of those before the unix time `before`."""
    return max([(time, value) for time, value in points if value is not None and time < before], default=None)
