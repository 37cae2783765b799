"""Words of a trade are told of, where they stand without plain ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from displayd.cli.main import main
from displayd.tools.trade_words import trade_findings, trade_words_in, unexplained_in
from displayd.validation.yaml_source import parse
from tests.hub.walls import write_wall

LAYOUT = """title: Sales
pages:
  - widgets:
      a: {type: number, title: MRR, about: "Price of all (MRR)", metric: orders}
      b: {type: number, title: Revenue a month (MRR), metric: orders}
      c:
        type: numbers
        title: Costs
        items:
          - {metric: orders, label: LTV/CAC}
"""


@pytest.mark.parametrize(
    ("text", "words", "unexplained"),
    [
        ("Revenue a month", [], []),
        ("MRR", ["MRR"], ["MRR"]),
        ("Revenue a month (MRR)", ["MRR"], []),
        ("(MRR)", ["MRR"], ["MRR"]),
        ("LTV/CAC", ["LTV", "CAC"], ["LTV", "CAC"]),
        ("0.9 σ", ["σ"], ["σ"]),
        ("suffix:σ", ["σ"], ["σ"]),
        ("slalom, mrr, SLAB, Arr", [], []),
        ("+0.3 pp, app", ["pp"], ["pp"]),
    ],
)
def test_words_of_a_trade_are_found_whole(text: str, words: list[str], unexplained: list[str]) -> None:
    assert trade_words_in(text) == words
    assert unexplained_in(text) == unexplained


def test_each_is_told_with_its_place_and_a_plain_form() -> None:
    found = list(trade_findings(parse("layouts/sales.yaml", LAYOUT)))

    assert [(one.level, one.where) for one in found] == [
        ("note", "layouts/sales.yaml:4"),
        ("note", "layouts/sales.yaml:10"),
        ("note", "layouts/sales.yaml:10"),
    ]
    assert found[0].reason == "most of an office cannot read `MRR` in `MRR`"
    assert found[0].hint.startswith("for example `revenue a month`, and `(MRR)` behind the plain words")


def test_check_notes_them_and_counts_them_as_no_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    layout = "title: Team\npages: [{widgets: {a: {type: number, title: NPS, metric: orders}}}]\n"
    write_wall(tmp_path, {"layouts/team.yaml": layout})

    code = main(["check", str(tmp_path)])
    told = capsys.readouterr()

    assert code == 0
    assert "note: " in told.err
    assert "cannot read `NPS`" in told.err
    assert "0 errors" not in told.out or "0 warnings" in told.out
