"""Fields that may be left out, made from fields that have a meaning of their own."""

from __future__ import annotations

import typing
from typing import Annotated, Any

from msgspec import Meta

__all__ = ["left_open"]


def left_open(hint: Any) -> Any:
    """The type `hint`, or None; what it says of itself is said of the whole, where editors look for it."""
    about = [meta.description for meta in getattr(hint, "__metadata__", ()) if meta.description]
    open_hint = typing.Optional[hint]  # noqa: UP045 - `hint | None` is not for every kind of type
    return Annotated[open_hint, Meta(description=" ".join(about))] if about else open_hint
