"""What the data of each view of Dashing says of a metric."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.hub.ingest.dashing.body import merged
from displayd.hub.ingest.dashing.reading import reading_of
from displayd.hub.metrics.reading import Item, Manner, Reading
from displayd.protocol.vocabulary import level_of
from tests.hub.walls import NOON


def read(**fields: Any) -> Reading:
    """The reading of a widget that was posted `fields`."""
    return reading_of(merged(None, fields, "w", NOON))


def test_number() -> None:
    reading = read(current=9, last="7", title="Karma", moreinfo="since <b>Monday</b>", prefix="$")

    assert (reading.value, reading.previous, reading.as_of) == (9.0, 7.0, NOON)
    assert reading.manner == Manner(title="Karma", about="since Monday", unit="currencyUSD")


@pytest.mark.parametrize(
    ("given_as", "value"),
    [
        (12, 12.0),
        ("12", 12.0),
        (" -1,234.5 ", -1234.5),
        ("1e3", 1000.0),
        (True, None),
        (None, None),
        ("nan", None),
        ("1_000", None),
        ("12 %", None),
        (1e19, None),
        ([1], None),
    ],
)
def test_numbers_as_clients_write_them(given_as: Any, value: float | None) -> None:
    assert read(current=given_as).value == value


def test_a_figure_that_is_none_is_a_text() -> None:
    assert read(current="N/A").text == "N/A"
    assert read(current=5).text is None


def test_meter() -> None:
    reading = read(value=70, min=0, max=200, suffix="%")

    assert reading.value == 70.0
    assert reading.manner == Manner(unit="percent", minimum=0.0, maximum=200.0)
    assert read(value=1, min=5, max=5).manner is None


def test_list() -> None:
    reading = read(items=[{"label": "<i>A</i>", "value": "5"}, {"label": "B", "value": "a lot"}, {"label": 3}, "C"])

    assert reading.items == [
        Item(label="A", value=5.0),
        Item(label="B", detail="a lot"),
        Item(label="3"),
        Item(label="C"),
    ]
    assert reading.rows == [["A", 5.0], ["B", "a lot"], ["3", None]]


def test_text() -> None:
    reading = read(title="News", text="One<br>two<script>alert(1)</script>")

    assert (reading.value, reading.text) == (None, "One\ntwo")


def test_graph_with_times() -> None:
    reading = read(points=[{"x": NOON - 60, "y": 4}, {"x": NOON - 120, "y": "3"}, {"x": NOON, "y": 5}])

    assert (reading.value, reading.value_at, reading.series) == (5.0, NOON, None)
    assert reading.history == [(NOON - 120, 3.0), (NOON - 60, 4.0)]


def test_graph_that_counts_its_points() -> None:
    reading = read(points=[{"x": 1, "y": 4}, {"x": 2, "y": None}, {"x": 3, "y": 5}], displayedValue="17")

    assert (reading.value, reading.history) == (17.0, None)
    assert reading.series == [4.0, None, 5.0]
    assert read(points=[[1, 2], [2, 3]]).series == [2.0, 3.0]


def test_comments() -> None:
    reading = read(comments=[{"name": "Ada", "body": "It <b>works</b>", "avatar": "https://x/y.png"}])

    assert reading.items == [Item(label="Ada", detail="It works")]


def test_table() -> None:
    reading = read(rows=[{"cols": [{"value": "A"}, {"value": "1"}]}, {"cols": [{"value": None}]}, ["B", 2]])

    assert reading.rows == [["A", 1.0], [None], ["B", 2.0]]


@pytest.mark.parametrize(("status", "level"), [("warning", "amber"), ("danger", "red"), ("fine", "none"), (3, "none")])
def test_status_colours_the_figure(status: Any, level: str) -> None:
    manner = read(current=9, status=status).manner or Manner()

    assert level_of(9.0, manner.direction or "none", manner.amber, manner.red) == level


@pytest.mark.parametrize(
    ("prefix", "suffix", "unit"),
    [
        ("", "%", "percent"),
        ("€", "", "currencyEUR"),
        ("&pound;", "", "currencyGBP"),
        ("", "ms", "ms"),
        ("", " users", "suffix:users"),
        ("#", "", "prefix:#"),
        (None, 5, None),
    ],
)
def test_what_stands_around_a_figure_is_its_unit(prefix: Any, suffix: Any, unit: str | None) -> None:
    assert (read(current=1, prefix=prefix, suffix=suffix).manner or Manner()).unit == unit


def test_seconds_instead_of_milliseconds_are_seconds() -> None:
    assert read(current=1, updatedAt=NOON - 5).as_of == NOON - 5
