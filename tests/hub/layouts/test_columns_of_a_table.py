"""A table has the headings that its metric has for its columns."""

from __future__ import annotations

from displayd.hub.metrics.facts import Facts
from displayd.text.formatter import Formatter
from tests.hub.layouts.test_filling import filled

KNOWN = {"m": Facts(columns=[("Team", None), ("Open", None)], rows=[["EMEA", 3.0]])}


def test_columns_that_the_layout_does_not_name_are_called_as_the_metric_calls_them() -> None:
    found = filled({"type": "table", "metric": "m"}, KNOWN.get, Formatter())

    assert [column["label"] for column in found["columns"]] == ["Team", "Open"]
    assert found["rows"] == [["EMEA", 3.0]]


def test_columns_of_the_layout_go_before() -> None:
    columns = [{"label": "Who"}, {"label": "How many", "unit": "percent"}]

    found = filled({"type": "table", "metric": "m", "columns": columns}, KNOWN.get, Formatter())

    assert [column["label"] for column in found["columns"]] == ["Who", "How many"]
