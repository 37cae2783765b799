"""A dataset: a table that clients push, with fields of Geckoboard's types.

Widgets show it by `dataset:` in `metrics.yaml`, and the SQL of KPIs reads it by its id: `select avg(csat) from
ds."support.daily"`.

Source: Geckoboard's Datasets API, https://developer.geckoboard.com.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, Protocol

from msgspec import Meta, Struct

__all__ = [
    "MAX_FIELDS",
    "MAX_ROWS",
    "NO_TABLES",
    "DatasetId",
    "DatasetSchema",
    "FieldType",
    "Row",
    "Table",
    "TableField",
    "Tables",
    "TimeUnit",
    "Value",
]

FieldType = Literal["string", "number", "percentage", "money", "duration", "date", "datetime"]
TimeUnit = Literal["milliseconds", "seconds", "minutes", "hours"]

DatasetId = Annotated[str, Meta(pattern=r"^[0-9a-z][0-9a-z._-]{1,126}[0-9a-z]$")]
"""For example `support.daily`."""

Value = str | float | datetime.date | datetime.datetime | None
"""One cell: text, a number, a date, a moment (in UTC, with its zone), or nothing."""

Row = tuple[Value, ...]
"""The cells of one row, in the order of the fields."""

MAX_FIELDS = 10
"""Of a dataset, as at Geckoboard."""

MAX_ROWS = 5000
"""Of a dataset, as at Geckoboard: the oldest give way."""

_UNIT_OF_TIME: Mapping[TimeUnit, str] = {"milliseconds": "ms", "seconds": "s", "minutes": "m", "hours": "h"}

# Most currencies have hundredths. Source: ISO 4217, list one.
_WITHOUT_COINS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_IN_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"


class TableField(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One column of a dataset."""

    type: Annotated[FieldType, Meta(description="What its values are.")]
    name: Annotated[str, Meta(description="What people call it.")]
    optional: Annotated[bool, Meta(description="Whether a row may do without it.")] = False
    currency_code: Annotated[str | None, Meta(description="ISO 4217, of money alone.")] = None
    time_unit: Annotated[TimeUnit | None, Meta(description="Of a duration alone.")] = None

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.type in ("number", "percentage", "money", "duration")

    @property
    def unit(self) -> str | None:
        """The unit of `amount`, as widgets name units; None where the type says none."""
        if self.type == "money":
            return f"currency{self.currency_code}"
        if self.type == "duration":
            return _UNIT_OF_TIME[self.time_unit or "seconds"]
        return "percentunit" if self.type == "percentage" else None

    def amount(self, value: float) -> float:
        """The number `value` of this field in `unit`: money is pushed in its smallest coins."""
        if self.type != "money":
            return value
        code = self.currency_code or ""
        return value if code in _WITHOUT_COINS else value / (1000.0 if code in _IN_THOUSANDTHS else 100.0)

    def is_same(self, other: TableField) -> bool:
        """Whether both hold the same values; what they are called may differ."""
        mine, theirs = ((one.type, one.optional, one.currency_code, one.time_unit) for one in (self, other))
        return mine == theirs


class DatasetSchema(Struct, frozen=True, kw_only=True):
    """What the rows of a dataset are."""

    fields: dict[str, TableField]
    unique_by: tuple[str, ...] = ()
    """Fields by which rows are told apart: one with the same values there is the same row. Empty: every row is new."""

    def is_same(self, other: DatasetSchema) -> bool:
        """Whether both take the same rows: in any order, under whatever names for people."""
        return (
            self.fields.keys() == other.fields.keys()
            and all(field.is_same(other.fields[key]) for key, field in self.fields.items())
            and set(self.unique_by) == set(other.unique_by)
        )


@dataclass(frozen=True)
class Table:
    """A dataset as it was at one moment."""

    id: str
    fields: Mapping[str, TableField]
    """By key, in the order of the cells."""
    rows: Sequence[Row]
    """The oldest first, in the order in which they were pushed."""
    updated_at: float
    """Unix time of the last push."""
    version: int
    """Another number whenever anything of it has changed."""

    def column(self, key: str) -> list[Value]:
        """The values of the field `key`."""
        place = list(self.fields).index(key)
        return [row[place] for row in self.rows]


class Tables(Protocol):
    """All datasets. May be asked from any thread."""

    def names(self) -> Sequence[str]:
        """Ids of all that there are."""
        ...

    def table(self, name: str) -> Table | None:
        """The dataset `name` as it is now; None if there is none."""
        ...


class _None:
    def names(self) -> Sequence[str]:
        """None."""
        return ()

    def table(self, name: str) -> Table | None:
        """There is none."""
        return None


NO_TABLES: Tables = _None()
"""Where no hub runs, or nobody has pushed any."""
