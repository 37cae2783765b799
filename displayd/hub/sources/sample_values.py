"""Made-up business numbers that look like real ones: a pure function of the metric, its recipe and the time.

The same metric shows the same number at the same moment on every hub, before and after every restart, so that a demo
can be looked at, measured and compared. What comes from here is marked as sample data all the way to the glass.
"""

from __future__ import annotations

import datetime
import functools
import math
import zlib
from dataclasses import dataclass

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.history import POINTS, step_seconds
from displayd.hub.metrics.periods import Period
from displayd.hub.metrics.reading import Cell, Date, Item, Reading
from displayd.hub.sources.sample_shapes import fitting, local_time, random_at, value_at
from displayd.hub.sources.sample_spec import Between, SampleCell, SampleItem, SampleSpec

__all__ = ["next_change", "reading_at"]

_HOUR, _DAY, _WEEK = 3600, 86_400, 604_800

ITEM_POINTS = 40
"""Points in the history of one line of a list: it is drawn in a part of a row."""

# A stretch of history longer than this is the mean of several moments in it: else it would be a matter of luck
# whether the nights or the days are seen.
_MOMENT_SECONDS = 6 * _HOUR
_MOST_MOMENTS = 8

# Of a metric whose recipe says nothing else.
_RANGE = (0, 100)

# A made-up moment stays put for this part of its distance, and no longer than a day.
_STAYS_FOR = 0.25

_LARGEST = 1e18
"""As `Amount` has it."""


@dataclass(frozen=True)
class _Motion:
    """How one number moves, as seen from `as_of`."""

    name: str
    shape: str
    between: Between | None
    trend: float
    period: Period
    as_of: float
    timezone: str

    def at(self, unix_time: float, step: float = 0.0) -> float | None:
        """Its value at `unix_time`, or its mean over `step` seconds around then; None if it has no range."""
        if self.between is None:
            return None
        value = _mean(self.name, self.shape, *self.between, unix_time, step, self.timezone, self.period)
        return self._grown(value, unix_time)

    def past(self, step: float, points: int, back: float = 0.0) -> list[tuple[float, float | None]]:
        """Middle and mean of the `points` stretches that have ended, oldest first.

        Args:
            back: seconds by which the values are older than the times beside them.
        """
        if self.between is None:
            return []
        now = int(self.as_of // step)
        means = _means(self.name, self.shape, *self.between, step, now, points, back, self.timezone, self.period)
        middles = _middles(step, now, points)
        return [(middle, self._grown(mean, middle - back)) for middle, mean in zip(middles, means, strict=True)]

    def _grown(self, value: float, unix_time: float) -> float:
        """`value` of `unix_time`, smaller or larger by the trend since then."""
        if not self.trend or self.between is None:
            return value
        value *= (1 + self.trend) ** ((unix_time - self.as_of) / _WEEK)
        return fitting(min(_LARGEST, max(-_LARGEST, value)), self.between)


def reading_at(metric: str, entry: MetricEntry, spec: SampleSpec, unix_time: float, timezone: str) -> Reading:
    """The reading of `metric` at `unix_time`.

    Args:
        entry: its definition, for how far back its past reaches and what it is compared with.
        spec: its recipe.
        timezone: in which office hours are counted.
    """
    as_of = unix_time // spec.seconds * spec.seconds
    step, back = step_seconds(entry.history_hours), entry.compare_hours * _HOUR
    between = spec.between or (None if spec.items or spec.rows else _RANGE)
    motion = _Motion(metric, spec.shape, between, spec.trend, entry.period or "day", as_of, timezone)
    has_before = entry.compare_line and back and between
    return Reading(
        value=motion.at(as_of),
        previous=motion.at(as_of - back) if back else None,
        target=spec.target,
        as_of=as_of,
        items=[_item(metric, entry, spec, item, motion) for item in spec.items] or None,
        rows=_rows(metric, spec, motion) or None,
        history=motion.past(step, POINTS - 1),
        before=[*motion.past(step, POINTS - 1, back), (as_of, motion.at(as_of - back))] if has_before else None,
    )


def next_change(spec: SampleSpec, unix_time: float) -> float:
    """When the reading changes next, unix time."""
    return float((unix_time // spec.seconds + 1) * spec.seconds)


def _item(metric: str, entry: MetricEntry, spec: SampleSpec, item: SampleItem, of_metric: _Motion) -> Item:
    """One line of the list of `metric`."""
    name, as_of = f"{metric}/{item.label}", of_metric.as_of
    shape, trend = item.shape or spec.shape, spec.trend if item.trend is None else item.trend
    motion = _Motion(name, shape, item.between, trend, of_metric.period, as_of, of_metric.timezone)
    past = motion.past(entry.history_hours * _HOUR / ITEM_POINTS, ITEM_POINTS - 1)
    return Item(
        label=item.label,
        value=motion.at(as_of),
        previous=motion.at(as_of - entry.compare_hours * _HOUR) if entry.compare_hours else None,
        target=item.target,
        level=item.level,
        detail=item.detail or None,
        time=None if item.time_in is None else _moment(name, item.time_in, spec.seconds, as_of),
        lat=item.lat,
        lon=item.lon,
        history=[*(value for _, value in past), motion.at(as_of)] if item.between else None,
        weight=item.weight,
    )


def _moment(name: str, time_in: float, seconds: int, as_of: float) -> float:
    """The moment that was `time_in` seconds away when it was last set anew; see `SampleItem.time_in`.

    Not all moments of a list are set anew at the same time.
    """
    steps = math.ceil(max(seconds, min(abs(time_in) * _STAYS_FOR, _DAY)) / seconds)
    offset = int(random_at(zlib.crc32(name.encode()), 0) * steps) * seconds
    length = steps * seconds
    return max(0.0, (as_of + offset) // length * length - offset + time_in)


def _rows(metric: str, spec: SampleSpec, motion: _Motion) -> list[list[Cell]]:
    return [
        [_cell(f"{metric}/{number}/{column}", cell, spec, motion) for column, cell in enumerate(row)]
        for number, row in enumerate(spec.rows)
    ]


def _cell(name: str, cell: str | float | SampleCell | None, spec: SampleSpec, motion: _Motion) -> Cell:
    """One cell of a table; a date is a whole number of days from the day of `motion.as_of`, at the same time."""
    if not isinstance(cell, SampleCell):
        return cell
    if cell.days is None:
        own = _Motion(name, spec.shape, cell.between, spec.trend, motion.period, motion.as_of, motion.timezone)
        return own.at(motion.as_of)
    # Noon of the day, so that other places with people awake have the same date.
    today = local_time(motion.as_of, motion.timezone).replace(hour=12, minute=0, second=0, microsecond=0)
    return Date(max(0.0, (today + datetime.timedelta(days=cell.days)).timestamp()))


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
