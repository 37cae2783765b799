"""Dashboards from before Grafana 5, whose panels stand in rows and say how wide they are."""

from __future__ import annotations

import json
from typing import Any

import yaml

from displayd.tools.grafana.importing import Imported, imported
from displayd.tools.grafana.old_rows import panels_of_rows
from tests.tools.grafana.dashboards import metrics_of, wall_of


def graph(title: str, span: float | None = None, **fields: Any) -> dict[str, Any]:
    width = {} if span is None else {"span": span}
    return {"type": "graph", "title": title, "targets": [{"refId": "A", "expr": "sum(up)"}], **width, **fields}


def row(*panels: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"collapse": False, "height": "250px", "panels": list(panels), "title": "Dashboard Row", **fields}


def made_of(*rows: dict[str, Any], **fields: Any) -> Imported:
    return imported(json.dumps({"title": "Old", "schemaVersion": 14, "rows": rows, **fields}).encode())


def pages_of(made: Imported) -> list[tuple[str, list[str]]]:
    pages: list[dict[str, Any]] = yaml.safe_load(made.layout)["pages"]
    return [(page["title"], page["landscape"]) for page in pages]


def test_each_row_is_a_page_with_its_panels_side_by_side_as_wide_as_they_say() -> None:
    made = made_of(
        row(graph("Load", 3), graph("Memory", 9), title="Servers", showTitle=True),
        row(graph("Requests", 12), title="Traffic", collapse=True),
    )

    assert pages_of(made) == [("Servers", ["load memory"]), ("Traffic", ["requests"])]
    assert yaml.safe_load(made.layout)["pages"][0]["landscape_columns"] == [1, 3]
    wall_of(made)


def test_a_row_without_a_name_of_its_own_goes_on_with_the_one_before_it() -> None:
    made = made_of(row(graph("A")), row(graph("B"), title="New row"), row(graph("C"), title="Disks"), row(graph("D")))

    assert [title for title, _ in pages_of(made)] == ["Old", "Disks"]
    assert [line for _, page in pages_of(made) for line in page] == ["a", "b", "c", "d"]


def test_panels_go_on_below_where_a_row_is_full_and_low_ones_stand_over_each_other() -> None:
    full = [graph("A", 6), graph("B", 6), graph("C")]
    low = [graph("D", 4, height="75px"), graph("E", 8), graph("F", 4, height=100)]

    placed = {
        panel["title"]: tuple(panel["gridPos"][name] for name in "xywh")
        for panel in panels_of_rows([row(*full), row(*low, height="200px")])
    }

    assert placed == {
        "A": (0, 0, 12, 7),
        "B": (12, 0, 12, 7),
        "C": (0, 7, 8, 7),
        "D": (0, 14, 8, 3),
        "E": (8, 14, 16, 6),
        "F": (0, 17, 8, 3),
    }


def test_what_grafana_had_shown_again_for_each_value_is_there_once() -> None:
    again = {"repeatIteration": 1438, "repeatPanelId": 1}
    made = made_of(
        row(graph("A", repeat="host"), graph("A", **again), title="Host $host", repeat="host"),
        row(graph("A"), title="Host $host", **again),
        templating={"list": [{"name": "host", "current": {"text": "web-1", "value": "web-1"}}]},
    )

    assert pages_of(made) == [("Host web-1", ["a"])]
    assert any("again for each value of `host`" in note for note in made.notes)


def test_the_unit_of_a_graph_without_axes_is_the_one_of_its_left_side() -> None:
    made = made_of(row(graph("Net", y_formats=["Bps", "short"], grid={"leftMin": 0, "leftMax": None})))

    (metric,) = metrics_of(made).values()
    assert (metric["unit"], metric["minimum"]) == ("Bps", 0)


def test_rows_that_are_odd_are_no_crash() -> None:
    odd = [row(graph("A", 99, height=-4), graph("B", 0), {"type": "graph"}, height=[1]), {"panels": 7}, {"title": 3}]

    assert pages_of(made_of(*odd)) == [("Old", ["a", "b"])]
