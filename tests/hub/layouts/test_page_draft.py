"""One page of a layout, checked and typed."""

from __future__ import annotations

from typing import Any

from displayd.document.model import Page
from displayd.hub.layouts.page_draft import PageDraft, drafted
from displayd.widgets.line.widget import LineChart
from displayd.widgets.number.widget import Number

METRICS = {"sales", "calls"}


def draft(page: dict[str, Any], title: str = "Team") -> PageDraft:
    """`page`, found to be a good one."""
    found, faults = drafted(page, title, METRICS, {"logo.png"})
    assert faults == []
    assert found is not None
    return found


def faults(page: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    """Place and reason of every mistake in `page`."""
    found, mistakes = drafted(page, "Team", METRICS, {"logo.png"})
    assert (found is None) == bool(mistakes)
    return [(fault.path, fault.reason) for fault in mistakes]


def test_a_page_is_typed_and_knows_where_its_metrics_belong() -> None:
    widgets = {
        "now": {"type": "number", "metric": "sales", "unit": "s"},
        "past": {"type": "line", "series": [{"name": "Calls", "metric": "calls"}], "target": {"metric": "sales"}},
    }
    found = draft({"title": "Today", "seconds": 50, "widgets": widgets})

    assert found.page == Page(
        title="Today",
        dashboard="Team",
        seconds=50,
        widgets={"now": Number(unit="s"), "past": found.page.widgets["past"]},
    )
    assert isinstance(found.page.widgets["past"], LineChart)
    assert found.seconds == 50
    assert found.metrics == METRICS
    assert found.slots["now"].tile.metric == "sales"
    assert [(place.path, place.metric) for place in found.slots["past"].inside] == [(("series", 0), "calls")]


def test_what_a_page_does_not_say_is_open() -> None:
    found = draft({"dashboard": "", "widgets": {"a": {"type": "text", "text": "x"}}})

    assert (found.seconds, found.page.dashboard, found.metrics) == (None, "", frozenset())


def test_every_mistake_is_told_at_once() -> None:
    widgets = {
        "a": {"type": "number", "metric": "sails", "unit": "metre", "amber": "x"},
        "b": {"type": "picture", "source": "pictures/logo.jpg"},
        "c": {"type": "clock", "zones": [{"timezone": 5}], "timezone": ""},
        "d": 5,
        "e": {"type": "numbr", "metric": "sales"},
    }

    assert dict(faults({"widgets": widgets})) == {
        ("widgets", "a", "metric"): "unknown metric `sails`",
        ("widgets", "a", "amber"): "`amber` is a number, not `x`",
        ("widgets", "c", "zones", 0, "timezone"): "`timezone` is a text, not `5`",
        ("widgets", "d"): "`d` is a mapping, not `5`",
        ("widgets", "e", "type"): "unknown type `numbr`",
        ("widgets", "a", "unit"): "unknown unit `metre`",
        ("widgets", "b", "source"): "there is no picture `pictures/logo.jpg`",
    }


def test_a_metric_is_not_called_unknown_where_nobody_knows_them() -> None:
    found, mistakes = drafted({"widgets": {"a": {"type": "number", "metric": "any"}}}, "Team", None, ())

    assert mistakes == []
    assert found is not None
    assert found.metrics == {"any"}


def test_templates_are_checked_too() -> None:
    page = {"landscape": ["a b"], "widgets": {"a": {"type": "text"}}}

    assert faults(page) == [(("landscape",), "`b` is not a widget of this page")]


def test_a_wrong_widget_or_field_hides_no_area() -> None:
    page = {
        "seconds": "long",
        "landscape": ["a a b", "a b b"],
        "portrait": ["a", "c"],
        "portrait_rows": [1, 2, 3],
        "widgets": {"a": {"type": "numbr"}, "b": {"type": "number", "unit": "metre"}, "d d": {"type": "number"}},
    }

    found = faults(page)

    assert [place for place, _ in found] == [
        ("seconds",),
        ("widgets", "a", "type"),
        ("widgets", "d d"),
        ("landscape",),
        ("portrait",),
        ("portrait",),
        ("portrait",),
        ("portrait_rows",),
        ("widgets", "b", "unit"),
    ]
    assert [reason for place, reason in found if place[0] in ("landscape", "portrait")] == [
        "`a` is not one rectangle",
        "`c` is not a widget of this page",
        "the widget `b` has no place",
        "the widget `d d` has no place",
    ]


def test_an_unknown_time_zone_is_told_once() -> None:
    widgets = {
        "a": {"type": "clock", "timezone": "Mars", "zones": [{"timezone": "Europe/London"}, {"timezone": "Venus"}]},
        "b": {"type": "countdown", "until": 1, "timezone": "Mars"},
    }

    assert faults({"widgets": widgets}) == [
        (("widgets", "a", "timezone"), "unknown time zone `Mars`"),
        (("widgets", "a", "zones", 1, "timezone"), "unknown time zone `Venus`"),
        (("widgets", "b", "timezone"), "unknown time zone `Mars`"),
    ]


def test_weights_are_not_called_too_many_where_the_template_is_what_is_wrong() -> None:
    page = {"landscape": 3, "landscape_rows": [1, 2], "widgets": {"a": {"type": "text", "text": "x"}}}

    assert [place for place, _ in faults(page)] == [("landscape",)]
