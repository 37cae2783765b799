"""A line has the lowest and the highest value that its metric knows."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.reading import Failure, Item
from displayd.text.formatter import Formatter
from tests.hub.layouts.test_filling import filled


def test_the_highest_and_lowest_come_with_the_points_of_the_same_metric_alone() -> None:
    peak = Facts(points=[(1.0, 5.0)], history=[5.0], lowest=1.0, highest=9.0)
    named = {"a": peak, "b": structs.replace(peak, lowest=2.0, highest=8.0), "none": Facts(value=1.0)}
    items = structs.replace(peak, items=[Item(label="A", points=[(1.0, 5.0)])])

    def extremes(line: dict[str, Any]) -> tuple[Any, Any]:
        return line.get("lowest"), line.get("highest")

    def line(**fields: Any) -> dict[str, Any]:
        return filled({"type": "line", **fields}, named.get, Formatter())

    of_items = filled({"type": "line", "metric": "a"}, {"a": items}.get, Formatter())
    failing = structs.replace(peak, failure=Failure("no answer", 0.0))
    no_answer = filled({"type": "line", "points": {"metric": "a"}}, {"a": failing}.get, Formatter())

    assert extremes(line(metric="a")) == (1.0, 9.0)
    assert extremes(line(points={"metric": "b"})) == (2.0, 8.0)
    assert extremes(line(metric="a", points={"metric": "b"})) == (2.0, 8.0)
    assert extremes(line(metric="a", points=[[1, 3]])) == (None, None)
    assert extremes(line(metric="a", highest=12)) == (1.0, 12)
    assert extremes(line(points={"metric": "a"}, highest=12)) == (1.0, 12)
    assert extremes(line(before={"metric": "a"})) == (None, None)
    assert [extremes(one) for one in line(series=[{"metric": "a"}, {"metric": "b"}])["series"]] == [(1, 9), (2, 8)]
    assert extremes(of_items) == (None, None)
    assert extremes(no_answer) == (None, None)
