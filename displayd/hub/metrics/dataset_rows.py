"""The rows of a dataset while clients push: appended, merged by their key, and the oldest given up.

Every row has a number, which rises with each that is added. So a block of rows that have come one after the other stays
one, whatever is added behind it or dropped before it, and a single new row changes no more than its own block.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from msgspec import UnsetType

from displayd.hub.metrics.dataset import MAX_ROWS, Row, Value

__all__ = ["BLOCK_ROWS", "Given", "Rows"]

BLOCK_ROWS = 64
"""Rows that are kept on disk together: about 8 kB."""

Given = tuple[Value | UnsetType, ...]
"""A row as it is pushed: a field that was left out is not set."""


class Rows:
    """The rows of one dataset, in the order in which they came, at most `MAX_ROWS`.

    Args:
        unique_by: places in a row whose values tell rows apart; empty where every row is new.
        kept: rows by their number, as they were before.
    """

    def __init__(self, unique_by: Sequence[int] = (), kept: Mapping[int, Row] | None = None) -> None:
        self._unique_by = tuple(unique_by)
        self._rows: dict[int, Row] = dict(sorted((kept or {}).items()))
        self._next = max(self._rows, default=-1) + 1
        self._numbers = {self._key(row): number for number, row in self._rows.items()} if unique_by else {}
        self.changed: set[int] = set()
        """Blocks that are no longer as they were; whoever keeps them empties it."""

    def __len__(self) -> int:
        return len(self._rows)

    def all(self) -> tuple[Row, ...]:
        """Every row, the oldest first."""
        # In one step of the interpreter: other threads may ask while rows are added.
        return tuple(self._rows.values())

    def block(self, block: int) -> dict[int, Row]:
        """The rows of one block, by their number; empty for none."""
        numbers = range(block * BLOCK_ROWS, (block + 1) * BLOCK_ROWS)
        return {number: self._rows[number] for number in numbers if number in self._rows}

    def blocks(self) -> set[int]:
        """All blocks that have a row."""
        return {number // BLOCK_ROWS for number in self._rows}

    def replace(self, given: Iterable[Given]) -> None:
        """Have only the rows that are `given`."""
        self.changed |= self.blocks()
        self._rows.clear()
        self._numbers.clear()
        # Rows of a new block: otherwise what was there before them would stay in it, half read.
        self._next = -(-self._next // BLOCK_ROWS) * BLOCK_ROWS
        self.add(given)

    def add(self, given: Iterable[Given], age: int | None = None) -> None:
        """Merge the rows that are `given` with those of the same key, and append the others.

        Args:
            age: place in a row by whose values the oldest is found when there are too many; None for the order in
                which rows came. A row without a value there is the oldest.
        """
        for row in given:
            self._take(row)
        too_many = len(self._rows) - MAX_ROWS
        if too_many <= 0:
            return
        oldest = islice(self._rows, too_many) if age is None else heapq.nsmallest(too_many, self._rows, self._age(age))
        for number in list(oldest):
            self._drop(number)

    def _take(self, given: Given) -> None:
        number = self._numbers.get(self._key(given)) if self._unique_by else None
        if number is None:
            number, self._next = self._next, self._next + 1
            row = tuple(None if isinstance(value, UnsetType) else value for value in given)
        else:
            before = self._rows[number]
            row = tuple(old if isinstance(new, UnsetType) else new for old, new in zip(before, given, strict=True))
        self._rows[number] = row
        self.changed.add(number // BLOCK_ROWS)
        if self._unique_by:
            self._numbers[self._key(row)] = number

    def _drop(self, number: int) -> None:
        row = self._rows.pop(number)
        self.changed.add(number // BLOCK_ROWS)
        if self._unique_by:
            del self._numbers[self._key(row)]

    def _key(self, row: Given) -> Row:
        found = (row[place] for place in self._unique_by)
        return tuple(None if isinstance(value, UnsetType) else value for value in found)

    def _age(self, place: int) -> Callable[[int], Any]:
        rows = self._rows

        def age(number: int) -> tuple[bool, Any, int]:
            value = rows[number][place]
            return value is not None, value if value is not None else 0, number

        return age
