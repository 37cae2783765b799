"""Things shown one after the other, at the same instant on every screen."""

from __future__ import annotations

import math
from typing import NamedTuple

__all__ = ["Turn", "turn_at"]


class Turn(NamedTuple):
    """Whose turn it is."""

    number: int
    """From 0."""
    until: float
    """Unix time at which the next has its turn; later than the moment asked for, infinite where there is one only."""


def turn_at(unix_time: float, seconds: float, count: int) -> Turn:
    """Which of `count` things is on show at `unix_time`, when each has so many `seconds`.

    The first turn of all was at the epoch (1970-01-01 UTC), so screens with the same clock turn together. Whole
    milliseconds are counted, so that years of turning lose nothing.
    """
    if count < 2:
        return Turn(0, math.inf)
    step_ms = max(1, round(seconds * 1000))
    turns = math.floor(unix_time * 1000) // step_ms
    until = (turns + 1) * step_ms / 1000
    if until <= unix_time:
        # Multiplying has rounded down what was the beginning of a turn.
        turns, until = turns + 1, until + step_ms / 1000
    return Turn(turns % count, until)
