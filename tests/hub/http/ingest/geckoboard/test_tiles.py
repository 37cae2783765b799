"""A pushed dataset on every kind of tile, from the request to the document that a screen is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from displayd.document.model import decode
from tests.hub.walls import KEY, Caller, eventually, serving, write_wall

FIELDS = {
    "day": {"type": "date", "name": "Day"},
    "team": {"type": "string", "name": "Team"},
    "csat": {"type": "percentage", "name": "CSAT"},
    "mrr": {"type": "money", "name": "MRR", "currency_code": "USD"},
    "frt": {"type": "duration", "name": "First reply", "time_unit": "minutes"},
    "lat": {"type": "number", "name": "Latitude"},
    "lon": {"type": "number", "name": "Longitude"},
    "state": {"type": "string", "name": "State"},
}
ROWS = [
    {"day": "2026-11-20", "team": "EMEA", "csat": 0.8, "mrr": 10000, "frt": 9, "lat": 51.5, "lon": -0.1, "state": "up"},
    {"day": "2026-11-21", "team": "EMEA", "csat": 0.9, "mrr": 20000, "frt": 8, "lat": 51.5, "lon": -0.1, "state": "up"},
    {"day": "2026-11-21", "team": "US", "csat": 0.7, "mrr": 30050, "frt": 7, "lat": 40.7, "lon": -74, "state": "down"},
]


def tile(hub: Caller) -> Any:
    """The tile on the screen `left`."""
    return decode(hub.screen("left").content).pages[0].widgets["tile"]


@pytest.mark.expects_log
@pytest.mark.parametrize(
    ("widget", "dataset", "shown"),
    [
        ("number", "value: csat", lambda one: (one.value, one.unit, one.previous) == (0.7, "percentunit", 0.8)),
        ("gauge", "value: frt, reducer: mean, over: day", lambda one: (one.value, one.unit) == (7.5, "m")),
        ("bullet", "value: mrr, reducer: sum", lambda one: [row.value for row in one.items] == [300.0, 300.5]),
        ("progress", "value: mrr, reducer: sum", lambda one: (one.value, one.unit) == (600.5, "currencyUSD")),
        (
            "line",
            "value: mrr, reducer: sum, over: day",
            lambda one: [value for _, value in one.points] == [100.0, 500.5] and one.unit == "currencyUSD",
        ),
        ("sparkline", "value: csat, reducer: max, over: day", lambda one: one.history == [0.8, 0.9]),
        (
            "sparkline",
            "value: mrr, reducer: sum, over: day, by: team",
            lambda one: [row.history for row in one.items] == [[100.0, 200.0], [None, 300.5]],
        ),
        (
            "bar",
            "value: mrr, reducer: sum, by: day",
            lambda one: [bar.label for bar in one.bars] == ["2026-11-20", "2026-11-21"],
        ),
        ("donut", "reducer: rows", lambda one: [part.value for part in one.slices] == [2.0, 1.0]),
        ("funnel", "reducer: rows", lambda one: [stage.label for stage in one.stages] == ["EMEA", "US"]),
        ("leaderboard", "value: mrr, reducer: max", lambda one: [item.value for item in one.items] == [200.0, 300.5]),
        (
            "list",
            "reducer: rows, largest_first: true, item: {detail: state}",
            lambda one: [(item.label, item.detail) for item in one.items] == [("EMEA", "up"), ("US", "down")],
        ),
        (
            "map",
            "value: mrr, reducer: sum, item: {lat: lat, lon: lon}",
            lambda one: [(place.lat, place.lon) for place in one.places] == [(51.5, -0.1), (40.7, -74.0)],
        ),
        (
            "status",
            "reducer: rows, item: {state: state}",
            lambda one: [(item.label, item.state) for item in one.items] == [("EMEA", "up"), ("US", "down")],
        ),
        (
            "table, columns: [{label: Day}, {label: Team}, {label: MRR, unit: currencyUSD}]",
            "columns: [day, team, mrr]",
            lambda one: [row[1:] for row in one.rows] == [["US", 300.5], ["EMEA", 200.0], ["EMEA", 100.0]],
        ),
        (
            "table",
            "columns: [team, csat, frt]",
            lambda one: (
                [(column.label, column.unit) for column in one.columns]
                == [("Team", "short"), ("CSAT", "percentunit"), ("First reply", "m")]
            ),
        ),
        ("text", "value: mrr, reducer: sum", lambda one: one.text == "US$601"),
    ],
)
def test_every_kind_of_tile_shows_a_dataset(widget: str, dataset: str, shown: Any, tmp_path: Path) -> None:
    wall: dict[str, str | bytes | None] = {
        "metrics.yaml": f"pushed: {{title: Pushed, dataset: {{id: shop.daily, {dataset}}}}}\n",
        "layouts/team.yaml": f"pages: [{{widgets: {{tile: {{type: {widget}, metric: pushed}}}}}}]",
        "layouts/sales.yaml": "pages: [{widgets: {a: {type: clock}}}]",
    }
    with serving(write_wall(tmp_path / "wall", wall), tmp_path / "state") as hub:
        hub.send("PUT", "/datasets/shop.daily", KEY, json={"fields": FIELDS})
        hub.send("POST", "/datasets/shop.daily/data", KEY, json={"data": ROWS})

        assert eventually(lambda: not tile(hub).error and shown(tile(hub))), tile(hub)


@pytest.mark.expects_log
def test_a_tile_says_by_its_metrics_thresholds_how_good_a_dataset_is(tmp_path: Path) -> None:
    orders = "orders: {direction: up, amber: 0.9, red: 0.8, dataset: {id: shop.daily, value: csat}}\n"
    wall: dict[str, str | bytes | None] = {"metrics.yaml": f"{orders}errors: {{}}\nlatency: {{}}\n"}
    with serving(write_wall(tmp_path / "wall", wall), tmp_path / "state") as hub:
        hub.send("PUT", "/datasets/shop.daily", KEY, json={"fields": FIELDS})
        hub.send("POST", "/datasets/shop.daily/data", KEY, json={"data": ROWS})

        def level() -> str:
            found: str = decode(hub.screen("left").content).pages[0].widgets["orders"].level()
            return found

        assert eventually(lambda: level() == "red")
