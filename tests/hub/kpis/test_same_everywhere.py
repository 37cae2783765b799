"""What is allowed says the same on DuckDB, PostgreSQL and ClickHouse: tried, function by function, on all three."""

from __future__ import annotations

import datetime
import decimal
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from displayd.hub.kpis.statements.parsing import parsed
from displayd.hub.kpis.statements.portable import unportable
from displayd.hub.kpis.statements.words import FUNCTIONS, ONLY_IN, VERIFIED
from displayd.hub.kpis.statements.writing import written
from tests.hub.kpis.same_everywhere import COLUMNS, EXPRESSIONS, QUERIES, ROWS, WINDOWS
from tests.support.postgresql_server import PASSWORD, PostgresqlServer

NOW = datetime.datetime(2026, 11, 27, 14, 30)  # noqa: DTZ001 - the clock of the wall has no zone

CLICKHOUSE_SETTINGS = "join_use_nulls = 1, aggregate_functions_null_for_empty = 1, prefer_column_name_to_alias = 1"

Rows = list[tuple[Any, ...]]
Run = Callable[[str], Rows]


def cells(text: str) -> list[str]:
    """The expressions in `text`."""
    return [one.strip() for line in text.strip().splitlines() for one in re.split(r"(?<!\|)\|(?!\|)", line)]


TRIED = [
    *(f"select {one} as v from p" for one in cells(EXPRESSIONS)),
    *(f"select i, {one} as v from p order by i" for one in cells(WINDOWS)),
    *QUERIES.strip().splitlines(),
]

VALUES = ", ".join(str(tuple("NULL" if one is None else one for one in row)).replace("'NULL'", "NULL") for row in ROWS)


def plain(value: Any) -> Any:
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
        case str() if re.fullmatch(r"-?\d+\.\d+", value):
            return float(value)
        case str():
            return re.sub(r"\.0+$| 00:00:00$", "", value)
    return value


def compared(rows: Sequence[Sequence[Any]]) -> Rows:
    return [tuple(plain(value) for value in row) for row in rows]


@pytest.fixture(scope="module")
def duckdb_run() -> Iterator[Run]:
    import duckdb

    with duckdb.connect(":memory:") as connection:
        connection.execute(f"create table p ({', '.join(map(' '.join, COLUMNS))})")
        connection.execute(f"insert into p values {VALUES}")
        yield lambda sql: compared(connection.execute(sql).fetchall())


@pytest.fixture(scope="module")
def postgres_run(postgresql: PostgresqlServer) -> Iterator[Run]:
    import psycopg

    url = postgresql.new_database().replace("+psycopg", "")
    with psycopg.connect(url, password=PASSWORD, autocommit=True) as connection:
        columns = ", ".join(f"{name} {kind.replace('double', 'double precision')}" for name, kind in COLUMNS)
        connection.execute(f"create table p ({columns})")
        connection.execute(f"insert into p values {VALUES}")
        yield lambda sql: compared(connection.execute(sql).fetchall())


@pytest.fixture(scope="module")
def clickhouse_run() -> Iterator[Run]:
    chdb = pytest.importorskip("chdb.dbapi", reason="chdb is not installed")
    kinds = {
        "integer": "Int32",
        "double": "Float64",
        "varchar": "String",
        "date": "Date32",
        "timestamp": "DateTime64(6)",
    }
    connection = chdb.connect()
    cursor = connection.cursor()
    columns = ", ".join(f"{name} Nullable({kinds.get(kind, 'Decimal(12, 2)')})" for name, kind in COLUMNS)
    cursor.execute(f"create table p ({columns}) engine = Memory")
    cursor.execute(f"insert into p values {VALUES}")

    def run(sql: str) -> Rows:
        cursor.execute(f"{sql} settings {CLICKHOUSE_SETTINGS}")
        return compared(cursor.fetchall())

    yield run
    connection.close()


def same(sql: str, dialect: str, duckdb_run: Run, run: Run) -> None:
    statement, faults = parsed(sql)
    assert statement is not None, faults
    if refused := unportable(statement.tree, dialect):
        assert all("is not the same in" in fault.reason for fault in refused)
        return
    text = written(statement, dialect, NOW)

    assert run(text) == duckdb_run(written(statement, "duckdb", NOW)), text


@pytest.mark.parametrize("sql", TRIED)
def test_postgresql_says_what_duckdb_says(sql: str, duckdb_run: Run, postgres_run: Run) -> None:
    same(sql, "postgres", duckdb_run, postgres_run)


@pytest.mark.parametrize("sql", TRIED)
def test_clickhouse_says_what_duckdb_says(sql: str, duckdb_run: Run, clickhouse_run: Run) -> None:
    same(sql, "clickhouse", duckdb_run, clickhouse_run)


@pytest.mark.parametrize("dialect", sorted(VERIFIED - {"duckdb"}))
def test_every_function_that_is_allowed_is_tried(dialect: str) -> None:
    tried = set()
    for sql in TRIED:
        statement, _ = parsed(sql)
        assert statement is not None
        if not unportable(statement.tree, dialect):
            tried |= {type(node).__name__ for node in statement.tree.walk()}
    allowed = {name for name in FUNCTIONS if dialect in ONLY_IN.get(name, VERIFIED)}

    # What DuckDB has in no other spelling than one of these.
    assert allowed - tried - {"DateTrunc", "DateSub", "GenerateDateArray", "Unnest"} == set()
