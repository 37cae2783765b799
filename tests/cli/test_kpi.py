"""`displayd hub kpi`: what is printed, and the exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.cli.main import main
from tests.hub.walls import METRICS, write_wall


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A wall with KPIs."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("account_id,day,mrr\na,2026-01-02,1.5\nb,,\n")
    files = {
        "hub.yaml": f"data_folder: {tmp_path}/data\n",
        "metrics.yaml": METRICS + "in-place: {sql: select count(*) as value from accounts}\n",
        "sources/accounts.sql": "select * from read_csv('a.csv')\n",
        "kpis/list.sql": "-- id: list\n-- result: table\nselect * from accounts order by account_id\n",
        "kpis/broken.sql": "-- id: broken\nselect nosuch as value from accounts\n",
    }
    return write_wall(tmp_path / "wall", files)


def test_run_prints_what_a_kpi_gives(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "kpi", "run", "list", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "account_id  day         mrr",
        "----------  ----------  ----",
        "a           2026-01-02  1.5",
        "b           NULL        NULL",
        "(2 rows)",
    ]


def test_run_takes_a_metric_as_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "kpi", "run", "in-place", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[2] == "2"


def test_run_prints_moments_as_times_of_the_wall(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kpis" / "begin.sql").write_text("-- id: begin\nselect to_timestamp(86400) as value\n")

    assert main(["hub", "kpi", "run", "begin", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[2].startswith("1970-01-02 ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("lst", "error: there is no KPI `lst`\nhint: did you mean `list`?\n"),
        ("broken", "error: there is no column `nosuch`; near: "),
        ("mrr", "there is no table `subscriptions`"),
    ],
)
def test_run_says_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str], name: str, said: str) -> None:
    assert main(["hub", "kpi", "run", name, str(folder)]) == 1
    assert said in capsys.readouterr().err


def test_check_wants_a_wall_or_what_comes_along(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "kpi", "check"]) == 1
    assert "either a wall folder or --shipped" in capsys.readouterr().err


def test_check_counts_what_became_of_all(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["hub", "kpi", "check", "--shipped", "--engine", "mysql"])
    printed = capsys.readouterr()

    assert code == 2
    assert "needs an override file" in printed.err
    assert " written, " in printed.out
