"""From the answers of a Prometheus server to several queries to the rows of a table, joined on their labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import structs

from displayd.errors import PartnerError, SourceError
from displayd.hub.metrics.reading import MAX_CELL_LETTERS, Cell, ColumnManner, Reading
from displayd.hub.sources.plain_values import seen
from displayd.hub.sources.prometheus_answers import Instant, Sample
from displayd.hub.sources.prometheus_columns import MOST_ROWS, PrometheusColumn, place_of_column
from displayd.hub.sources.prometheus_query import PrometheusOrigin
from displayd.hub.sources.prometheus_readings import age_of, is_sorted

__all__ = ["ROWS", "parted", "table_of"]

ROWS = -1
"""Place of a query whose series are the rows of a table, and whose figures have no column."""


class _Row(NamedTuple):
    """What belongs together."""

    labels: Mapping[str, str]
    """All that its series have, also those without a column."""
    figures: Mapping[int, float | None]
    """By place of the column; nothing for a query that has no such series."""


def parted(
    origin: PrometheusOrigin, found: Mapping[int, Instant | SourceError]
) -> tuple[dict[int, Instant], dict[int, SourceError]]:
    """What the queries give that have an answer, and why the others have none.

    Args:
        found: by place of its column, or `ROWS`, what the server says to each query.

    Raises:
        PartnerError: it answers none of them, or wants to be left alone.
        SourceError: none has an answer, or the one has none that says which rows there are.
    """
    answers: dict[int, Instant] = {}
    faults: dict[int, SourceError] = {}
    for place, one in found.items():
        if isinstance(one, SourceError):
            faults[place] = one
        elif one.kind == "string":
            faults[place] = SourceError("the query gives a text, and a table shows numbers")
        else:
            answers[place] = one
    away = [one for one in faults.values() if isinstance(one, PartnerError)]
    if silent := [one for one in away if one.retry_after or not answers]:
        raise silent[0]
    choosing = next(iter(found)) if origin.order_by is None and is_sorted(origin.told) else ROWS
    if choosing in faults or not answers:
        raise _whole(origin, faults)
    return answers, faults


def _whole(origin: PrometheusOrigin, faults: Mapping[int, SourceError]) -> SourceError:
    """Why there is no table at all."""
    return SourceError(_fault(origin, faults), next(iter(faults.values())).hint)


def _fault(origin: PrometheusOrigin, faults: Mapping[int, SourceError]) -> str:
    """Which columns have no answer, and why, in words; empty for none."""
    told: dict[str, list[str]] = {}
    for place, fault in faults.items():
        told.setdefault(fault.message, []).extend([] if place == ROWS else [f"`{origin.columns[place].heading}`"])
    words = []
    for message, names in told.items():
        where = f"column{'s' * (len(names) > 1)} {', '.join(names)}: " if names else ""
        words.append(f"{where}{message}")
    return "; ".join(words)


def table_of(
    origin: PrometheusOrigin,
    answers: Mapping[int, Instant],
    faults: Mapping[int, SourceError],
    sampled: Sequence[Instant],
    unix_time: float,
) -> Reading:
    """The table that `origin` wants.

    Args:
        answers: by place of its column, or `ROWS`, what each query gives.
        faults: in the same way, why the others give nothing: their columns are empty, and the table says so.
        sampled: when samples were taken, of the queries whose samples have a time of their own.
        unix_time: now, by the hub's clock.

    Raises:
        SourceError: more rows than a tile can show; nobody knows which are the first ones.
    """
    shown = [column.label for column in origin.columns if column.label is not None]
    rows: list[_Row] = []
    for place, answer in answers.items():
        rows = _joined(rows, answer.samples, place, shown)
    by = None if origin.order_by is None else place_of_column(origin.columns, origin.order_by)
    if by in faults and origin.most is not None and len(rows) > origin.most:
        raise _whole(origin, faults)
    found = _ordered([_cells(row, origin.columns) for row in rows], origin)
    if origin.most is None and len(found) > MOST_ROWS:
        hint = f"`most: 20` with `order_by`, or wrap the queries in `sum by ({shown[0] if shown else 'job'}) (...)`"
        raise SourceError(f"the queries give {len(found):,} rows, and a tile shows {MOST_ROWS}", hint)
    return Reading(
        as_of=unix_time - max((age_of(one) for one in sampled), default=0.0),
        columns=[column.heading for column in origin.columns],
        column_manners=[_manner(column, origin) for column in origin.columns],
        rows=found[: origin.most],
        fault=_fault(origin, faults),
    )


def _manner(column: PrometheusColumn, origin: PrometheusOrigin) -> ColumnManner:
    """How figures are read; a table is about what orders it."""
    by = None if origin.order_by is None else place_of_column(origin.columns, origin.order_by)
    is_key = column.query is not None and by is not None and origin.columns[by] is column
    return structs.replace(column.manner, key=True) if is_key else column.manner


def _joined(rows: Sequence[_Row], samples: Sequence[Sample], place: int, shown: Sequence[str]) -> list[_Row]:
    """`rows` with one more column: samples stand in the rows that have their labels, or in rows of their own.

    A query whose series never have one of the labels counts for all values of it; one that has none of them for no
    other row.
    """
    known = {name for row in rows for name in row.labels} & {name for sample in samples for name in sample.labels}
    shown = [name for name in shown if name in known] or shown
    before: dict[tuple[str, ...], list[_Row]] = {}
    for row in rows:
        before.setdefault(_key(row.labels, shown), []).append(row)
    added: dict[tuple[str, ...], list[Sample]] = {}
    for sample in samples:
        added.setdefault(_key(sample.labels, shown), []).append(sample)
    found: list[_Row] = []
    for key in dict.fromkeys([*before, *added]):
        found += _merged(before.get(key, []), added.get(key, []), place)
    return found


def _merged(rows: Sequence[_Row], samples: Sequence[Sample], place: int) -> list[_Row]:
    """Rows and samples whose shown labels are the same; the labels that are not shown tell which belong together.

    One stands for all: a total beside the parts of another query is said for each of them.
    """
    if len(rows) == len(samples) == 1:
        return [_filled(rows[0], samples[0], place)]
    if min(len(rows), len(samples)) <= 1:
        partners = [[at for at, one in enumerate(samples) if _fits(row.labels, one.labels)] for row in rows]
    else:
        places = {frozenset(_labels(one).items()): at for at, one in enumerate(samples)}
        keys = [frozenset(row.labels.items()) for row in rows]
        partners = [[places[key]] if key in places else [] for key in keys]
    found: list[_Row] = []
    for row, own in zip(rows, partners, strict=True):
        found += [_filled(row, samples[at], place) for at in own] or [row]
    met = {at for own in partners for at in own}
    return found + [_Row(_labels(one), {place: one.value}) for at, one in enumerate(samples) if at not in met]


def _filled(row: _Row, sample: Sample, place: int) -> _Row:
    return _Row({**row.labels, **_labels(sample)}, {**row.figures, place: sample.value})


def _fits(labels: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """True where no label has two values."""
    return all(labels.get(name, value) == value for name, value in others.items() if name != "__name__")


def _labels(sample: Sample) -> Mapping[str, str]:
    """Those of `sample` but the name of its metric, which differs from query to query."""
    return {name: value for name, value in sample.labels.items() if name != "__name__"}


def _key(labels: Mapping[str, str], shown: Sequence[str]) -> tuple[str, ...]:
    return tuple(labels.get(name, "") for name in shown)


def _cells(row: _Row, columns: Sequence[PrometheusColumn]) -> list[Cell]:
    """What stands in each column; None for a label or a figure that there is not."""
    return [
        row.figures.get(place)
        if column.label is None
        else seen(row.labels.get(column.label, ""))[:MAX_CELL_LETTERS] or None
        for place, column in enumerate(columns)
    ]


def _ordered(rows: list[list[Cell]], origin: PrometheusOrigin) -> list[list[Cell]]:
    """`rows` as they are wanted; what has nothing in the column of the order comes last."""
    labels = [place for place, column in enumerate(origin.columns) if column.label is not None]
    by_name = sorted(rows, key=lambda row: [str(row[place] or "").casefold() for place in labels])
    if origin.order_by is None:
        return rows if is_sorted(origin.told) else by_name
    by = place_of_column(origin.columns, origin.order_by)
    assert by is not None
    is_words = by in labels
    is_ascending = is_words if origin.ascending is None else origin.ascending
    known: list[tuple[float | str, list[Cell]]] = []
    for row in by_name:
        cell = row[by]
        if isinstance(cell, str | int | float):
            known.append((cell.casefold() if isinstance(cell, str) else float(cell), row))
    # Rows of the same figure stay in the order of their names, whichever way the figures go.
    known.sort(key=lambda one: one[0], reverse=not is_ascending)
    return [*(row for _, row in known), *(row for row in by_name if row[by] is None)]
