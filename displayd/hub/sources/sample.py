"""Made-up business numbers that look like real ones: a pure function of the metric, its recipe and the time.

The same metric shows the same number at the same moment on every hub, before and after every restart, so that a demo
can be looked at, measured and compared. What comes from here is marked as sample data all the way to the glass.
"""

from __future__ import annotations

import datetime
import functools
import math
import zlib
import zoneinfo

from displayd.hub.files import MetricEntry, SampleSpec
from displayd.hub.history import POINTS, step_seconds
from displayd.hub.reading import Item, Reading

__all__ = ["next_change", "reading_at", "value_at"]

# How busy an office is at each full hour of a working day, between 0 and 1; a weekend has a third of it.
_BUSY = (2, 1, 1, 1, 1, 3, 8, 22, 55, 84, 97, 100, 82, 78, 96, 100, 92, 74, 46, 26, 15, 9, 5, 3)
_WEEKEND = 0.34

# Periods of the waves that a number wanders in, seconds, and how much each weighs: days, hours, minutes.
_WAVES = ((3.1 * 86_400, 0.45), (5.3 * 3600, 0.33), (2400.0, 0.22))


def reading_at(metric: str, entry: MetricEntry, unix_time: float, timezone: str) -> Reading | None:
    """The reading of `metric` at `unix_time`; None if its entry has no recipe.

    Args:
        timezone: in which office hours are counted.
    """
    spec = entry.sample
    if not isinstance(spec, SampleSpec):
        return None
    as_of = unix_time // spec.seconds * spec.seconds
    step = step_seconds(entry.history_hours)
    first = int(as_of // step) - POINTS + 1
    middles = [(number + 0.5) * step for number in range(first, first + POINTS - 1)]
    before = as_of - entry.compare_hours * 3600
    items = [
        Item(
            label=item.label,
            value=value_at(f"{metric}/{item.label}", spec.shape, item.between, as_of, timezone),
            previous=(
                value_at(f"{metric}/{item.label}", spec.shape, item.between, before, timezone)
                if entry.compare_hours
                else None
            ),
            target=item.target,
            detail=item.detail or None,
        )
        for item in spec.items
    ]
    return Reading(
        value=value_at(metric, spec.shape, spec.between, as_of, timezone),
        previous=value_at(metric, spec.shape, spec.between, before, timezone) if entry.compare_hours else None,
        target=spec.target,
        as_of=as_of,
        items=items or None,
        rows=spec.rows or None,
        history=[(middle, value_at(metric, spec.shape, spec.between, middle, timezone)) for middle in middles],
    )


def next_change(entry: MetricEntry, unix_time: float) -> float:
    """When the reading changes next, unix time; infinity without a recipe."""
    if not isinstance(entry.sample, SampleSpec):
        return math.inf
    return (unix_time // entry.sample.seconds + 1) * entry.sample.seconds


def value_at(name: str, shape: str, between: tuple[int | float, int | float], unix_time: float, timezone: str) -> float:
    """The made-up value of `name` at `unix_time`: within `between`, and whole if both its ends are."""
    is_whole = all(isinstance(end, int) for end in between)
    return _value_at(name, shape, min(between), max(between), is_whole, unix_time, timezone)


@functools.lru_cache(maxsize=100_000)
def _value_at(name: str, shape: str, low: float, high: float, is_whole: bool, unix_time: float, timezone: str) -> float:
    salt = zlib.crc32(name.encode())
    if shape == "count":
        day, share = _day(unix_time, timezone)
        # Settled when the day begins, so that the count never falls.
        total = low + (high - low) * _random(salt, day)
        return float(math.floor(total * share)) if is_whole else _rounded(total * share, high)
    if shape == "day":
        part = 0.82 * _busy(unix_time, timezone) + 0.18 * _wander(salt, unix_time)
    elif shape == "steady":
        part = 0.5 + (_wander(salt, unix_time) - 0.5) / 10
    else:
        part = _wander(salt, unix_time)
    value = low + (high - low) * part
    return float(round(value)) if is_whole else _rounded(value, high - low)


def _rounded(value: float, span: float) -> float:
    """`value` to a hundredth or so of `span`: more digits would only make noise."""
    return round(value, 3 - math.ceil(math.log10(span))) if span > 0 else value


def _wander(salt: int, unix_time: float) -> float:
    """Between 0 and 1, moving slowly and a little, as `_WAVES` say."""
    return sum(weight * _noise(salt + number, unix_time / period) for number, (period, weight) in enumerate(_WAVES))


def _noise(salt: int, position: float) -> float:
    """Between 0 and 1, smooth in `position`, with a new value at every whole number."""
    before = math.floor(position)
    part = position - before
    eased = part * part * (3 - 2 * part)
    return _random(salt, before) * (1 - eased) + _random(salt, before + 1) * eased


def _random(salt: int, number: int) -> float:
    """Between 0 and 1, evenly spread, the same for the same arguments.

    Source: S. Vigna's splitmix64, public domain.
    """
    mask = (1 << 64) - 1
    mixed = (salt * 0x9E3779B97F4A7C15 + number * 0xD1B54A32D192ED03 + 0x9E3779B97F4A7C15) & mask
    mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & mask
    mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & mask
    return (mixed ^ mixed >> 31) / (1 << 64)


def _local(unix_time: float, timezone: str) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(unix_time, zoneinfo.ZoneInfo(timezone))


def _busy(unix_time: float, timezone: str) -> float:
    local = _local(unix_time, timezone)
    hours = local.hour + local.minute / 60 + local.second / 3600
    part = hours - local.hour
    busy = (_BUSY[local.hour] * (1 - part) + _BUSY[(local.hour + 1) % 24] * part) / 100
    return busy * (_WEEKEND if local.weekday() >= 5 else 1.0)


def _day(unix_time: float, timezone: str) -> tuple[int, float]:
    """Number of the local day, and how much of its business is done: 0 at midnight, 1 at the next."""
    local = _local(unix_time, timezone)
    hours = local.hour + local.minute / 60 + local.second / 3600
    done = sum(_BUSY[: local.hour]) + _BUSY[local.hour] * (hours - local.hour)
    return local.toordinal(), done / sum(_BUSY)
