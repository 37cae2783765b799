"""How old a tile's data is, and whether that still counts as true."""

from __future__ import annotations

from typing import Literal, NamedTuple

from displayd.widgets.base import Widget

__all__ = ["Freshness", "State", "freshness_at"]

State = Literal["fresh", "stale", "expired", "error", "empty"]
"""`empty` is an answer without data; `error` means that there was no answer."""

# Half of its life is when data that should have been renewed by now has not been.
STALE_FRACTION = 0.5


class Freshness(NamedTuple):
    """State of a tile's data at one moment."""

    state: State
    age_seconds: float | None
    """None when nobody knows the age."""
    until: float
    """Unix time at which the state changes with time alone; infinity for never."""


def freshness_at(widget: Widget, unix_time: float) -> Freshness:
    """The state of `widget`'s data at `unix_time`.

    Fresh until half of `expire_after`, stale until all of it, expired from then on. Data from the future counts as
    new: clocks differ a little.
    """
    age = None if widget.as_of is None else max(0.0, unix_time - widget.as_of)
    if widget.error:
        return Freshness("error", age, float("inf"))
    if widget.as_of is not None and widget.expire_after is not None:
        stale_at = widget.as_of + widget.expire_after * STALE_FRACTION
        expires_at = widget.as_of + widget.expire_after
        if unix_time >= expires_at:
            return Freshness("expired", age, float("inf"))
        state: State = "stale" if unix_time >= stale_at else "fresh"
        until = expires_at if state == "stale" else stale_at
        return Freshness("empty" if widget.is_empty() else state, age, until)
    return Freshness("empty" if widget.is_empty() else "fresh", age, float("inf"))
