"""What three engines say, made comparable, and the tables that they have in these tests."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.hub.kpis.same_everywhere import COLUMNS, ROWS

__all__ = ["NOW", "TABLES", "Rows", "Run", "compared", "values_of"]

NOW = datetime.datetime(2026, 11, 27, 14, 30)  # noqa: DTZ001 - the clock of the wall has no zone

Rows = list[tuple[Any, ...]]
Run = Callable[[str], Rows]

_INVOICES = (
    *(("invoice_id", "varchar"), ("account_id", "varchar"), ("issued_date", "date"), ("due_date", "date")),
    *(("paid_date", "date"), ("amount", "decimal(12,2)"), ("paid_amount", "decimal(12,2)")),
)

_ACCOUNTS = (
    *(("account_id", "varchar"), ("segment", "varchar"), ("start_date", "date")),
    *(("licences", "integer"), ("invite_min", "integer"), ("response_min", "integer")),
)

TABLES: Mapping[str, tuple[Sequence[tuple[str, str]], Sequence[tuple[Any, ...]]]] = {
    # A table that nobody knows, and two that the shipped KPIs read.
    "p": (COLUMNS, ROWS),
    "invoices": (
        _INVOICES,
        (
            ("I1", "A", "2026-01-31", "2026-03-02", "2026-03-01", "20.50", "20.50"),
            ("I2", "A", "2026-02-28", "2026-03-30", None, "3.00", None),
            ("I3", "B", "2026-10-25", "2026-11-08", "2026-11-20", "100.00", "0.10"),
            ("I4", "C", "2026-11-01", None, None, "1234567.89", "0.00"),
        ),
    ),
    "accounts": (
        _ACCOUNTS,
        (
            ("A", "Small", "2026-01-31", 1, 10, 3),
            ("B", "Small", "2026-03-01", 2, 5, None),
            ("C", "Large", "2026-10-25", 7, 2, 4),
            ("D", None, None, None, 2, 9),
        ),
    ),
}
"""Columns with their types, and rows, by name."""


def values_of(name: str) -> str:
    """The rows of a table, as they stand behind `values`."""
    rows = TABLES[name][1]
    return ", ".join(
        str(tuple("NULL" if one is None else one for one in row)).replace("'NULL'", "NULL") for row in rows
    )


def _plain(value: Any) -> Any:
    """`value` as it is compared: numbers by their size, moments as text."""
    match value:
        case bool():
            return int(value)
        case decimal.Decimal() | float():
            return float(f"{value:.12g}")
        case datetime.datetime():
            assert value.tzinfo is None
            return str(value.date()) if value.time() == datetime.time() else str(value)
        case datetime.timedelta():
            return value.total_seconds()
        case datetime.date():
            return str(value)
        case str():
            return value.removesuffix(" 00:00:00")
    return value


def compared(rows: Sequence[Sequence[Any]]) -> Rows:
    return [tuple(_plain(value) for value in row) for row in rows]
