"""How old a tile's data is, and whether that still counts as true."""

from __future__ import annotations

from typing import Literal, NamedTuple

from displayd.tile.widget import Widget

__all__ = ["Freshness", "State", "freshness_at"]

State = Literal["fresh", "ageing", "stale", "expired", "unanswered", "error", "empty"]
"""`empty` is an answer without data; `error` means that there is no answer, `unanswered` that the last one still
counts."""

# Parts of `expire_after`. At half of its life, data has not been renewed when it should have been; at three quarters
# it is likely that it will not be.
AGEING_FRACTION = 0.5
STALE_FRACTION = 0.75


class Freshness(NamedTuple):
    """State of a tile's data at one moment."""

    state: State
    age_seconds: float | None
    """None when nobody knows the age."""
    until: float
    """Unix time at which the state changes with time alone; infinity for never."""


def freshness_at(widget: Widget, unix_time: float) -> Freshness:
    """The state of `widget`'s data at `unix_time`.

    Fresh until half of `expire_after`, ageing until three quarters, stale until all of it, expired from then on. Data
    from the future counts as new: clocks differ a little. Where there is no answer, data counts as long as it would
    have otherwise, as far as anybody knows how long that is.
    """
    age = None if widget.as_of is None else max(0.0, unix_time - widget.as_of)
    if widget.error:
        ends_at = None if widget.as_of is None or widget.expire_after is None else widget.as_of + widget.expire_after
        if ends_at is not None and unix_time < ends_at and not widget.is_empty():
            return Freshness("unanswered", age, ends_at)
        return Freshness("error", age, float("inf"))
    state: State = "fresh"
    until = float("inf")
    if widget.as_of is not None and widget.expire_after is not None:
        ends: tuple[tuple[State, float], ...] = (
            ("fresh", widget.as_of + widget.expire_after * AGEING_FRACTION),
            ("ageing", widget.as_of + widget.expire_after * STALE_FRACTION),
            ("stale", widget.as_of + widget.expire_after),
        )
        state, until = next((one for one in ends if unix_time < one[1]), ("expired", float("inf")))
    if widget.is_empty() and state != "expired":
        state = "empty"
    return Freshness(state, age, until)
