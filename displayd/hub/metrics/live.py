"""What every metric is right now: its value, its past, its age, and what is wrong with it.

Held in memory by the hub's one event loop; `storage` keeps a copy on disk. A metric has a version that rises when
what a screen shows of it changes; documents are made anew when a version has risen, and only then.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from msgspec import structs

from displayd.errors import FailureKind
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.metric import Metric, born, facts_now, is_kept_as, is_of_zone
from displayd.hub.metrics.reading import Failure, Past, Reading

__all__ = ["CLOCK_SLACK_SECONDS", "Metrics"]

# The same value, renewed, is told to the screens only so often: its age there is off by no more than this.
RENEW_SECONDS = 60.0
RENEW_FRACTION = 0.25  # of `expire_after`, so that renewing comes well before the half at which data is stale

CLOCK_SLACK_SECONDS = 60.0
"""A reading from further ahead than this came from a clock that was wrong."""


class Metrics:
    """All metrics of the wall."""

    def __init__(self) -> None:
        self._metrics: dict[str, Metric] = {}
        self._versions = 0
        self._new_values: list[tuple[str, float, float]] = []
        self._unsaved: set[str] = set()

    def define(
        self,
        entries: Mapping[str, MetricEntry],
        pasts: Mapping[str, Past] | None = None,
        timezone: str = "UTC",
        day_zones: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        """Take over the wall's definitions; what is known of metrics that stay is kept.

        Args:
            pasts: what the store remembers of the metrics that `needs_past` names.
            timezone: in which the periods of metrics begin.
            day_zones: the time zones of whose days a metric tells, by its id.
        """
        before, self._metrics = self._metrics, {}
        for name, entry in entries.items():
            past = (pasts or {}).get(name, Past())
            zones = (day_zones or {}).get(name, ())
            self._metrics[name] = self._defined(before.get(name), entry, past, timezone, zones)

    def _defined(
        self, before: Metric | None, entry: MetricEntry, past: Past, timezone: str, zones: Collection[str]
    ) -> Metric:
        """The metric that was `before`, from now on by the definition `entry`."""
        is_kept = before is not None and is_kept_as(before, entry, zones)
        is_same_zone = before is not None and (before.timezone == timezone or not is_of_zone(entry))
        if before is not None and is_kept and before.entry == entry and is_same_zone:
            return before
        self._versions += 1
        if before is None or before.entry.origin != entry.origin:
            return born(entry, past, timezone, self._versions, zones)
        if not is_kept:
            metric = born(entry, _joined(before.reading, past, before), timezone, self._versions, zones)
            _take_over(metric, before)
            return metric
        return replace(before, entry=entry, timezone=timezone, version=self._versions, shown=before.reading, facts=None)

    def recall(self, pasts: Mapping[str, Past]) -> None:
        """Take in what the store remembers, where it could not be asked when the metrics were defined."""
        for name, past in pasts.items():
            before = self._metrics.get(name)
            if before is not None:
                self._versions += 1
                whole = _joined(before.reading or past.reading, past, before)
                metric = born(before.entry, whole, before.timezone, self._versions, before.days)
                metric.extremes.extend(before.extremes.values())
                _take_over(metric, before)
                self._metrics[name] = metric

    def needs_past(self, name: str, entry: MetricEntry, zones: Collection[str] = ()) -> bool:
        """Whether `entry`, once defined as `name`, has a past that only the store knows.

        Args:
            zones: of whose days it tells.
        """
        metric = self._metrics.get(name)
        return metric is None or (metric.entry.origin == entry.origin and not is_kept_as(metric, entry, zones))

    def defined(self) -> Mapping[str, object]:
        """What is defined now, for `restore`."""
        return self._metrics

    def restore(self, defined: Mapping[str, object]) -> None:
        """Go back to what was `defined` before: the wall that followed could not be used."""
        self._metrics = {name: metric for name, metric in defined.items() if isinstance(metric, Metric)}

    def __contains__(self, name: str) -> bool:
        return name in self._metrics

    def names(self) -> list[str]:
        """Ids of all metrics."""
        return list(self._metrics)

    def entry(self, name: str) -> MetricEntry:
        """The definition of `name`."""
        return self._metrics[name].entry

    def put(self, name: str, reading: Reading, unix_time: float, who: str = "") -> None:
        """Take in a reading. One older than the one we have only adds to the history, which screens hear of.

        Args:
            unix_time: now. What we have from later than that is from a clock that was wrong, and gives way.
            who: has no answer for a part of it, where it says so (`fault`).
        """
        metric = self._metrics[name]
        if metric.reading is not None and metric.reading.as_of > unix_time + CLOCK_SLACK_SECONDS:
            metric.recent.forget_after(unix_time)
            metric.compared.forget_after(unix_time)
            metric.extremes.forget_after(unix_time)
            for days in metric.days.values():
                days.forget_after(unix_time)
            metric.reading = metric.shown = None
        if reading.value is not None and reading.history is None:
            metric.recent.add(reading.as_of, reading.value)
            metric.compared.add(reading.as_of, reading.value)
            metric.extremes.add(reading.as_of, reading.value, reading.value)
            for days in metric.days.values():
                days.add(reading.as_of, reading.value)
            self._new_values.append((name, reading.as_of, reading.value))
        # A source that knows the past knows best what is now: rows may have been taken back.
        has_newer = metric.reading is not None and reading.as_of < metric.reading.as_of and not metric.reading.fault
        if has_newer and reading.history is None:
            if reading.value is not None:
                self._changed(metric)
            return
        metric.reading = reading
        if reading.history is None:
            self._unsaved.add(name)
        else:
            self._unsaved.discard(name)
        has_recovered = metric.failure is not None and not reading.fault
        if has_recovered:
            metric.failure = None
        if has_recovered or _differs(metric.shown, reading, metric.entry):
            self._changed(metric)
        if reading.fault:
            self.fail(name, reading.fault, unix_time, who)

    def fail(self, name: str, reason: str, unix_time: float, who: str = "", kind: FailureKind = "unusable") -> None:
        """Say that the source of `name` has no answer, and why. The last reading is kept for when it is back.

        Args:
            who: does not answer, where that has a name of its own.
            kind: what viewers are told.
        """
        metric = self._metrics[name]
        since = unix_time if metric.failure is None else metric.failure.since
        failure = Failure(reason, since, who, kind)
        if metric.failure != failure:
            metric.failure = metric.last_failure = failure
            self._changed(metric)

    def version_of(self, name: str) -> int:
        """Rises when what a screen shows of `name` changes; 0 for a metric that is not defined."""
        metric = self._metrics.get(name)
        return metric.version if metric else 0

    def reading(self, name: str) -> Reading | None:
        """The last reading of `name`."""
        return self._metrics[name].reading

    def failure(self, name: str) -> Failure | None:
        """Why `name` has no reading, if it is so."""
        return self._metrics[name].failure

    def last_failure(self, name: str) -> Failure | None:
        """Why `name` had no reading the last time when it was so; None if it never was since it is defined."""
        return self._metrics[name].last_failure

    def facts(self, name: str) -> Facts | None:
        """What `name` tells its tiles now; None if it is not defined."""
        metric = self._metrics.get(name)
        if metric is None:
            return None
        if metric.facts is None:
            metric.facts = facts_now(metric)
        return metric.facts

    def take_unsaved(self) -> tuple[list[tuple[str, float, float]], dict[str, Reading]]:
        """Values (id, unix time, value) and newest readings since the last call, for the store."""
        values, self._new_values = self._new_values, []
        unsaved, self._unsaved = self._unsaved, set()
        known = {name: metric for name in unsaved if (metric := self._metrics.get(name))}
        return values, {name: metric.reading for name, metric in known.items() if metric.reading is not None}

    def _changed(self, metric: Metric) -> None:
        # Counted over all metrics, so that one removed and defined again never has a version it had before.
        self._versions += 1
        metric.version = self._versions
        metric.shown = metric.reading
        metric.facts = None


def _joined(reading: Reading | None, past: Past, metric: Metric) -> Past:
    """`reading`, and values of the store, or else what is compared with, and then what only `metric` has yet."""
    recent = metric.recent.values()
    first = recent[0][0] if recent else float("inf")
    older = past.values or [one for one in metric.compared.values() if one[0] < first]
    last = older[-1][0] if older else 0.0
    values = [*older, *(value for value in recent if value[0] > last)]
    return Past(reading, values, [*past.extremes, *(one for one in metric.extremes.values() if one[0] > last)])


def _take_over(metric: Metric, before: Metric) -> None:
    """What the metric `before` knows better than the store, for `metric` that takes its place."""
    metric.failure, metric.last_failure = before.failure, before.last_failure
    for zone, days in metric.days.items():
        if zone in before.days:
            days.join(before.days[zone])


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
