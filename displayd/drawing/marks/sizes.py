"""Sizes of letters: those that a page has in common, and the largest of many at which something fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from displayd.tile.fit import SCALE_STEP, on_scale
from displayd.tile.frame import Frame

__all__ = ["falling_sizes", "largest_fitting", "shared_size", "shared_sizes"]


def shared_size(frame: Frame, size: float) -> float:
    """The largest size that other tiles have too that is not above `size` px, of a tile among others.

    Sizes that hardly differ look like a mistake, and each more is one more thing to see. The main tile of a page and
    what has a page to itself fill their room.
    """
    if frame.is_poster or frame.is_hero or frame.is_alone:
        return size
    found = on_scale(size, frame.small)
    # Of the scale's first step and the labels, which hardly differ, the labels are on every page.
    return frame.label if found < frame.small * SCALE_STEP * 1.01 and frame.label <= size else found


def shared_sizes(frame: Frame, largest: float, smallest: float, step: float) -> list[float]:
    """As `falling_sizes`, but those that other tiles have too where there are some: each once."""
    return list(dict.fromkeys(max(smallest, shared_size(frame, one)) for one in falling_sizes(largest, smallest, step)))


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
