"""The colours of values that have a word, as thresholds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from displayd.protocol.vocabulary import level_of

__all__ = ["Coloured", "Severity", "Zones", "zones_of_words"]

Severity = Literal[0, 1, 2]
"""Good, amber, red."""

# So much beside a state, which is a whole number, there is none.
_HARDLY = 0.01

_SEVERITIES = {"none": 0, "good": 0, "amber": 1, "red": 2}


class Zones(NamedTuple):
    """What is good, by our two thresholds."""

    direction: Literal["up", "down", "none"] = "none"
    amber: float | None = None
    red: float | None = None
    remark: str = ""
    """What of it could not be kept."""

    def severity_at(self, value: float) -> int:
        """How bad `value` is by them."""
        return _SEVERITIES[level_of(value, self.direction, self.amber, self.red)]


class Coloured(NamedTuple):
    """Values with a colour of their own."""

    low: float
    """Where they begin; minus infinity for no lower end."""
    high: float
    """Where they end, which is one of them."""
    severity: Severity
    word: str


def zones_of_words(found: Sequence[Coloured], otherwise: Zones) -> Zones:
    """The thresholds that say how bad each of `found` is, and with which colours there are none.

    Args:
        otherwise: those of the values that have no word.
    """
    zones = _zones(found, otherwise)
    lost = [one for one in found if any(zones.severity_at(end) != one.severity for end in _ends(one))]
    if not lost:
        return zones
    names = ", ".join(f"`{one.word or _written(one)}`" for one in lost[:5])
    remark = f"colours of words that two thresholds cannot say are not kept: {names}"
    return zones._replace(remark=f"{zones.remark}; {remark}" if zones.remark else remark)


def _zones(found: Sequence[Coloured], otherwise: Zones) -> Zones:
    rest = next((one.severity for one in found if one.low == -math.inf and one.high == math.inf), None)
    inner = sorted(one for one in found if one.low != -math.inf or one.high != math.inf)
    severities = [one.severity for one in inner]
    if len(set(severities)) > 1:
        if severities == sorted(severities):
            good = [one.high for one in inner if one.severity == 0]
            fair = [one.high for one in inner if one.severity < 2]
            # Here a value at a threshold is still on its better side.
            amber = good[-1] if good and 1 in severities else None
            return Zones("down", amber, fair[-1] if 2 in severities else None)
        if severities == sorted(severities, reverse=True):
            good = [one.low for one in inner if one.severity == 0]
            fair = [one.low for one in inner if one.severity < 2]
            amber = good[0] if good and 1 in severities else None
            return Zones("up", amber, fair[0] if 2 in severities else None)
        return otherwise
    has_thresholds = otherwise.amber is not None or otherwise.red is not None
    if not inner or (has_thresholds and rest is None):
        return otherwise
    return _against_the_rest(inner, rest or 0) or otherwise


def _against_the_rest(inner: Sequence[Coloured], rest: Severity) -> Zones | None:
    """Words of one colour, and all other values of another; None where these are on both sides of them.

    Of states, which are whole numbers, those below 0 are taken to be none.
    """
    severity, low, high = inner[0].severity, inner[0].low, max(one.high for one in inner)
    if severity == rest or (math.isinf(low) and math.isinf(high)):
        return None
    worse = max(severity, rest)
    is_lower = low <= 0 and high != math.inf
    if not is_lower and high != math.inf and low != 1:
        return None
    if is_lower == (severity > rest):
        # The lower ones are the bad ones.
        at = high + _HARDLY if is_lower else low
        return Zones("up", at if worse == 1 else None, at if worse == 2 else None)
    is_count = 0 < low <= 10 and low == int(low)
    at = high if is_lower else low - _HARDLY if is_count else low
    return Zones("down", at if worse == 1 else None, at if worse == 2 else None)


def _ends(one: Coloured) -> list[float]:
    """Its only value; of a stretch what is just inside its ends, as nobody sees the ends themselves."""
    if one.low == one.high:
        return [one.low]
    ends = ((one.low, one.high), (one.high, one.low))
    return [math.nextafter(end, other) for end, other in ends if not math.isinf(end)]


def _written(one: Coloured) -> str:
    low, high = ("" if math.isinf(end) else f"{end:g}" for end in (one.low, one.high))
    return low if low == high else f"{low} to {high}".strip()
