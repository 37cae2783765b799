"""The scale on which one figure is shown."""

from __future__ import annotations

from collections.abc import Iterable

from displayd.drawing.scale import Scale, value_scale
from displayd.protocol.vocabulary import Direction
from displayd.text.wholes import WHOLES

__all__ = ["figure_scale"]

# From so much of the whole on, the last percents are what matters.
NEARLY_ALL = 0.9


def figure_scale(
    value: float | None,
    others: Iterable[float | None],
    unit: str,
    direction: Direction,
    red: float | None,
    minimum: float | None = None,
    maximum: float | None = None,
) -> Scale:
    """A scale with room for `value` and what it is compared with, without ticks.

    Percentages go from nothing to all; but where only the last few are good (an uptime), the scale begins shortly
    before them. Other units go from 0 to a round amount.

    Args:
        others: targets, thresholds and the like.
        minimum: lower end, whatever the values say.
        maximum: upper end, whatever the values say.
    """
    known = [amount for amount in (value, red, *others) if amount is not None]
    whole = WHOLES.get(unit, 0.0)
    if whole and all(0 <= amount <= whole for amount in known):
        low, high = 0.0, whole
        if direction == "up" and red is not None and red >= NEARLY_ALL * whole:
            # All that matters happens in the last few percent; of the whole it would be a hair's breadth.
            lowest = min(known) if min(known) < red else whole - 2 * (whole - red)
            low = value_scale([lowest, whole], unit, None, whole, 4).low
    else:
        rounded = value_scale([*known, 1.1 * (value or 0.0)], unit, from_zero=True)
        low, high = rounded.low, rounded.high
    low = low if minimum is None else minimum
    high = high if maximum is None else maximum
    return Scale(low, high if high > low else low + (abs(low) or 1.0), ())
