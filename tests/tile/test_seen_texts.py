"""Widgets without the texts of which nothing is to be seen."""

from __future__ import annotations

from displayd.tile.seen_texts import seen_of
from tests.widgets.drawing import widget_of


def test_texts_that_leave_no_ink_are_empty_at_every_depth() -> None:
    rows = [["\u00ad", 1.0], ["b", None]]
    table = widget_of("table", title="\u200b", columns=[{"label": "\ufeff"}, {"label": "Seats"}], rows=rows)

    wanted = widget_of("table", columns=[{"label": ""}, {"label": "Seats"}], rows=[["", 1.0], ["b", None]])
    assert seen_of(table) == wanted


def test_a_widget_whose_texts_are_seen_is_the_same_object() -> None:
    one = widget_of("list", title="Open", items=[{"label": "a\u200bb", "value": 1}])

    assert seen_of(one) is one
