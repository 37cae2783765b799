"""The process that runs SQL: shut in, cut off when it takes too long or too much, and never a risk for the hub."""

from __future__ import annotations

import datetime
import decimal
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displayd.errors import SourceError
from displayd.hub.kpis.running.cells import cell
from displayd.hub.kpis.running.frames import SetUp, TableData
from displayd.hub.kpis.running.process import DatabaseError, Process, TimeoutOfDatabaseError
from tests.support.postgresql_server import PASSWORD, PostgresqlServer

SET_UP = SetUp(
    url=None,
    dialect="duckdb",
    password=None,
    timezone="Europe/London",
    timeout_seconds=60,
    memory_mb=100,
    threads=1,
    data_folder=None,
)

FOREVER = "select sum(a.range * b.range) from range(1000000) as a, range(1000000) as b"


def set_up(**changes: object) -> SetUp:
    from msgspec import structs

    return structs.replace(SET_UP, **changes)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder, with a file beside it."""
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.csv").write_text("x,day\n1,2026-01-01\n2,\n")
    (tmp_path / "secret.csv").write_text("x\n1\n")
    return folder


@pytest.fixture
def duckdb(data: Path) -> Iterator[Process]:
    """DuckDB beside the hub."""
    with Process(set_up(data_folder=str(data))) as process:
        yield process


def failure(ask: Callable[[], object]) -> str:
    with pytest.raises(SourceError) as caught:
        ask()
    return caught.value.message


def test_values_of_all_kinds_arrive(duckdb: Process) -> None:
    columns, rows = duckdb.ask(
        "select 1 as a, 1.5::decimal(5,2) as b, 'nan'::double as c, true as d, null as e, 'ä' as f,"
        " date '2026-01-02' as g, timestamp '2026-01-02 03:04:05' as h,"
        " timestamptz '2026-01-02 03:04:05+00' as i, interval 90 minute as j,"
        " 170141183460469231731687303715884105727::hugeint as k, [1, 2] as l, 'x'::blob as m",
        1,
    )

    assert columns == list("abcdefghijklm")
    assert rows == [
        [
            *(1, 1.5, None, True, None, "ä", ("day", "2026-01-02"), ("time", "2026-01-02 03:04:05")),
            *(("moment", "1767323045.0"), 5400.0, pytest.approx(1.7014e38, rel=1e-3), "[1, 2]", "x"),
        ]
    ]


def test_one_row_more_than_wanted_tells_that_there_are_more(duckdb: Process) -> None:
    assert len(duckdb.ask("select * from range(100)", 5)[1]) == 6


def test_views_are_made_once_in_their_order_and_one_that_is_broken_costs_its_readers_alone(
    duckdb: Process, data: Path
) -> None:
    views = [
        ("a", f"SELECT * FROM READ_CSV(['{data}/a.csv'])"),
        ("b", "select * from a"),
        ("broken", "select * from nowhere"),
    ]
    first = duckdb.ask("select count(*) as value from b", 1, views)[1]
    (data / "a.csv").write_text("x,day\n")

    assert first == duckdb.ask("select count(*) as value from b", 1, views)[1] == [[2]]
    assert failure(lambda: duckdb.ask("select * from broken", 1, views)) == (
        "the view broken: there is no table `nowhere`"
    )


def test_a_dataset_is_handed_over_once_until_it_is_another(duckdb: Process) -> None:
    made: list[str] = []

    def table(values: list[str | float | None]) -> Callable[[], TableData]:
        def make() -> TableData:
            made.append("made")
            days: list[str | float | None] = ["2026-11-21", None]
            return TableData(
                schema="ds", name="support.daily", columns=[("day", "DATE", days), ("csat", "DOUBLE", values)]
            )

        return make

    sql = 'select count(*), sum(csat), max(day) from ds."support.daily"'
    for _ in range(2):
        assert duckdb.ask(sql, 1, (), {"support.daily 1": table([0.5, 1])})[1] == [[2, 1.5, ("day", "2026-11-21")]]
    assert made == ["made"]
    assert duckdb.ask(sql, 1, (), {"support.daily 2": table([None, None])})[1] == [[2, None, ("day", "2026-11-21")]]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{folder}/secret.csv')",
        "select * from read_csv('{folder}/data/../secret.csv')",
        "select * from read_text('/etc/passwd')",
        "select * from glob('/etc/*')",
        "select * from read_csv('http://127.0.0.1:1/x.csv')",
        "copy (select 1) to '{folder}/data/x.csv'",
        "copy (select 1) to '{folder}/x.csv'",
        "attach '{folder}/data/x.db'",
        "install httpfs",
        "load httpfs",
        "set memory_limit = '100GB'",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "reset lock_configuration",
    ],
)
def test_duckdb_is_shut_in_whatever_sql_gets_there(duckdb: Process, data: Path, sql: str) -> None:
    assert failure(lambda: duckdb.ask(sql.format(folder=data.parent), 10))
    assert {path.name for path in data.parent.rglob("*") if path.is_file() and path.stat().st_size} == {
        "a.csv",
        "secret.csv",
    }


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select nosuch from range(3) as t(x)", "there is no column `nosuch`; near: x"),
        ("select * from nosuch", "there is no table `nosuch`"),
        ("select 'a'::integer", "Could not convert string 'a' to INT32"),
        (
            "create temp table big as select * from range(30000000) order by hash(range)",
            "needs more memory than `memory_mb`",
        ),
    ],
)
def test_what_is_wrong_is_one_line_of_plain_words(duckdb: Process, sql: str, said: str) -> None:
    message = failure(lambda: duckdb.ask(sql, 10))

    assert message.startswith(said)
    assert "\n" not in message
    assert duckdb.ask("select 1", 1)[1] == [[1]]


LATE = "a,b\n" + "".join(f"x,{number}\n" for number in range(30_000)) + "z,n/a\n"


@pytest.mark.parametrize(
    ("body", "call", "said"),
    [
        ("name,x\nMüller,1\n".encode("latin-1"), "", "is not UTF-8; write `encoding = 'latin-1'` or `'utf-16'`"),
        (LATE.encode(), "", "line 30002: `n/a` in `b` is no bigint; say `nullstr`, `dateformat`, `decimal_separator`"),
        (b"a;b\n1;31.01.2026\n", ", dateformat = '%Y', types = {'b': 'date'}", "`31.01.2026` in `b` is no date; say"),
        (b"a,b\n1,2\n", ", encoding = 'cp1252'", "nobody knows the encoding `cp1252`; known: utf-8, utf-16, latin-1"),
        (b"a,b\n1,2,3\n4\n", ", delim = ','", "odd.csv: nobody can tell what its columns are; say `delim`, `quote`"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_line(
    duckdb: Process, data: Path, body: bytes, call: str, said: str
) -> None:
    (data / "odd.csv").write_bytes(body)
    views = [("odd", f"SELECT * FROM READ_CSV(['{data}/odd.csv']{call})")]
    message = failure(lambda: duckdb.ask("select count(b) as value from odd", 1, views))

    assert said in message
    assert str(data) not in message


def test_a_file_of_another_country_is_read(duckdb: Process, data: Path) -> None:
    (data / "odd.csv").write_bytes('Kunde;Betrag;Tag\nÄrzte;1.234,50;31.01.2026\n"A\nB";-0,5;\n'.encode("latin-1"))
    options = "encoding = 'latin-1', delim = ';', decimal_separator = ',', thousands = '.', dateformat = '%d.%m.%Y'"

    assert duckdb.ask(f"select * from read_csv('{data}/odd.csv', {options})", 9)[1] == [
        ["Ärzte", 1234.5, ("day", "2026-01-31")],
        ["A\nB", -0.5, None],
    ]


def test_what_takes_too_long_is_cut_off(data: Path) -> None:
    with Process(set_up(timeout_seconds=0.5)) as process:
        began = time.monotonic()
        with pytest.raises(TimeoutOfDatabaseError, match=r"takes longer than 0\.5 s"):
            process.ask(FOREVER, 1)

        assert not process.is_running
        assert time.monotonic() - began < 30


def test_a_crash_is_an_answer(duckdb: Process) -> None:
    os.kill(duckdb.pid, signal.SIGSEGV)

    assert "brings the database down (signal 11)" in failure(lambda: duckdb.ask("select 1", 1))


def test_it_ends_by_itself_when_nobody_asks_and_with_the_hub() -> None:
    idle = Process(set_up(idle_seconds=0.1))
    busy = Process(set_up())
    assert busy._process._process.stdin is not None
    busy._process._process.stdin.close()

    assert (idle._process.wait(60), busy._process.wait(60)) == (0, 0)
    idle.close()


def test_it_is_the_first_to_go_when_memory_runs_out(duckdb: Process) -> None:
    assert Path(f"/proc/{duckdb.pid}/oom_score_adj").read_text().strip() == "1000"


def test_postgresql_is_read_and_nothing_else(postgresql: PostgresqlServer) -> None:
    url = postgresql.new_database()
    postgresql.sql("create table t as select 1.50 as x, date '2026-01-02' as day", url.rpartition("/")[2])
    with Process(set_up(url=url, dialect="postgres", password=PASSWORD)) as process:
        columns, rows = process.ask("select x, day, timestamptz '2026-01-02 00:00+00' as at, '5%' as p from t", 1)
        settings = process.ask("select current_setting('timezone'), current_setting('transaction_read_only')", 1)[1]

        assert (columns, rows) == (
            ["x", "day", "at", "p"],
            [[1.5, ("day", "2026-01-02"), ("moment", "1767312000.0"), "5%"]],
        )
        assert settings == [["Europe/London", "on"]]
        assert failure(lambda: process.ask("delete from t", 1)) == "cannot execute DELETE in a read-only transaction"
        assert failure(lambda: process.ask("select nosuch from t", 1)) == 'column "nosuch" does not exist'
        assert process.ask("select count(*) from t", 1)[1] == [[1]]


def test_what_a_server_answers_has_a_limit_on_memory(postgresql: PostgresqlServer) -> None:
    with Process(set_up(url=postgresql.new_database(), dialect="postgres", password=PASSWORD)) as one:
        most, _ = resource.prlimit(one.pid, resource.RLIMIT_DATA)

    assert 0 < most < 2_000_000_000


def test_postgresql_stops_what_takes_too_long(postgresql: PostgresqlServer) -> None:
    with Process(
        set_up(url=postgresql.new_database(), dialect="postgres", password=PASSWORD, timeout_seconds=0.3)
    ) as one:
        assert failure(lambda: one.ask("select pg_sleep(100)", 1)) == "takes longer than 0.3 s"
        assert one.ask("select 1", 1)[1] == [[1]]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql+psycopg://nobody@127.0.0.1:1/x", "connection failed"),
        ("trino://reader@127.0.0.1:1/x", "needs `pip install 'trino[sqlalchemy]'` beside the hub"),
        ("nosuch://x", "needs `pip install 'nosuch'` beside the hub"),
    ],
)
def test_a_database_that_cannot_be_reached_is_said(url: str, said: str) -> None:
    with pytest.raises(DatabaseError, match=said.replace("[", r"\[")):
        Process(set_up(url=url, dialect="postgres"))


def test_a_wrong_password_is_not_repeated(postgresql: PostgresqlServer) -> None:
    with pytest.raises(DatabaseError, match="password authentication failed") as caught:
        Process(set_up(url=postgresql.new_database(), dialect="postgres", password="hunter2"))

    assert "hunter2" not in str(caught.value)


def test_clickhouse_in_a_process_says_what_others_say() -> None:
    pytest.importorskip("chdb", reason="chdb is not installed")
    with Process(set_up(url="chdb://", dialect="clickhouse")) as process:
        assert process.ask(
            "select sum(x) as s, toDate('2026-01-02') as d from (select 1 as x) as t where x > 1", 1
        ) == (
            ["s", "d"],
            [[None, ("day", "2026-01-02")]],
        )


def test_numbers_of_other_classes_are_numbers() -> None:
    class Odd:
        def __float__(self) -> float:
            return 2.5

    assert cell(Odd()) == 2.5
    assert cell(decimal.Decimal("NaN")) is None
    assert cell(datetime.time(3, 4)) == "03:04:00"
    assert cell("x" * 2000) == "x" * 1000
