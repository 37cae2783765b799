"""One figure of several."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence

__all__ = ["REDUCERS", "reduced"]

REDUCERS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "last": lambda numbers: numbers[-1],
    "first": lambda numbers: numbers[0],
    "sum": math.fsum,
    "mean": statistics.fmean,
    "median": statistics.median,
    "min": min,
    "max": max,
}
"""By the word that definitions have for them; each of at least one number."""


def reduced(numbers: Sequence[float | None], how: str) -> float | None:
    """The known ones of `numbers` as one; None where none is known.

    Args:
        how: one of `REDUCERS`.
    """
    known = [number for number in numbers if number is not None]
    return REDUCERS[how](known) if known else None
