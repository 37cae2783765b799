"""What is allowed says the same on DuckDB, PostgreSQL and ClickHouse: tried, function by function, on all three."""

from __future__ import annotations

import re

import pytest

from displayd.hub.kpis.statements.parsing import parsed
from displayd.hub.kpis.statements.portable import unportable
from displayd.hub.kpis.statements.words import FUNCTIONS, ONLY_IN, VERIFIED
from displayd.hub.kpis.statements.writing import written
from tests.hub.kpis.engines import NOW, Run
from tests.hub.kpis.same_everywhere import EXPRESSIONS, QUERIES, WINDOWS


def cells(text: str) -> list[str]:
    """The expressions in `text`."""
    return [one.strip() for line in text.strip().splitlines() for one in re.split(r"(?<!\|)\|(?!\|)", line)]


TRIED = [
    *(f"select {one} as v from p" for one in cells(EXPRESSIONS)),
    *(f"select i, {one} as v from p order by i" for one in cells(WINDOWS)),
    *QUERIES.strip().splitlines(),
]


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
