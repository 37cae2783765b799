"""A dashboard of Grafana becomes a layout and metrics that the hub takes."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from displayd.document.model import template_of
from displayd.errors import DisplaydError
from displayd.tools.grafana.importing import imported
from tests.support.laws import law
from tests.tools.grafana.dashboards import dashboard_of, fixture, metrics_of, only_metric, panel_of, wall_of


def test_a_dashboard_of_today_becomes_a_layout_with_a_page_for_each_row() -> None:
    made = imported(fixture("classic"))
    layout = yaml.safe_load(made.layout)

    assert (made.name, made.shown) == ("shop", 11)
    assert layout["about"] == "What the shop does."
    assert [page["title"] for page in layout["pages"]] == ["Shop", "Servers of shop"]
    assert [page["landscape"] for page in layout["pages"]] == [
        ["orders-of-shop failures full till", "requests       requests text text"],
        ["disks by-code by-code       versions", "up    up      load-and-heat load-and-heat"],
    ]
    first, second = (page["widgets"] for page in layout["pages"])
    assert first["orders-of-shop"] == {"type": "number", "metric": "shop.orders-of-shop"}
    assert first["text"] == {"type": "text", "text": "# shop\n\n- one & two", "markdown": True}
    assert {name: tile["type"] for name, tile in second.items()} == {
        "disks": "bar", "by-code": "donut", "versions": "list", "up": "status", "load-and-heat": "line",
    }  # fmt: skip
    assert second["load-and-heat"]["series"] == [
        {"metric": "shop.load-and-heat", "name": "load"},
        {"metric": "shop.heat", "name": "heat", "axis": "right"},
    ]


def test_what_is_shown_again_for_each_value_of_a_variable_is_named() -> None:
    row = {"type": "row", "title": "Each", "repeat": "job", "panels": [panel_of(title="Inside")]}
    made = imported(dashboard_of(panel_of(title="Alone", repeat="instance"), row))

    assert [note for note in made.notes if "again" in note] == [
        "not kept: Alone: Grafana shows it again for each value of `instance`",
        "not kept: Inside: Grafana shows it again for each value of `job`",
    ]
    assert "# Grafana shows it again for each value of `job`" in made.metrics


def test_what_a_panel_says_of_its_figures_stands_in_its_metric() -> None:
    metrics = metrics_of(imported(fixture("classic")))

    assert metrics["shop.orders-of-shop"] == {
        "title": "Orders of shop",
        "unit": "none",
        "direction": "up",
        "amber": 200,
        "red": 100,
        "about": "Since midnight.",
        "prometheus": {"query": 'sum(increase(orders_total{job="shop"}[3h]))'},
    }
    assert metrics["shop.full"] == {
        "title": "Full", "unit": "percentunit", "decimals": 1, "direction": "down", "amber": 0.7, "red": 0.9,
        "minimum": 0, "maximum": 1, "prometheus": {"query": "max(fullness)", "range": "3h", "reduce": "mean"},
    }  # fmt: skip
    assert metrics["shop.till"]["unit"] == "bool:Open/Closed"
    assert (metrics["shop.till"]["direction"], metrics["shop.till"]["red"]) == ("up", 1)
    assert metrics["shop.failures"]["prometheus"] == {"query": '(sum(failures{instance=~".*"})) or vector(0)'}
    assert metrics["shop.versions"]["prometheus"]["legend"] == "{{version}}"
    assert metrics["shop.requests"]["prometheus"] == {
        "query": 'label_replace(sum by (code) (rate(requests_total{path=~"(/a|/b\\\\.c)"}[5m])), "series", "$1", '
        '"code", "(.*)")\nor label_replace(sum(rate(requests_total[10m])), "series", "all", "", "")',
        "legend": "{{series}}",
        "range": "3h",
    }


def test_what_is_not_shown_is_named_with_its_reason_on_the_page_and_in_the_notes() -> None:
    made = imported(fixture("classic"))

    assert "# Not shown: Log (logs): a wall shows no log lines.\n  - title: Shop\n" in made.layout
    assert "not shown: Log (logs): a wall shows no log lines" in made.notes
    layout, metrics = (text.split("\n") for text in (made.layout, made.metrics))
    assert layout[0] == "# yaml-language-server: $schema=http://127.0.0.1:8070/v1/schemas/layout"
    assert metrics[0] == "# yaml-language-server: $schema=http://127.0.0.1:8070/v1/schemas/metrics"
    assert layout[1] == "# Imported from the Grafana dashboard `Shop`: 11 of 12 panels."


def test_panels_of_grafana_6_are_read_too() -> None:
    made = imported(fixture("old"))
    metrics = metrics_of(made)

    assert metrics["old-times.load"] == {
        "title": "Load", "unit": "short", "decimals": 2, "direction": "down", "amber": 2, "red": 4,
        "prometheus": {"query": "avg(node_load1)", "range": "6h", "reduce": "mean"},
    }  # fmt: skip
    assert metrics["old-times.memory"]["maximum"] == 100
    assert metrics["old-times.network"]["prometheus"]["query"] == 'rate(net{instance=~".*"}[2m])'
    assert metrics["old-times.network"]["unit"] == "Bps"
    assert "variable `node` has no value in the file: all are taken; --var node=VALUE takes one" in made.notes
    assert "not shown: Somewhere else (graph): it asks Loki, not Prometheus" in made.notes


@pytest.mark.parametrize("name", ["classic", "old"])
def test_the_hub_takes_what_was_imported_and_it_has_a_place_on_every_screen(name: str) -> None:
    wall = wall_of(imported(fixture(name)))

    (layout,) = wall.layouts.values()
    for draft in layout.pages:
        for is_landscape in (True, False):
            assert set(template_of(draft.page, is_landscape).areas) == set(draft.page.widgets)


def test_values_of_variables_and_the_server_are_those_that_are_given() -> None:
    made = imported(fixture("old"), name="mine", values={"node": "web-1:9100", "nobody": "x"}, server="staging")

    assert metrics_of(made)["mine.network"]["prometheus"]["query"] == 'rate(net{instance=~"web-1:9100"}[2m])'
    assert {metric["prometheus"]["server"] for metric in metrics_of(made).values()} == {"staging"}
    assert "--var nobody: the dashboard has no such variable" in made.notes
    assert not any("has no value" in note for note in made.notes)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is no JSON"),
        (b"{", "this is no JSON"),
        (b"[]", "it is no object"),
        (b"{}", "it has no panels"),
        (b'{"panels": []}', "it has no panels"),
        (b'{"panels": 7}', "it has no panels"),
        (b'{"rows": [{"panels": []}, 7]}', "it has no panels"),
        (b'{"elements": {}, "layout": {}}', "it has no panels"),
        (b"[" * 100_000, "nested too deep"),
        (b"\xff\xfe{}", "no JSON"),
    ],
)
def test_what_is_no_dashboard_is_refused_in_plain_words(data: bytes, message: str) -> None:
    with pytest.raises(DisplaydError, match=message):
        imported(data)


def test_the_form_of_grafanas_own_api_is_read() -> None:
    inner = json.loads(dashboard_of(panel_of(title="Up")))
    wrapped = {"kind": "Dashboard", "apiVersion": "dashboard.grafana.app/v1beta1", "spec": inner}

    assert imported(json.dumps(wrapped).encode()).shown == 1


def test_a_dashboard_of_which_nothing_can_be_shown_is_refused_with_the_reasons() -> None:
    with pytest.raises(DisplaydError, match="nothing of this dashboard") as refusal:
        imported(dashboard_of(panel_of(type="logs", title="Log")))

    assert refusal.value.hint == "not shown: Log (logs): a wall shows no log lines"


@pytest.mark.parametrize(
    ("panel", "reason"),
    [
        (panel_of(type="nodeGraph"), "there is no widget for graphs of nodes"),
        (panel_of(type="acme-clock-panel"), "there is no widget for this kind of panel"),
        (panel_of(targets=[]), "it asks nothing"),
        (panel_of(targets=[{"refId": "A", "expr": "up", "hide": True}]), "it asks nothing"),
        (panel_of(targets=[{"expr": "up{x='$who'}"}]), "nobody says what `who` is in its query; --var who=VALUE does"),
        (panel_of(targets=[{"rawSql": "select 1", "datasource": {"type": "mysql"}}]), "it asks MySQL, not Prometheus"),
        (panel_of(datasource="-- Dashboard --"), "it asks another panel, not Prometheus"),
        (panel_of(options={"textMode": "name"}), "it shows the name of a label, and a tile shows figures"),
        (
            panel_of(type="text", options={"content": "<img src='x'>"}),
            "it has pictures, frames or nothing, and no words",
        ),
        ({"type": "stat", "libraryPanel": {"name": "x"}}, "it is in Grafana's library, not in this file"),
        ({}, "there is no widget for this kind of panel"),
    ],
)
def test_each_panel_that_cannot_be_shown_has_its_reason(panel: dict[str, Any], reason: str) -> None:
    made = imported(dashboard_of(panel, panel_of(title="Other")))

    assert [note.rpartition("): ")[2] for note in made.notes] == [reason]


def test_names_are_given_once_whatever_titles_are() -> None:
    panels = [panel_of(title=title) for title in ("Täter %", "Täter %", "", "", "→", "x" * 300, "a: b # 'c' \u2028 d")]
    made = imported(dashboard_of(*panels, title="É: #1"))

    assert made.shown == 7
    assert list(metrics_of(made))[:2] == ["e-1.tater-percent", "e-1.tater-percent-2"]
    wall_of(made)


def test_words_for_other_values_than_yes_and_no_are_kept() -> None:
    mappings = [{"type": "value", "options": {"0": {"text": "idle"}, "1": {"text": "busy"}, "2": {"text": "full"}}}]
    made = imported(dashboard_of(panel_of(fieldConfig={"defaults": {"mappings": mappings}})))

    assert made.notes == []
    assert metrics_of(made)["board.panel"]["unit"] == "words:0=idle, 1=busy, 2=full"
    wall_of(made)


def test_a_timeline_of_states_with_coloured_words_shows_how_they_are() -> None:
    words = {"0": ("Up", "green"), "1": ("Degraded", "#EAB839"), "2": ("Down", "semi-dark-red")}
    options = {value: {"text": word, "color": colour} for value, (word, colour) in words.items()}
    panel = panel_of(
        type="state-timeline", fieldConfig={"defaults": {"mappings": [{"type": "value", "options": options}]}}
    )
    made = imported(dashboard_of(panel))
    metric = metrics_of(made)["board.panel"]

    assert "type: status" in made.layout
    assert metric["unit"] == "words:0=Up, 1=Degraded, 2=Down"
    assert (metric["direction"], metric["amber"], metric["red"]) == ("down", 0, 1)
    wall_of(made)


def test_a_single_series_that_is_asked_for_by_name_is_one_figure() -> None:
    pinned = 'sum by (instance) (up{instance="a"})'
    assert "legend" not in only_metric(panel_of(targets=[{"expr": pinned}]))["prometheus"]
    assert only_metric(panel_of(targets=[{"expr": "sum by (instance) (up)"}]))["prometheus"]["legend"] == "{{instance}}"


CLASSIC = json.loads(fixture("classic"))["dashboard"]
OLD = json.loads(fixture("old"))

WORDS = (
    "$__all", "${a:regex}", "$instance", "[[job]]", "percent", "suffix:", "si:", "rgb(1,2,3)", "#12", "now-5y", "{{x}}",
    "a\u2028b", "'", "sum(", "label: 'x' # no", "- x", "\t", "\x00", "%", "1e400", "-0", " x", "\n y",
)  # fmt: skip
KEYS = ("type", "title", "value", "text", "color", "options", "panels", "expr", "current")
ODD = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20) | st.sampled_from(WORDS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3),
    max_leaves=6,
)


def places(found: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything in `found`."""
    inner = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    return [place for key, one in inner for place in [(*path, key), *places(one, (*path, key))]]


@law
@example(OLD, [(0, float("inf"))])
@given(st.sampled_from([CLASSIC, OLD]), st.lists(st.tuples(st.integers(0, 10_000), ODD), min_size=1, max_size=5))
def test_whatever_stands_in_a_dashboard_is_refused_or_makes_files_that_the_hub_takes(
    dashboard: Any, changes: list[tuple[int, Any]]
) -> None:
    changed = copy.deepcopy(dashboard)
    for number, value in changes:
        paths = places(changed)
        *way, last = paths[number % len(paths)]
        part = changed
        for key in way:
            part = part[key]
        part[last] = value

    try:
        made = imported(json.dumps(changed).encode())
    except DisplaydError:
        return
    wall_of(made)


@pytest.mark.parametrize(
    ("panel", "look"),
    [
        ({}, {}),
        ({"stack": True}, {"arrangement": "stacked"}),
        ({"stack": True, "percentage": True, "steppedLine": True}, {"arrangement": "share", "shape": "steps"}),
        ({"bars": True, "nullPointMode": "null as zero"}, {"shape": "bars", "missing": "zero"}),
        ({"custom": {"stacking": {"mode": "normal"}}}, {"arrangement": "stacked"}),
        ({"custom": {"stacking": {"mode": "percent"}, "drawStyle": "bars"}}, {"arrangement": "share", "shape": "bars"}),
        (
            {"custom": {"lineInterpolation": "stepAfter", "spanNulls": True, "scaleDistribution": {"type": "log"}}},
            {"shape": "steps", "missing": "connect", "scale": "log"},
        ),
        ({"custom": {"thresholdsStyle": {"mode": "dashed+area"}}}, {"thresholds": "zones"}),
    ],
)
def test_lines_keep_how_they_are_drawn(panel: dict[str, Any], look: dict[str, str]) -> None:
    options = dict(panel)
    custom = options.pop("custom", {})
    made = imported(dashboard_of(panel_of(type="timeseries", fieldConfig={"defaults": {"custom": custom}}, **options)))

    (page,) = yaml.safe_load(made.layout)["pages"]
    (tile,) = page["widgets"].values()
    assert {name: tile[name] for name in tile if name not in ("type", "metric", "title")} == look
    wall_of(made)
