"""Fields that may be left out, made from fields that have a meaning of their own."""

from __future__ import annotations

import types
import typing
from typing import Annotated, Any

from msgspec import Meta

__all__ = ["left_open"]


def left_open(hint: Any) -> Any:
    """The type `hint`, or None; what it says of itself is said of the whole, where editors look for it."""
    about = [meta.description for meta in getattr(hint, "__metadata__", ()) if meta.description]
    inner = typing.get_args(hint)[0] if about else hint
    # The checker looks for mistakes in each of several types, not in several types inside one of them.
    is_choice = typing.get_origin(inner) in (typing.Union, types.UnionType)
    open_hint = (inner if is_choice else hint) | None
    return Annotated[open_hint, Meta(description=" ".join(about))] if about else open_hint
