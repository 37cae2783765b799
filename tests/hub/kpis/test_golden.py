"""The shipped fixture and the right answers are what the model and the plain arithmetic make of them."""

from __future__ import annotations

import csv

import pytest

from tests.hub.kpis.golden.books import ANSWERS, KPIS, tables
from tests.hub.kpis.golden.file import FILE, golden_text
from tests.hub.kpis.made_up.company import company, csv_text

SHIPPED = sorted(path.stem for path in KPIS.glob("*.sql") if "." not in path.stem)


@pytest.mark.parametrize("table", tables())
def test_fixture_is_what_the_model_makes(table: str) -> None:
    assert (KPIS / "fixture" / f"{table}.csv").read_text("utf-8") == csv_text(company()[table])


@pytest.mark.parametrize("table", tables())
def test_fixture_has_the_columns_of_the_canonical_table(table: str) -> None:
    with (KPIS / "fixture" / f"{table}.csv").open(encoding="utf-8") as lines:
        assert next(csv.reader(lines)) == list(tables()[table]["columns"])


@pytest.mark.parametrize("table", tables())
def test_keys_are_never_missing_and_words_are_those_of_the_table(table: str) -> None:
    for name, column in tables()[table]["columns"].items():
        values = {row[name] for row in company()[table]}

        assert None not in values or not column.get("key"), name
        assert "values" not in column or values - {None} == set(column["values"]), name


def test_fixture_is_small_enough_to_ship() -> None:
    assert sum(path.stat().st_size for path in (KPIS / "fixture").glob("*.csv")) < 1_000_000


def test_right_answers_are_worked_out_for_every_shipped_kpi() -> None:
    assert sorted(ANSWERS) == SHIPPED


def test_file_of_right_answers_is_up_to_date() -> None:
    assert FILE.read_text("utf-8") == golden_text()
