"""The made-up numbers of an office as one model: each has its recipe, or is worked out of others at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.sources.sample_formula import Formula, FormulaError, Reference, parsed
from displayd.hub.sources.sample_motion import Motion, Number, moment
from displayd.hub.sources.sample_spec import SampleCell, SampleItem, SampleSpec
from displayd.hub.sources.source import Asked
from displayd.validation.faults import Fault, suggestion
from displayd.validation.yaml_source import Path

__all__ = ["SampleModel", "model_faults"]

_T = TypeVar("_T")

# Of a metric whose recipe says nothing else.
_RANGE = (0, 100)


class SampleModel:
    """All made-up numbers of an office, at a moment.

    Args:
        asked: every metric with a recipe, by id.
        unix_time: the moment.
        timezone: in which office hours are counted.
    """

    def __init__(self, asked: Mapping[str, Asked[SampleSpec]], unix_time: float, timezone: str) -> None:
        self._asked = asked
        self._time = unix_time
        self._timezone = timezone

    def as_of(self, metric: str) -> float:
        """When `metric`, or what it is worked out of, has changed last, unix time."""
        return max(self._time // seconds * seconds for seconds in _paces(metric, self._asked))

    def next_change(self, metric: str) -> float:
        """When `metric`, or what it is worked out of, changes next, unix time."""
        return min((self._time // seconds + 1) * seconds for seconds in _paces(metric, self._asked))

    def number(self, metric: str) -> Number | None:
        """The number of `metric`; None for one that has lines or rows alone."""
        spec = self._asked[metric].origin
        if spec.formula:
            return self._derived(spec.formula)
        between = spec.between or (None if spec.items or spec.rows or spec.weather else _RANGE)
        return self._motion(metric, metric, spec.shape, between, spec.trend)

    def line(self, metric: str, item: SampleItem) -> Number | None:
        """The number of one line of `metric`; None for a line without."""
        spec = self._asked[metric].origin
        if item.formula:
            return self._derived(item.formula)
        trend = spec.trend if item.trend is None else item.trend
        return self._motion(metric, f"{metric}/{item.label}", item.shape or spec.shape, item.between, trend)

    def cell(self, metric: str, name: str, cell: SampleCell) -> Number | None:
        """The number of one cell of `metric`, called `name`; None for one without."""
        spec = self._asked[metric].origin
        if cell.formula:
            return self._derived(cell.formula)
        return self._motion(metric, name, spec.shape, cell.between, spec.trend)

    def _motion(self, metric: str, name: str, shape: str, between: Any, trend: float) -> Motion | None:
        if between is None:
            return None
        entry, spec = self._asked[metric]
        as_of = self._time // spec.seconds * spec.seconds
        return Motion(name, shape, between, trend, entry.period or "day", as_of, self._timezone, spec.seconds)

    def _derived(self, text: str) -> _Derived:
        formula = parsed(text)
        return _Derived(formula, {one: tuple(self._referred(one)) for one in formula.references})

    def _referred(self, reference: Reference) -> Iterator[Number]:
        """What is added up for `reference`."""
        spec = self._asked[reference.metric].origin
        if reference.is_until:
            times = [item.time_in for item in spec.items if item.label == reference.label]
            yield from (_Until(reference.label or "", time, spec.seconds) for time in times if time is not None)
            return
        if reference.label is None and not reference.is_sum:
            numbers = [self.number(reference.metric)]
        else:
            wanted = [item for item in spec.items if reference.is_sum or item.label == reference.label]
            numbers = [self.line(reference.metric, item) for item in wanted]
        yield from (_Earlier(one, reference.hours_ago * 3600) for one in numbers if one is not None)


@dataclass(frozen=True)
class _Until:
    """The seconds until the moment of a line."""

    label: str
    time_in: float
    seconds: int

    def at(self, unix_time: float) -> float | None:
        as_of = unix_time // self.seconds * self.seconds
        return moment(self.label, self.time_in, self.seconds, as_of) - as_of

    def means(self, step: float, now: int, points: int, back: float) -> Sequence[float | None]:
        return [self.at((number + 0.5) * step - back) for number in range(now - points, now)]


@dataclass(frozen=True)
class _Earlier:
    """A number as it was some seconds ago."""

    number: Number
    seconds: float

    def at(self, unix_time: float) -> float | None:
        return self.number.at(unix_time - self.seconds)

    def means(self, step: float, now: int, points: int, back: float) -> Sequence[float | None]:
        return self.number.means(step, now, points, back + self.seconds)


@dataclass(frozen=True)
class _Derived:
    """A number that is worked out of others."""

    formula: Formula
    numbers: Mapping[Reference, tuple[Number, ...]]

    def at(self, unix_time: float) -> float | None:
        return self.formula.value(lambda one: _sum(number.at(unix_time) for number in self.numbers[one]))

    def means(self, step: float, now: int, points: int, back: float) -> list[float | None]:
        """Of the means of the others, which is what a viewer of both lines would work out."""
        found = {
            one: [_sum(parts) for parts in zip(*(n.means(step, now, points, back) for n in numbers), strict=True)]
            for one, numbers in self.numbers.items()
        }
        return [self.formula.value(lambda one, i=index: found[one][i]) for index in range(points)]  # type: ignore[misc]


def _sum(values: Iterable[float | None]) -> float | None:
    found = list(values)
    return None if None in found else sum(value for value in found if value is not None)


def _formulas(spec: SampleSpec) -> Iterator[tuple[Path, str]]:
    """Every formula of a recipe, with its path in it."""
    if spec.formula:
        yield ("formula",), spec.formula
    for index, item in enumerate(spec.items):
        if item.formula:
            yield ("items", index, "formula"), item.formula
    for row, cells in enumerate(spec.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, SampleCell) and cell.formula:
                yield ("rows", row, column, "formula"), cell.formula


def _references(text: str) -> tuple[Reference, ...]:
    """What the formula `text` refers to; nothing if it is none, which is said elsewhere."""
    try:
        return parsed(text).references
    except FormulaError:
        return ()


def _paces(metric: str, asked: Mapping[str, Asked[SampleSpec]]) -> set[int]:
    """How often `metric`, and whatever it is worked out of, changes, seconds."""

    def referred(name: str) -> Iterator[str]:
        return (one.metric for _, text in _formulas(asked[name].origin) for one in _references(text))

    return {asked[name].origin.seconds for name in _with_all_behind({metric}, referred)}


def _with_all_behind(start: set[_T], behind: Callable[[_T], Iterable[_T]]) -> set[_T]:
    """`start`, what is `behind` each of it, and what is behind that."""
    found, waiting = set(start), list(start)
    while waiting:
        new = set(behind(waiting.pop())) - found
        found |= new
        waiting += new
    return found


def model_faults(metric: str, entries: Mapping[str, MetricEntry]) -> Iterator[Fault]:
    """What the formulas of `metric` refer to and is not among the made-up numbers of `entries`; from the recipe."""
    spec = entries[metric].origin
    assert isinstance(spec, SampleSpec)
    # Most have none, and there may be thousands.
    if not (formulas := list(_formulas(spec))):
        return
    asked = {name: Asked(one, one.origin) for name, one in entries.items() if isinstance(one.origin, SampleSpec)}
    for path, text in formulas:
        item = spec.items[path[1]] if path[0] == "items" and isinstance(path[1], int) else None
        own = (metric, item.label if item else None) if path[0] != "rows" else None
        for reference in _references(text):
            if (reason := _wrong(reference, asked)) is not None:
                yield Fault(path, *reason)
            elif own in _reached(_numbers_of(reference, asked), asked):
                yield Fault(path, f"`{reference}` is worked out of this number", "give one of them a range: `between`")


_Named = tuple[str, str | None]
"""A number: its metric, and the label of its line, None for that of the metric itself."""


def _numbers_of(reference: Reference, asked: Mapping[str, Asked[SampleSpec]]) -> set[_Named]:
    if not reference.is_sum:
        return {(reference.metric, reference.label)}
    items = asked[reference.metric].origin.items if reference.metric in asked else []
    return {(reference.metric, item.label) for item in items}


def _reached(numbers: set[_Named], asked: Mapping[str, Asked[SampleSpec]]) -> set[_Named]:
    """`numbers` and all that they are worked out of, as far as that is there."""

    def referred(number: _Named) -> Iterator[_Named]:
        metric, label = number
        spec = asked[metric].origin if metric in asked else SampleSpec()
        texts = [spec.formula] if label is None else [item.formula for item in spec.items if item.label == label]
        for reference in (one for text in texts if text for one in _references(text)):
            yield from _numbers_of(reference, asked)

    return _with_all_behind(numbers, referred)


def _wrong(reference: Reference, asked: Mapping[str, Asked[SampleSpec]]) -> tuple[str, str] | None:
    """Reason and hint why there is no such number."""
    if reference.metric not in asked:
        return f"there is no made-up metric `{reference.metric}`", suggestion(reference.metric, list(asked))
    spec = asked[reference.metric].origin
    labels = [item.label for item in spec.items]
    timed = [item.label for item in spec.items if item.time_in is not None]
    if reference.is_until and reference.label in labels and reference.label not in timed:
        return f"`{reference.label}` of `{reference.metric}` has no `time_in`", "give it one, or leave `until` out"
    if reference.is_sum and not labels:
        return f"`{reference.metric}` has no lines to add up", "leave `sum` out"
    if reference.label is not None and reference.label not in labels:
        return f"`{reference.metric}` has no line `{reference.label}`", suggestion(reference.label, labels)
    if (
        reference.label is None
        and not reference.is_sum
        and (spec.items or spec.rows)
        and not (spec.between or spec.formula)
    ):
        return f"`{reference.metric}` has no number of its own", f"`sum({reference.metric})`, or `[label]` behind it"
    return None
