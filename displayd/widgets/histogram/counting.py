"""Values counted into ranges, and what part of them does not exceed a figure."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.scale import value_scale
from displayd.widgets.histogram.widget import Histogram

__all__ = ["Bin", "bins_of", "percentile", "percentile_of_bins", "percentiles_of"]

# As many ranges as values at most; more than this are thinner than can be told apart.
MOST = 24


class Bin(NamedTuple):
    """How many (`number`) are from `low` up to `high`."""

    low: float
    high: float
    number: float


def bins_of(widget: Histogram) -> list[Bin]:
    """The ranges from the lowest to the highest, those between with nothing in them too."""
    values = widget.known()
    if not values:
        return [Bin(*one) for one in widget.ranges()]
    low = values[0] if widget.minimum is None else widget.minimum
    high = values[-1] if widget.maximum is None else widget.maximum
    # Twice the cube root of their number (Rice): fewer for few values, as their ranges would be empty.
    wanted = widget.bins or min(MOST, max(4, math.ceil(2 * len(values) ** (1 / 3))))
    scale = value_scale([low, high], widget.unit, widget.minimum, widget.maximum, wanted)
    edges = [edge for edge in dict.fromkeys((scale.low, *scale.ticks, scale.high)) if math.isfinite(edge)]
    counts = [0] * (len(edges) - 1)
    for value in values:
        # A value on an edge belongs to the range above it, but the largest to the last.
        counts[min(max(bisect_right(edges, value) - 1, 0), len(counts) - 1)] += 1
    return [Bin(start, end, count) for start, end, count in zip(edges, edges[1:], counts, strict=False)]


def percentiles_of(widget: Histogram, bins: Sequence[Bin]) -> list[tuple[float, float]]:
    """Each of the shares asked for (percent), rising, with the figure that so many do not exceed."""
    values, shares = widget.known(), widget.shares()
    if values:
        return [(share, percentile(values, share)) for share in shares]
    if not sum(one.number for one in bins):
        return []
    return [(share, percentile_of_bins(bins, share)) for share in shares]


def percentile(values: Sequence[float], share: float) -> float:
    """The figure that `share` percent of `values` (rising, at least one) do not exceed, between two of them in parts.

    Source: the default of Excel, numpy and R (type 7 of Hyndman and Fan, Sample Quantiles, 1996).
    """
    place = (len(values) - 1) * share / 100
    below = math.floor(place)
    above = min(below + 1, len(values) - 1)
    # Not as a difference: that of the largest floats is infinite.
    return values[below] * (1 - (place - below)) + values[above] * (place - below)


def percentile_of_bins(bins: Sequence[Bin], share: float) -> float:
    """The same where only ranges are known: those within one are taken to be spread evenly."""
    left = sum(one.number for one in bins) * share / 100
    for one in bins:
        if one.number and left <= one.number:
            return one.low + (one.high - one.low) * left / one.number
        left -= one.number
    return bins[-1].high
