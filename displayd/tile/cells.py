"""Cells in rows: words, amounts and holes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta

from displayd.protocol.vocabulary import Amount

__all__ = ["CellValue", "amounts_after"]

CellValue = Annotated[str, Meta(max_length=200)] | Amount | None


def amounts_after(rows: Sequence[Sequence[CellValue]], before: int) -> list[list[float | None]]:
    """The amounts of all rows after their first `before` cells, all equally many; words are no amounts."""
    values = [[None if isinstance(cell, str) else cell for cell in row[before:]] for row in rows]
    most = max((len(row) for row in values), default=0)
    return [row + [None] * (most - len(row)) for row in values]
