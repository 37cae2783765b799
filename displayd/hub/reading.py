"""What is said about one metric at one moment."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from displayd.widgets.base import Amount, Label, Level, UnixTime
from displayd.widgets.status import State

__all__ = ["Cell", "Failure", "Item", "Past", "Reading"]

Cell = Annotated[str, Meta(max_length=200)] | Amount | None
"""What stands in one cell of a table."""


class Item(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One line of a list: a bar, a slice, a place on the leaderboard, a line of the status list."""

    label: Label
    value: Amount | None = None
    previous: Amount | None = None
    target: Amount | None = None
    level: Level | None = None
    """How good it is, where thresholds cannot tell."""

    state: State | None = None
    """Whether it is up; where one of `level` and `state` is given, a widget that wants the other has it too."""

    detail: Label | None = None


class Reading(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a source, or a push, says about one metric."""

    value: float | None = None
    as_of: UnixTime
    """When it was true, hub time."""

    expire_after: float | None = None
    previous: float | None = None
    target: float | None = None
    items: list[Item] | None = None
    rows: list[list[Cell]] | None = None
    history: list[tuple[float, float | None]] | None = None
    """(unix time, value) by the source's own knowledge; None to have the hub remember."""


class Failure(Struct, frozen=True):
    """Why there is no reading."""

    reason: str
    since: float
    """Unix time of the first failure in a row."""


class Past(Struct, frozen=True):
    """What the store remembers of one metric."""

    reading: Reading | None = None
    values: list[tuple[float, float, int]] = []
    """(unix time, mean, count), oldest first."""
