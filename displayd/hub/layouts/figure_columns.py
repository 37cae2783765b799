"""Which columns of cells hold figures, whatever way these are written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from displayd.tile.roles import Kind, fields_of

__all__ = ["has_figures"]

_OF_FIGURES: tuple[Kind, ...] = ("unit", "decimals", "direction", "amber", "red")


def has_figures(kind: type[Struct], data: Mapping[str, Any], column: int) -> bool:
    """Whether the cells of `column` in `data`, from which a `kind` is to be made, are figures.

    A column says so by what it says of figures, such as a unit. Where columns say nothing of themselves, the first has
    names and all others have figures.
    """
    for field in fields_of(kind):
        if (
            field.role.kind == "parts"
            and field.part is not None
            and any(one.role.kind == "unit" for one in fields_of(field.part))
        ):
            columns = data.get(field.name)
            said = columns[column] if isinstance(columns, list) and column < len(columns) else None
            names = [one.name for one in fields_of(field.part) if one.role.kind in _OF_FIGURES]
            return isinstance(said, Mapping) and any(name in said for name in names)
    return column > 0
