"""Points in time and lines made of them, as they arrive."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import MAX_POINTS, Amount, Label, UnixTime

__all__ = ["Points", "Series", "Side", "newest"]

Points = Annotated[list[tuple[UnixTime, Amount | None]], Meta(max_length=MAX_POINTS)]
"""Unix time and value of each point; null leaves a gap in the line."""

Side = Literal["left", "right"]


class Series(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line."""

    name: Label = ""
    points: Points = []
    """Oldest first; those out of order are put in order."""

    axis: Side = "left"
    """`right` for a line on a scale of its own, in the chart's `right_unit`."""


def newest(points: Points, before: float = math.inf) -> tuple[float, float] | None:
    """Time and value of the newest point that has a value, of those before the unix time `before`."""
    return max(((time, value) for time, value in points if value is not None and time < before), default=None)
