"""The fields of a widget as they stand in a document, changed by what they mean."""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from displayd.tile.roles import Field, Kind, fields_of
from displayd.widgets import WIDGETS

__all__ = [
    "AMOUNTS",
    "LIMITS",
    "SPOKEN",
    "amounts_changed",
    "changed",
    "is_of_points",
    "item_of",
    "kind_of",
    "words_changed",
]

AMOUNTS: frozenset[Kind] = frozenset({"figure", "comparison", "target", "past", "cells"})
"""What is shown as an amount."""

LIMITS: frozenset[Kind] = frozenset({"amber", "red", "scale"})
"""Amounts that others are held against."""

SPOKEN: frozenset[Kind] = frozenset({"title", "about", "label", "name", "detail", "caption", "cells"})
"""What people write to be read."""

Change = Callable[[Field, Any], Any]


def kind_of(tag: str) -> type[Struct]:
    """The widget whose `type` is `tag`."""
    return next(widget for widget in WIDGETS if widget.__struct_config__.tag == tag)


def changed(kind: type[Struct], data: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """`data`, the fields of `kind`, each as `change` answers for it and its value; those of items inside first."""
    fields = {field.name: field for field in fields_of(kind)}
    return {name: change(fields[name], _inside(fields[name], value, change)) for name, value in data.items()}


def _inside(field: Field, value: Any, change: Change) -> Any:
    item = item_of(field)
    if item is None or value is None:
        return value
    # One struct, or a list of them.
    return changed(item, value, change) if isinstance(value, Mapping) else [changed(item, one, change) for one in value]


def item_of(field: Field) -> type[Struct] | None:
    """What the list that is this field has in it; None for what has no fields of its own."""
    parts = _parts_of(field.hint)
    return next((part for part in parts if isinstance(part, type) and issubclass(part, Struct)), None)


def amounts_changed(field: Field, value: Any, change: Callable[[float], float | None]) -> Any:
    """A figure, a history, points or rows of cells with other amounts in all the same places; ranks are none."""
    if isinstance(value, (bool, str)) or value is None or int in _parts_of(field.hint):
        return value
    if isinstance(value, list):
        if is_of_points(field):
            return [[time, None if one is None else change(one)] for time, one in value]
        return [amounts_changed(field, one, change) for one in value]
    return change(value)


def is_of_points(field: Field) -> bool:
    """True for pairs of a time and a value."""
    return any(typing.get_origin(part) is tuple for part in _parts_of(field.hint))


def _parts_of(hint: Any) -> Iterator[Any]:
    yield hint
    for part in typing.get_args(hint):
        yield from _parts_of(part)


def words_changed(value: Any, change: Callable[[str], str]) -> Any:
    """A label, headings or rows of cells with other words in all the same places."""
    if isinstance(value, list):
        return [words_changed(one, change) for one in value]
    return change(value) if isinstance(value, str) else value
