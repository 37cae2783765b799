"""Documents that are as much work as their limits allow."""

from __future__ import annotations

import random
import types
import typing
from collections.abc import Callable
from typing import Annotated, Any, Literal, Union

import msgspec
from msgspec import Meta, Struct

from displayd.document.model import Document, decode
from displayd.protocol.limits import MAX_DOCUMENT_BYTES
from displayd.tile.roles import Kind, fields_of
from displayd.widgets import WIDGETS
from tests.widgets.strategies import NOW, tag_of

__all__ = ["KINDS", "document_of", "fattest", "page_of", "rare"]

KINDS = {tag_of(widget): widget for widget in WIDGETS}

# Columns and rows of the grids that are tried, by number of tiles.
COLUMNS = {1: 1, 12: 4, 60: 10}

# What these say is no free text.
FIXED: frozenset[Kind] = frozenset({"unit", "timezone", "picture", "moment", "direction", "level", "failure"})

# Ranges of Unicode with the scripts of the world, signs, emoji and rare ideographs.
PLANES = ((0x370, 0xD800), (0xF900, 0xFFFC), (0x10000, 0x12000), (0x1F300, 0x1FB00), (0x20000, 0x21000))

Text = Callable[[int], str]
"""A text of so many letters."""


def rare(seed: int) -> Text:
    """Letters of all scripts, each of which needs a font of its own; others each time it is asked."""
    draw = random.Random(seed)
    letters = [chr(code) for first, last in PLANES for code in range(first, last)]
    draw.shuffle(letters)
    pool = "".join(letters)
    place = 0

    def text(count: int) -> str:
        nonlocal place
        place = (place + count) % (len(pool) - count)
        return pool[place : place + count]

    return text


def fattest(tag: str, text: Text, share: float = 1.0) -> dict[str, Any]:
    """A widget with every field, every list as long as it may be, times `share`, and every text."""
    widget = KINDS[tag]
    fields = _struct(widget, text, share)
    for name in ("error", "as_of", "expire_after", "changed_at", "bars" if tag == "bar" else ""):
        fields.pop(name, None)
    return {"type": tag, **fields}


def page_of(tiles: list[dict[str, Any]]) -> dict[str, Any]:
    """A page of so many tiles in a grid."""
    columns = COLUMNS[len(tiles)]
    names = [f"w{number}" for number in range(len(tiles))]
    rows = [" ".join(names[start : start + columns]) for start in range(0, len(names), columns)]
    return {"landscape": rows, "widgets": dict(zip(names, tiles, strict=True))}


def document_of(make: Callable[[int, float], dict[str, Any]], count: int) -> Document:
    """A document of `count` tiles on one page, with lists as long as its size allows.

    Args:
        make: answers with the tile of a number, whose lists have a share of their greatest length.
    """
    share = 1.0
    while True:
        page = page_of([make(number, share) for number in range(count)])
        data = msgspec.json.encode({"format": 1, "screen": "s", "pages": [page]})
        if len(data) <= MAX_DOCUMENT_BYTES:
            return decode(data)
        share *= min(0.8, (MAX_DOCUMENT_BYTES / len(data)) ** 0.6)


def _struct(struct: type[Struct], text: Text, share: float) -> dict[str, Any]:
    values = {}
    for field in fields_of(struct):
        if field.role.kind in FIXED and not any(
            one.name == field.name and one.required for one in msgspec.structs.fields(struct)
        ):
            continue
        values[field.name] = _value(field.hint, field.role.kind, text, share)
    return values


def _value(hint: Any, kind: Kind, text: Text, share: float, note: Meta | None = None) -> Any:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        own = [one for one in parts[1:] if isinstance(one, Meta) and (one.max_length or one.le is not None)]
        return _value(parts[0], kind, text, share, own[-1] if own else note)
    if origin in (Union, types.UnionType):
        known = [part for part in parts if part is not type(None)]
        words = [part for part in known if _is_text(part)]
        return _value((words or known)[0], kind, text, share, note)
    if origin is Literal:
        return parts[0]
    if origin is list:
        count = max(1, int((note.max_length if note and note.max_length else 100) * share))
        if typing.get_origin(parts[0]) is tuple:
            return [[NOW - (count - number) * 60.0, float(number % 7)] for number in range(count)]
        return [_value(parts[0], kind, text, share) for _ in range(count)]
    if hint is bool:
        return kind == "look"
    if hint is int:
        return max(1, int(note.ge)) if note is not None and note.ge is not None else 1
    if hint is float:
        return NOW + 1000.0 if kind == "moment" else 12.5
    if hint is str and kind == "timezone":
        return "Asia/Tokyo"
    if hint is str:
        return text(note.max_length if note and note.max_length else 100)
    return _struct(hint, text, share)


def _is_text(hint: Any) -> bool:
    return hint is str or (typing.get_origin(hint) is Annotated and typing.get_args(hint)[0] is str)
