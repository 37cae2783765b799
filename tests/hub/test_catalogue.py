"""The catalogue of metrics."""

from __future__ import annotations

import pytest

from displayd.hub.catalogue import MetricView, source_in_words, view_of
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.reading import Item, Manner, Reading
from tests.hub.walls import NOON, wall

METRICS = """
orders: {title: Orders, unit: short, direction: up, amber: 10, red: 5, target: 20, about: All of them., decimals: 1}
errors: {title: Errors, expire_after: 300}
latency: {}
load: {host: load1}
made: {title: Made up, sample: {between: [3, 9]}}
marked: {sample: true}
rows: {dataset: {id: support.daily, value: tickets}}
job: {pushgateway: backup_bytes, refresh_seconds: 30}
orders-json: {json: {server: shop, url: /open, value: open}}
orders-csv: {csv: {server: shop, url: /open.csv, column: open}}
orders-file: {csv: {file: open.csv, column: open}}
orders-sql: {sql: select 5 as value}
"""

HUB = """
outgoing: [shop.example.org]
servers: {shop: {url: https://shop.example.org}}
data_folder: /srv/data
host_seconds: 1
"""

OFFICE = wall({"metrics.yaml": METRICS, "hub.yaml": HUB})


def views(metrics: Metrics) -> dict[str, MetricView]:
    return {name: view_of(metrics, name, OFFICE.office) for name in metrics.names()}


def defined() -> Metrics:
    metrics = Metrics()
    metrics.define(OFFICE.metrics)
    return metrics


def test_definition_is_all_that_is_known_before_the_first_value() -> None:
    assert views(defined())["orders"] == MetricView(
        id="orders",
        title="Orders",
        about="All of them.",
        unit="short",
        decimals=1,
        direction="up",
        amber=10,
        red=5,
        target=20,
        source="pushed",
    )


def test_value_has_its_age_its_level_and_an_expiry_of_its_own() -> None:
    metrics = defined()
    metrics.put("orders", Reading(value=7, as_of=NOON, target=30, expire_after=60), NOON)

    found = views(metrics)["orders"]

    assert (found.value, found.as_of, found.level, found.target, found.expire_after) == (7, NOON, "amber", 30, 60)


def test_what_the_source_says_stands_where_the_definition_is_silent() -> None:
    metrics = defined()
    manner = Manner(title="Time", unit="ms", direction="down", amber=5, red=10)
    metrics.put("latency", Reading(value=7, as_of=NOON, manner=manner), NOON)
    metrics.put("orders", Reading(value=7, as_of=NOON, manner=manner), NOON)
    metrics.put("made", Reading(as_of=NOON, items=[Item(label="x"), Item(label="y")], text="words"), NOON)

    found = views(metrics)

    assert (found["latency"].title, found["latency"].unit, found["latency"].level) == ("Time", "ms", "amber")
    assert (found["orders"].title, found["orders"].unit, found["orders"].red) == ("Orders", "short", 5)
    assert (found["made"].parts, found["made"].text) == (2, "words")


@pytest.mark.parametrize(
    ("metric", "source", "refresh"),
    [
        ("orders", "pushed", None),
        ("marked", "pushed", None),
        ("load", "host load1", 1.0),
        ("made", "sample walk", None),
        ("rows", "dataset support.daily", None),
        ("job", "pushgateway backup_bytes", 30.0),
        ("orders-json", "json shop /open", 60.0),
        ("orders-csv", "csv shop /open.csv", 60.0),
        ("orders-file", "csv open.csv", 60.0),
        ("orders-sql", "sql select 5 as value", 300.0),
    ],
)
def test_source_stands_in_words(metric: str, source: str, refresh: float | None) -> None:
    found = views(defined())[metric]

    assert (found.source, found.is_sample) == (source, metric in ("made", "marked"))
    if metric != "rows":
        assert found.refresh_seconds == refresh


def test_long_query_is_cut() -> None:
    long = wall({"metrics.yaml": f"orders: {{pushgateway: {'x' * 190}}}\nerrors: {{}}\nlatency: {{}}\n"})

    words = source_in_words(long.metrics["orders"])

    assert len(words) == 80
    assert words.endswith("x…")


def test_last_error_stays_when_there_is_data_again() -> None:
    metrics = defined()
    metrics.fail("load", "no answer", NOON, who="CRM")
    during = views(metrics)["load"]
    metrics.put("load", Reading(value=1, as_of=NOON + 60), NOON + 60)
    after = views(metrics)["load"]

    assert (during.is_failing, during.error, during.error_since) == (True, "CRM: no answer", NOON)
    assert (after.is_failing, after.error, after.error_since) == (False, "CRM: no answer", NOON)
