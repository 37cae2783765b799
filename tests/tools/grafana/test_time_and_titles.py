"""Of which time the figures are, and what a panel without a title is called."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from displayd.tools.grafana.importing import imported
from tests.tools.grafana.dashboards import dashboard_of, metrics_of, only_metric, panel_of


def reduced(how: str, *targets: dict[str, Any], kind: str = "stat", **fields: Any) -> dict[str, Any]:
    options = {"reduceOptions": {"calcs": [how], "values": False}}
    asked = list(targets) or [{"refId": "A", "expr": "sum by (pod) (x)"}]
    origin: dict[str, Any] = only_metric(panel_of(type=kind, targets=asked, options=options, **fields))["prometheus"]
    return origin


@pytest.mark.parametrize("kind", ["stat", "gauge", "bargauge", "piechart"])
def test_figures_of_several_series_are_made_of_their_past_too(kind: str) -> None:
    origin = reduced("mean", kind=kind)

    assert (origin["range"], origin["reduce"]) == ("6h", "mean")


def test_a_value_that_grafana_asks_for_alone_has_no_past() -> None:
    instant = {"refId": "A", "expr": "sum(x)", "instant": True, "range": False}

    assert reduced("mean", instant) == {"query": "sum(x)"}


def test_a_singlestat_that_does_not_say_shows_the_average() -> None:
    origin = only_metric(panel_of(type="singlestat"))["prometheus"]

    assert origin == {"query": "up", "range": "6h", "reduce": "mean"}


def test_a_time_range_of_its_own_is_kept_and_one_that_is_shifted_is_named() -> None:
    targets = [{"refId": "A", "expr": "increase(x[$__range])"}]

    assert reduced("max", *targets, timeFrom="30m") == {
        "query": "increase(x[30m])",
        "range": "30m",
        "reduce": "max",
    }
    made = imported(dashboard_of(panel_of(timeShift="1w")))
    assert "not kept: Panel: Grafana shows how it was 1w before, here it is now" in made.notes


def test_words_for_ranges_of_values_are_kept_and_those_for_texts_named() -> None:
    mappings = [
        {"type": "range", "options": {"from": 0, "to": 0.5, "result": {"text": "Idle"}}},
        {"type": "range", "options": {"from": None, "to": -1, "result": {"text": "Never"}}},
        {"type": "regex", "options": {"pattern": "^v.*", "result": {"text": "Version"}}},
        {"type": "special", "options": {"match": "null", "result": {"text": "N/A"}}},
    ]
    made = imported(dashboard_of(panel_of(fieldConfig={"defaults": {"mappings": mappings}})))

    assert made.notes == ["not kept: Panel: words for values are not shown: ^v.* = Version"]
    assert "unit: words:0..0.5=Idle, ..-1=Never" in made.metrics


def titles(*panels: dict[str, Any]) -> list[str]:
    return [metric.get("title", "") for metric in metrics_of(imported(dashboard_of(*panels))).values()]


def untitled(legend: str = "", **fields: Any) -> dict[str, Any]:
    return panel_of(title="", targets=[{"refId": "A", "expr": "sum(up)", "legendFormat": legend}], **fields)


def test_a_panel_without_a_title_is_called_as_its_only_figure() -> None:
    assert titles(untitled("Replication")) == ["Replication"]
    assert titles(untitled("x", fieldConfig={"defaults": {"displayName": "Lag"}})) == ["Lag"]
    assert titles(untitled("{{pod}}"), untitled("__auto"), untitled("-")) == ["", "", ""]


def test_a_panel_without_a_title_is_called_as_the_text_above_it_or_the_row_that_it_fills() -> None:
    above = {"type": "text", "title": "", "options": {"content": "<center>Health</center>"}}
    above["gridPos"] = {"x": 6, "y": 0, "w": 6, "h": 2}
    row = {"type": "row", "title": "Servers", "gridPos": {"x": 0, "y": 9, "w": 24, "h": 1}}

    assert titles(
        above,
        untitled(gridPos={"x": 6, "y": 2, "w": 6, "h": 4}),
        untitled(gridPos={"x": 0, "y": 2, "w": 6, "h": 4}),
        row,
        untitled(gridPos={"x": 0, "y": 10, "w": 24, "h": 4}),
    ) == ["", "Health", "Servers"]


def test_a_text_of_nothing_but_a_variable_for_all_is_not_shown() -> None:
    text = {"type": "text", "title": "", "options": {"content": "<h1>$pod</h1>"}}
    made = imported(
        dashboard_of(text, panel_of(), templating={"list": [{"name": "pod", "current": {"value": "$__all"}}]})
    )

    assert len(yaml.safe_load(made.layout)["pages"][0]["widgets"]) == 1
    assert "not shown: a panel without a title (text): it says only what `$pod` is" in made.notes
