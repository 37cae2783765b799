"""Canonical tables in real databases, for tests: filled, asked and emptied."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from displayd.hub.kpis.compiling import compiled
from displayd.hub.kpis.running.server import CLICKHOUSE_SETTINGS
from displayd.hub.wall.folder import WallFiles
from displayd.hub.wall.kpi_files import KpiFiles
from displayd.hub.wall.texts import WallTexts
from tests.hub.kpis.golden.books import KPIS, Record, Table, tables

__all__ = ["Database", "shipped_kpis"]

_TYPES: Mapping[str, Mapping[str, str]] = {
    "clickhouse": {
        "text": "Nullable(String)",
        "integer": "Nullable(Int64)",
        "decimal": "Nullable(Decimal(18, 2))",
        "date": "Nullable(Date32)",
        "timestamp": "Nullable(DateTime64(0))",
    },
}
_USUAL = {"text": "varchar", "integer": "bigint", "decimal": "decimal(18, 2)", "date": "date", "timestamp": "timestamp"}


class Cursor(Protocol):
    """What the libraries of all three have."""

    def execute(self, sql: str, /) -> Any:
        """Run it."""

    def fetchall(self) -> Any:
        """The rows of it."""


def shipped_kpis() -> KpiFiles:
    """The KPIs that are shipped."""
    texts = {str(path.relative_to(KPIS)): path.read_bytes() for path in sorted(KPIS.rglob("*.sql"))}
    return KpiFiles(WallTexts(WallFiles({}, {}, texts)))


class Database:
    """The canonical tables in one database."""

    def __init__(self, cursor: Cursor, dialect: str, kpis: KpiFiles) -> None:
        self._cursor, self._dialect, self._kpis = cursor, dialect, kpis
        types = _TYPES.get(dialect, _USUAL)
        ending = " engine = Memory" if dialect == "clickhouse" else ""
        for name, table in tables().items():
            columns = ", ".join(f"{column} {types[facts['type']]}" for column, facts in table["columns"].items())
            cursor.execute(f"create table {name} ({columns}){ending}")

    def fill(self, rows: Mapping[str, Sequence[Record]]) -> None:
        """Have `rows`, and nothing else."""
        for name, table in tables().items():
            self._cursor.execute(f"truncate table {name}")
            values = [
                f"({', '.join(_literal(row[column]) for column in table['columns'])})" for row in rows.get(name, ())
            ]
            for start in range(0, len(values), 500):
                self._cursor.execute(f"insert into {name} values {', '.join(values[start : start + 500])}")

    def answer(self, name: str, now: datetime.datetime) -> Table:
        """What the KPI `name` says at `now`."""
        kpi = self._kpis.kpi(name)
        assert kpi is not None
        found = compiled(kpi.query, self._kpis.views, self._dialect, now, 5000)
        sql = found.sql
        if found.views:
            sql = f"with {', '.join(f'{view} as ({text})' for view, text in found.views)} select * from ({sql}) as kpi"
        self._cursor.execute(sql + (f" settings {CLICKHOUSE_SETTINGS}" if self._dialect == "clickhouse" else ""))
        return [[_plain(cell) for cell in row] for row in self._cursor.fetchall()]


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    return str(value) if isinstance(value, (int, float)) else "'" + str(value).replace("'", "''") + "'"


def _plain(value: Any) -> Any:
    if isinstance(value, (int, float, decimal.Decimal)):
        return float(value)
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return value.isoformat() if isinstance(value, datetime.date) else value
