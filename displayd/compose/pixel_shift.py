"""Where the page stands on the panel: it wanders by a few pixels, so that no edge is burnt into the glass.

A function of time alone, so that mirrors wander together.
"""

from __future__ import annotations

import math

__all__ = ["STEP_SECONDS", "next_step", "shift_at"]

# Slow enough that nobody sees it move, fast enough that an edge leaves its place within the hour.
STEP_SECONDS = 150.0

# Of the page's width: half a percent to each side stays far inside the margin that every page has.
AMPLITUDE_SHARE = 0.005


def shift_at(unix_time: float, width: int) -> tuple[int, int]:
    """How far a page of `width` px stands from its place at `unix_time`: px to the right and px down.

    The page bounces about as a ball does, by one pixel across and one down each step, inside a box of half a percent
    of its width to each side. The box is a pixel less high than wide, so that the way crosses all of it before it
    repeats: 12 hours at 1920 px.
    """
    step = math.floor(unix_time / STEP_SECONDS)
    across = int(width * AMPLITUDE_SHARE)
    return _bounced(step, across), _bounced(step, across - 1)


def next_step(unix_time: float) -> float:
    """The unix time of the first step after `unix_time`."""
    return (math.floor(unix_time / STEP_SECONDS) + 1) * STEP_SECONDS


def _bounced(step: int, amplitude: int) -> int:
    """A place between -amplitude and +amplitude that moves by 1 each step and turns round at the ends."""
    if amplitude <= 0:
        return 0
    return abs((step + amplitude) % (4 * amplitude) - 2 * amplitude) - amplitude
