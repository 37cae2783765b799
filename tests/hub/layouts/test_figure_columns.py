"""Which columns hold figures."""

from __future__ import annotations

import pytest

from displayd.hub.layouts.figure_columns import has_figures
from displayd.widgets.cohort.widget import Cohort
from displayd.widgets.heatmap.widget import Heatmap
from displayd.widgets.table.widget import Table


@pytest.mark.parametrize(
    ("column", "answer"),
    [
        ({"label": "Price", "unit": "currencyEUR"}, True),
        ({"label": "Price", "decimals": 2}, True),
        ({"label": "Price", "amber": 5}, True),
        ({"label": "Release"}, False),
        ({"label": "Release", "align": "right"}, False),
        ("Release", False),
    ],
)
def test_column_of_a_table_has_figures_when_it_says_what_they_are(column: object, answer: bool) -> None:
    assert has_figures(Table, {"columns": [{"label": "Name"}, column]}, 1) is answer


def test_column_that_a_table_does_not_name_says_nothing() -> None:
    assert not has_figures(Table, {"columns": [{"unit": "s"}]}, 1)
    assert not has_figures(Table, {}, 0)
    assert not has_figures(Table, {"columns": "x"}, 0)


@pytest.mark.parametrize("kind", [Heatmap, Cohort])
def test_first_column_has_names_where_the_others_are_amounts(kind: type[Heatmap | Cohort]) -> None:
    assert [has_figures(kind, {"columns": ["a", "b"]}, column) for column in range(3)] == [False, True, True]
