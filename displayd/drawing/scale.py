"""Scales for amounts, with round ticks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.text.formatter import Formatter
from displayd.text.unit import Unit
from displayd.text.units import unit_of
from displayd.text.wholes import WHOLES

__all__ = ["CLOCK", "Scale", "evened", "log_scale", "tick_texts", "tight_scale", "unit_suffix", "value_scale"]

# With three spaces and more; with fewer, the next round number may be so far away that half the height stays empty.
_DECIMAL = (1.0, 2.0, 2.5, 5.0)
_DENSE_DECIMAL = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5)
_BINARY = tuple(float(2**power) for power in range(10))

CLOCK = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400)
"""Seconds that a day is divided by on clocks."""

_DAY = 86_400

# A minute, ten of them, an hour, a quarter of a day, and days, in seconds.
_LONG = ((60, 1), (60, 10), (3600, 1), (3600, 6), (_DAY, 1), (_DAY, 10), (_DAY, 100), (_DAY, 1000), (_DAY, 10_000))


# No log scale reaches below this: its marks and the shares of them would be 0.
LEAST_OF_LOG = 1e-280


class Scale(NamedTuple):
    """From amounts to shares of an axis."""

    low: float
    high: float
    ticks: tuple[float, ...]
    """Rising, within `low` and `high`."""
    is_log: bool = False
    """True where ten times as much is always equally high; all is above 0 then."""

    def share(self, value: float) -> float:
        """Where `value` is between `low` (0) and `high` (1); what lies outside is put on the nearer end."""
        if self.is_log:
            if value <= self.low:
                return 0.0
            return min(1.0, math.log(value / self.low) / math.log(self.high / self.low))
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))


def tight_scale(amounts: Sequence[float], minimum: float | None = None, maximum: float | None = None) -> Scale:
    """A scale from 0 to the largest of `amounts` (or from the smallest to 0), without ticks.

    Args:
        minimum: lower end, whatever the amounts say.
        maximum: upper end, whatever the amounts say.
    """
    low = min(0.0, *amounts) if minimum is None else minimum
    high = max(0.0, *amounts) if maximum is None else maximum
    return Scale(*_apart(low, high, minimum is not None, maximum is not None), ())


def value_scale(
    values: Sequence[float],
    unit: str,
    minimum: float | None = None,
    maximum: float | None = None,
    intervals: int = 3,
    from_zero: bool = False,
) -> Scale:
    """A scale on which all `values` find room, with round ticks.

    It begins at 0 when that costs little of its length.

    Args:
        minimum: lower end, whatever the values say.
        maximum: upper end, whatever the values say.
        intervals: at most so many spaces between ticks.
        from_zero: True to begin at 0 whatever it costs, for lengths that are to be compared.
    """
    low, high = min(values, default=0.0), max(values, default=1.0)
    ceiling = WHOLES.get(unit, math.inf)
    if high > ceiling:
        ceiling = math.inf
    if low >= 0 and (from_zero or low <= 0.5 * high):
        low = 0.0
    elif high <= 0 and (from_zero or high >= 0.5 * low):
        high = 0.0
    low = low if minimum is None else minimum
    high = high if maximum is None else maximum
    low, high = _apart(low, high, minimum is not None, maximum is not None)
    if low < 0 < high:
        # 0 is a tick on every round scale, so there is a space on either side of it.
        intervals = max(2, intervals)
    kind = unit_of(unit)
    is_count = kind.kind in ("count", "plain", "words")
    # What has words is mostly the number of a state, and between two of them there is none.
    is_state = is_count and not kind.suffix and any(one.low == one.high for one in kind.named)
    are_whole = is_count and all(value == int(value) for value in values)
    is_whole = (are_whole and high - low >= 1) or (is_state and high - low >= 0.5)
    step = next(
        step
        for step in _steps((high - low) / intervals, unit, is_whole, intervals < 3)
        if _ceil(high, step) - _floor(low, step) <= intervals or minimum is not None or maximum is not None
    )
    low = _floor(low, step) * step if minimum is None else low
    high = min(_ceil(high, step) * step, max(high, ceiling)) if maximum is None else high
    if low >= high:
        # A fixed end less than a step beyond the values.
        low, high = (high - step, high) if minimum is None else (low, low + step)
    ticks = tuple(number * step for number in range(_ceil(low, step), _floor(high, step) + 1))
    return Scale(low, high, ticks)


def log_scale(
    values: Sequence[float],
    unit: str,
    minimum: float | None = None,
    maximum: float | None = None,
    intervals: int = 3,
) -> Scale | None:
    """A scale on which ten times as much is always equally high; None where one of `values` or an end is not above 0.

    Its ticks are powers of ten, or 1, 2 and 5 of them where there is room; of lengths of time from a minute on, round
    minutes, hours and days.

    Args:
        minimum: lower end, whatever the values say.
        maximum: upper end, whatever the values say.
        intervals: at most so many spaces between ticks, if that is possible.
    """
    low = min(values, default=1.0) if minimum is None else minimum
    high = max(values, default=10.0) if maximum is None else maximum
    if min(low, *values, 1.0) < LEAST_OF_LOG or high <= low * (0 if maximum is None else 1):
        return None
    for marks in _log_marks(low, high, unit):
        bottom = max((mark for mark in marks if mark <= low * (1 + 1e-9)), default=low)
        top = min((mark for mark in marks if mark >= high * (1 - 1e-9) and mark > bottom), default=high)
        inside = tuple(mark for mark in marks if bottom <= mark <= top)
        # 1 is a tick with every step, so there is a space on either side of it.
        if 1 < len(inside) <= max(2, intervals) + 1:
            break
    bottom = bottom if minimum is None else minimum
    top = top if maximum is None else maximum
    return Scale(bottom, top, tuple(mark for mark in inside if bottom <= mark <= top), is_log=True)


def _log_marks(low: float, high: float, unit: str) -> Iterator[list[float]]:
    """Round amounts from below `low` to above `high`, fewer each time."""
    kind = unit_of(unit)
    # What a minute and more is counted in, of the unit.
    clock = [face * length / float(kind.times) for length, face in _LONG] if _is_time(kind) else []
    minute = clock[0] if clock else math.inf
    first, last = math.floor(math.log10(low)) - 1, math.ceil(math.log10(high)) + 1
    for faces, every in (
        ((1.0, 2.0, 5.0), 1),
        ((1.0, 3.0), 1),
        *(((1.0,), step) for step in (1, 2, 3, 5, 10, 30, 100)),
    ):
        powers = range(first - (first % every), last + every + 1)
        marks = [float(f"{face}e{power}") for power in powers if power % every == 0 for face in faces]
        yield [*(mark for mark in marks if mark < minute), *clock[:: every if len(faces) == 1 else 1]]


def evened(scale: Scale, spaces: int) -> Scale:
    """`scale` with as many spaces between its ticks as another one, so that the ticks of both are at equal heights.

    Room is added above. A scale whose ends are not ticks stays as it is.
    """
    ticks = scale.ticks
    if scale.is_log or len(ticks) < 2 or len(ticks) > spaces or (scale.low, scale.high) != (ticks[0], ticks[-1]):
        return scale
    step = (scale.high - scale.low) / (len(ticks) - 1)
    more = tuple(scale.high + number * step for number in range(1, spaces - len(ticks) + 2))
    return Scale(scale.low, more[-1], ticks + more)


def tick_texts(formatter: Formatter, ticks: Sequence[float], unit: str) -> list[str]:
    """`ticks` as text, without the name of a unit that is said elsewhere (see `unit_suffix`)."""
    kind = unit_of(unit)
    texts = formatter.ticks(ticks, unit)
    if kind.kind in ("count", "money") and not kind.named:
        # 0k is no better than 0.
        texts = [formatter.text(0, unit) if tick == 0 else text for tick, text in zip(ticks, texts, strict=True)]
    return [text.removesuffix(unit_suffix(unit)) for text in texts]


def unit_suffix(unit: str) -> str:
    """What stands behind every figure of `unit` and is long enough to be said only once; empty for short ones."""
    suffix = unit_of(unit).suffix
    return suffix if len(suffix) > 2 else ""


def _apart(low: float, high: float, is_low_fixed: bool, is_high_fixed: bool) -> tuple[float, float]:
    """Ends that are apart: values that are all alike stand in the middle, a fixed end stays where it is."""
    # Differences that a float hardly holds are none.
    least = max(abs(low), abs(high)) * 1e-9 + 1e-200
    if high - low > least:
        return low, high
    is_zero = least <= 1e-199
    room = 1.0 if is_zero else least * 1e8
    if is_low_fixed and (is_high_fixed or high <= low):
        return low, low + room
    if is_high_fixed:
        return high - room, high
    return (0.0, 1.0) if low >= 0 and is_zero else (low - room, high + room)


def _steps(smallest: float, unit: str, is_whole: bool, is_dense: bool) -> Iterator[float]:
    """Round distances between ticks, rising from about `smallest`, in the manner of `unit`."""
    kind = unit_of(unit)
    times = float(kind.times)
    is_time = _is_time(kind)
    if is_time and 1 <= smallest * times <= _DAY:
        yield from (step / times for step in CLOCK if step >= smallest * times * 0.999)
    if is_time and smallest * times > _DAY:
        times /= _DAY
    is_binary = kind.kind == "scaled" and len(kind.steps) > 1 and kind.steps[1].factor == 1024 * kind.steps[0].factor
    base, faces = (
        (1024.0, _BINARY) if is_binary and smallest * times >= 1 else (10.0, _DENSE_DECIMAL if is_dense else _DECIMAL)
    )
    power = math.floor(math.log(smallest * times, base)) - 1
    while True:
        for face in faces:
            step = face * base**power / times
            if step >= smallest * 0.999 and (not is_whole or step == int(step)):
                yield step
        power += 1


def _is_time(kind: Unit) -> bool:
    """True for lengths of time that are told in days where they are long."""
    return kind.kind in ("duration", "clock") or (kind.kind == "scaled" and kind.steps[0].symbol == "ns")


def _floor(value: float, step: float) -> int:
    return math.floor(value / step + 1e-9)


def _ceil(value: float, step: float) -> int:
    return math.ceil(value / step - 1e-9)
