"""A table has the headings that its metric has for its columns."""

from __future__ import annotations

from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.reading import ColumnManner
from displayd.text.formatter import Formatter
from tests.hub.layouts.test_filling import filled

KNOWN = {"m": Facts(columns=[("Team", ColumnManner()), ("Open", ColumnManner())], rows=[["EMEA", 3.0]])}


def test_columns_that_the_layout_does_not_name_are_called_as_the_metric_calls_them() -> None:
    found = filled({"type": "table", "metric": "m"}, KNOWN.get, Formatter())

    assert [column["label"] for column in found["columns"]] == ["Team", "Open"]
    assert found["rows"] == [["EMEA", 3.0]]


def test_columns_of_the_layout_go_before() -> None:
    columns = [{"label": "Who"}, {"label": "How many", "unit": "percent"}]

    found = filled({"type": "table", "metric": "m", "columns": columns}, KNOWN.get, Formatter())

    assert [column["label"] for column in found["columns"]] == ["Who", "How many"]


def test_columns_are_read_as_the_metric_says() -> None:
    manner = ColumnManner(unit="percentunit", decimals=1, direction="down", amber=0.7, red=0.9)
    known = {"m": Facts(columns=[("Team", ColumnManner()), ("Load", manner)], rows=[["EMEA", 0.3]])}

    found = filled({"type": "table", "metric": "m"}, known.get, Formatter())

    assert found["columns"] == [
        {"label": "Team"},
        {"label": "Load", "unit": "percentunit", "decimals": 1, "direction": "down", "amber": 0.7, "red": 0.9},
    ]
