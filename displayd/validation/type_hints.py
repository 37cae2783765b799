"""What a type hint allows: its options, the struct among them, the items of a list."""

from __future__ import annotations

import types
import typing
from typing import Annotated, Any, Union

from msgspec import Meta, Struct

__all__ = ["item_hint", "longest", "options", "struct_in"]


def options(hint: Any) -> tuple[Any, ...]:
    """The types that `hint` allows, without annotations."""
    origin = typing.get_origin(hint)
    if origin is Annotated:
        return options(typing.get_args(hint)[0])
    if origin in (Union, types.UnionType):
        return tuple(option for part in typing.get_args(hint) for option in options(part))
    return (hint,)


def struct_in(hint: Any) -> type[Struct] | None:
    """The struct that `hint` allows, if there is one."""
    for option in options(hint):
        if isinstance(option, type) and issubclass(option, Struct):
            return option
    return None


def item_hint(hint: Any) -> Any:
    """Type of the items of the list or tuple that `hint` allows, None for neither."""
    for option in options(hint):
        if typing.get_origin(option) in (list, tuple):
            return typing.get_args(option)[0]
    return None


def longest(hint: Any) -> int | None:
    """How many items a list of type `hint` has at most; None where its annotations do not say."""
    if typing.get_origin(hint) is not Annotated:
        return None
    inner, *notes = typing.get_args(hint)
    limits = [note.max_length for note in notes if isinstance(note, Meta) and note.max_length is not None]
    return limits[-1] if limits else longest(inner)
