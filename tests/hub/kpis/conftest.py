"""Three engines with the same tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from displayd.hub.kpis.running.server import CLICKHOUSE_SETTINGS
from tests.hub.kpis.engines import TABLES, Rows, Run, compared, values_of
from tests.support.postgresql_server import PASSWORD, PostgresqlServer


@pytest.fixture(scope="module")
def duckdb_run() -> Iterator[Run]:
    """Asks DuckDB."""
    import duckdb

    with duckdb.connect(":memory:") as connection:
        for table, (columns, _) in TABLES.items():
            connection.execute(f"create table {table} ({', '.join(map(' '.join, columns))})")
            connection.execute(f"insert into {table} values {values_of(table)}")
        yield lambda sql: compared(connection.execute(sql).fetchall())


@pytest.fixture(scope="module")
def postgres_run(postgresql: PostgresqlServer) -> Iterator[Run]:
    """Asks PostgreSQL."""
    import psycopg

    url = postgresql.new_database().replace("+psycopg", "")
    with psycopg.connect(url, password=PASSWORD, autocommit=True) as connection:
        for table, (columns, _) in TABLES.items():
            kinds = ", ".join(f"{name} {kind.replace('double', 'double precision')}" for name, kind in columns)
            connection.execute(f"create table {table} ({kinds})")
            connection.execute(f"insert into {table} values {values_of(table)}")
        yield lambda sql: compared(connection.execute(sql).fetchall())


@pytest.fixture(scope="module")
def clickhouse_run() -> Iterator[Run]:
    """Asks ClickHouse, as the hub does."""
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
    for table, (columns, _) in TABLES.items():
        described = ", ".join(f"{name} Nullable({kinds.get(kind, 'Decimal(12, 2)')})" for name, kind in columns)
        cursor.execute(f"create or replace table {table} ({described}) engine = Memory")
        cursor.execute(f"insert into {table} values {values_of(table)}")

    def run(sql: str) -> Rows:
        cursor.execute(f"{sql} settings {CLICKHOUSE_SETTINGS}")
        return compared(cursor.fetchall())

    yield run
    connection.close()
