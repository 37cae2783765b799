"""All KPIs that come along, refreshed as the hub does it: each has an answer, over more rows than the fixture has."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.errors import SourceError
from tests.bench.kpi_refresh import large_company, refresh, wall_over


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_every_kpi_has_an_answer_over_a_larger_company(tmp_path: Path, ending: str) -> None:
    (tmp_path / "data").mkdir()
    rows = large_company(tmp_path / "data", 30_000, ending)
    wall = wall_over(tmp_path / "wall", tmp_path / "data", ending)
    answers = refresh(wall).answers

    assert rows >= 30_000
    assert {name: answer.message for name, answer in answers.items() if isinstance(answer, SourceError)} == {}
    assert answers.keys() == wall.metrics.keys()
