"""The shapes in which made-up numbers move: a value for every moment, the same on every hub."""

from __future__ import annotations

import datetime
import functools
import math
import zlib
import zoneinfo

from displayd.hub.metrics.periods import Period, days_of
from displayd.hub.sources.sample_spec import Between

__all__ = ["fitting", "local_time", "random_at", "value_at"]

# How busy an office is at each full hour of a working day, between 0 and 1; a weekend has a third of it.
_BUSY = (2, 1, 1, 1, 1, 3, 8, 22, 55, 84, 97, 100, 82, 78, 96, 100, 92, 74, 46, 26, 15, 9, 5, 3)
_WEEKEND = 0.34

_HOUR, _DAY = 3600, 86_400

# Periods of the waves that a number wanders in, seconds, and how much each weighs: days, hours, minutes.
_WAVES = ((3.1 * _DAY, 0.45), (5.3 * _HOUR, 0.33), (2400.0, 0.22))

# The same for a number that drifts: months, weeks, days.
_SLOW_WAVES = ((67 * _DAY, 0.5), (19 * _DAY, 0.33), (5.3 * _DAY, 0.17))


def _is_whole(between: Between) -> bool:
    return all(isinstance(end, int) for end in between)


def fitting(value: float, between: Between) -> float:
    """`value`, as exact as numbers of the range `between` are."""
    span = max(between) - min(between)
    return float(round(value)) if _is_whole(between) else _rounded(value, span or abs(value))


def value_at(name: str, shape: str, between: Between, unix_time: float, timezone: str, period: Period = "day") -> float:
    """The made-up value of `name` at `unix_time`: within `between`, and whole if both its ends are.

    Args:
        period: what a count begins anew with.
    """
    return _value_at(name, shape, min(between), max(between), _is_whole(between), unix_time, timezone, period)


@functools.lru_cache(maxsize=10_000)
def _value_at(
    name: str, shape: str, low: float, high: float, is_whole: bool, unix_time: float, timezone: str, period: Period
) -> float:
    salt = zlib.crc32(name.encode())
    if shape == "count":
        number, share = _done(unix_time, timezone, period)
        # Settled when the period begins, so that the count never falls.
        total = low + (high - low) * random_at(salt, number)
        return float(math.floor(total * share)) if is_whole else _rounded(total * share, high)
    if shape == "day":
        part = 0.82 * _busy(unix_time, timezone) + 0.18 * _wander(salt, unix_time, _WAVES)
    elif shape == "steady":
        part = 0.5 + (_wander(salt, unix_time, _WAVES) - 0.5) / 10
    else:
        part = _wander(salt, unix_time, _SLOW_WAVES if shape == "drift" else _WAVES)
    value = low + (high - low) * part
    return float(round(value)) if is_whole else _rounded(value, high - low)


def _rounded(value: float, span: float) -> float:
    """`value` to a hundredth or so of `span`: more digits would only make noise."""
    return round(value, 3 - math.ceil(math.log10(span))) if span > 0 else value


def _wander(salt: int, unix_time: float, waves: tuple[tuple[float, float], ...]) -> float:
    """Between 0 and 1, moving slowly and a little, in `waves` of so many seconds and such weights."""
    return sum(weight * _noise(salt + number, unix_time / period) for number, (period, weight) in enumerate(waves))


def _noise(salt: int, position: float) -> float:
    """Between 0 and 1, smooth in `position`, with a new value at every whole number."""
    before = math.floor(position)
    part = position - before
    eased = part * part * (3 - 2 * part)
    return random_at(salt, before) * (1 - eased) + random_at(salt, before + 1) * eased


def random_at(salt: int, number: int) -> float:
    """Between 0 and 1, evenly spread, the same for the same arguments.

    Source: S. Vigna's splitmix64, public domain.
    """
    mask = (1 << 64) - 1
    mixed = (salt * 0x9E3779B97F4A7C15 + number * 0xD1B54A32D192ED03 + 0x9E3779B97F4A7C15) & mask
    mixed = ((mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9) & mask
    mixed = ((mixed ^ mixed >> 27) * 0x94D049BB133111EB) & mask
    return (mixed ^ mixed >> 31) / (1 << 64)


def local_time(unix_time: float, timezone: str) -> datetime.datetime:
    """`unix_time` as the office has it."""
    return datetime.datetime.fromtimestamp(unix_time, zoneinfo.ZoneInfo(timezone))


def _busy(unix_time: float, timezone: str) -> float:
    local = local_time(unix_time, timezone)
    hours = local.hour + local.minute / 60 + local.second / 3600
    part = hours - local.hour
    busy = (_BUSY[local.hour] * (1 - part) + _BUSY[(local.hour + 1) % 24] * part) / 100
    return busy * (_WEEKEND if local.weekday() >= 5 else 1.0)


def _done(unix_time: float, timezone: str, period: Period) -> tuple[int, float]:
    """Number of the period, and how much of its business is done: 0 when it begins, 1 when the next one does."""
    local = local_time(unix_time, timezone)
    hours = local.hour + local.minute / 60 + local.second / 3600
    today = (sum(_BUSY[: local.hour]) + _BUSY[local.hour] * (hours - local.hour)) / sum(_BUSY)
    number, done, own, whole = _weights(local.date(), period)
    return number, (done + own * today) / whole


@functools.lru_cache(maxsize=10_000)
def _weights(day: datetime.date, period: Period) -> tuple[int, float, float, float]:
    """Number of the period that `day` is in, and how busy are the days before it in it, `day`, and all of them."""
    first, end = days_of(period, day)
    weights = [
        _WEEKEND if datetime.date.fromordinal(number).weekday() >= 5 else 1.0
        for number in range(first.toordinal(), end.toordinal())
    ]
    gone = day.toordinal() - first.toordinal()
    return first.toordinal(), sum(weights[:gone]), weights[gone], sum(weights)
