"""From a table in CSV to what a tile shows: a figure, a list, a line, a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from displayd.errors import SourceError
from displayd.hub.metrics.facts import Points
from displayd.hub.metrics.reading import Cell, Item
from displayd.hub.metrics.reducers import reduced
from displayd.hub.sources.csv_origin import Column, CsvOrigin
from displayd.hub.sources.csv_table import CsvTable
from displayd.hub.sources.plain_values import column_sign, number_in, plain_time
from displayd.protocol.limits import MAX_LABEL_LETTERS, MAX_POINTS

__all__ = ["fields_of"]

MOST_LINES = 200


def fields_of(table: CsvTable, origin: CsvOrigin, timezone: str) -> Mapping[str, Any]:
    """The fields of a reading that `origin` wants of `table`; without a row that counts there is no figure.

    Raises:
        SourceError: a column that there is not, a cell that is no number or no time.
    """
    table = _counting(table, origin.where)
    if origin.rows is not None:
        return {"rows": _rows(table, origin)}
    numbers = _numbers(table, origin) if origin.column is not None else [1.0] * len(table.rows)
    how = origin.reduce or ("sum" if origin.group_by is not None else "last")
    if origin.group_by is not None:
        return {"items": _items(table.cells(origin.group_by), numbers, how)}
    if origin.time is None:
        return {"value": _reduced(numbers, how)}
    points = _points(_times(table.cells(origin.time), origin, timezone), numbers, how)
    value = points[-1][1] if points and how == "last" else _reduced(numbers, how)
    return {"value": value, "history": points[-MAX_POINTS:], "value_at": points[-1][0] if points else None}


def _counting(table: CsvTable, where: Mapping[str, str | list[str]]) -> CsvTable:
    """The rows of `table` whose cells have what `where` wants."""
    wanted = {
        table.place(column): {text.strip().casefold() for text in ([texts] if isinstance(texts, str) else texts)}
        for column, texts in where.items()
    }
    rows = [
        row
        for row in table.rows
        if all((row[at] if at < len(row) else "").strip().casefold() in texts for at, texts in wanted.items())
    ]
    return CsvTable(table.columns, rows)


def _numbers(table: CsvTable, origin: CsvOrigin) -> list[float | None]:
    assert origin.column is not None
    texts = table.cells(origin.column)
    sign = origin.decimal or column_sign(texts)
    if sign is None:
        example = next(text.strip() for text in texts if "." in text or "," in text)
        hint = "say `decimal: ','` or `decimal: '.'`"
        raise SourceError(f"numbers such as `{example[:20]}` can be read in two ways", hint)
    found = []
    for number, text in enumerate(texts, 1):
        try:
            found.append(number_in(text, sign))
        except ValueError as exc:
            what = f"`{_short(text)}` in row {number} of `{origin.column}` is no number"
            raise SourceError(what, "leave such rows out with `where`, or name another `column`") from exc
    return found


def _times(texts: Sequence[str], origin: CsvOrigin, timezone: str) -> list[float | None]:
    is_day_first = origin.day_first if origin.day_first is not None else _day_first(texts)
    found: list[float | None] = []
    for number, text in enumerate(texts, 1):
        if not text.strip():
            found.append(None)
            continue
        try:
            found.append(plain_time(text, timezone, is_day_first=is_day_first))
        except (ValueError, OverflowError) as exc:
            if "two days" in str(exc):
                hint = "say `day_first: true` or `day_first: false`"
                raise SourceError(f"dates such as `{_short(text)}` can be read as two days", hint) from exc
            raise SourceError(f"`{_short(text)}` in row {number} of `{origin.time}` is no time") from exc
    return found


def _day_first(texts: Iterable[str]) -> bool | None:
    """Whether dates of a column begin with the day; None where none of them tells."""
    for text in texts:
        for sign in "/-":
            first, _, rest = text.strip().partition(sign)
            second = rest.partition(sign)[0]
            if first.isdigit() and second.isdigit() and len(first) <= 2 and len(second) <= 2:
                if int(first) > 12:
                    return True
                if int(second) > 12:
                    return False
    return None


def _items(labels: Sequence[str], numbers: Sequence[float | None], how: str) -> list[Item]:
    """A line for each label, in the order in which they come."""
    groups: dict[str, list[float | None]] = {}
    for label, number in zip(labels, numbers, strict=True):
        groups.setdefault(label.strip(), []).append(number)
    if len(groups) > MOST_LINES:
        raise SourceError(
            f"the list has {len(groups):,} lines, and a tile shows {MOST_LINES}", "leave rows out: `where`"
        )
    return [Item(label=_short(label, MAX_LABEL_LETTERS), value=_reduced(found, how)) for label, found in groups.items()]


def _points(times: Sequence[float | None], numbers: Sequence[float | None], how: str) -> Points:
    """The line; what has the same time is reduced to one point."""
    by_time: dict[float, list[float | None]] = {}
    for at, number in zip(times, numbers, strict=True):
        if at is not None:
            by_time.setdefault(at, []).append(number)
    return [(at, _reduced(found, how)) for at, found in sorted(by_time.items())]


def _rows(table: CsvTable, origin: CsvOrigin) -> list[list[Cell]]:
    assert origin.rows is not None
    if len(table.rows) > MOST_LINES:
        raise SourceError(
            f"the table has {len(table.rows):,} rows, and a tile shows {MOST_LINES}", "leave out: `where`"
        )
    columns = [_cells(table, column, origin) for column in origin.rows]
    return [list(row) for row in zip(*columns, strict=True)]


def _cells(table: CsvTable, column: Column, origin: CsvOrigin) -> list[Cell]:
    """The cells of a column: numbers where all of them are some, else texts."""
    texts = table.cells(column)
    sign = origin.decimal or column_sign(texts)
    # What begins with a nought, such as the number of an order, is a name.
    if sign is not None and not any(text.strip().startswith("0") and text.strip()[1:2].isdigit() for text in texts):
        try:
            return [number_in(text, sign) for text in texts]
        except ValueError:
            pass
    return [_short(text, 200) for text in texts]


def _reduced(numbers: Sequence[float | None], how: str) -> float | None:
    """One figure of several; None where there is none. Only `last` and `first` say that a cell is empty."""
    if how == "last":
        return numbers[-1] if numbers else None
    if how == "first":
        return numbers[0] if numbers else None
    if how == "count":
        return float(sum(number is not None for number in numbers)) if numbers else None
    return reduced(numbers, how)


def _short(text: str, most: int = 40) -> str:
    plain = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
