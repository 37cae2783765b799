"""The SQL of every shipped KPI says what plain arithmetic says: on small books, at many moments, in three databases."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.hub.kpis.databases import Database, shipped_kpis
from tests.hub.kpis.golden.books import ANSWERS, KPIS, Books, Table
from tests.hub.kpis.golden.file import plain
from tests.hub.kpis.made_up.odd_books import odd_books
from tests.hub.kpis.made_up.rows import NOW
from tests.hub.kpis.test_cases import CASES, books_of
from tests.support.postgresql_server import PASSWORD, PostgresqlServer

MOMENTS = [
    datetime.datetime(2026, 11, 20, 14, 0),  # noqa: DTZ001 - by the clock of the wall, as all of these
    datetime.datetime(2026, 11, 23, 9, 0),  # noqa: DTZ001 - a Monday
    datetime.datetime(2026, 11, 30, 23, 59, 59),  # noqa: DTZ001
    datetime.datetime(2027, 1, 1, 0, 0, 1),  # noqa: DTZ001
    datetime.datetime(2028, 2, 29, 8, 0),  # noqa: DTZ001
]


@pytest.fixture(scope="module", params=["duckdb", "postgres", "clickhouse"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    kpis = shipped_kpis()
    match request.param:
        case "duckdb":
            import duckdb

            with duckdb.connect(":memory:") as connection:
                yield Database(connection, "duckdb", kpis)
        case "postgres":
            import psycopg

            server: PostgresqlServer = request.getfixturevalue("postgresql")
            url = server.new_database().replace("+psycopg", "")
            with psycopg.connect(url, password=PASSWORD, autocommit=True) as opened, opened.cursor() as cursor:
                yield Database(cursor, "postgres", kpis)
        case _:
            chdb = pytest.importorskip("chdb.dbapi", reason="chdb is not installed")
            opened = chdb.connect()
            yield Database(opened.cursor(), "clickhouse", kpis)
            opened.close()


def is_same(found: Table, wanted: Table) -> bool:
    if len(found) != len(wanted):
        return False
    pairs = [pair for rows in zip(found, wanted, strict=True) for pair in zip(*rows, strict=True)]
    return all(one == pytest.approx(other) if isinstance(other, float) else one == other for one, other in pairs)


@pytest.mark.xdist_group("kpi-databases")
def test_small_books_have_the_answers_that_were_worked_out_by_hand(database: Database) -> None:
    wrong = []
    for case in CASES:
        database.fill(books_of(case).rows)
        found = database.answer(case["kpi"], NOW)
        wanted = [[float(cell) if isinstance(cell, int) else cell for cell in row] for row in case["rows"]]
        if not is_same(found, wanted):
            wrong.append((case["kpi"], case["why"], found, wanted))

    assert wrong == []


@pytest.mark.xdist_group("kpi-databases")
def test_of_empty_tables_nothing_is_said_but_counts(database: Database) -> None:
    database.fill({})
    wrong = [
        (name, found, wanted)
        for name, (_, answer) in ANSWERS.items()
        if not is_same(found := numbers(database.answer(name, NOW)), wanted := numbers(answer(Books(NOW))))
        # A row of nothing and no row are the same.
        and any(cell is not None for row in (*found, *wanted) for cell in row)
    ]

    assert wrong == []


def numbers(rows: Table) -> Table:
    """As databases give them; a day is the same as its beginning."""
    cells = [[plain(cell) for cell in row] for row in rows]
    return [[cell.removesuffix(" 00:00:00") if isinstance(cell, str) else cell for cell in row] for row in cells]


@pytest.mark.slow
@pytest.mark.xdist_group("kpi-databases")
@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_every_kpi_says_at_every_moment_what_plain_arithmetic_says(now: datetime.datetime, database: Database) -> None:
    books = Books.read(Path(KPIS) / "fixture", now)
    database.fill(books.rows)
    wrong: list[Any] = []
    for name, (_, answer) in ANSWERS.items():
        found, wanted = database.answer(name, now), numbers(answer(books))
        if not is_same(found, wanted):
            wrong.append((name, found[:3], wanted[:3]))

    assert wrong == []


@pytest.mark.slow
@pytest.mark.xdist_group("kpi-databases")
@pytest.mark.parametrize("seed", range(8))
def test_every_kpi_says_of_odd_books_what_duckdb_says_and_has_its_rows(seed: int, database: Database) -> None:
    import duckdb

    now = MOMENTS[seed % len(MOMENTS)]
    rows = odd_books(seed, now)
    database.fill(rows)
    wrong: list[Any] = []
    with duckdb.connect(":memory:") as connection:
        other = Database(connection, "duckdb", shipped_kpis())
        other.fill(rows)
        for name in ANSWERS:
            found, wanted = numbers(database.answer(name, now)), numbers(other.answer(name, now))
            cells = [cell for row in found for cell in row if isinstance(cell, float)]
            if not is_same(found, wanted) or not all(map(math.isfinite, cells)):
                wrong.append((name, found[:3], wanted[:3]))

    assert wrong == []
    assert [row[0] for row in database.answer("funnel", now)] == [name for name, *_ in ANSWERS["funnel"][1](Books(now))]
