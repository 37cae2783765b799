"""What every metric is right now: its value, its past, its age, and what is wrong with it.

Held in memory by the hub's one event loop; `store.py` keeps a copy on disk. A metric has a version that rises when
what a screen shows of it changes; documents are made anew when a version has risen, and only then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from msgspec import structs

from displayd.hub.metrics.history import History, step_seconds
from displayd.hub.metrics.periods import share_gone
from displayd.hub.metrics.reading import Failure, Past, Reading
from displayd.hub.wall.file_types import MetricEntry, SampleSpec
from displayd.protocol.vocabulary import level_of

__all__ = ["CLOCK_SLACK_SECONDS", "Metrics", "past_hours", "previous_label"]

# The same value, renewed, is told to the screens only so often: its age there is off by no more than this.
RENEW_SECONDS = 60.0
RENEW_FRACTION = 0.25  # of `expire_after`, so that renewing comes well before the half at which data is stale

CLOCK_SLACK_SECONDS = 60.0
"""A reading from further ahead than this came from a clock that was wrong."""

QUARTER_SECONDS = 900.0
"""Values to compare with are means over quarters of an hour."""


@dataclass
class _Live:
    """One metric while the hub runs."""

    entry: MetricEntry
    timezone: str
    """In which its period begins."""
    recent: History
    quarters: History
    reading: Reading | None = None
    failure: Failure | None = None
    version: int = 1
    shown: Reading | None = None
    """The reading that the screens have been told."""
    unsaved: bool = False
    facts: dict[str, Any] | None = field(default=None)


class Metrics:
    """All metrics of the wall."""

    def __init__(self) -> None:
        self._live: dict[str, _Live] = {}
        self._versions = 0
        self._new_values: list[tuple[str, float, float]] = []

    def define(
        self, entries: Mapping[str, MetricEntry], pasts: Mapping[str, Past] | None = None, timezone: str = "UTC"
    ) -> None:
        """Take over the wall's definitions; what is known of metrics that stay is kept.

        Args:
            pasts: what the store remembers of the metrics that `needs_past` names.
            timezone: in which the periods of metrics begin.
        """
        before, self._live = self._live, {}
        for name, entry in entries.items():
            live = before.get(name)
            if live is not None and live.entry == entry and (live.timezone == timezone or not entry.period):
                self._live[name] = live
                continue
            past = (pasts or {}).get(name, Past())
            if live is None or _source(live.entry) != _source(entry):
                self._live[name] = self._born(entry, past, timezone)
                continue
            if _shape(live.entry) != _shape(entry):
                born = self._born(entry, Past(live.reading, _joined(past, live)), timezone)
                born.failure, born.unsaved = live.failure, live.unsaved
                self._live[name] = born
                continue
            self._versions += 1
            self._live[name] = replace(
                live, entry=entry, timezone=timezone, version=self._versions, shown=live.reading, facts=None
            )

    def needs_past(self, name: str, entry: MetricEntry) -> bool:
        """Whether `entry`, once defined as `name`, has a past that only the store knows."""
        live = self._live.get(name)
        return live is None or (_source(live.entry) == _source(entry) and _shape(live.entry) != _shape(entry))

    def defined(self) -> Mapping[str, object]:
        """What is defined now, for `restore`."""
        return self._live

    def restore(self, defined: Mapping[str, object]) -> None:
        """Go back to what was `defined` before: the wall that followed could not be used."""
        self._live = {name: live for name, live in defined.items() if isinstance(live, _Live)}

    def __contains__(self, name: str) -> bool:
        return name in self._live

    def names(self) -> list[str]:
        """Ids of all metrics."""
        return list(self._live)

    def entry(self, name: str) -> MetricEntry:
        """The definition of `name`."""
        return self._live[name].entry

    def put(self, name: str, reading: Reading, unix_time: float) -> None:
        """Take in a reading. One older than the one we have only adds to the history.

        Args:
            unix_time: now. What we have from later than that is from a clock that was wrong, and gives way.
        """
        live = self._live[name]
        if live.reading is not None and live.reading.as_of > unix_time + CLOCK_SLACK_SECONDS:
            live.recent.forget_after(unix_time)
            live.quarters.forget_after(unix_time)
            live.reading = live.shown = None
        if reading.value is not None and reading.history is None:
            live.recent.add(reading.as_of, reading.value)
            live.quarters.add(reading.as_of, reading.value)
            self._new_values.append((name, reading.as_of, reading.value))
        if live.reading is not None and reading.as_of < live.reading.as_of:
            return
        live.reading = reading
        live.unsaved = reading.history is None
        recovered, live.failure = live.failure is not None, None
        if recovered or _differs(live.shown, reading, live.entry):
            self._changed(live)

    def fail(self, name: str, reason: str, unix_time: float) -> None:
        """Say that the source of `name` has no answer, and why. The last reading is kept for when it is back."""
        live = self._live[name]
        since = unix_time if live.failure is None else live.failure.since
        if live.failure is None or live.failure.reason != reason:
            live.failure = Failure(reason, since)
            self._changed(live)

    def version_of(self, name: str) -> int:
        """Rises when what a screen shows of `name` changes; 0 for a metric that is not defined."""
        live = self._live.get(name)
        return live.version if live else 0

    def reading(self, name: str) -> Reading | None:
        """The last reading of `name`."""
        return self._live[name].reading

    def failure(self, name: str) -> Failure | None:
        """Why `name` has no reading, if it is so."""
        return self._live[name].failure

    def facts(self, name: str) -> dict[str, Any] | None:
        """What `name` can fill into a widget, by field name; None if it is not defined.

        Fields for which there is nothing are absent. `failure` is a `Failure`, everything else plain data.
        """
        live = self._live.get(name)
        if live is None:
            return None
        if live.facts is None:
            live.facts = _facts(live)
        return live.facts

    def take_unsaved(self) -> tuple[list[tuple[str, float, float]], dict[str, Reading]]:
        """Values (id, unix time, value) and newest readings since the last call, for the store."""
        values, self._new_values = self._new_values, []
        readings = {}
        for name, live in self._live.items():
            if live.unsaved and live.reading is not None:
                live.unsaved = False
                readings[name] = live.reading
        return values, readings

    def _born(self, entry: MetricEntry, past: Past, timezone: str) -> _Live:
        self._versions += 1
        step, length = _shape(entry)
        live = _Live(entry, timezone, History(step), History(QUARTER_SECONDS, length))
        live.version = self._versions
        live.recent.extend(past.values)
        live.quarters.extend(past.values)
        live.reading = live.shown = past.reading
        return live

    def _changed(self, live: _Live) -> None:
        # Counted over all metrics, so that one removed and defined again never has a version it had before.
        self._versions += 1
        live.version = self._versions
        live.shown = live.reading
        live.facts = None


def _source(entry: MetricEntry) -> tuple[object, ...]:
    return (entry.host, entry.sample)


def past_hours(entry: MetricEntry) -> float:
    """How far back what is shown of a metric reaches."""
    if entry.compare_line:
        return entry.compare_hours + entry.history_hours + 1
    return max(entry.history_hours, entry.compare_hours + 1)


def _shape(entry: MetricEntry) -> tuple[float, int]:
    """Step of the recent history in seconds, and length of the one in quarters of an hour."""
    hours = entry.compare_hours + (entry.history_hours if entry.compare_line else 0)
    return step_seconds(entry.history_hours), int(hours * 3600 / QUARTER_SECONDS) + 4


def _joined(past: Past, live: _Live) -> list[tuple[float, float, int]]:
    """Values of the store, or else the quarters, and then what only `live` has yet."""
    recent = live.recent.values()
    first = recent[0][0] if recent else float("inf")
    older = past.values or [quarter for quarter in live.quarters.values() if quarter[0] < first]
    last = older[-1][0] if older else 0.0
    return [*older, *(value for value in recent if value[0] > last)]


def _differs(shown: Reading | None, reading: Reading, entry: MetricEntry) -> bool:
    """Whether the screens should hear of `reading`: another value, or the same one renewed after a while."""
    if shown is None:
        return True
    # The past moves on with every reading; that alone is no news.
    now, then = (structs.replace(one, as_of=0, history=None, before=None) for one in (reading, shown))
    if now != then:
        return True
    renew = min(RENEW_SECONDS, (reading.expire_after or entry.expire_after or float("inf")) * RENEW_FRACTION)
    return reading.as_of - shown.as_of >= renew


def _facts(live: _Live) -> dict[str, Any]:
    entry, reading = live.entry, live.shown
    facts: dict[str, Any] = {
        "title": entry.title,
        "unit": entry.unit,
        "direction": entry.direction,
        "amber": entry.amber,
        "red": entry.red,
        "about": entry.about,
        "decimals": entry.decimals,
        "target": entry.target,
        "expire_after": entry.expire_after,
        "sample": True if entry.sample else None,
        "failure": live.failure,
    }
    if reading is not None:
        points = _points(live, reading)
        facts |= {
            "value": reading.value,
            "level": level_of(reading.value, entry.direction or "none", entry.amber, entry.red),
            "as_of": reading.as_of,
            "points": points,
            "history": [value for _, value in points],
            "items": reading.items,
            "rows": reading.rows,
            **_comparison(live, reading),
        }
        facts["target"] = entry.target if reading.target is None else reading.target
        if entry.period is not None and facts["target"] is not None:
            facts["expected"] = facts["target"] * share_gone(entry.period, reading.as_of, live.timezone)
        facts["expire_after"] = entry.expire_after if reading.expire_after is None else reading.expire_after
    return {name: fact for name, fact in facts.items() if fact is not None}


def _points(live: _Live, reading: Reading) -> list[tuple[float, float | None]]:
    """The past in stretches, and the value itself at the end."""
    before = live.recent.means(reading.as_of) if reading.history is None else reading.history
    if reading.value is None:
        return list(before)
    return [*(point for point in before if point[0] < reading.as_of), (reading.as_of, reading.value)]


def _comparison(live: _Live, reading: Reading) -> dict[str, Any]:
    """The value to compare with and the line before, and what they are called."""
    hours = live.entry.compare_hours
    previous, label = reading.previous, reading.previous_label
    # A sample's comparison is as old as the definition says; how old a pushed one is, nobody else tells.
    is_dated = bool(hours) and isinstance(live.entry.sample, SampleSpec)
    if previous is None and hours and reading.value is not None and reading.history is None:
        previous = _value_before(live, reading)
        is_dated = previous is not None and not any(item.previous is not None for item in reading.items or ())
    before = _points_before(live, reading) if hours and live.entry.compare_line else []
    return {
        "previous": previous,
        "previous_label": label or (previous_label(hours) if is_dated else None),
        "before": before or None,
        "before_label": previous_label(hours) if before else None,
    }


def _value_before(live: _Live, reading: Reading) -> float | None:
    """What the value was `compare_hours` ago, as far as is remembered."""
    hours = live.entry.compare_hours
    # Further than half the way, it would be called older than it is; and today's own quarter is no comparison.
    tolerance = min(2, int(hours * 1800 / QUARTER_SECONDS))
    return live.quarters.mean_at(reading.as_of - hours * 3600, tolerance, before=reading.as_of)


def _points_before(live: _Live, reading: Reading) -> list[tuple[float, float | None]]:
    """The line of `compare_hours` ago, moved to now."""
    if reading.history is not None:
        return list(reading.before or ())
    back, length = live.entry.compare_hours * 3600, live.entry.history_hours * 3600
    moved = History(max(live.recent.step, QUARTER_SECONDS))
    moved.extend(
        (middle + back, mean, count)
        for middle, mean, count in live.quarters.values()
        if reading.as_of - length <= middle + back < reading.as_of
    )
    points = moved.means(reading.as_of)
    last = _value_before(live, reading)
    return points if last is None or not points else [*points, (reading.as_of, last)]


_LABELS: Mapping[float, str] = {24: "yesterday", 168: "last week", 8736: "last year", 8760: "last year"}


def previous_label(hours: float) -> str:
    """What a value of so many hours ago is called on a tile."""
    if hours in _LABELS:
        return _LABELS[hours]
    if hours % 168 == 0:
        return f"{hours / 168:g} weeks ago"
    return f"{hours / 24:g} days ago" if hours % 24 == 0 else f"{hours:g} h ago"
