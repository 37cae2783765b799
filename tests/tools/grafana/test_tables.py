"""Tables with several columns: labels and queries, with titles, units, places and order as the panel has them."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from displayd.tools.grafana.importing import imported
from tests.tools.grafana.dashboards import dashboard_of, metrics_of, wall_of
from tests.tools.grafana.test_overrides import asking, config, only_tile, override

QUERIES = {
    "Pods": 'sum by (cluster, namespace) (kube_pod_owner{cluster="main"})',
    "Workloads": 'count(avg(owner_relabel{cluster="main"}) by (workload, namespace)) by (namespace)',
    "CPU Usage": 'sum(cpu_irate{cluster="main"}) by (namespace)',
    "CPU Requests": 'sum(cpu_requests{cluster="main"}) by (namespace)',
    "CPU Requests %": 'sum(cpu_irate{cluster="main"}) by (namespace) / sum(cpu_requests) by (namespace)',
    "Memory Usage": 'sum(container_memory_rss{cluster="main"}) by (namespace)',
    "Memory Requests %": "sum(container_memory_rss) by (namespace) / sum(memory_requests) by (namespace)",
}  # fmt: skip
"""The columns of `Compute Resources / Cluster`, as the dashboards of Kubernetes have them."""


def organize(**options: dict[str, object]) -> dict[str, Any]:
    return {"id": "organize", "options": options}


def cluster_table(**fields: Any) -> dict[str, Any]:
    """The table of that dashboard in the manner of Grafana 9 and later."""
    letters = {title: f"Value #{chr(65 + place)}" for place, title in enumerate(QUERIES)}
    panel = asking("table", *QUERIES.values(), title="CPU Quota", **fields)
    for target in panel["targets"]:
        target |= {"format": "table", "instant": True}
    panel["transformations"] = [
        {"id": "joinByField", "options": {"byField": "namespace", "mode": "outer"}},
        organize(
            excludeByName={"Time": True, "Time 1": True, "Time 2": True},
            indexByName={
                "Time 1": 0,
                "namespace": 1,
                **{name: place + 2 for place, name in enumerate(letters.values())},
            },
            renameByName={"namespace": "Namespace", **{name: title for title, name in letters.items()}},
        ),
    ]
    panel["fieldConfig"] = config(
        override("byRegexp", "/%/", unit="percentunit"),
        override("byName", "Memory Usage", unit="bytes", decimals=1),
        override("byName", "Namespace", links=[{"title": "Drill down", "url": "/d/x?var-namespace=${__data.fields}"}]),
        unit="short",
    )
    return panel


def origin_of(panel: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """What the source is to ask for the only panel, after the hub has checked it."""
    made = imported(dashboard_of(panel, **fields))
    wall_of(made)
    (metric,) = metrics_of(made).values()
    found: dict[str, Any] = metric["prometheus"]
    return found


def test_a_table_of_several_queries_has_their_columns_with_titles_units_and_decimals() -> None:
    made = imported(dashboard_of(cluster_table()))

    (metric,) = metrics_of(made).values()
    assert only_tile(made)["type"] == "table"
    assert metric["title"] == "CPU Quota"
    assert "unit" not in metric
    assert metric["prometheus"]["columns"] == [
        {"label": "namespace", "title": "Namespace"},
        *(
            {"query": query, "title": title}
            | {"unit": "percentunit" if "%" in title else "bytes" if title == "Memory Usage" else "short"}
            | ({"decimals": 1} if title == "Memory Usage" else {})
            for title, query in QUERIES.items()
        ),
    ]
    assert not made.notes
    wall_of(made)


def test_hidden_columns_are_left_out_and_the_others_stand_in_the_order_of_the_panel() -> None:
    panel = asking(
        "table", "sum by (pod, node) (a)", "sum by (pod) (b)", "sum by (pod) (c)", "sum by (pod) (d)",
        transformations=[
            {"id": "merge"},
            organize(
                excludeByName={"Time": True, "node": True, "Value #A": True},
                indexByName={"Value #C": 0, "Value #B": 1, "pod": 2, "Value #D": 3},
                renameByName={"Value #B": "Memory", "Value #C": "CPU"},
            ),
        ],
        fieldConfig=config(override("byName", "Value #D", custom__hidden=True)),
    )  # fmt: skip

    # Names stand first: figures without them say nothing.
    assert origin_of(panel)["columns"] == [
        {"label": "pod"},
        {"query": "sum by (pod) (c)", "title": "CPU"},
        {"query": "sum by (pod) (b)", "title": "Memory"},
    ]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ({"displayName": "CPU Usage", "desc": True}, {"order_by": "CPU Usage"}),
        ({"displayName": "Memory Usage", "desc": False}, {"order_by": "Memory Usage", "ascending": True}),
        ({"displayName": "Namespace", "desc": False}, {"order_by": "Namespace"}),
        ({"displayName": "Namespace", "desc": True}, {"order_by": "Namespace", "ascending": False}),
        ({"displayName": "Value #A"}, {"order_by": "Pods", "ascending": True}),
        ({"displayName": "Time", "desc": True}, {}),
    ],
)
def test_the_order_is_kept(sort: dict[str, Any], found: dict[str, Any]) -> None:
    origin = origin_of(cluster_table(options={"sortBy": [sort]}))

    assert {name: value for name, value in origin.items() if name != "columns"} == found


def test_an_order_and_a_limit_among_the_changes_are_kept_and_what_is_not_is_said() -> None:
    panel = cluster_table()
    panel["transformations"] += [
        {"id": "sortBy", "options": {"sort": [{"field": "CPU Usage", "desc": True}]}},
        {"id": "limit", "options": {"limitField": 15}},
    ]
    lost = imported(dashboard_of(cluster_table(options={"sortBy": [{"displayName": "Gone", "desc": True}]})))

    origin = origin_of(panel)
    assert (origin["order_by"], origin["most"]) == ("CPU Usage", 15)
    assert lost.notes == ["not kept: CPU Quota: the order by `Gone`, which is no column here, is not kept"]


def test_an_old_table_has_the_columns_of_its_styles() -> None:
    styles = [
        {"alias": "Time", "pattern": "Time", "type": "hidden"},
        {"alias": "Pods", "pattern": "Value #A", "type": "number", "unit": "short", "decimals": 0},
        {
            "alias": "Share", "pattern": "Value #B", "type": "number", "unit": "percentunit", "colorMode": "cell",
            "thresholds": ["0.8", "0.9"], "colors": ["green", "rgba(237, 129, 40, 0.89)", "red"],
        },
        {"alias": "Namespace", "pattern": "namespace", "type": "number"},
        {"pattern": "/.*/", "type": "string"},
    ]  # fmt: skip
    panel = asking("table", "sum(a) by (namespace)", "sum(b) by (namespace)", "sum(c) by (namespace)", styles=styles)
    panel |= {"transform": "table", "sort": {"col": 2, "desc": True}}

    assert origin_of(panel) == {
        "columns": [
            {"label": "namespace", "title": "Namespace"},
            {"query": "sum(a) by (namespace)", "title": "Pods", "unit": "short", "decimals": 0},
            {
                "query": "sum(b) by (namespace)", "title": "Share", "unit": "percentunit",
                "direction": "down", "amber": 0.8, "red": 0.9,
            },
            {"query": "sum(c) by (namespace)", "title": "Value C"},
        ],
        "order_by": "Pods",
    }  # fmt: skip


def test_labels_that_the_panel_names_are_columns_and_so_are_they_alone() -> None:
    steps = [
        organize(
            excludeByName={"Time": True, "Value": True, "__name__": True, "job": True, "uid": True},
            indexByName={"pod": 1, "node": 0, "uid": 2},
            renameByName={"pod": "Pod"},
        )
    ]
    panel = asking("table", "kube_pod_info", transformations=steps)
    panel["targets"][0] |= {"format": "table", "instant": True}

    assert origin_of(panel) == {
        "query": "kube_pod_info",
        "columns": [{"label": "node"}, {"label": "pod", "title": "Pod"}],
    }


def test_one_query_by_two_labels_is_a_table_and_by_one_a_list() -> None:
    two = asking("table", "sum by (namespace, pod) (restarts)", fieldConfig=config(unit="short"))
    one = asking("table", "sum by (pod) (restarts)")
    for panel in (two, one):
        panel["targets"][0]["format"] = "table"

    assert [next(iter(column.values())) for column in origin_of(two)["columns"]] == [
        "namespace", "pod", "sum by (namespace, pod) (restarts)",
    ]  # fmt: skip
    assert origin_of(one) == {"query": "sum by (pod) (restarts)", "legend": "{{pod}}"}


def test_answers_that_are_not_put_together_are_no_table() -> None:
    made = imported(dashboard_of(asking("table", "sum by (pod) (a)", "sum by (pod) (b)")))

    assert only_tile(made)["type"] == "list"
    assert "not kept: Panel: of the columns of the table `A` is kept, and not `B`" in made.notes


def test_more_columns_than_a_table_has_are_named() -> None:
    panel = asking("table", *(f"sum by (pod) (m{number})" for number in range(14)), transformations=[{"id": "merge"}])
    made = imported(dashboard_of(panel))

    assert len(origin_of(panel)["columns"]) == 12
    assert made.notes == ["not kept: Panel: a table has 12 columns, and not `Value L`, `Value M`, `Value N`"]


def test_columns_that_a_filter_leaves_out_are_not_shown() -> None:
    steps = [
        {"id": "merge"},
        {"id": "filterFieldsByName", "options": {"include": {"names": ["pod", "Value #A", "Value #C"]}}},
    ]
    panel = asking("table", "sum by (pod, zone) (a)", "sum by (pod) (b)", "sum by (pod) (c)", transformations=steps)

    assert [column.get("label") or column["title"] for column in origin_of(panel)["columns"]] == [
        "pod",
        "Value A",
        "Value C",
    ]


def test_a_query_of_several_lines_and_words_that_yaml_reads_otherwise_stay_as_they_are() -> None:
    expression = "sum by (pod) (\n  a{x='it''s'} # all: of them\n)"
    panel = asking("table", expression, "sum by (pod) (b)", transformations=[
        {"id": "merge"}, organize(renameByName={"Value #A": "yes", "Value #B": "- 'B': x", "pod": "null"}),
    ])  # fmt: skip

    columns = origin_of(panel)["columns"]
    assert [column["title"] for column in columns] == ["null", "yes", "- 'B': x"]
    assert yaml.safe_load(imported(dashboard_of(panel)).metrics)["board.panel"]["prometheus"]["columns"] == columns
    assert columns[1]["query"].split() == expression.split()


def test_a_label_that_joined_answers_have_each_is_one_column() -> None:
    steps = [
        {"id": "joinByField", "options": {"byField": "queue"}},
        organize(
            indexByName={"queue": 0},
            renameByName={"queue": "Queue", "broker 1": "Broker", "Value #A": "In", "Value #B": "Out"},
        ),
        {"id": "filterFieldsByName", "options": {"include": {"names": ["Queue", "Broker", "In", "Out"]}}},
    ]
    panel = asking(
        "table", "rate(enqueued{broker=~'.+'}[5m])", "rate(dequeued{broker=~'.+'}[5m])", transformations=steps
    )

    assert [column["title"] for column in origin_of(panel)["columns"]] == ["Queue", "Broker", "In", "Out"]


def test_columns_that_are_grouped_by_or_made_of_groups_are_all_there_are() -> None:
    steps = [
        {"id": "merge"},
        {"id": "groupBy", "options": {"fields": {
            "user": {"operation": "groupby"}, "job": {"aggregations": []}, "Value #A": {"operation": "aggregate"},
            "Value #B": {"operation": "groupby"},
        }}},
        organize(indexByName={"user": 0}, renameByName={"user": "User", "Value #A (lastNotNull)": "Puts"}),
    ]  # fmt: skip
    panel = asking("table", "puts * on(id) group_left(user) meta", "gets", "lists", transformations=steps)

    assert [column["title"] for column in origin_of(panel)["columns"]] == ["User", "Puts", "Value B"]


def test_a_label_that_a_join_brings_is_a_column_where_an_override_names_it() -> None:
    named = config(override("byName", "name", displayName="Pool"), override("byName", "Value #B", displayName="Used"))
    organized = organize(excludeByName={"pool_id": True, "instance": True})
    queries = [f"{metric} * on(pool_id) group_left(name) pool_metadata" for metric in ("free", "used")]
    panel = asking("table", *queries, transformations=[{"id": "merge"}, organized], fieldConfig=named)

    assert [column["title"] for column in origin_of(panel)["columns"]] == ["Pool", "Value A", "Used"]


def test_with_all_labels_hidden_the_figures_are_one_row() -> None:
    steps = [{"id": "merge"}, organize(excludeByName={"name": True})]
    panel = asking("table", "sum by (name) (a)", "sum by (name) (b)", transformations=steps)

    assert [column["query"] for column in origin_of(panel)["columns"]] == ["sum by (name) (a)", "sum by (name) (b)"]
