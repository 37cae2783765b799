"""DuckDB in this process: reads the files of one folder, and nothing else of the machine or the network.

Home of duckdb.
"""

from __future__ import annotations

import contextlib
import re
import urllib.parse
from collections.abc import Sequence
from typing import Any

import duckdb

from displayd.hub.kpis.running.cells import cell
from displayd.hub.kpis.running.connection import RefusedError
from displayd.hub.kpis.running.frames import Cells, SetUp, TableData
from displayd.hub.kpis.running.plain import plain

__all__ = ["Embedded"]


class Embedded:
    """A database in memory, or a file that was opened for reading."""

    def __init__(self, set_up: SetUp) -> None:
        self._set_up = set_up
        try:
            self._connection = self._opened()
        except duckdb.Error as exc:
            raise RefusedError(self._plain(exc), is_of_the_partner=True) from exc
        self._views: dict[str, str] = {}
        self._broken: dict[str, str] = {}
        # From here on, no statement changes what it may do.
        self._connection.execute("set lock_configuration = true")

    def _opened(self) -> duckdb.DuckDBPyConnection:
        set_up = self._set_up
        path = urllib.parse.unquote(urllib.parse.urlsplit(set_up.url).path[1:]) if set_up.url else ""
        config: dict[str, Any] = {
            "memory_limit": f"{set_up.memory_mb}MB",
            "threads": set_up.threads,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "allow_community_extensions": False,
            # What has no room in memory is refused: nothing is written.
            "temp_directory": "",
        }
        connection = duckdb.connect(path or ":memory:", read_only=bool(path) and set_up.is_read_only, config=config)
        connection.execute("set timezone = ?", [set_up.timezone])
        connection.execute("set allowed_directories = ?", [[set_up.data_folder] if set_up.data_folder else []])
        connection.execute("set enable_external_access = false")
        return connection

    def take(self, views: Sequence[tuple[str, str]], tables: Sequence[TableData]) -> None:
        """See `Connection`.

        A view that reads files is made a table: its files are read once, and all KPIs of a round see the same. One
        that has no room as a table stays a view.
        """
        for table in tables:
            self._create_table(table)
        for name, sql in views:
            if self._views.get(name) != sql:
                self._create_view(name, sql)

    def _create_table(self, table: TableData) -> None:
        schema, name = _quoted(table.schema), _quoted(table.name)
        columns = ", ".join(f"{_quoted(column)} {kind}" for column, kind, _ in table.columns)
        values = ", ".join(f"unnest(cast(? as {kind}[]))" for _, kind, _ in table.columns)
        try:
            self._connection.execute(f"create schema if not exists {schema}")
            self._connection.execute(f"create or replace table {schema}.{name} ({columns})")
            data = [cells for _, _, cells in table.columns]
            self._connection.execute(f"insert into {schema}.{name} select {values}", data)
        except duckdb.Error as exc:
            self._broken[f"{table.schema}.{table.name}"] = self._plain(exc)

    def _create_view(self, name: str, sql: str) -> None:
        self._views[name] = sql
        kinds = ("table", "view") if re.search(r"\bREAD_(CSV|PARQUET)\(", sql) else ("view",)
        for kind in ("table", "view"):
            with contextlib.suppress(duckdb.Error):
                self._connection.execute(f"drop {kind} if exists {_quoted(name)}")
        for kind in kinds:
            try:
                self._connection.execute(f"create temp {kind} {_quoted(name)} as {sql}")
            except duckdb.Error as exc:
                self._broken[name] = self._plain(exc)
            else:
                self._broken.pop(name, None)
                return

    def ask(self, sql: str, rows: int) -> tuple[list[str], Cells]:
        """See `Connection`."""
        try:
            result = self._connection.execute(sql)
            found = result.fetchmany(rows + 1)
            columns = [str(column[0]) for column in result.description or ()]
        except duckdb.Error as exc:
            raise RefusedError(self._told(exc)) from exc
        return columns, [[cell(value) for value in row] for row in found]

    def run(self, sql: str) -> None:
        """See `Connection`."""
        try:
            self._connection.execute(sql)
        except duckdb.Error as exc:
            raise RefusedError(self._plain(exc)) from exc

    def _plain(self, exc: duckdb.Error) -> str:
        if isinstance(exc, duckdb.OutOfMemoryException) or "Out of Memory" in str(exc):
            return "needs more memory than `memory_mb` of hub.yaml allows"
        return plain(str(exc), self._set_up.data_folder)

    def _told(self, exc: duckdb.Error) -> str:
        """Why there is no answer; that of a view which could not be made where it is for that."""
        reason = self._plain(exc)
        missing = re.search(r"there is no table `([^`]+)`", reason)
        if missing and missing[1] in self._broken:
            return f"the view {missing[1]}: {self._broken[missing[1]]}"
        return reason


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
