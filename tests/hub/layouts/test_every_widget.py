"""Metrics of a wall folder, in every widget that takes them."""

from __future__ import annotations

import functools
import json
from typing import Any

import pytest

from displayd.document.model import decode
from displayd.hub.metrics.live import Metrics
from displayd.hub.publish.publisher import Publisher
from displayd.hub.wall.loader import Wall
from displayd.tile.widget import Widget
from tests.hub.walls import NOON, wall
from tests.support.made_up import made_up

METRICS = """
revenue:
  title: Recurring revenue
  unit: currencyEUR
  direction: up
  target: 400000
  period: quarter
  history_hours: 8760
  compare_hours: 8760
  compare_line: true
  sample: {between: [300000, 320000], shape: steady, trend: 0.01}
adoption: {title: Adoption, unit: percentunit, direction: up, red: 0.3, sample: {between: [0.2, 0.9]}}
satisfaction: {title: CSAT, unit: percentunit, sample: {between: [0.8, 0.9], shape: drift}}
releases:
  title: Releases
  sample: {items: [{label: "4.2", time_in: -8640000}, {label: "4.3", time_in: -864000}]}
channels:
  title: Tickets by channel
  direction: down
  amber: 50
  compare_hours: 168
  sample:
    items:
      - {label: E-mail, between: [20, 40], target: 30, detail: north, lat: 52.4, lon: 4.9, weight: 2, time_in: 90000}
      - {label: Chat, between: [60, 80], target: 30, detail: south, lat: 48.1, lon: 11.6, weight: 1, time_in: -90000}
tickets:
  title: Tickets
  sample:
    items:
      - {label: "4711", detail: Contoso, time_in: 5400, level: amber}
      - {label: "4712", detail: Fabrikam, time_in: -600, level: red}
load:
  title: Tickets by hour
  sample:
    rows:
      - [Mon, 1, {between: [5, 9]}, null]
      - [Tue, 2, {between: [5, 9]}, 4]
cohorts:
  title: Cohorts
  unit: percentunit
  sample:
    rows:
      - [Sep, 40, 1.0, 0.9, 0.85]
      - [Oct, 52, 1.0, {between: [0.85, 0.9]}]
renewals:
  title: Renewals
  sample: {rows: [[Contoso, 84000, {days: 12}], [Fabrikam, 12000, {days: 40}]]}
"""


@functools.cache
def office() -> tuple[Wall, Metrics]:
    """A wall with the metrics above, each with its reading."""
    found = wall({"metrics/made-up.yaml": METRICS})
    metrics = Metrics()
    metrics.define(found.metrics, timezone=found.timezone)
    for metric, reading in made_up(found, NOON).items():
        metrics.put(metric, reading, NOON)
    return found, metrics


def shown(widget: dict[str, Any]) -> Any:
    """`widget` as a screen gets it."""
    layout = json.dumps({"pages": [{"widgets": {"a": widget}}]})
    _, metrics = office()
    found = wall({"metrics/made-up.yaml": METRICS, "layouts/team.yaml": layout})
    publisher = Publisher()
    publisher.publish(found, metrics, NOON)
    issue = publisher.issue("left")
    assert issue is not None
    made = decode(issue.body).pages[0].widgets["a"]
    assert isinstance(made, Widget)
    assert made.error == ""
    assert made.sample
    assert not made.is_empty()
    return made


LISTS = {
    "bar": ("bars", ["label", "value", "previous", "target"]),
    "bullet": ("items", ["label", "value", "target"]),
    "donut": ("slices", ["label", "value"]),
    "funnel": ("stages", ["label", "value", "previous"]),
    "health": ("parts", ["label", "value", "previous", "weight"]),
    "leaderboard": ("items", ["label", "value", "previous", "detail"]),
    "list": ("items", ["label", "detail", "value", "time"]),
    "map": ("places", ["label", "value", "lat", "lon"]),
    "numbers": ("items", ["label", "value", "previous", "target"]),
    "sla": ("items", ["label", "detail"]),
    "sparkline": ("items", ["label", "value", "previous", "history"]),
    "status": ("items", ["label", "detail"]),
    "ticker": ("items", ["label", "detail"]),
}


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("way", ["of the widget", "of the list"])
def test_the_items_of_a_metric_make_the_list_of_a_widget(kind: str, way: str) -> None:
    field, fields = LISTS[kind]
    widget: dict[str, Any] = {"metric": "channels"} if way == "of the widget" else {field: {"metric": "channels"}}
    if kind == "health":
        widget["value"] = 50

    parts = getattr(shown({"type": kind, **widget}), field)

    _, metrics = office()
    facts = metrics.facts("channels")
    assert facts is not None
    assert facts.items is not None
    items = facts.items
    for name in fields:
        assert [getattr(part, name) for part in parts] == [getattr(item, name) for item in items], name
        assert all(getattr(part, name) for part in parts), name


def test_deadlines_are_the_moments_of_items() -> None:
    found = shown({"type": "sla", "metric": "tickets"})

    assert [one.label for one in found.items] == ["4711", "4712"]
    assert found.items[0].due > NOON > found.items[1].due


def test_words_that_go_round_have_their_level() -> None:
    found = shown({"type": "ticker", "metric": "tickets"})
    by_number = shown({"type": "ticker", "metric": "channels"})

    assert [one.level for one in found.items] == ["amber", "red"]
    assert [one.level for one in by_number.items] == ["good", "amber"]


@pytest.mark.parametrize("kind", ["numbers", "sparkline", "bullet", "list"])
def test_each_item_of_a_widget_may_have_its_own_metric(kind: str) -> None:
    found = shown(
        {"type": kind, "items": [{"metric": "revenue"}, {"metric": "adoption", "label": "Use"}, {"metric": "channels"}]}
    )

    assert [item.label for item in found.items] == ["Recurring revenue", "Use", "Tickets by channel"]
    revenue = office()[1].facts("revenue")
    assert revenue is not None
    assert found.items[0].value == revenue.value
    if kind != "list":
        assert [item.unit for item in found.items] == ["currencyEUR", "percentunit", None]
        assert found.items[1].red == 0.3
    if kind == "sparkline":
        assert len(found.items[0].history) == 120


def test_bars_in_groups_have_a_metric_each() -> None:
    found = shown({"type": "bar", "series": [{"metric": "channels", "name": "Now"}, {"metric": "channels"}]})

    assert [one.name for one in found.series] == ["Now", "Tickets by channel"]
    assert [one.level for one in found.series] == ["none", "none"]
    assert [[bar.label for bar in one.bars] for one in found.series] == [["E-mail", "Chat"]] * 2
    assert found.previous_label == "last week"


def test_a_line_has_the_year_before_and_what_happened() -> None:
    found = shown({"type": "line", "metric": "revenue", "events": {"metric": "releases"}})

    assert (found.title, found.unit) == ("Recurring revenue", "currencyEUR")
    assert (found.before_label, found.now_label) == ("last year", "this year")
    assert [at for at, _ in found.before] == [at for at, _ in found.points]
    assert found.before[0][1] < found.before[-1][1] < found.points[-1][1]
    assert [event.label for event in found.events] == ["4.2", "4.3"]
    assert found.events[0].time < found.events[1].time < NOON


def test_events_say_nothing_of_the_units_of_the_lines() -> None:
    found = shown(
        {
            "type": "line",
            "series": [{"metric": "adoption"}, {"metric": "satisfaction"}],
            "events": {"metric": "releases"},
        }
    )

    assert found.unit == "percentunit"


def test_each_axis_has_the_unit_of_its_lines() -> None:
    found = shown({"type": "line", "series": [{"metric": "revenue"}, {"metric": "adoption", "axis": "right"}]})

    assert (found.unit, found.right_unit) == ("currencyEUR", "percentunit")


def test_a_goal_for_a_quarter_says_how_far_it_should_be() -> None:
    found = shown({"type": "progress", "metric": "revenue"})

    assert found.target == 400_000
    assert 0 < found.expected < 400_000
    assert found.previous < found.value


def test_a_score_has_its_history() -> None:
    found = shown({"type": "health", "metric": "satisfaction", "parts": [{"metric": "adoption", "weight": 0.4}]})

    assert len(found.history) == 120
    assert (found.parts[0].label, found.parts[0].weight) == ("Adoption", 0.4)


def test_rows_make_a_heat_map_and_cohorts() -> None:
    heatmap = shown({"type": "heatmap", "metric": "load", "columns": ["09", "10", "11"]})
    cohort = shown({"type": "cohort", "metric": "cohorts"})

    assert [row[0] for row in heatmap.rows] == ["Mon", "Tue"]
    assert heatmap.rows[0][1] == 1
    assert 5 <= heatmap.rows[1][2] <= 9
    assert [row[:2] for row in cohort.rows] == [["Sep", 40], ["Oct", 52]]
    assert 0.85 <= cohort.rows[1][3] <= 0.9


def test_a_table_shows_dates_that_move_along() -> None:
    columns = [{"label": "Account"}, {"label": "Revenue", "unit": "currencyEUR"}, {"label": "Renewal"}]
    found = shown({"type": "table", "metric": "renewals", "columns": columns})

    assert found.rows == [["Contoso", 84_000, "30 Nov"], ["Fabrikam", 12_000, "28 Dec"]]
