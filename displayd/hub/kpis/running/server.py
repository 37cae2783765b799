"""A database on a server, by its address as SQLAlchemy writes it."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, SQLAlchemyError

from displayd.hub.kpis.running.cells import cell
from displayd.hub.kpis.running.connection import RefusedError
from displayd.hub.kpis.running.frames import Cells, SetUp, TableData
from displayd.hub.kpis.running.plain import plain_of_clickhouse

__all__ = ["CLICKHOUSE_SETTINGS", "Server"]

CONNECT_SECONDS = 10

CLICKHOUSE_SETTINGS = (
    "join_use_nulls = 1, aggregate_functions_null_for_empty = 1, prefer_column_name_to_alias = 1,"
    " output_format_decimal_trailing_zeros = 1"
)
"""With which ClickHouse says what others say of missing rows, empty sums, names that stand twice, and 20.50 as text.
All are known from version 21.9 on; one that is not fails every KPI."""

_DRIVERS = {
    "psycopg": "displayd[postgresql]",
    "clickhousedb": "clickhouse-connect",
    "clickhouse": "clickhouse-sqlalchemy",
    "trino": "trino[sqlalchemy]",
    "bigquery": "sqlalchemy-bigquery",
    "snowflake": "snowflake-sqlalchemy",
    "pymysql": "PyMySQL",
}


class Server:
    """A connection to a server; every question is a transaction of its own that changes nothing."""

    def __init__(self, set_up: SetUp) -> None:
        self._set_up = set_up
        try:
            url = make_url(set_up.url or "")
            if set_up.password is not None:
                url = url.set(password=set_up.password)
            engine = sqlalchemy.create_engine(
                url, poolclass=sqlalchemy.pool.NullPool, connect_args=self._connect_arguments(url)
            )
            connection = engine.connect()
            # Else a `%` in SQL is taken for a place to fill.
            self._connection = connection.execution_options(no_parameters=True)
            for statement in self._of_the_session():
                self._connection.exec_driver_sql(statement)
            self._connection.rollback()
        except (NoSuchModuleError, ImportError) as exc:
            driver = str(getattr(exc, "name", "") or exc).rpartition(":")[2].rpartition(".")[2]
            package = _DRIVERS.get(driver, driver)
            raise RefusedError(f"needs `pip install '{package}'` beside the hub", is_of_the_partner=True) from exc
        except SQLAlchemyError as exc:
            raise RefusedError(self._plain(exc), is_of_the_partner=True) from exc

    def _connect_arguments(self, url: URL) -> dict[str, object]:
        if self._set_up.dialect in ("postgres", "mysql"):
            return {"connect_timeout": CONNECT_SECONDS}
        if self._set_up.dialect == "trino":
            return {"timezone": self._set_up.timezone}
        return {}

    def _of_the_session(self) -> Sequence[str]:
        """What is said once."""
        zone, seconds = self._zone(), max(1, round(self._set_up.timeout_seconds))
        if not self._set_up.is_read_only:
            return ()
        match self._set_up.dialect:
            case "mysql":
                return (
                    "set session transaction read only",
                    f"set session max_execution_time = {seconds * 1000}",
                )
            case "snowflake":
                return (f"alter session set timezone = '{zone}', statement_timeout_in_seconds = {seconds}",)
        return ()

    def _of_the_transaction(self) -> Sequence[str]:
        """What is said before every question: a pooler between us and the server may hand us to another one."""
        if self._set_up.dialect != "postgres":
            return ()
        limit = f"set local statement_timeout = {max(1, round(self._set_up.timeout_seconds * 1000))}"
        zone = f"set local time zone '{self._zone()}'"
        return ("set transaction read only", limit, zone) if self._set_up.is_read_only else (limit, zone)

    def _zone(self) -> str:
        # Names of zones have letters, digits and some signs; a quotation mark is none of them.
        return self._set_up.timezone.replace("'", "")

    def take(self, views: Sequence[tuple[str, str]], tables: Sequence[TableData]) -> None:
        """Nothing: views stand in front of the SQL, and datasets are not for servers."""

    def ask(self, sql: str, rows: int) -> tuple[list[str], Cells]:
        """See `Connection`."""
        try:
            for statement in self._of_the_transaction():
                self._connection.exec_driver_sql(statement)
            result = self._connection.exec_driver_sql(self._finished(sql))
            found = result.fetchmany(rows + 1)
            columns = list(result.keys())
            result.close()
        except SQLAlchemyError as exc:
            is_gone = isinstance(exc, DBAPIError) and exc.connection_invalidated
            raise RefusedError(self._plain(exc), is_of_the_partner=is_gone) from exc
        finally:
            self._end()
        return columns, [[cell(value) for value in row] for row in found]

    def run(self, sql: str) -> None:
        """See `Connection`."""
        try:
            self._connection.exec_driver_sql(sql)
            self._connection.commit()
        except SQLAlchemyError as exc:
            raise RefusedError(self._plain(exc)) from exc

    def _end(self) -> None:
        try:
            self._connection.rollback()
        except SQLAlchemyError as exc:
            raise RefusedError(self._plain(exc), is_of_the_partner=True) from exc

    def _finished(self, sql: str) -> str:
        if self._set_up.dialect != "clickhouse":
            return sql
        seconds = max(1, round(self._set_up.timeout_seconds))
        zone = f", session_timezone = '{self._zone()}'"
        return f"{sql} settings {CLICKHOUSE_SETTINGS}, max_execution_time = {seconds}{zone}"

    def _plain(self, exc: SQLAlchemyError) -> str:
        """The message of the database in one line, without the SQL and the password."""
        text = str(exc.orig) if isinstance(exc, DBAPIError) and exc.orig is not None else str(exc)
        if "statement timeout" in text or "max_execution_time" in text or "TIMEOUT_EXCEEDED" in text:
            return f"takes longer than {self._set_up.timeout_seconds:g} s"
        first = plain_of_clickhouse(text)
        if self._set_up.password:
            first = first.replace(self._set_up.password, "***")
        return first[:300]
