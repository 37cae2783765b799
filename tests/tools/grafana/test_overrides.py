"""What a panel says of one of its queries alone: names, units and columns."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from displayd.tools.grafana.importing import Imported, imported
from tests.tools.grafana.dashboards import dashboard_of, metrics_of, only_metric, panel_of, wall_of


def asking(kind: str, *expressions: str, **fields: Any) -> dict[str, Any]:
    targets = [{"refId": chr(65 + at), "expr": one} for at, one in enumerate(expressions)]
    return panel_of(type=kind, targets=targets, **fields)


def override(matcher: str, options: object, **properties: Any) -> dict[str, Any]:
    told = [{"id": name.replace("__", "."), "value": value} for name, value in properties.items()]
    return {"matcher": {"id": matcher, "options": options}, "properties": told}


def config(*overrides: dict[str, Any], **defaults: Any) -> dict[str, Any]:
    return {"defaults": defaults, "overrides": list(overrides)}


def only_tile(made: Imported) -> dict[str, Any]:
    ((tile,),) = (page["widgets"].values() for page in yaml.safe_load(made.layout)["pages"])
    found: dict[str, Any] = tile
    return found


@pytest.mark.parametrize(
    ("matcher", "options"),
    [
        ("byName", "load"), ("byName", "Value"), ("byRegexp", "/^LO/i"), ("byRegexp", "oa"), ("byFrameRefID", "A"),
        ("byNames", {"mode": "include", "names": ["load"]}), ("byType", "number"),
    ],
)  # fmt: skip
def test_an_override_of_the_only_query_counts_for_the_tile(matcher: str, options: object) -> None:
    targets = [{"refId": "A", "expr": "sum(x)", "legendFormat": "load"}]
    own = override(matcher, options, unit="percent", decimals=2, max=50)

    metric = only_metric(panel_of(targets=targets, fieldConfig=config(own, unit="bytes", min=0)))

    assert [metric[name] for name in ("unit", "decimals", "minimum", "maximum")] == ["percent", 2, 0, 50]


@pytest.mark.parametrize(
    ("matcher", "options"),
    [
        ("byName", "other"),
        ("byRegexp", "(a+)+$"),
        ("byRegexp", "/[/"),
        ("byFrameRefID", "B"),
        ("byValue", {"op": "gt"}),
    ],
)
def test_an_override_of_something_else_does_not(matcher: str, options: object) -> None:
    metric = only_metric(panel_of(fieldConfig=config(override(matcher, options, unit="percent"), unit="bytes")))

    assert metric["unit"] == "bytes"


def test_queries_are_called_as_the_panel_calls_their_fields() -> None:
    names = override("byFrameRefID", "A", displayName="Used"), override("byName", "Value #B", displayName="Free")

    metric = only_metric(asking("bargauge", "sum(a)", "sum(b)", fieldConfig=config(*names)))
    by_label = config(displayName="${__field.labels.pod}")

    assert '"series", "Used"' in metric["prometheus"]["query"]
    assert '"series", "Free"' in metric["prometheus"]["query"]
    assert only_metric(asking("bargauge", "x", fieldConfig=by_label))["prometheus"]["legend"] == "{{pod}}"


def test_of_two_queries_with_the_same_labels_no_series_is_lost() -> None:
    received, sent = "sum by (pod) (rate(net_receive[5m]))", "sum by (pod) (rate(net_transmit[5m]))"

    query = only_metric(asking("timeseries", received, sent))["prometheus"]["query"]

    assert '"$1 · receive", "pod"' in query
    assert '"$1 · transmit", "pod"' in query


def test_figures_of_several_units_have_a_metric_each() -> None:
    units = override("byFrameRefID", "B", unit="percentunit", displayName="Share")
    panel = asking("stat", "sum(cores)", "avg(busy)", title="CPU", fieldConfig=config(units, unit="none"))
    made = imported(dashboard_of(panel))

    assert {name: metric["unit"] for name, metric in metrics_of(made).items()} == {
        "board.cpu-a": "none",
        "board.cpu-share": "percentunit",
    }
    assert only_tile(made) == {
        "type": "numbers",
        "title": "CPU",
        "items": [{"metric": "board.cpu-a", "label": "A"}, {"metric": "board.cpu-share", "label": "Share"}],
    }
    wall_of(made)


def test_lines_of_two_units_have_an_axis_each_and_of_more_the_first_ones_are_kept() -> None:
    unit = override("byFrameRefID", "B", unit="bytes")
    both = imported(dashboard_of(asking("timeseries", "sum(a)", "sum(b)", fieldConfig=config(unit, unit="percent"))))
    three = asking("timeseries", "sum(a)", "sum(b)", "sum(c)", fieldConfig=config(unit, unit="percent"))
    bars = asking("bargauge", "sum(a)", "sum(b)", fieldConfig=config(unit, unit="percent"))

    assert [metric["unit"] for metric in metrics_of(both).values()] == ["percent", "bytes"]
    assert [line.get("axis") for line in only_tile(both)["series"]] == [None, "right"]
    assert "sum(b)" not in only_metric(three)["prometheus"]["query"]
    assert only_metric(bars)["prometheus"]["query"] == "sum(a)"
    assert any("left out, as one tile has one unit: `B`" in note for note in imported(dashboard_of(bars)).notes)


def test_a_query_without_a_letter_has_the_one_of_its_place_and_a_grouped_column_its_name() -> None:
    columns = {"id": "organize", "options": {"renameByName": {"Value #B (lastNotNull)": "Free", "Value #A": "Size"}}}
    panel = asking("table", "sum(a)", "sum(b)", transformations=[columns])
    for target in panel["targets"]:
        del target["refId"]

    query = only_metric(panel)["prometheus"]["query"]

    assert '"series", "Size"' in query
    assert '"series", "Free"' in query


def test_an_old_table_shows_its_first_column_that_is_not_hidden() -> None:
    styles = [
        {"pattern": "Value #A", "type": "hidden"},
        {"pattern": "Value #B", "type": "number", "alias": "Memory", "unit": "bytes", "decimals": 1},
        {"pattern": "/.*/", "type": "number", "unit": "short", "decimals": 2},
    ]

    metric = only_metric(asking("table", "a", "b", styles=styles))

    assert (metric["unit"], metric["decimals"], metric["prometheus"]["query"]) == ("bytes", 1, "b")


def test_the_words_of_a_column_of_an_old_table_are_kept() -> None:
    words = [{"value": "0", "text": "Down"}, {"value": "1", "text": "Up"}, {"value": "2", "text": "Paused"}]
    style = {"pattern": "Value", "type": "string", "mappingType": 1, "valueMaps": words}

    assert only_metric(asking("table", "a", styles=[style]))["unit"] == "words:0=Down, 1=Up, 2=Paused"


WORDS = [{"type": "value", "options": {"0": {"text": "Down"}, "1": {"text": "Up"}, "2": {"text": "Paused"}}}]


def test_a_column_of_a_table_has_words_of_its_own() -> None:
    words = [{"type": "value", "options": {str(one): {"text": f"state number {one}"} for one in range(5)}}]
    own = config(override("byFrameRefID", "B", mappings=words))
    panel = asking("table", "sum by (pod) (a)", "sum by (pod) (b)", fieldConfig=own)
    for target in panel["targets"]:
        target["format"] = "table"
    made = imported(dashboard_of(panel))
    (metric,) = metrics_of(made).values()

    units = [column.get("unit") for column in metric["prometheus"]["columns"]]
    assert units == [None, None, "words:" + ", ".join(f"{one}=state number {one}" for one in range(5))]
    wall_of(made)


def test_figures_of_which_one_has_words_stand_beside_each_other() -> None:
    own = config(override("byFrameRefID", "B", mappings=WORDS))
    made = imported(dashboard_of(asking("stat", "sum(a)", "sum(b)", fieldConfig=own)))

    assert [metric.get("unit") for metric in metrics_of(made).values()] == [None, "words:0=Down, 1=Up, 2=Paused"]
    assert made.notes == []
    wall_of(made)


def test_words_for_some_of_the_lines_are_named() -> None:
    own = config(override("byFrameRefID", "B", mappings=WORDS))
    made = imported(dashboard_of(asking("timeseries", "sum(a)", "sum(b)", fieldConfig=own)))

    assert made.notes == ["not kept: Panel: words for values that are not those of all queries are not shown"]


def test_a_table_of_single_figures_has_a_row_for_each() -> None:
    rename = {"id": "organize", "options": {"renameByName": {"Value #A": "Pods"}}}
    metric = only_metric(asking("table", "sum(a)", "sum(b)", transformations=[rename]))

    assert '"series", "Pods"' in metric["prometheus"]["query"]
    assert '"series", "B"' in metric["prometheus"]["query"]


def test_a_transformation_that_is_switched_off_names_and_cuts_nothing() -> None:
    rename = {"id": "organize", "disabled": True, "options": {"renameByName": {"Value #A": "Pods"}}}
    cut = {"id": "limit", "disabled": True, "options": {"limitField": 3}}
    metric = only_metric(asking("table", "sum(a)", "sum(b)", transformations=[rename]))
    table = asking("table", "sum by (pod) (a)", "sum by (pod) (b)", transformations=[{"id": "merge"}, cut])

    assert "Pods" not in metric["prometheus"]["query"]
    assert "most" not in only_metric(table)["prometheus"]


def test_what_grafana_makes_of_an_answer_is_named() -> None:
    steps = [{"id": "calculateField", "options": {}}, {"id": "organize"}, {"id": "filterByValue", "disabled": True}]

    made = imported(dashboard_of(panel_of(transformations=steps)))

    assert "not kept: Panel: what Grafana makes of the answer with `calculateField` is not done here" in made.notes
