"""The quartiles of figures, and those that lie far from the others."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Spread", "quartile", "spread_of"]

# Figures farther from the box than so many of its lengths are drawn on their own (Tukey, 1977).
FAR = 1.5


class Spread(NamedTuple):
    """How figures spread."""

    low: float
    """End of the lower whisker."""
    first: float
    median: float
    third: float
    high: float
    """End of the upper whisker."""
    far: tuple[float, ...] = ()
    """Figures beyond the whiskers, rising."""


def spread_of(numbers: Sequence[float], is_quartiles: bool) -> Spread | None:
    """The spread of `numbers`; None without any.

    Args:
        is_quartiles: True where they are least, first quartile, median, third quartile and most: None unless they are
            five that do not fall.
    """
    if is_quartiles:
        is_rising = len(numbers) == 5 and all(one <= other for one, other in itertools.pairwise(numbers))
        return Spread(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]) if is_rising else None
    if not numbers:
        return None
    known = sorted(numbers)
    first, median, third = (quartile(known, share) for share in (0.25, 0.5, 0.75))
    reach = FAR * (third - first)
    near = [one for one in known if first - reach <= one <= third + reach]
    low, high = (min(near[0], first), max(near[-1], third)) if near else (first, third)
    return Spread(low, first, median, third, high, tuple(one for one in known if not low <= one <= high))


def quartile(known: Sequence[float], share: float) -> float:
    """The figure that `share` (0 to 1) of `known` (rising, at least one) do not exceed, between two of them in parts.

    Source: the default of Excel, numpy and R (type 7 of Hyndman and Fan, Sample Quantiles, 1996).
    """
    place = (len(known) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(known) - 1)
    return known[below] * (1 - (place - below)) + known[above] * (place - below)
