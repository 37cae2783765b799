"""The largest of many sizes at which something fits, without trying them all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

__all__ = ["falling_sizes", "largest_fitting"]


def falling_sizes(largest: float, smallest: float, step: float) -> list[float]:
    """Sizes from `largest` down to `smallest`, each `step` times the one before."""
    sizes = []
    size = largest
    while size > smallest:
        sizes.append(size)
        size *= step
    return [*sizes, smallest]


def largest_fitting(sizes: Sequence[float], fits: Callable[[float], bool]) -> float:
    """The first of the falling `sizes` that fits, by halving: what fits is taken to fit in every smaller size too.

    The last one is not tried; it is the answer when no other fits.
    """
    first, last = 0, len(sizes) - 1
    while first < last:
        middle = (first + last) // 2
        if fits(sizes[middle]):
            last = middle
        else:
            first = middle + 1
    return sizes[last]
