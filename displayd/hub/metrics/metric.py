"""One metric while the hub runs, and what it tells the tiles from its past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from msgspec import structs

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.facts import Facts, Points, facts_of
from displayd.hub.metrics.history import History, step_seconds
from displayd.hub.metrics.periods import share_gone
from displayd.hub.metrics.reading import Failure, Manner, Past, Reading
from displayd.protocol.vocabulary import level_of

__all__ = ["Metric", "born", "facts_now", "past_hours", "previous_label", "shape_of"]

QUARTER_SECONDS = 900.0
"""Values to compare with are means over quarters of an hour."""


@dataclass
class Metric:
    """One metric while the hub runs."""

    entry: MetricEntry
    timezone: str
    """In which its period begins."""
    recent: History
    quarters: History
    version: int
    reading: Reading | None = None
    failure: Failure | None = None
    shown: Reading | None = None
    """The reading that the screens have been told."""
    facts: Facts | None = None
    """As of `facts_now`, while nothing has changed."""


def born(entry: MetricEntry, past: Past, timezone: str, version: int) -> Metric:
    """A metric that begins with `past`."""
    step, length = shape_of(entry)
    metric = Metric(entry, timezone, History(step), History(QUARTER_SECONDS, length), version)
    metric.recent.extend(past.values)
    metric.quarters.extend(past.values)
    metric.reading = metric.shown = past.reading
    return metric


def past_hours(entry: MetricEntry) -> float:
    """How far back what is shown of a metric reaches."""
    if entry.compare_line:
        return entry.compare_hours + entry.history_hours + 1
    return max(entry.history_hours, entry.compare_hours + 1)


def shape_of(entry: MetricEntry) -> tuple[float, int]:
    """Step of the recent history in seconds, and length of the one in quarters of an hour."""
    hours = entry.compare_hours + (entry.history_hours if entry.compare_line else 0)
    return step_seconds(entry.history_hours), int(hours * 3600 / QUARTER_SECONDS) + 4


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
    return structs.replace(
        defined,
        value=reading.value,
        level=level_of(reading.value, defined.direction or "none", defined.amber, defined.red),
        as_of=reading.as_of,
        points=None if reading.series is not None else points,
        history=reading.series if reading.series is not None else [value for _, value in points],
        items=reading.items,
        rows=reading.rows,
        text=reading.text,
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


class _Comparison(NamedTuple):
    """As of `Facts`."""

    previous: float | None
    previous_label: str | None
    before: Points | None
    before_label: str | None


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
    )


def _value_before(metric: Metric, reading: Reading) -> float | None:
    """What the value was `compare_hours` ago, as far as is remembered."""
    hours = metric.entry.compare_hours
    # Further than half the way, it would be called older than it is; and today's own quarter is no comparison.
    tolerance = min(2, int(hours * 1800 / QUARTER_SECONDS))
    return metric.quarters.mean_at(reading.as_of - hours * 3600, tolerance, before=reading.as_of)


def _points_before(metric: Metric, reading: Reading) -> Points:
    """The line of `compare_hours` ago, moved to now."""
    if reading.history is not None:
        return list(reading.before or ())
    back, length = metric.entry.compare_hours * 3600, metric.entry.history_hours * 3600
    moved = History(max(metric.recent.step, QUARTER_SECONDS))
    moved.extend(
        (middle + back, mean, count)
        for middle, mean, count in metric.quarters.values()
        if reading.as_of - length <= middle + back < reading.as_of
    )
    points = moved.means(reading.as_of)
    last = _value_before(metric, reading)
    return points if last is None or not points else [*points, (reading.as_of, last)]


_LABELS: Mapping[float, str] = {24: "yesterday", 168: "last week", 8736: "last year", 8760: "last year"}


def previous_label(hours: float) -> str:
    """What a value of so many hours ago is called on a tile."""
    if hours in _LABELS:
        return _LABELS[hours]
    if hours % 168 == 0:
        return f"{hours / 168:g} weeks ago"
    return f"{hours / 24:g} days ago" if hours % 24 == 0 else f"{hours:g} h ago"
