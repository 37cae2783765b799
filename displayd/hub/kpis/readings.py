"""The rows of a query as a reading: numbers, dates and words converted, and nothing made of what is not there."""

from __future__ import annotations

import datetime
import math
import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from displayd.errors import SourceError
from displayd.hub.kpis.compiling import column_faults
from displayd.hub.kpis.header import Result
from displayd.hub.metrics.reading import MAX_CELL_LETTERS, Cell, Date, Item, Reading
from displayd.protocol.limits import MAX_LABEL_LETTERS, MAX_POINTS
from displayd.protocol.vocabulary import Level

__all__ = ["MOST_ROWS", "reading_of"]

MAX_SERIES = 8

MOST_ROWS: Mapping[Result, int] = {"scalar": 1, "items": 100, "series": MAX_POINTS * MAX_SERIES, "table": 200}
"""Rows that each kind of result has room for."""

_LARGEST = 1e18
_NOON = datetime.timedelta(hours=12)


def reading_of(
    result: Result, columns: Sequence[str], rows: Sequence[Sequence[Any]], unix_time: float, timezone: str
) -> Reading:
    """What `rows` say.

    Args:
        rows: cells as of `running.frames.Cell`.
        unix_time: when they were asked for.
        timezone: of times without a zone.

    Raises:
        SourceError: they are not what `result` is.
    """
    if faults := column_faults(result, columns):
        raise SourceError(faults[0][0], faults[0][1])
    if len(rows) > MOST_ROWS[result]:
        what = "more than one row" if result == "scalar" else f"more than {MOST_ROWS[result]} rows"
        raise SourceError(f"the query gives {what}", "add `limit`, or sum them up")
    names = [column.lower() for column in columns]
    found = [dict(zip(names, row, strict=True)) for row in rows]
    clock = _Clock(timezone)
    match result:
        case "scalar":
            return _scalar(found, unix_time, clock)
        case "items":
            return _items(found, unix_time, clock)
        case "series":
            return _series(found, unix_time, clock)
    headings = [column[:MAX_LABEL_LETTERS] for column in columns]
    return Reading(as_of=unix_time, columns=headings, rows=[[clock.cell(value) for value in row] for row in rows])


class _Clock:
    """Times as a database gives them."""

    def __init__(self, timezone: str) -> None:
        self._zone = zoneinfo.ZoneInfo(timezone)

    def unix_time(self, value: Any) -> float | None:
        """The moment that `value` is: a day (its beginning), a time without or with a zone, or unix time."""
        if isinstance(value, (tuple, list)):
            kind, text = value
            if kind == "moment":
                return float(text)
            try:
                return datetime.datetime.fromisoformat(text).replace(tzinfo=self._zone).timestamp()
            except (ValueError, OverflowError):
                return None
        if isinstance(value, str):
            try:
                moment = datetime.datetime.fromisoformat(value)
            except ValueError:
                return None
            return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).timestamp()
        return amount(value)

    def cell(self, value: Any) -> Cell:
        """`value` in a cell of a table; a date is shown as such, and a time as one of its day."""
        if isinstance(value, (tuple, list)):
            moment = self.unix_time(value)
            if moment is None or moment < 0:
                return str(value[1])[:MAX_CELL_LETTERS]
            # Noon of the day, so that other places with people awake have the same date.
            return Date(moment + (_NOON.total_seconds() if value[0] == "day" else 0))
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value[:MAX_CELL_LETTERS] if isinstance(value, str) else amount(value)


def amount(value: Any) -> float | None:
    """The number that `value` is; None for nothing, and for what is no number.

    Raises:
        SourceError: it is a text, or far too large.
    """
    if value is None:
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise SourceError(f"the query gives `{value[:40]}` where a number belongs") from None
    if isinstance(value, (tuple, list)):
        raise SourceError(f"the query gives the date {value[1]} where a number belongs")
    number = float(value)
    if not math.isfinite(number):
        return None
    if abs(number) > _LARGEST:
        raise SourceError(f"the query gives {number:g}, which is more than a tile can show")
    return number


def _scalar(rows: Sequence[Mapping[str, Any]], unix_time: float, clock: _Clock) -> Reading:
    if not rows:
        return Reading(as_of=unix_time)
    row = rows[0]
    as_of = clock.unix_time(row.get("as_of"))
    return Reading(
        value=amount(row["value"]),
        previous=amount(row.get("previous")),
        target=amount(row.get("target")),
        as_of=unix_time if as_of is None else max(0.0, as_of),
    )


def _items(rows: Sequence[Mapping[str, Any]], unix_time: float, clock: _Clock) -> Reading:
    whole = next((row["whole"] for row in rows if row.get("whole") is not None), None)
    return Reading(value=amount(whole), as_of=unix_time, items=[_item(row, clock) for row in rows])


def _item(row: Mapping[str, Any], clock: _Clock) -> Item:
    level = row.get("level")
    if level is not None and level not in get_args(Level):
        raise SourceError(f"the query gives the level `{str(level)[:40]}`", f"known: {', '.join(get_args(Level))}")
    weight = amount(row.get("weight"))
    moment = clock.unix_time(row.get("time"))
    return Item(
        label=words(row["label"]) or "-",
        value=amount(row["value"]),
        previous=amount(row.get("previous")),
        target=amount(row.get("target")),
        detail=words(row.get("detail")),
        level=level,
        time=None if moment is None else max(0.0, moment),
        weight=None if weight is None else min(1_000_000.0, max(0.0, weight)),
    )


def words(value: Any) -> str | None:
    """`value` as a label; None for nothing."""
    if value is None:
        return None
    if isinstance(value, (tuple, list)):
        value = value[1]
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[:MAX_LABEL_LETTERS]


def _series(rows: Sequence[Mapping[str, Any]], unix_time: float, clock: _Clock) -> Reading:
    """One line as the metric's own past; several as items, each with the past of its own."""
    points: dict[str, dict[float, float | None]] = {}
    for row in rows:
        t = clock.unix_time(row["t"])
        if t is None:
            raise SourceError("the query gives no time in the column `t`", "a date, a timestamp or unix time")
        points.setdefault(words(row.get("series")) or "", {})[max(0.0, t)] = amount(row["value"])
    if len(points) > MAX_SERIES:
        raise SourceError(f"the query gives more than {MAX_SERIES} series", "leave out the small ones")
    if any(len(line) > MAX_POINTS for line in points.values()):
        raise SourceError(f"the query gives more than {MAX_POINTS} points of a series", "take longer steps")
    if list(points) in ([], [""]):
        line = sorted(points.get("", {}).items())
        return Reading(value=line[-1][1] if line else None, as_of=unix_time, history=line)
    times = sorted({t for line in points.values() for t in line})[-MAX_POINTS:]
    items = [
        Item(
            label=label or "-",
            value=line[max(line)],
            history=[line.get(t) for t in times],
            points=[(t, line.get(t)) for t in times],
        )
        for label, line in points.items()
    ]
    return Reading(as_of=unix_time, items=items)
