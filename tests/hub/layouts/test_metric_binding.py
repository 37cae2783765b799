"""A metric fills in what the layout left open."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.hub.layouts.metric_binding import filled, metrics_named
from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.reading import Cell, Date, Failure, Item
from displayd.text.formatter import Formatter
from displayd.widgets import AnyWidget

FACTS: dict[str, Facts] = {
    "a": Facts(
        title="Alpha",
        unit="ms",
        direction="down",
        value=12.0,
        level="good",
        previous=10.0,
        history=[10.0, 12.0],
        points=[(1000.0, 10.0), (1060.0, 12.0)],
        as_of=1060.0,
        expire_after=600.0,
    ),
    "b": Facts(title="Beta", unit="ms", value=3.0, level="red", as_of=900.0, points=[(900.0, 3.0)]),
    "weekly": Facts(
        title="Weekly",
        value=5.0,
        previous=4.0,
        previous_label="last week",
        points=[(1000.0, 4.0), (1060.0, 5.0)],
        before=[(1000.0, 3.0), (1060.0, 4.0)],
        before_label="last week",
        target=10.0,
        expected=4.5,
        as_of=1060.0,
    ),
    "empty": Facts(title="Empty"),
    "monthly": Facts(title="Monthly", previous_label="last month", as_of=1060.0),
    "broken": Facts(title="Broken", value=5.0, level="good", as_of=5.0, failure=Failure("no answer", 0.0)),
    "list": Facts(
        title="People",
        unit="percentunit",
        as_of=1.0,
        items=[Item(label="Ann", value=0.5, previous=0.2, detail="east"), Item(label="Bob", state="down")],
        rows=[["x", 1.0], ["y", None]],
        sample=True,
    ),
}


BOB = {"label": "Bob", "level": "red"}


def fill(widget: dict[str, Any]) -> dict[str, Any]:
    """`widget` with the metrics above, found to be a good one."""
    whole = filled(widget, FACTS.get, Formatter())
    msgspec.convert(whole, AnyWidget)
    return whole


def test_a_metric_fills_every_open_field_that_the_widget_has() -> None:
    whole = fill({"type": "number", "metric": "a"})

    assert whole["title"] == "Alpha"
    assert (whole["value"], whole["previous"], whole["unit"], whole["history"]) == (12.0, 10.0, "ms", [10.0, 12.0])
    assert (whole["as_of"], whole["expire_after"]) == (1060.0, 600.0)
    assert "points" not in whole
    assert "metric" not in whole


def test_what_the_layout_says_stands() -> None:
    whole = fill({"type": "number", "metric": "a", "title": "", "unit": "s", "value": 1})

    assert (whole["title"], whole["unit"], whole["value"]) == ("", "s", 1)
    assert whole["previous"] == 10.0


def test_a_metric_without_a_value_leaves_the_widget_without_one() -> None:
    whole = fill({"type": "gauge", "metric": "empty"})

    assert whole == {"type": "gauge", "title": "Empty"}


def test_a_failing_source_is_named_on_the_tile() -> None:
    whole = fill({"type": "number", "metric": "broken"})

    assert whole["error"] == "Broken: no answer, since Thu 1 Jan 00:00"


def test_each_line_of_a_chart_may_have_its_own_metric() -> None:
    whole = fill({"type": "line", "series": [{"metric": "a"}, {"metric": "b", "name": "Second"}]})

    assert [line["name"] for line in whole["series"]] == ["Alpha", "Second"]
    assert whole["series"][1]["points"] == [(900.0, 3.0)]
    assert whole["unit"] == "ms"


def test_a_widget_is_as_old_as_the_metric_in_it_that_expires_first() -> None:
    whole = fill({"type": "line", "series": [{"metric": "a"}, {"metric": "b"}]})
    without = fill({"type": "line", "series": [{"metric": "list"}, {"metric": "b"}]})

    assert (whole["as_of"], whole["expire_after"]) == (1060.0, 600.0)
    assert without["as_of"] == 1.0
    assert "expire_after" not in without


def test_sample_data_anywhere_in_a_widget_marks_all_of_it() -> None:
    whole = fill({"type": "bar", "bars": [{"metric": "a"}, {"metric": "list"}]})

    assert whole["sample"] is True


def test_one_failing_metric_among_others_is_an_empty_place() -> None:
    some = fill({"type": "bar", "bars": [{"metric": "a"}, {"metric": "broken"}]})
    all_of_them = fill({"type": "bar", "bars": [{"metric": "broken"}]})

    assert [bar.get("value") for bar in some["bars"]] == [12.0, None]
    assert "error" not in some
    assert all_of_them["error"].startswith("Broken: no answer")


@pytest.mark.parametrize(
    ("kind", "field", "expected"),
    [
        ("bar", "bars", [{"label": "Ann", "value": 0.5, "previous": 0.2}, {"label": "Bob", "level": "red"}]),
        ("donut", "slices", [{"label": "Ann", "value": 0.5}, {"label": "Bob", "level": "red"}]),
        ("leaderboard", "items", [{"label": "Ann", "value": 0.5, "previous": 0.2, "detail": "east"}, BOB]),
        ("status", "items", [{"label": "Ann", "detail": "east"}, {"label": "Bob", "state": "down"}]),
    ],
)
def test_the_items_of_a_metric_go_where_the_widget_has_its_items(
    kind: str, field: str, expected: list[dict[str, Any]]
) -> None:
    whole = fill({"type": kind, "metric": "list"})

    assert whole[field] == expected


def test_rows_fill_a_table() -> None:
    whole = fill({"type": "table", "metric": "list", "columns": [{"label": "Name"}, {"label": "Figure"}]})

    assert whole["rows"] == [["x", 1.0], ["y", None]]


def test_a_status_line_says_how_good_a_metric_is_and_its_value() -> None:
    whole = fill({"type": "status", "items": [{"metric": "a"}, {"metric": "b"}, {"metric": "broken"}]})

    states = [(item["label"], item.get("state"), item.get("detail")) for item in whole["items"]]
    assert states == [
        ("Alpha", "up", "12\N{NARROW NO-BREAK SPACE}ms"),
        ("Beta", "down", "3\N{NARROW NO-BREAK SPACE}ms"),
        ("Broken", None, "no answer, since Thu 1 Jan 00:00"),
    ]


def test_an_amount_may_be_a_metric() -> None:
    whole = fill({"type": "gauge", "value": 1, "target": {"metric": "a"}, "maximum": {"metric": "empty"}})
    table = fill({"type": "table", "columns": [{"label": "x"}], "rows": [["now", {"metric": "b"}]]})

    assert (whole["target"], whole["maximum"]) == (12.0, None)
    assert table["rows"] == [["now", 3.0]]


def test_a_list_may_be_the_items_of_a_metric() -> None:
    whole = fill({"type": "leaderboard", "metric": "b", "items": {"metric": "list"}})
    nothing = fill({"type": "leaderboard", "items": {"metric": "a"}})
    unknown = filled({"type": "leaderboard", "items": {"metric": "none"}}, FACTS.get, Formatter())

    assert [(one["label"], one.get("value")) for one in whole["items"]] == [("Ann", 0.5), ("Bob", None)]
    assert (whole["title"], whole["unit"]) == ("Beta", "ms")
    assert whole["sample"] is True
    assert nothing["items"] == []
    assert unknown["items"] == []


def test_a_list_may_be_the_rows_the_points_or_the_recent_values_of_a_metric() -> None:
    table = fill({"type": "table", "columns": [{"label": "x"}], "rows": {"metric": "list"}})
    line = fill({"type": "line", "points": {"metric": "a"}, "series": [{"name": "x", "points": {"metric": "b"}}]})
    number = fill({"type": "number", "metric": "b", "history": {"metric": "a"}})
    failing = fill({"type": "line", "points": {"metric": "broken"}})

    assert table["rows"] == [["x", 1.0], ["y", None]]
    assert line["points"] == FACTS["a"].points
    assert line["series"][0]["points"] == FACTS["b"].points
    assert (number["value"], number["history"]) == (3.0, [10.0, 12.0])
    assert failing["points"] == []


def test_dates_in_rows_are_words_of_the_screens_place() -> None:
    day = 86_400
    rows: list[list[Cell]] = [["Contoso", Date(1_795_000_000 + 12 * day), Date(1_795_000_000 + 400 * day)]]
    facts = {"x": Facts(title="X", as_of=1_795_000_000.0, rows=rows)}

    def shown(formatter: Formatter) -> list[Any]:
        widget = {"type": "table", "metric": "x", "columns": [{"label": "A"}, {"label": "B"}, {"label": "C"}]}
        whole = filled(widget, facts.get, formatter)
        msgspec.convert(whole, AnyWidget)
        row: list[Any] = whole["rows"][0]
        return row

    assert shown(Formatter()) == ["Contoso", "30 Nov", "2027-12-23"]
    assert shown(Formatter("de-DE", "Pacific/Auckland")) == ["Contoso", "1. Dez.", "2027-12-24"]


def test_the_moment_of_an_item_is_what_its_widget_calls_it() -> None:
    facts = {"x": Facts(items=[Item(label="Shop", state="down", time=5.0)])}

    whole = filled({"type": "status", "metric": "x"}, facts.get, Formatter())

    assert whole["items"] == [{"label": "Shop", "state": "down", "since": 5.0}]


def test_a_comparison_says_of_when_it_is() -> None:
    alone = fill({"type": "number", "metric": "weekly"})
    named = fill({"type": "number", "metric": "weekly", "previous_label": "in May"})
    inside = fill({"type": "bar", "bars": [{"metric": "weekly"}, {"metric": "empty"}]})
    mixed = fill({"type": "bar", "bars": [{"metric": "weekly"}, {"metric": "monthly"}]})

    assert (alone["previous"], alone["previous_label"]) == (4.0, "last week")
    assert named["previous_label"] == "in May"
    assert inside["previous_label"] == "last week"
    assert "previous_label" not in mixed


def test_how_good_a_metric_is_says_nothing_of_a_series_of_its_items() -> None:
    items = [Item(label="x", value=1.0)]
    facts = Facts(title="X", level="red", items=items)

    whole = filled({"type": "bar", "series": [{"metric": "x"}]}, {"x": facts}.get, Formatter())

    assert whole["series"] == [{"name": "X", "bars": [{"label": "x", "value": 1.0}]}]


def test_a_layout_that_says_what_is_good_is_not_gainsaid() -> None:
    whole = fill({"type": "numbers", "items": [{"metric": "a"}, {"metric": "a", "direction": "up", "red": 20}]})

    assert [item.get("level") for item in whole["items"]] == ["good", None]
    assert whole["items"][1]["red"] == 20


def test_a_list_beside_the_numbers_of_a_widget_says_little_of_it() -> None:
    facts = {
        **FACTS,
        "events": Facts(title="Events", unit="s", as_of=1.0, expire_after=9.0, failure=Failure("gone", 0.0)),
    }
    lines = filled(
        {"type": "line", "series": [{"metric": "a"}], "events": {"metric": "events"}}, facts.get, Formatter()
    )
    own = filled({"type": "line", "metric": "b", "events": {"metric": "events"}}, facts.get, Formatter())
    alone = filled({"type": "sla", "items": {"metric": "events"}}, facts.get, Formatter())

    for whole in (lines, own):
        assert whole["events"] == []
        assert whole["unit"] == "ms"
        assert "error" not in whole
    assert (lines["as_of"], own["as_of"]) == (1060.0, 900.0)
    assert alone["error"].startswith("Events: gone")
    assert alone["as_of"] == 1.0


def test_the_lines_of_the_right_axis_have_their_own_unit() -> None:
    whole = fill({"type": "line", "series": [{"metric": "a"}, {"metric": "list", "axis": "right"}]})
    only_right = fill({"type": "line", "series": [{"metric": "list", "axis": "right"}]})

    assert (whole["unit"], whole["right_unit"]) == ("ms", "percentunit")
    assert (only_right["unit"], only_right["right_unit"]) == ("percentunit", "percentunit")


def test_every_metric_of_a_page_is_found_with_its_place() -> None:
    page = {"widgets": {"x": {"metric": "a"}, "y": {"bars": [{"label": "z"}, {"metric": "b"}]}}}

    assert list(metrics_named(page)) == [
        (("widgets", "x", "metric"), "a"),
        (("widgets", "y", "bars", 1, "metric"), "b"),
    ]
