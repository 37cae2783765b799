"""What a dataset says of one metric: a figure with its past, items, and rows.

Rows are told apart by their date (`over`) and by a text (`by`), and those that belong together become one number.
"""

from __future__ import annotations

import datetime
import math
import zoneinfo
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec import structs

from displayd.errors import SourceError
from displayd.hub.metrics.dataset import Row, Table, TableField, Value
from displayd.hub.metrics.dataset_origin import DatasetOrigin
from displayd.hub.metrics.metric import previous_label
from displayd.hub.metrics.periods import days_of
from displayd.hub.metrics.reading import Cell, ColumnManner, Date, Item, Manner, Reading
from displayd.hub.metrics.reducers import REDUCERS
from displayd.protocol.limits import MAX_LABEL_LETTERS, MAX_POINTS
from displayd.protocol.vocabulary import LEVEL_OF_STATE

__all__ = ["reading_of"]

MAX_LISTED = 200
"""Most items and rows that a widget takes."""

LATEST = 253_370_764_799.0


def reading_of(table: Table, origin: DatasetOrigin, compare_hours: float, timezone: str) -> Reading:
    """What `table` says by `origin`.

    Args:
        compare_hours: how old the value should be that is compared with, 0 for none.
        timezone: in which days begin.

    Raises:
        SourceError: the dataset has no such fields.
    """
    shape = _Shape(table, origin, zoneinfo.ZoneInfo(timezone))
    stretches = shape.stretches()
    rows = [row for stretch in stretches.values() for row in stretch] if shape.over is not None else shape.rows
    manner = _manner(shape)
    items = _items(shape, stretches, rows)
    whole = Reading(
        as_of=table.updated_at,
        items=items,
        rows=_cells(shape, rows),
        columns=_headings(shape),
        column_manners=[ColumnManner(unit=place.field.unit) for place in _columns(shape)],
        manner=manner,
    )
    if shape.over is None:
        return structs.replace(whole, value=shape.reduced(rows))
    points = [(at, shape.reduced(found)) for at, found in stretches.items() if 0 <= at <= LATEST][-MAX_POINTS:]
    if not points:
        return structs.replace(whole, history=[])
    at, value = points[-1]
    previous, gap_hours = _previous(points, compare_hours)
    return structs.replace(
        whole,
        value=value,
        as_of=max(0.0, min(table.updated_at, shape.end_of(at))),
        value_at=at,
        previous=previous,
        previous_label=previous_label(gap_hours) if previous is not None else None,
        history=points[:-1],
    )


class _Place(NamedTuple):
    """One field of the dataset, and where it stands in a row."""

    key: str
    field: TableField
    cell: int


class _Shape:
    """A dataset as one metric looks at it."""

    def __init__(self, table: Table, origin: DatasetOrigin, zone: zoneinfo.ZoneInfo) -> None:
        self.table, self.origin, self.zone = table, origin, zone
        self.places = [_Place(key, field, number) for number, (key, field) in enumerate(table.fields.items())]
        self.value = self._number()
        self.over = self._date()
        self.by = self.place(origin.by) if origin.by else None
        if origin.by is None and self.over is None:
            self.by = self._first(lambda field: field.type == "string")
        wanted = [(self.place(key), value) for key, value in origin.where.items()]
        self.rows: list[Row] = [
            row for row in table.rows if all(_is(row[place.cell], value) for place, value in wanted)
        ]
        if origin.newest is not None and self.over is None:
            self.rows = self.rows[-origin.newest :]

    def place(self, key: str) -> _Place:
        """The field `key`.

        Raises:
            SourceError: there is none.
        """
        found = next((place for place in self.places if place.key == key), None)
        if found is None:
            has = ", ".join(self.table.fields)
            raise SourceError(f"the dataset `{self.table.id}` has no field `{key}`; it has {has}"[:180])
        return found

    def _number(self) -> _Place | None:
        key = self.origin.value
        found = self.place(key) if key else self._first(lambda field: field.is_number)
        if key and found is not None and not found.field.is_number and self.origin.reducer not in ("count", "rows"):
            raise SourceError(f"the field `{key}` of the dataset `{self.table.id}` has no numbers")
        return found

    def _date(self) -> _Place | None:
        key = self.origin.over
        if key is None:
            is_usual = self.origin.reducer == "last" and self.value is not None
            return self._first(_has_time) if is_usual or self.origin.per else None
        found = self.place(key)
        if not _has_time(found.field):
            raise SourceError(f"the field `{key}` of the dataset `{self.table.id}` has no dates")
        return found

    def _first(self, is_wanted: Callable[[TableField], bool]) -> _Place | None:
        return next((place for place in self.places if is_wanted(place.field)), None)

    def stretches(self) -> dict[float, list[Row]]:
        """The rows of each date, by unix time, the earliest first; rows without a date are left out."""
        if self.over is None:
            return {}
        found: dict[float, list[Row]] = {}
        # Thousands of rows have few dates, and a calendar takes its time.
        begins: dict[Value, float | None] = {}
        for row in self.rows:
            value = row[self.over.cell]
            if value not in begins:
                begins[value] = self._begin(value)
            at = begins[value]
            if at is not None:
                found.setdefault(at, []).append(row)
        kept = sorted(found)[-self.origin.newest :] if self.origin.newest else sorted(found)
        return {at: found[at] for at in kept}

    def _begin(self, value: Value) -> float | None:
        """When the stretch begins that `value` is in."""
        per = self.origin.per
        if isinstance(value, datetime.datetime):
            if per is None:
                return value.timestamp()
            local = value.astimezone(self.zone)
            if per == "hour":
                return local.replace(minute=0, second=0, microsecond=0).timestamp()
            return self.midnight(days_of(per, local.date())[0])
        if isinstance(value, datetime.date):
            return self.midnight(value if per is None or per == "hour" else days_of(per, value)[0])
        return None

    def end_of(self, at: float) -> float:
        """When the stretch ends that begins at `at`."""
        per = self.origin.per
        if self.over is not None and self.over.field.type == "datetime" and per in (None, "hour"):
            return at if per is None else at + 3600.0
        day = datetime.datetime.fromtimestamp(at, self.zone).date()
        return self.midnight(days_of("day" if per is None or per == "hour" else per, day)[1])

    def midnight(self, day: datetime.date) -> float:
        """Unix time at which `day` begins in the office."""
        return datetime.datetime.combine(day, datetime.time(), self.zone).timestamp()

    def unix_time(self, value: Value) -> float | None:
        """When `value` is; None for what is no time that screens know."""
        at = None
        if isinstance(value, datetime.datetime):
            at = value.timestamp()
        elif isinstance(value, datetime.date):
            at = self.midnight(value)
        return at if at is not None and 0 <= at <= LATEST else None

    def reduced(self, rows: Sequence[Row]) -> float | None:
        """The numbers of `rows` as one; None where there is none."""
        reducer = self.origin.reducer
        if reducer == "rows" or self.value is None:
            return float(len(rows)) if rows and reducer in ("rows", "count") else None
        cells = [row[self.value.cell] for row in rows]
        if reducer == "count":
            return float(sum(cell is not None for cell in cells)) if rows else None
        numbers = [self.value.field.amount(cell) for cell in cells if isinstance(cell, float)]
        found = REDUCERS[reducer](numbers) if numbers else None
        return found if found is None or -1e18 <= found <= 1e18 else None


def _has_time(field: TableField) -> bool:
    return field.type in ("date", "datetime")


def _is(value: Value, wanted: object) -> bool:
    """Whether `value` is what a definition calls `wanted`."""
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat().startswith(str(wanted))
    if isinstance(value, float):
        return isinstance(wanted, (int, float)) and value == float(wanted)
    return value == wanted


def _manner(shape: _Shape) -> Manner | None:
    if shape.value is None or shape.origin.reducer in ("count", "rows"):
        return None
    unit = shape.value.field.unit
    return None if unit is None else Manner(unit=unit)


def _previous(points: Sequence[tuple[float, float | None]], compare_hours: float) -> tuple[float | None, float]:
    """The value to compare the last one with, and how many hours it is older."""
    if len(points) < 2 or not compare_hours:
        return None, 0.0
    last, wanted = points[-1][0], points[-1][0] - compare_hours * 3600
    nearest = min(points[:-1], key=lambda point: abs(point[0] - wanted))
    # An hour is what the clocks are put forward by.
    at, value = nearest if abs(nearest[0] - wanted) <= 3600 else points[-2]
    hours = (last - at) / 3600
    days = round(hours / 24)
    return value, days * 24.0 if days and abs(hours - days * 24) <= 1.0 else round(hours, 1)


def _items(shape: _Shape, stretches: Mapping[float, Sequence[Row]], rows: Iterable[Row]) -> list[Item] | None:
    by = shape.by
    if by is None:
        return None
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if (label := _in_words(row[by.cell])) is not None:
            groups.setdefault(label, []).append(row)
    if shape.origin.over is not None:
        return _items_over(shape, by, stretches, groups)
    more: dict[str, _Place] = {fact: shape.place(key) for fact, key in shape.origin.item.items()}
    items = [
        Item(label=label, value=shape.reduced(found), **_more(shape, more, found[-1]))
        for label, found in groups.items()
    ]
    return _in_order(shape, items)


def _items_over(
    shape: _Shape, by: _Place, stretches: Mapping[float, Sequence[Row]], groups: Mapping[str, Sequence[Row]]
) -> list[Item]:
    """Items as of the latest date, each with its line over all dates."""
    lines: dict[str, list[float | None]] = {label: [] for label in groups}
    for found in list(stretches.values())[-MAX_POINTS:]:
        parts: dict[str, list[Row]] = {}
        for row in found:
            if (label := _in_words(row[by.cell])) is not None:
                parts.setdefault(label, []).append(row)
        for label, line in lines.items():
            line.append(shape.reduced(parts.get(label, ())))
    more: dict[str, _Place] = {fact: shape.place(key) for fact, key in shape.origin.item.items()}
    items = [
        Item(label=label, value=lines[label][-1], history=lines[label], **_more(shape, more, rows[-1]))
        for label, rows in groups.items()
    ]
    return _in_order(shape, items)


def _in_order(shape: _Shape, items: list[Item]) -> list[Item]:
    if shape.origin.largest_first:
        items.sort(key=lambda item: -math.inf if item.value is None else item.value, reverse=True)
    return items[:MAX_LISTED]


def _more(shape: _Shape, places: Mapping[str, _Place], row: Row) -> dict[str, Any]:
    """What else `row` says of an item; what does not fit is left out."""
    found: dict[str, Any] = {}
    for fact, place in places.items():
        value = row[place.cell]
        if fact == "detail":
            found[fact] = _in_words(value)
        elif fact == "time":
            found[fact] = shape.unix_time(value)
        elif fact in ("level", "state"):
            words = LEVEL_OF_STATE if fact == "state" else set(LEVEL_OF_STATE.values())
            word = value.strip().lower() if isinstance(value, str) else None
            found[fact] = word if word in words else None
        elif isinstance(value, float):
            low, high = _BOUNDS.get(fact, (-1e18, 1e18))
            amount = place.field.amount(value)
            found[fact] = amount if low <= amount <= high else None
    if found.get("lat") is None or found.get("lon") is None:
        found.pop("lat", None)
        found.pop("lon", None)
    return found


_BOUNDS: Mapping[str, tuple[float, float]] = {"lat": (-90.0, 90.0), "lon": (-180.0, 180.0), "weight": (0.0, 1e6)}


def _in_words(value: Value) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, datetime.date) else f"{value:g}"


def _columns(shape: _Shape) -> list[_Place]:
    """The fields that are columns of a table."""
    return [shape.place(key) for key in shape.origin.columns] or shape.places


def _headings(shape: _Shape) -> list[str]:
    return [place.field.name[:MAX_LABEL_LETTERS] for place in _columns(shape)]


def _cells(shape: _Shape, rows: Sequence[Row]) -> list[list[Cell]]:
    """The rows of a table, the newest first where they have dates."""
    columns = _columns(shape)
    shown = list(reversed(rows)) if shape.over is not None else list(rows)
    return [[_cell(shape, row[place.cell], place.field) for place in columns] for row in shown[:MAX_LISTED]]


def _cell(shape: _Shape, value: Value, field: TableField) -> Cell:
    if isinstance(value, float):
        return field.amount(value)
    if isinstance(value, (datetime.date, datetime.datetime)):
        at = shape.unix_time(value)
        return _in_words(value) if at is None else Date(at)
    return value
