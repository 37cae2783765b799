"""Widgets without the texts of which nothing is to be seen."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec import Struct, structs

from displayd.text.invisible import is_invisible

__all__ = ["seen_of"]

S = TypeVar("S", bound=Struct)


def seen_of(part: S) -> S:
    """`part`, a widget or what is inside one, with an empty text in place of each that leaves no ink.

    So no widget needs to know of a title that is a zero-width space, and all say "no data" where that is all there is.
    """
    changes = {}
    for name in part.__struct_fields__:
        value = getattr(part, name)
        seen = _seen(value)
        if seen is not value:
            changes[name] = seen
    return structs.replace(part, **changes) if changes else part


def _seen(value: Any) -> Any:
    if isinstance(value, str):
        return "" if value and not value[0].isalnum() and is_invisible(value) else value
    if isinstance(value, Struct):
        return seen_of(value)
    if isinstance(value, list) and value and not isinstance(value[0], (float, tuple)):
        seen = [_seen(one) for one in value]
        return value if all(one is other for one, other in zip(seen, value, strict=True)) else seen
    return value
