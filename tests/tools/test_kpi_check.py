"""`displayd hub kpi check`: the right answers on three engines, and no schema of others is touched."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from displayd.errors import DisplaydError
from displayd.hub.wall import shipped
from displayd.tools.kpi_check import Outcome, check
from tests.hub.walls import METRICS, write_wall
from tests.support.postgresql_server import PASSWORD, PostgresqlServer, postgresql_folder, running_postgresql

COUNT = len([path for path in shipped.kpis_folder().glob("*.sql") if "." not in path.stem])


def bad(outcomes: list[Outcome]) -> list[str]:
    return [f"{one.name}: {one.reason}" for one in outcomes if not one.is_good]


def test_duckdb_gives_the_right_answers() -> None:
    outcomes = check(None, "duckdb")

    assert bad(outcomes) == []
    assert Counter(one.state for one in outcomes) == {"right": COUNT}


def test_clickhouse_gives_the_right_answers() -> None:
    pytest.importorskip("chdb", reason="chdb is not installed")
    outcomes = check(None, "chdb://memory")

    assert bad(outcomes) == []
    assert Counter(one.state for one in outcomes) == {"right": COUNT}


@pytest.fixture(scope="module")
def server() -> object:
    programs = postgresql_folder()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with running_postgresql(programs) as server:
        yield server


def with_engine(tmp_path: Path, url: str) -> Path:
    """A wall whose engine `pg` is the database at `url`."""
    (tmp_path / "password").write_text(PASSWORD)
    hub = f"engines: {{pg: {{url: '{url}', password: {{file: {tmp_path}/password}}}}}}\n"
    own = "-- id: mine\n-- title: Mine\n-- engine: pg\nselect count(*) as value from live_accounts\n"
    mapped = "select 1 as account_id from nowhere\n"
    changes = {"hub.yaml": hub, "kpis/mine.sql": own, "sources/accounts.sql": mapped, "metrics.yaml": METRICS}
    return write_wall(tmp_path / "wall", changes)


def test_postgresql_gives_the_right_answers_to_a_wall_and_is_empty_again(
    server: PostgresqlServer, tmp_path: Path
) -> None:
    url = server.new_database()
    outcomes = check(with_engine(tmp_path, url), "pg")

    assert bad(outcomes) == []
    assert Counter(one.state for one in outcomes) == {"right": COUNT, "ran": 1}
    assert server.sql("select count(*) from pg_tables where schemaname = 'public'", url.rpartition("/")[2]) == "0"


def test_a_schema_in_which_there_is_something_is_not_touched(server: PostgresqlServer, tmp_path: Path) -> None:
    url = server.new_database()
    server.sql("create table accounts as select 1 as x", url.rpartition("/")[2])

    with pytest.raises(DisplaydError, match="the schema has 1 tables"):
        check(with_engine(tmp_path, url), "pg")
    assert server.sql("select count(*) from accounts", url.rpartition("/")[2]) == "1"


def test_a_wrong_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kpis"
    shutil.copytree(shipped.kpis_folder(), folder)
    golden = json.loads((folder / "golden.json").read_text())
    golden["kpis"]["nps"]["rows"][0][0] += 1
    golden["kpis"]["mrr"]["columns"] = ["other"]
    (folder / "golden.json").write_text(json.dumps(golden))
    monkeypatch.setattr(shipped, "kpis_folder", lambda: folder)

    assert sorted(one.partition(":")[0] for one in bad(check(None, "duckdb"))) == ["mrr", "nps"]


@pytest.mark.parametrize("dialect", ["trino", "bigquery", "snowflake", "mysql"])
def test_sql_for_engines_that_are_not_at_hand_is_written_or_refused_with_its_place(dialect: str) -> None:
    outcomes = check(None, dialect)

    assert all("is not the same in" in reason for reason in bad(outcomes))
    assert Counter(one.state for one in outcomes)["written"] > COUNT * 0.8


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("warehose", "there is no engine `warehose`"),
        ("postgresql://reader:secret@db/x", "a password in an address"),
        ("postgresql+psycopg://reader@127.0.0.1:1/x", "connection failed"),
        ("sqlite://", "KPIs cannot be tried on sqlite yet"),
    ],
)
def test_an_engine_that_cannot_be_tried_is_said(engine: str, said: str) -> None:
    with pytest.raises(DisplaydError, match=said) as caught:
        check(None, engine)

    assert "secret" not in str(caught.value)
