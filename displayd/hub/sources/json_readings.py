"""From plain data of JSON to what a tile shows: figures, lists, tables and lines, leniently read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from displayd.errors import SourceError
from displayd.hub.metrics.facts import Points
from displayd.hub.metrics.reading import MAX_CELLS, Cell, Item
from displayd.hub.sources.plain_values import label_of, plain_number, plain_time
from displayd.protocol.limits import MAX_POINTS

__all__ = ["figure_of", "items_of", "moment_of", "points_of", "rows_of"]

MOST_LINES = 200

EXAMPLE = "for example `[].{label: name, value: total}`"

_NUMBERS = ("value", "previous", "target", "lat", "lon", "weight")
_WORDS = ("label", "detail", "level", "state")
_TIME_NAMES = ("time", "date", "day", "at", "timestamp", "ts", "t", "x")
_VALUE_NAMES = ("value", "count", "total", "v", "y")


def figure_of(found: Any, what: str) -> float | None:
    """The figure `found`; a list of one counts as what is in it.

    Raises:
        SourceError: it is no figure; called `what`.
    """
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if found == []:
        return None
    try:
        return plain_number(found)
    except ValueError as exc:
        raise SourceError(f"`{what}` is {_told(found)}, and a figure is a number") from exc


def moment_of(found: Any, timezone: str, what: str) -> float | None:
    """The unix time `found`; None for null.

    Raises:
        SourceError: it is no time; called `what`.
    """
    if found is None:
        return None
    try:
        return plain_time(found, timezone)
    except (ValueError, OverflowError) as exc:
        hint = "seconds since 1970, or ISO 8601: `2026-11-27T14:02:00Z`"
        raise SourceError(f"`{what}` is {_told(found)}, and no time", hint) from exc


def items_of(found: Any, timezone: str) -> list[Item] | None:
    """The lines of a list: objects with the fields of items, pairs of label and value, or `{label: value}`.

    Raises:
        SourceError: it is something else.
    """
    if found is None:
        return None
    if isinstance(found, dict):
        found = [[label, value] for label, value in found.items()]
    if not isinstance(found, list):
        raise SourceError(f"`items` is {_told(found)}, and not a list")
    if len(found) > MOST_LINES:
        raise SourceError(f"`items` has {len(found):,} lines, and a tile shows {MOST_LINES}", "cut it: `...[:10]`")
    return [_item(one, timezone, number) for number, one in enumerate(found)]


def _item(found: Any, timezone: str, number: int) -> Item:
    what = f"items[{number}]"
    if isinstance(found, list) and 1 <= len(found) <= 2:
        found = dict(zip(("label", "value"), found, strict=False))
    if isinstance(found, str):
        found = {"label": found}
    if not isinstance(found, dict):
        raise SourceError(
            f"`{what}` is {_told(found)}, and has no label", "for example `[].{label: name, value: total}`"
        )
    unknown = set(found) - {*_NUMBERS, *_WORDS, "time", "history"}
    if unknown or found.get("label") is None:
        wrong = f"has `{min(unknown)}`" if unknown else "has no `label`"
        raise SourceError(f"`{what}` {wrong}", EXAMPLE)
    fields: dict[str, Any] = {}
    for name in _NUMBERS:
        fields[name] = figure_of(found.get(name), f"{what}.{name}")
    for name in _WORDS:
        if (word := found.get(name)) is not None:
            fields[name] = _word(word)
    fields["time"] = moment_of(found.get("time"), timezone, f"{what}.time")
    if (history := found.get("history")) is not None:
        values = history if isinstance(history, list) else [history]
        fields["history"] = [figure_of(value, f"{what}.history") for value in values[-MAX_POINTS:]]
    try:
        return msgspec.convert({name: value for name, value in fields.items() if value is not None}, Item)
    except msgspec.ValidationError as exc:
        raise SourceError(f"`{what}`: {exc}") from exc


def rows_of(found: Any) -> list[list[Cell]] | None:
    """The rows of a table: lists of cells, or objects, whose values are the cells in their order.

    Raises:
        SourceError: it is something else.
    """
    if found is None:
        return None
    if not isinstance(found, list):
        raise SourceError(f"`rows` is {_told(found)}, and not a list")
    if len(found) > MOST_LINES:
        raise SourceError(f"`rows` has {len(found):,} rows, and a tile shows {MOST_LINES}", "cut it: `...[:10]`")
    rows = []
    for number, row in enumerate(found):
        cells = list(row.values()) if isinstance(row, dict) else row
        if not isinstance(cells, list) or len(cells) > MAX_CELLS:
            raise SourceError(f"`rows[{number}]` is {_told(row)}, and no row", "for example `[].[name, total]`")
        rows.append([_cell(cell) for cell in cells])
    return rows


def points_of(found: Any, timezone: str) -> Points | None:
    """A line: pairs of time and value, objects that have both, or `{time: value}`.

    Raises:
        SourceError: it is something else.
    """
    if found is None:
        return None
    if isinstance(found, dict):
        found = [[time, value] for time, value in found.items()]
    if not isinstance(found, list):
        raise SourceError(f"`history` is {_told(found)}, and not a list")
    points: Points = []
    for number, one in enumerate(found):
        what = f"history[{number}]"
        time, value = _pair(one, what)
        moment = moment_of(time, timezone, f"{what} time")
        if moment is not None:
            points.append((moment, figure_of(value, what)))
    by_time = dict(sorted(points, key=lambda point: point[0]))
    return list(by_time.items())[-MAX_POINTS:]


def _pair(found: Any, what: str) -> tuple[Any, Any]:
    if isinstance(found, list) and len(found) == 2:
        return found[0], found[1]
    if isinstance(found, dict):
        time, value = _first(found, _TIME_NAMES), _first(found, _VALUE_NAMES)
        if time is not None and value is not None:
            return found[time], found[value]
    raise SourceError(f"`{what}` is no pair of time and value", "for example `[].[day, total]`")


def _first(found: Mapping[str, Any], names: Sequence[str]) -> str | None:
    return next((name for name in names if name in found), None)


def _cell(found: Any) -> Cell:
    if isinstance(found, bool):
        return "yes" if found else "no"
    if isinstance(found, int | float):
        return plain_number(found)
    return None if found is None else _word(found)[:200]


def _word(found: Any) -> str:
    """`found` as a text of one line."""
    if isinstance(found, dict | list):
        found = msgspec.json.encode(found).decode()
    return label_of(str(found))


_KINDS: Mapping[type, Callable[[Any], str]] = {
    dict: lambda _: "an object",
    list: lambda found: f"a list of {len(found)}",
    str: lambda found: f"`{_word(found)[:40]}`",
    bool: lambda found: f"`{str(found).lower()}`",
    type(None): lambda _: "nothing",
}


def _told(found: Any) -> str:
    """What stands there, for a message."""
    told = _KINDS.get(type(found))
    return told(found) if told else f"`{found}`"
