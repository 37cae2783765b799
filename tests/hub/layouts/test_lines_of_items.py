"""A metric with several lines fills a chart."""

from __future__ import annotations

from msgspec import structs

from displayd.hub.metrics.facts import Facts, Points
from displayd.hub.metrics.reading import Item
from displayd.text.formatter import Formatter
from tests.hub.layouts.test_filling import filled


def test_the_items_of_a_metric_that_have_lines_are_the_lines_of_a_chart() -> None:
    items = [
        Item(label="web-1", value=2.0, points=[(1000.0, 1.0), (1060.0, 2.0)]),
        Item(label="web-2", value=3.0),
        Item(label="web-3", points=[(1000.0, None), (1060.0, None)]),
        Item(label="web-4", points=[(1000.0, 4.0), (1060.0, None)]),
    ]

    found = filled({"type": "line", "metric": "m"}, {"m": Facts(title="CPU", items=items)}.get, Formatter())

    assert found["series"] == [
        {"name": "web-1", "points": [(1000.0, 1.0), (1060.0, 2.0)]},
        {"name": "web-4", "points": [(1000.0, 4.0), (1060.0, None)]},
    ]
    assert found["title"] == "CPU"


def test_a_line_of_an_item_is_not_drawn_once_more_as_that_of_the_metric() -> None:
    line: Points = [(1000.0, 1.0), (1060.0, 2.0)]
    facts = Facts(items=[Item(label="web-1", value=2.0, points=line)], value=2.0, points=line)

    found = filled({"type": "line", "metric": "m"}, {"m": facts}.get, Formatter())

    assert [one["name"] for one in found["series"]] == ["web-1"]
    assert found["points"] == []


def test_of_more_lines_than_a_chart_has_room_for_it_shows_those_that_end_highest() -> None:
    items = [Item(label=f"web-{number}", points=[(1000.0, float(number % 7))]) for number in range(48)]

    found = filled({"type": "line", "metric": "m"}, {"m": Facts(items=items)}.get, Formatter())

    highest = [number for number in range(48) if number % 7 and number != 43]
    assert [one["name"] for one in found["series"]] == [f"web-{number}" for number in highest]


def test_lines_that_a_chart_has_beside_its_items_are_drawn_and_other_widgets_have_the_items() -> None:
    lines = [Item(label=name, value=1.0, points=[(1000.0, 1.0)]) for name in ("A", "B")]
    known = {"m": Facts(items=[Item(label="Oct", value=1.0)], lines=lines, value=1.0, points=[(1000.0, 1.0)])}

    chart = filled({"type": "line", "metric": "m"}, known.get, Formatter())
    ranking = filled({"type": "leaderboard", "metric": "m"}, known.get, Formatter())

    assert [one["name"] for one in chart["series"]] == ["A", "B"]
    assert chart["points"] == []
    assert [one["label"] for one in ranking["items"]] == ["Oct"]


def test_the_place_before_reaches_a_leaderboard() -> None:
    known = {"m": Facts(items=[Item(label="Peter", value=2.0, previous_rank=2)])}

    assert filled({"type": "leaderboard", "metric": "m"}, known.get, Formatter())["items"][0]["previous_rank"] == 2


def test_a_line_has_values_without_times_only_where_there_are_no_others() -> None:
    facts = Facts(history=[1.0, 2.0], lines=[Item(label="A", history=[1.0, 2.0]), Item(label="B", points=[(9.0, 3.0)])])
    dated = structs.replace(facts, points=[(9.0, 3.0)], history=None, lines=None)
    alone = structs.replace(facts, lines=None)
    line = {"type": "line", "metric": "a"}

    assert "history" not in filled(line, {"a": dated}.get, Formatter())
    assert filled(line, {"a": alone}.get, Formatter())["history"] == [1.0, 2.0]
    assert filled(line, {"a": facts}.get, Formatter())["series"] == [{"name": "B", "points": [(9.0, 3.0)]}]
    counted = structs.replace(facts, lines=facts.lines[:1] if facts.lines else None)
    assert filled(line, {"a": counted}.get, Formatter())["series"] == [{"name": "A", "history": [1.0, 2.0]}]
