"""What begins and ends: events of a calendar, departures, shifts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import UnixTime
from displayd.tile.fields import ItemDetail, ItemLabel
from displayd.tile.roles import role

__all__ = ["Event", "busy_until", "coming", "next_step", "on_now"]


class Event(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Something that begins and ends."""

    label: Annotated[ItemLabel, Meta(description="What it is; empty for what is private.")] = ""
    detail: Annotated[ItemDetail, Meta(description="A few words more, such as where it is.")] = ""

    time: Annotated[
        UnixTime | None,
        role("moment", "Unix time (seconds) at which it begins; without one it is not shown.", fills="time"),
    ] = None

    end: Annotated[
        UnixTime | None,
        role("moment", "Unix time (seconds) at which it ends; when it begins if left out.", fills="end"),
    ] = None

    all_day: Annotated[
        bool, role("look", "True for whole days, from the midnight of `time` to that of `end`.", fills="all_day")
    ] = False

    free: Annotated[bool, role("look", "True for what takes up no time of a room or a person.", fills="free")] = False

    @property
    def begins(self) -> float:
        """Unix time."""
        return self.time or 0.0

    @property
    def ends(self) -> float:
        """Unix time; never before it begins."""
        return max(self.begins, self.end or 0.0)

    def is_on(self, unix_time: float) -> bool:
        """Whether it has begun and is not over."""
        return self.time is not None and self.begins <= unix_time < self.ends


def coming(events: Sequence[Event], unix_time: float) -> list[Event]:
    """Those that are not over at `unix_time`, in the order in which they begin; those without a time left out."""
    left = [one for one in events if one.time is not None and (one.is_on(unix_time) or one.begins > unix_time)]
    return sorted(left, key=lambda one: (one.begins, not one.all_day, one.ends))


def on_now(events: Sequence[Event], unix_time: float) -> list[Event]:
    """Those that are on at `unix_time`, the last that began first: it is the one that was meant."""
    return sorted((one for one in events if one.is_on(unix_time)), key=lambda one: (-one.begins, one.ends))


def busy_until(events: Sequence[Event], unix_time: float) -> float | None:
    """When what takes up time is over, one event after the other without a gap; None where nothing does."""
    until: float | None = None
    for one in coming([one for one in events if not one.free], unix_time):
        if one.begins > (unix_time if until is None else until):
            break
        if one.ends > unix_time:
            until = max(one.ends, until or 0.0)
    return until


def next_step(events: Sequence[Event], unix_time: float) -> float:
    """Unix time at which the next of them begins or ends; later than `unix_time`, infinite for never."""
    moments = (moment for one in events if one.time is not None for moment in (one.begins, one.ends))
    return min((moment for moment in moments if moment > unix_time), default=math.inf)
