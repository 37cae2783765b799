"""Dashboards in schema v2, as Grafana saves them since 13."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from displayd.tools.grafana.importing import Imported, imported
from tests.tools.grafana.dashboards import metrics_of, wall_of


def query(expression: str, is_alpha: bool, **spec: Any) -> dict[str, Any]:
    asked = {"expr": expression, "legendFormat": "__auto"}
    kind = {"kind": "prometheus"} if is_alpha else {"kind": "DataQuery", "group": "prometheus", "version": "v0"}
    return {"kind": "PanelQuery", "spec": {"query": {**kind, "spec": asked}, "refId": "A", "hidden": False, **spec}}


def element(kind: str, title: str, *expressions: str, is_alpha: bool = False, **defaults: Any) -> dict[str, Any]:
    how = {"spec": {"options": {}, "fieldConfig": {"defaults": defaults, "overrides": []}}}
    named = {"kind": kind} if is_alpha else {"kind": "VizConfig", "group": kind, "version": "13.0.1"}
    queries = [query(expression, is_alpha) for expression in expressions]
    data = {"kind": "QueryGroup", "spec": {"queries": queries, "transformations": [], "queryOptions": {}}}
    return {"kind": "Panel", "spec": {"id": 1, "title": title, "data": data, "vizConfig": {**named, **how}}}


def referred(name: str) -> dict[str, Any]:
    return {"kind": "ElementReference", "name": name}


def grid(*items: tuple[str, int, int, int, int]) -> dict[str, Any]:
    placed = [
        {"kind": "GridLayoutItem", "spec": {"x": x, "y": y, "width": w, "height": h, "element": referred(name)}}
        for name, x, y, w, h in items
    ]
    return {"kind": "GridLayout", "spec": {"items": placed}}


def auto(*names: str, **spec: Any) -> dict[str, Any]:
    items = [{"kind": "AutoGridLayoutItem", "spec": {"element": referred(name)}} for name in names]
    return {"kind": "AutoGridLayout", "spec": {"maxColumnCount": 3, "items": items, **spec}}


def inside(kind: str, title: str, layout: dict[str, Any], **spec: Any) -> dict[str, Any]:
    return {"kind": kind, "spec": {"title": title, "layout": layout, **spec}}


def rows(*found: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "RowsLayout", "spec": {"rows": list(found)}}


ELEMENTS = {
    "panel-1": element("stat", "Up", "sum(up)", unit="none"),
    "panel-2": element("timeseries", "Load", 'node_load1{instance="$node"}'),
    "panel-3": element("gauge", "Disk", "max(full)", unit="percentunit", decimals=1),
}
VARIABLES = [
    {"kind": "QueryVariable", "spec": {"name": "node", "current": {"text": "web-1", "value": "web-1:9100"}}},
    {"kind": "DatasourceVariable", "spec": {"name": "ds", "pluginId": "prometheus", "current": {"value": "x"}}},
]


def made_of(layout: dict[str, Any], elements: Any = None, version: str = "v2", **spec: Any) -> Imported:
    inner = {"title": "New", "elements": elements or ELEMENTS, "layout": layout, "variables": VARIABLES, **spec}
    whole = {"apiVersion": f"dashboard.grafana.app/{version}", "kind": "Dashboard", "spec": inner}
    return imported(json.dumps(whole).encode())


def pages_of(made: Imported) -> list[tuple[str, list[str]]]:
    pages: list[dict[str, Any]] = yaml.safe_load(made.layout)["pages"]
    return [(page["title"], page["landscape"]) for page in pages]


def test_panels_stand_where_the_layout_has_them() -> None:
    made = made_of(
        grid(("panel-1", 0, 0, 6, 8), ("panel-3", 6, 0, 6, 8), ("panel-2", 12, 0, 12, 8)),
        timeSettings={"from": "now-2d", "to": "now"},
    )

    assert pages_of(made) == [("New", ["up disk load"])]
    metrics = metrics_of(made)
    assert metrics["new.load"]["prometheus"] == {"query": 'node_load1{instance="web-1:9100"}', "range": "2d"}
    assert (metrics["new.disk"]["unit"], metrics["new.disk"]["decimals"]) == ("percentunit", 1)
    wall_of(made)


@pytest.mark.parametrize("version", ["v2alpha1", "v2beta1", "v2"])
def test_all_versions_of_the_schema_say_what_a_panel_is_and_whom_it_asks(version: str) -> None:
    is_alpha = version == "v2alpha1"
    other = {"kind": "influxdb", "spec": {"query": "SELECT 1"}}
    if not is_alpha:
        other = {"kind": "DataQuery", "group": "influxdb", "spec": {"query": "SELECT 1"}}
    away = element("stat", "Away", is_alpha=is_alpha)
    away["spec"]["data"]["spec"]["queries"] = [query("", is_alpha, query=other)]
    hidden = element("stat", "Hidden", is_alpha=is_alpha)
    hidden["spec"]["data"]["spec"]["queries"] = [query("up", is_alpha, hidden=True)]
    elements = {
        "a": element("stat", "Up", "sum(up)", is_alpha=is_alpha),
        "b": away,
        "c": hidden,
        "d": {"kind": "LibraryPanel", "spec": {"id": 4, "title": "Shared", "libraryPanel": {"uid": "u", "name": "S"}}},
    }
    made = made_of(auto("a", "b", "c", "d"), elements, version)

    assert pages_of(made) == [("New", ["up"])]
    assert made.notes == [
        "not shown: Away (stat): it asks InfluxDB, not Prometheus",
        "not shown: Hidden (stat): it asks nothing",
        "not shown: Shared (library-panel): it is in Grafana's library, not in this file",
    ]


def test_rows_and_tabs_are_pages_of_their_own() -> None:
    tabs = [
        inside("TabsLayoutTab", "Now", grid(("panel-1", 0, 0, 24, 8))),
        inside("TabsLayoutTab", "Servers", rows(
            inside("RowsLayoutRow", "", auto("panel-2"), hideHeader=True),
            inside("RowsLayoutRow", "Disks", auto("panel-3"), collapse=True,
                   repeat={"mode": "variable", "value": "node"}),
        )),
    ]  # fmt: skip
    made = made_of({"kind": "TabsLayout", "spec": {"tabs": tabs}})

    assert pages_of(made) == [("Now", ["up"]), ("Servers", ["load"]), ("Servers: Disks", ["disk"])]
    assert any("Disk: Grafana shows it again for each value of `node`" in note for note in made.notes)
    wall_of(made)


def test_an_automatic_grid_has_its_panels_side_by_side() -> None:
    assert pages_of(made_of(auto("panel-1", "panel-2", "panel-3", maxColumnCount=2))) == [
        ("New", ["up   load", "disk disk"])
    ]


def test_the_rows_of_the_first_version_stand_in_the_grid() -> None:
    item = grid(("panel-2", 0, 1, 24, 8))["spec"]["items"][0]
    layout = grid(("panel-1", 0, 0, 24, 8))
    row = {"kind": "GridLayoutRow", "spec": {"y": 8, "title": "More", "collapsed": True, "elements": [item]}}
    layout["spec"]["items"].append(row)

    assert pages_of(made_of(layout, version="v2alpha1")) == [("New", ["up"]), ("More", ["load"])]


def test_without_a_layout_all_panels_are_shown() -> None:
    assert pages_of(made_of({})) == [("New", ["up load disk"])]


@pytest.mark.parametrize("layout", [{"kind": "GridLayout", "spec": 7}, rows({"kind": "RowsLayoutRow"}), auto("nobody")])
def test_an_odd_layout_is_no_crash(layout: dict[str, Any]) -> None:
    assert pages_of(made_of(layout)) == [("New", ["up load disk"])]
