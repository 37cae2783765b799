"""`displayd hub import-grafana`."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
import yaml

from displayd.cli.main import main
from displayd.hub.wall.loader import load
from tests.tools.grafana.dashboards import FIXTURES, HUB

CLASSIC = str(FIXTURES / "classic.json")


def test_without_a_wall_both_files_are_printed_and_notes_go_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "import-grafana", CLASSIC]) == 0

    said = capsys.readouterr()
    layout, metrics = said.out.split("# --- metrics/shop.yaml\n")
    assert yaml.safe_load(layout)["title"] == "Shop"
    assert "shop.failures" in yaml.safe_load(metrics)
    assert "note: not shown: Log (logs): a wall shows no log lines" in said.err


def test_files_go_into_a_wall_that_then_has_no_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "screens.yaml").write_text("screens: {tv: {show: [board]}}\n")
    (tmp_path / "hub.yaml").write_text(HUB)

    words = ["--into", str(tmp_path), "--name", "board", "--var", "job=web", "--var", "path=/a"]
    assert main(["hub", "import-grafana", CLASSIC, *words]) == 0

    said = capsys.readouterr()
    assert said.out == f"{tmp_path}/layouts/board.yaml\n{tmp_path}/metrics/board.yaml\n"
    assert "hub.yaml" not in said.err
    assert set(load(tmp_path).layouts) == {"board"}
    assert 'job="web"' in (tmp_path / "metrics/board.yaml").read_text()


def test_what_is_left_to_do_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["hub", "import-grafana", CLASSIC, "--into", str(tmp_path), "--server", "staging"])

    said = capsys.readouterr().err
    assert "hint: hub.yaml says where staging is: `outgoing: " in said
    assert "hint: screens.yaml says which screen shows it: `show: [shop]`" in said


def test_nothing_that_is_there_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics/shop.yaml").write_text("mine: {}\n")

    assert main(["hub", "import-grafana", CLASSIC, "--into", str(tmp_path)]) != 0

    assert "shop.yaml is there already" in capsys.readouterr().err
    assert (tmp_path / "metrics/shop.yaml").read_text() == "mine: {}\n"
    assert not (tmp_path / "layouts").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["/nowhere.json"], "/nowhere.json: cannot be read"),
        ([CLASSIC, "--into", "/nowhere"], "there is no such folder"),
        ([CLASSIC, "--var", "job"], "`--var job` is not NAME=VALUE"),
        ([CLASSIC, "--name", "Big Board"], "`Big Board`"),
        ([CLASSIC, "--server", "a b"], "`a b`"),
        ([CLASSIC, "--name", "all"], "`all` means every dashboard"),
    ],
)
def test_what_cannot_be_done_is_told(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "import-grafana", *words]) != 0
    assert said in capsys.readouterr().err


def test_a_dashboard_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(CLASSIC).read_bytes())))

    assert main(["hub", "import-grafana", "-"]) == 0
    assert "title: Shop" in capsys.readouterr().out
