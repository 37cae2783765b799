"""How a made-up number moves: at a moment, and over a past of many stretches."""

from __future__ import annotations

import functools
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from displayd.hub.metrics.periods import Period
from displayd.hub.sources.sample_formula import LARGEST
from displayd.hub.sources.sample_shapes import fitting, random_at, value_at
from displayd.hub.sources.sample_spec import Between

__all__ = ["Motion", "Number", "moment", "past"]

_HOUR, _DAY, _WEEK = 3600, 86_400, 604_800

# A stretch of history longer than this is the mean of several moments in it: else it would be a matter of luck
# whether the nights or the days are seen.
_MOMENT_SECONDS = 6 * _HOUR
_MOST_MOMENTS = 8

# A made-up moment stays put for this part of its distance, and no longer than a day.
_STAYS_FOR = 0.25


class Number(Protocol):
    """A made-up number that has a value for every moment."""

    def at(self, unix_time: float) -> float | None:
        """Its value at `unix_time`; None for none."""
        ...

    def means(self, step: float, now: int, points: int, back: float) -> Sequence[float | None]:
        """Its means over the `points` stretches before number `now`, oldest first, `back` seconds earlier.

        Args:
            step: length of a stretch, seconds; number 0 began at unix time 0.
        """
        ...


def past(number: Number, as_of: float, step: float, points: int, back: float = 0.0) -> list[tuple[float, float | None]]:
    """Middle (unix time) and mean of the `points` stretches of `step` seconds that have ended, oldest first.

    Args:
        as_of: now, unix time.
        back: seconds by which the values are older than the times beside them.
    """
    now = int(as_of // step)
    return list(zip(_middles(step, now, points), number.means(step, now, points, back), strict=True))


@dataclass(frozen=True)
class Motion:
    """A number with a range that it moves in, as seen from `as_of`."""

    name: str
    """Two of other names do not move alike."""
    shape: str
    between: Between
    trend: float
    period: Period
    as_of: float
    timezone: str
    seconds: int
    """How often it changes."""

    def at(self, unix_time: float) -> float:
        """Its value at `unix_time`."""
        unix_time = unix_time // self.seconds * self.seconds
        value = _mean(self.name, self.shape, *self.between, unix_time, 0.0, self.timezone, self.period)
        return self._grown(value, unix_time)

    def means(self, step: float, now: int, points: int, back: float) -> list[float]:
        """As in `Number`."""
        means = _means(self.name, self.shape, *self.between, step, now, points, back, self.timezone, self.period)
        middles = _middles(step, now, points)
        return [self._grown(mean, middle - back) for middle, mean in zip(middles, means, strict=True)]

    def _grown(self, value: float, unix_time: float) -> float:
        """`value` of `unix_time`, smaller or larger by the trend since then."""
        if not self.trend:
            return value
        value *= (1 + self.trend) ** ((unix_time - self.as_of) / _WEEK)
        return fitting(min(LARGEST, max(-LARGEST, value)), self.between)


def moment(name: str, time_in: float, seconds: int, as_of: float) -> float:
    """The moment that was `time_in` seconds away when it was last set anew; see `SampleItem.time_in`.

    Lines with one name have one moment, in whatever list they are; not all of a list are set anew at the same time.
    """
    steps = math.ceil(max(seconds, min(abs(time_in) * _STAYS_FOR, _DAY)) / seconds)
    offset = int(random_at(zlib.crc32(name.encode()), 0) * steps) * seconds
    length = steps * seconds
    return max(0.0, (as_of + offset) // length * length - offset + time_in)


def _middles(step: float, now: int, points: int) -> list[float]:
    """The middles (unix time) of the `points` stretches before number `now`, oldest first."""
    return [(number + 0.5) * step for number in range(now - points, now)]


# Whole pasts are remembered too: those of a large wall are more values than the cache of single ones holds, and one
# that is gone through in order loses each just before it is asked for again.
# Typed: 1 and 1.0 are no different to a cache otherwise, and a range of whole numbers is another one.
@functools.lru_cache(maxsize=4096, typed=True)
def _means(  # noqa: PLR0913 - what the cache remembers by
    name: str,
    shape: str,
    low: float,
    high: float,
    step: float,
    now: int,
    points: int,
    back: float,
    timezone: str,
    period: Period,
) -> tuple[float, ...]:
    """The means over the stretches of `_middles`, `back` seconds earlier."""
    return tuple(
        _mean(name, shape, low, high, middle - back, step, timezone, period) for middle in _middles(step, now, points)
    )


@functools.lru_cache(maxsize=100_000, typed=True)
def _mean(
    name: str, shape: str, low: float, high: float, middle: float, step: float, timezone: str, period: Period
) -> float:
    """The mean of `value_at` over `step` seconds around `middle`."""
    count = max(1, min(_MOST_MOMENTS, math.ceil(step / _MOMENT_SECONDS)))
    times = [middle + ((number + 0.5) / count - 0.5) * step for number in range(count)]
    return fitting(sum(value_at(name, shape, (low, high), at, timezone, period) for at in times) / count, (low, high))
