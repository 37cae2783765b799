"""The words and values that hub and screens share: amounts, moments, labels, and how good a value is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from msgspec import Meta

from displayd.protocol.limits import MAX_LABEL_LETTERS

__all__ = [
    "LEVEL_OF_STATE",
    "Amount",
    "ChangeAs",
    "Combine",
    "Direction",
    "Label",
    "Level",
    "Occasion",
    "State",
    "UnixTime",
    "level_of",
    "worst",
]

Amount = Annotated[float, Meta(ge=-1e18, le=1e18)]
"""A finite number; the bounds also keep out NaN and infinity."""

UnixTime = Annotated[float, Meta(ge=0, le=253_370_764_799)]
"""Seconds since 1970-01-01 UTC, up to the end of the year 9998: no time zone takes it past what Python can date."""

Label = Annotated[str, Meta(max_length=MAX_LABEL_LETTERS)]

ChangeAs = Literal["percent", "points"]
"""How a change is told: in percent of what was before, or as the difference, as that of percentages always is."""

Combine = Literal["sum", "mean", "highest", "lowest", "last"]
"""What a day shows of several figures."""

Direction = Literal["up", "down", "none"]
"""Which way is good; `none` for figures that are neither."""

Level = Literal["none", "good", "amber", "red"]
"""How good a value is: `none` where nobody said what good is."""

State = Literal["up", "degraded", "down", "unknown"]
"""How a service is."""

Occasion = Literal["birthday", "anniversary", "praise"]
"""Which day of somebody it is."""

LEVEL_OF_STATE: Mapping[State, Level] = {"up": "good", "degraded": "amber", "down": "red", "unknown": "none"}


def level_of(value: float | None, direction: Direction, amber: float | None, red: float | None) -> Level:
    """How good `value` is: a value exactly at a threshold is still on the better side of it.

    With no direction, thresholds are taken to be upper limits.
    """
    if value is None or (amber is None and red is None):
        return "none"
    # Turned so that more is worse.
    sign = -1 if direction == "up" else 1
    if red is not None and sign * value > sign * red:
        return "red"
    if amber is not None and sign * value > sign * amber:
        return "amber"
    return "good"


def worst(levels: Iterable[Level]) -> Level:
    """The worst of `levels`; `none` counts for less than `good`."""
    return max(levels, key=("none", "good", "amber", "red").index, default="none")
