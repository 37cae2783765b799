"""Fields of JSON that others wrote: each as what it should be, or as nothing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

__all__ = ["GRID_COLUMNS", "Json", "flag", "listed", "mapping", "number", "steps_of", "text", "whole"]

Json = Mapping[str, Any]

GRID_COLUMNS = 24
"""Of Grafana's grid, in which panels have their places."""


def _at(found: object, path: tuple[str, ...]) -> object:
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def mapping(found: object, *path: str) -> Json:
    """The object at `path`; an empty one where there is none."""
    inner = _at(found, path)
    return inner if isinstance(inner, Mapping) else {}


def listed(found: object, *path: str) -> list[Json]:
    """The objects in the list at `path`, without what is none."""
    inner = _at(found, path)
    return [one for one in inner if isinstance(one, Mapping)] if isinstance(inner, list) else []


def text(found: object, *path: str) -> str:
    """The text at `path`; empty for none."""
    inner = _at(found, path)
    return inner if isinstance(inner, str) else ""


def number(found: object, *path: str) -> float | None:
    """The finite number at `path`, or one written as text; None for none."""
    inner = _at(found, path)
    if isinstance(inner, bool) or not isinstance(inner, int | float | str):
        return None
    try:
        value = float(inner)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) and abs(value) <= 1e18 else None


def flag(found: object, *path: str) -> bool:
    """True for true at `path`, and for nothing else."""
    return _at(found, path) is True


def steps_of(panel: Json) -> list[Json]:
    """What Grafana does with the answers before it shows them, without what is switched off."""
    return [one for one in listed(panel, "transformations") if one.get("disabled") is not True]


def whole(value: Any) -> Any:
    """`value` without a decimal point where it needs none."""
    return int(value) if isinstance(value, float) and value == int(value) else value
