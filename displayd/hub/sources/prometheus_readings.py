"""From the answers of a Prometheus server to what a tile shows: a figure, a list, a line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from displayd.errors import SourceError
from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.facts import Points
from displayd.hub.metrics.metric import previous_label
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.metrics.reducers import reduced
from displayd.hub.sources.plain_values import label_of
from displayd.hub.sources.prometheus_answers import Instant, Sample, Series
from displayd.hub.sources.prometheus_query import PrometheusOrigin
from displayd.protocol.limits import MAX_POINTS

__all__ = ["MOST_ITEMS", "Answered", "age_of", "is_sorted", "reading_of"]

MOST_ITEMS = 200
"""Lines of a list."""

# Clocks of hub and server that are further apart are told apart; less is the time on the way.
CLOCKS_SECONDS = 30.0


class Answered(NamedTuple):
    """All that was asked for one metric."""

    wishes: PrometheusOrigin
    entry: MetricEntry
    now: Instant
    sampled: Instant | None
    """When the samples of `now` were taken, where they have a time of their own."""
    line: Sequence[Series] | None
    previous: Instant | None
    before: Sequence[Series] | None


def reading_of(answered: Answered, unix_time: float, expire_after: float) -> Reading:
    """What a tile is told.

    Args:
        unix_time: now, by the hub's clock.

    Raises:
        SourceError: more series than a tile can show.
    """
    samples, wishes = answered.now.samples, answered.wishes
    as_of = _as_of(answered, unix_time)
    if answered.now.kind == "string":
        return Reading(text=samples[0].text[:300], as_of=as_of, expire_after=expire_after)
    if len(samples) > MOST_ITEMS:
        hint = "wrap it in `sum(...)` or `topk(10, ...)`"
        if wishes.combine is None:
            raise SourceError(f"the query gives {len(samples):,} series, and a tile shows {MOST_ITEMS}", hint)
    is_list = len(samples) > 1 or (len(samples) == 1 and wishes.legend is not None)
    value = _combined([sample.value for sample in samples], wishes.combine)
    previous = None
    if answered.previous is not None:
        previous = _combined([sample.value for sample in answered.previous.samples], wishes.combine)
    history = before = None
    window = wishes.window
    if window is not None and answered.line is not None:
        end = window.end_at(samples[0].evaluated_at if samples else unix_time)
        shift = _shift(answered, unix_time)
        history = _points(answered.line, window.times(end), shift, wishes.combine)
        if wishes.reduce != "last":
            value = reduced([found for _, found in history], wishes.reduce)
        if answered.before is not None:
            back = answered.entry.compare_hours * 3600
            started = window.end_at((samples[0].evaluated_at if samples else unix_time) - back)
            before = _points(answered.before, window.times(started), shift + back, wishes.combine)
    return Reading(
        value=value,
        as_of=as_of,
        expire_after=expire_after,
        previous=previous,
        previous_label=previous_label(answered.entry.compare_hours) if previous is not None else None,
        items=_items(answered, _shift(answered, unix_time)) if is_list and len(samples) <= MOST_ITEMS else None,
        history=history,
        before=before,
    )


def _as_of(answered: Answered, unix_time: float) -> float:
    """When what is shown was true, by the hub's clock: the time of the oldest sample where samples have one."""
    return unix_time if answered.sampled is None else unix_time - age_of(answered.sampled)


def age_of(sampled: Instant) -> float:
    """The age of the oldest of samples that say when they were taken, seconds; 0 for none."""
    ages = (one.evaluated_at - one.value for one in sampled.samples if one.value is not None)
    return max(0.0, max(ages, default=0.0))


def is_sorted(query: str) -> bool:
    """True where the answer has an order of its own."""
    return bool(re.match(r"\s*(sort|sort_desc|topk|bottomk)\b", query))


def _shift(answered: Answered, unix_time: float) -> float:
    """What is added to the server's times to have them by the hub's clock."""
    if not answered.now.samples:
        return 0.0
    apart = unix_time - answered.now.samples[0].evaluated_at
    return float(round(apart)) if abs(apart) > CLOCKS_SECONDS else 0.0


def _combined(values: Sequence[float | None], how: str | None) -> float | None:
    """The figure of several series; that of the only one where nothing is said."""
    if how == "count":
        return float(len(values)) if values else None
    if how is None:
        return values[0] if len(values) == 1 else None
    return reduced(values, how)


def _points(line: Sequence[Series], times: Sequence[float], shift: float, combine: str | None) -> Points:
    """The line of a figure; None where there was none."""
    by_time = [{round(at, 1): value for at, value in one.values.items()} for one in line]
    points: Points = []
    for at in times:
        found = [one[key] for one in by_time if (key := round(at, 1)) in one]
        value = _combined(found, combine) if found else None
        if points or value is not None:
            points.append((at + shift, value))
    return points


def _items(answered: Answered, shift: float) -> list[Item]:
    """A line of the list for each series, in the order of the query where it has one."""
    samples = answered.now.samples
    labels = _labels([sample.labels for sample in samples], answered.wishes, answered.entry.title)
    histories = _histories(answered, samples)
    made = [
        Item(
            label=label,
            value=_figure_of(sample, history, answered.wishes.reduce),
            history=history,
            points=_line_of(answered, history, shift),
        )
        for label, sample, history in zip(labels, samples, histories, strict=True)
    ]
    return made if is_sorted(answered.wishes.query) else sorted(made, key=lambda item: item.label)


def _figure_of(sample: Sample, history: Sequence[float | None] | None, how: str) -> float | None:
    """The figure of one series: that of now, or the one that is made of its line."""
    return sample.value if how == "last" or history is None else reduced(history, how)


def _line_of(answered: Answered, history: Sequence[float | None] | None, shift: float) -> Points | None:
    """The line of one series, by the hub's clock; None where they are put together in one, or there is none."""
    window = answered.wishes.window
    if window is None or history is None or answered.wishes.combine is not None:
        return None
    times = window.times(window.end_at(answered.now.samples[0].evaluated_at))
    known = [(at + shift, value) for at, value in zip(times, history, strict=True)]
    return list(itertools.dropwhile(lambda point: point[1] is None, known))[-MAX_POINTS:]


def _histories(answered: Answered, samples: Sequence[Sample]) -> list[list[float | None] | None]:
    window = answered.wishes.window
    if window is None or answered.line is None:
        return [None] * len(samples)
    times = [round(at, 1) for at in window.times(window.end_at(samples[0].evaluated_at))]
    known = {frozenset(one.labels.items()): one for one in answered.line}
    found: list[list[float | None] | None] = []
    for sample in samples:
        series = known.get(frozenset(sample.labels.items()))
        values = {} if series is None else {round(at, 1): value for at, value in series.values.items()}
        found.append([values.get(at) for at in times] if values else None)
    return found


def _labels(found: Sequence[Mapping[str, str]], wishes: PrometheusOrigin, title: str | None) -> list[str]:
    """What each series is called; no two are called the same, but for those without any label of their own.

    Args:
        title: of the metric, for a series that has not even a name.
    """
    if wishes.legend is not None:
        names = [_filled(wishes.legend, labels) for labels in found]
    else:
        varied = [name for name in _names(found) if len({labels.get(name, "") for labels in found}) > 1]
        told = [name for name in varied if name != "__name__"] or varied
        names = [" · ".join(labels[name] for name in told if labels.get(name)) for labels in found]
    fallback: Callable[[Mapping[str, str]], str] = lambda labels: labels.get("__name__") or title or wishes.query  # noqa: E731
    return [label_of(name.strip() or fallback(labels)) for name, labels in zip(names, found, strict=True)]


def _names(found: Collection[Mapping[str, str]]) -> list[str]:
    return sorted({name for labels in found for name in labels})


def _filled(legend: str, labels: Mapping[str, str]) -> str:
    """`legend` with the values of its `{{labels}}`; nothing for one that a series does not have."""
    return re.sub(r"\{\{\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*\}\}", lambda found: labels.get(found[1], ""), legend)
