"""ClickHouse inside of a process (chdb), to try KPIs without a server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from displayd.hub.kpis.running.cells import cell
from displayd.hub.kpis.running.connection import RefusedError
from displayd.hub.kpis.running.frames import Cell, Cells, SetUp, TableData
from displayd.hub.kpis.running.plain import plain_of_clickhouse
from displayd.hub.kpis.running.server import CLICKHOUSE_SETTINGS

__all__ = ["ChDB"]


# Of whole numbers with and without a sign; chdb hands them over as texts.
_VARIANT = re.compile(r"Variant\((, |U?Int\d+|Float\d+)+\)")


def _number(value: Any) -> Cell:
    return cell(float(value) if isinstance(value, str) else value)


class ChDB:
    """A ClickHouse that is gone when the process ends."""

    def __init__(self, set_up: SetUp) -> None:
        try:
            import chdb.dbapi as library
        except ImportError as exc:
            raise RefusedError("needs `pip install chdb` beside the hub", is_of_the_partner=True) from exc
        connect: Any = library.connect
        self._cursor: Any = connect().cursor()

    def take(self, views: Sequence[tuple[str, str]], tables: Sequence[TableData]) -> None:
        """Nothing: views stand in front of the SQL, and datasets are not for servers."""

    def ask(self, sql: str, rows: int) -> tuple[list[str], Cells]:
        """See `Connection`."""
        try:
            self._cursor.execute(f"{sql} settings {CLICKHOUSE_SETTINGS}")
            found = self._cursor.fetchmany(rows + 1)
            described = [(str(one[0]), str(one[1])) for one in self._cursor.description or ()]
        except Exception as exc:
            # Its errors have no class in common.
            raise RefusedError(plain_of_clickhouse(str(exc))) from exc
        makes = [_number if _VARIANT.fullmatch(kind) else cell for _, kind in described]
        rows_found = [[make(value) for make, value in zip(makes, row, strict=True)] for row in found]
        return [name for name, _ in described], rows_found

    def run(self, sql: str) -> None:
        """See `Connection`."""
        try:
            self._cursor.execute(sql)
        except Exception as exc:
            raise RefusedError(plain_of_clickhouse(str(exc))) from exc
