"""One metric while the hub runs, and what it tells the tiles from its past.

Where a comparison goes back whole days, it is with the time that clocks of the office showed so many days before: 9 h
is compared with 9 h, also when clocks were put forward or back in between.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec import structs

from displayd.hub.metrics.days import Days
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.extremes import Extremes
from displayd.hub.metrics.facts import Facts, Points, facts_of
from displayd.hub.metrics.history import POINTS, History, step_seconds
from displayd.hub.metrics.periods import days_before, share_gone
from displayd.hub.metrics.reading import ColumnManner, Failure, Manner, Past, Reading
from displayd.hub.metrics.resolution import HOUR, QUARTER, QUARTERS_KEPT_DAYS, Reach, whole
from displayd.protocol.vocabulary import level_of
from displayd.text.language import word

__all__ = [
    "NOW_PERIODS",
    "PERIODS",
    "Metric",
    "born",
    "facts_now",
    "is_kept_as",
    "is_of_zone",
    "past_hours",
    "previous_label",
    "reach_of",
]

# How far from the wanted moment a value may be that is compared with.
NEAR_SECONDS = 1800.0

# Clocks are put forward or back by an hour at most.
CLOCK_HOURS = 1.0

# The longest day, on which they are put back.
DAY_HOURS = 25.0


@dataclass
class Metric:
    """One metric while the hub runs."""

    entry: MetricEntry
    timezone: str
    """In which its period begins, and by whose clocks it is compared."""
    recent: History
    compared: History
    """In quarters of an hour, or in hours where the comparison reaches further than those are kept."""
    extremes: Extremes
    """Of the stretches of `recent`."""
    version: int
    reading: Reading | None = None
    failure: Failure | None = None
    last_failure: Failure | None = None
    """The one that is, or the last that there was."""
    shown: Reading | None = None
    """The reading that the screens have been told."""
    facts: Facts | None = None
    """As of `facts_now`, while nothing has changed."""
    days: dict[str, Days] = field(default_factory=dict)
    """By the time zones in which a screen shows them."""


def born(entry: MetricEntry, past: Past, timezone: str, version: int, day_zones: Collection[str] = ()) -> Metric:
    """A metric that begins with `past`.

    Args:
        day_zones: the time zones of whose days it tells.
    """
    step, compared_step, length = _shape_of(entry)
    recent = History(step, _stretches(entry, step))
    metric = Metric(entry, timezone, recent, History(compared_step, length), Extremes(step, recent.length), version)
    metric.recent.extend(past.values)
    metric.compared.extend(past.values)
    metric.extremes.extend(_known_extremes(past))
    for zone in day_zones:
        metric.days[zone] = Days(zone, entry.history_hours)
        metric.days[zone].extend(past)
    metric.reading = metric.shown = past.reading
    if past.reading is not None and past.reading.fault:
        metric.failure = Failure(past.reading.fault, past.reading.as_of)
    return metric


def is_kept_as(metric: Metric, entry: MetricEntry, day_zones: Collection[str]) -> bool:
    """Whether what is kept of the past of `metric` is what `entry` wants: where it is not, it is made anew."""
    return _kept_of(metric.entry, metric.days) == _kept_of(entry, day_zones)


def _kept_of(entry: MetricEntry, day_zones: Collection[str]) -> tuple[object, ...]:
    shape = _shape_of(entry)
    return shape, _stretches(entry, shape[0]), bool(day_zones) and entry.history_hours, frozenset(day_zones)


def _known_extremes(past: Past) -> Iterator[tuple[float, float, float]]:
    """Unix time, lowest and highest; the mean where nobody knows better."""
    known = {at for at, _, _ in past.extremes}
    every = [*past.extremes, *((at, mean, mean) for at, mean, _ in past.values if at not in known)]
    # The middle of the last minute may be yet to come.
    last = math.inf if past.reading is None else past.reading.as_of
    yield from ((min(at, last), low, high) for at, low, high in every)


def past_hours(entry: MetricEntry) -> float:
    """How far back what is shown of a metric reaches."""
    return max(entry.history_hours, _compared_hours(entry))


def is_of_zone(entry: MetricEntry) -> bool:
    """Whether what a metric tells depends on the time zone of the office."""
    return entry.period is not None or (entry.compare_hours > 0 and entry.compare_hours % 24 == 0)


def reach_of(entry: MetricEntry, day_zones: Collection[str] = ()) -> Reach:
    """How much of the past of a metric is wanted of the store.

    Args:
        day_zones: the time zones of whose days it tells.
    """
    compared = _compared_hours(entry) * 3600
    days = (entry.history_hours + DAY_HOURS) * 3600 if day_zones else 0.0
    return Reach(past_hours(entry) * 3600, whole(step_seconds(entry.history_hours)), compared, days)


def _shape_of(entry: MetricEntry) -> tuple[float, float, int]:
    """Step of the recent history in seconds; step and length of the one that is compared with."""
    hours = _compared_hours(entry)
    step = QUARTER if hours <= QUARTERS_KEPT_DAYS * 24 else HOUR
    return whole(step_seconds(entry.history_hours)), float(step), int(hours * 3600 / step) + 4


def _stretches(entry: MetricEntry, step: float) -> int:
    """How many stretches of `step` seconds the recent history has; about `POINTS`."""
    return POINTS if step == step_seconds(entry.history_hours) else int(entry.history_hours * 3600 / step)


def _compared_hours(entry: MetricEntry) -> float:
    """How far back a comparison reaches."""
    if not entry.compare_hours:
        return 0.0
    return entry.compare_hours + (entry.history_hours if entry.compare_line else 0) + NEAR_SECONDS / 3600 + CLOCK_HOURS


def _moment_before(metric: Metric, unix_time: float) -> float:
    """With which moment that of `unix_time` is compared."""
    days = metric.entry.compare_hours / 24
    if not days.is_integer():
        return unix_time - metric.entry.compare_hours * 3600
    return days_before(unix_time, int(days), metric.timezone)


def facts_now(metric: Metric) -> Facts:
    """What `metric` tells its tiles now."""
    entry, reading = metric.entry, metric.shown
    defined = structs.replace(facts_of(entry), failure=metric.failure)
    if reading is None:
        return defined
    if reading.manner is not None:
        defined = _with_manner(defined, reading.manner)
    points = _points(metric, reading)
    target = entry.target if reading.target is None else reading.target
    comparison = _comparison(metric, reading)
    # Where a source knows the past, its line has the values themselves.
    has_means = reading.history is None and reading.series is None
    lowest, highest = (metric.extremes.at(reading.as_of) if has_means else None) or (None, None)
    return structs.replace(
        defined,
        value=reading.value,
        level=level_of(reading.value, defined.direction or "none", defined.amber, defined.red),
        as_of=reading.as_of,
        points=None if reading.series is not None else points,
        lowest=lowest,
        highest=highest,
        history=reading.series if reading.series is not None else [value for _, value in points],
        days={zone: days.every() for zone, days in metric.days.items()} if has_means else {},
        history_seconds=points[-1][0] - points[0][0] if reading.series is None and len(points) > 1 else None,
        items=reading.items,
        lines=reading.lines,
        rows=reading.rows,
        columns=_columns(reading),
        text=reading.text,
        weather_now=reading.weather and reading.weather.now,
        weather_days=reading.weather and reading.weather.days,
        source=next((item.source for item in reading.items or () if item.source), None),
        poster=next((item.poster for item in reading.items or () if item.poster), None),
        target=target,
        expected=_expected(metric, target, reading.as_of),
        expire_after=entry.expire_after if reading.expire_after is None else reading.expire_after,
        **comparison._asdict(),
    )


_JUDGING = ("direction", "amber", "red")


def _with_manner(defined: Facts, manner: Manner) -> Facts:
    """`defined`, and what `manner` says of the rest."""
    is_judged = any(getattr(defined, name) is not None for name in _JUDGING)
    said = {
        name: value
        for name, value in structs.asdict(manner).items()
        if value is not None and getattr(defined, name) is None and not (is_judged and name in _JUDGING)
    }
    return structs.replace(defined, **said)


def _columns(reading: Reading) -> list[tuple[str, ColumnManner]] | None:
    if reading.columns is None:
        return None
    manners = itertools.chain(reading.column_manners or [], itertools.repeat(ColumnManner()))
    return list(zip(reading.columns, manners, strict=False))


class _Comparison(NamedTuple):
    """As of `Facts`."""

    previous: float | None
    previous_label: str | None
    before: Points | None
    before_label: str | None
    now_label: str | None


def _expected(metric: Metric, target: float | None, unix_time: float) -> float | None:
    """What the value should be at `unix_time` on the way to `target` at the end of the period."""
    if metric.entry.period is None or target is None:
        return None
    return target * share_gone(metric.entry.period, unix_time, metric.timezone)


def _points(metric: Metric, reading: Reading) -> Points:
    """The past in stretches, and the value itself at the end."""
    before = metric.recent.means(reading.as_of) if reading.history is None else reading.history
    if reading.value is None:
        return list(before)
    at = reading.as_of if reading.value_at is None else reading.value_at
    return [*(point for point in before if point[0] < at), (at, reading.value)]


def _comparison(metric: Metric, reading: Reading) -> _Comparison:
    """The value to compare with and the line before, and what they are called."""
    hours = metric.entry.compare_hours
    previous, label = reading.previous, reading.previous_label
    # Where a source knows the past, its comparison is as old as the definition says; how old a pushed one is, nobody
    # else tells.
    is_dated = bool(hours) and metric.entry.origin.knows_past
    if previous is None and hours and reading.value is not None and reading.history is None:
        previous = _value_before(metric, reading)
        is_dated = previous is not None and not any(item.previous is not None for item in reading.items or ())
    before = _points_before(metric, reading) if hours and metric.entry.compare_line else []
    return _Comparison(
        previous,
        label or (previous_label(hours) if is_dated else None),
        before or None,
        previous_label(hours) if before else None,
        NOW_PERIODS.get(hours) if before else None,
    )


def _value_before(metric: Metric, reading: Reading) -> float | None:
    """What the value was `compare_hours` ago, as far as is remembered."""
    step = metric.compared.step
    # Further than half the way, it would be called older than it is; and today's own quarter is no comparison.
    tolerance = min(math.ceil(NEAR_SECONDS / step), int(metric.entry.compare_hours * 1800 / step))
    return metric.compared.mean_at(_moment_before(metric, reading.as_of), tolerance, before=reading.as_of)


def _points_before(metric: Metric, reading: Reading) -> Points:
    """The line of `compare_hours` ago, moved to now."""
    if reading.history is not None:
        return list(reading.before or ())
    step, length = metric.compared.step, metric.entry.history_hours * 3600
    moved = History(max(metric.recent.step, step))
    for number in range(int((reading.as_of - length) // step), int(reading.as_of // step) + 1):
        middle = (number + 0.5) * step
        found = metric.compared.stretch_at(_moment_before(metric, middle))
        if found is not None and reading.as_of - length <= middle < reading.as_of:
            moved.add(middle, *found)
    points = moved.means(reading.as_of)
    last = _value_before(metric, reading)
    return points if last is None or not points else [*points, (reading.as_of, last)]


PERIODS: Mapping[float, str] = {
    24: word("yesterday", "compared with"),
    168: word("last week", "compared with"),
    8736: word("last year", "compared with"),
    8760: word("last year", "compared with"),
}
"""What a value of so many hours ago is called, in English."""

NOW_PERIODS: Mapping[float, str] = {
    24: word("today", "compared with"),
    168: word("this week", "compared with"),
    8736: word("this year", "compared with"),
    8760: word("this year", "compared with"),
}
"""What is compared with a value of so many hours ago is called, in English."""


def previous_label(hours: float) -> str:
    """What a value of so many hours ago is called on a tile."""
    if hours in PERIODS:
        return PERIODS[hours]
    if hours % 168 == 0:
        return f"{hours / 168:g} weeks ago"
    return f"{hours / 24:g} days ago" if hours % 24 == 0 else f"{hours:g} h ago"
