"""Made-up numbers."""

from __future__ import annotations

import datetime
import itertools
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.files import MetricEntry, SampleItem, SampleSpec
from displayd.hub.sources.sample import _value_at, next_change, reading_at, value_at

ZONE = "Europe/Amsterdam"
SHAPES = ["walk", "day", "count", "steady"]


def local(text: str) -> float:
    """Unix time of a local time."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(ZONE)).timestamp()


@given(
    st.sampled_from(SHAPES),
    st.text(max_size=5),
    st.tuples(st.integers(-1000, 1000) | st.floats(-1e6, 1e6), st.integers(-1000, 1000) | st.floats(-1e6, 1e6)),
    st.floats(0, 4e9),
)
def test_a_value_stays_in_its_range_and_is_the_same_every_time(
    shape: str, name: str, between: tuple[float, float], at: float
) -> None:
    between = (min(between), max(between))

    value = value_at(name, shape, between, at, ZONE)
    _value_at.cache_clear()

    room = max(abs(between[0]), abs(between[1])) * 0.01 + 1e-9
    low = min(0.0, between[0]) if shape == "count" else between[0]
    assert low - room <= value <= max(0.0, between[1]) + room
    assert value_at(name, shape, between, at, ZONE) == value


@pytest.mark.parametrize("shape", SHAPES)
def test_whole_ends_make_whole_numbers(shape: str) -> None:
    values = [value_at("m", shape, (120, 180), 1_795_000_000 + hour * 3600, ZONE) for hour in range(48)]

    assert all(value == int(value) for value in values)


@given(st.text(max_size=5))
def test_a_count_grows_through_the_day_and_starts_anew_at_midnight(name: str) -> None:
    start = local("2026-11-18T00:00")
    values = [value_at(name, "count", (120, 180), start + minute * 60, ZONE) for minute in range(0, 1440, 10)]

    assert all(a <= b for a, b in itertools.pairwise(values))
    assert values[0] == 0
    assert 100 <= values[-1] <= 180
    assert value_at(name, "count", (120, 180), start + 86_400, ZONE) == 0


def test_an_office_is_busier_by_day_than_by_night_or_on_a_weekend() -> None:
    def mean(day: str) -> float:
        start = local(day)
        return sum(value_at("m", "day", (0.0, 100.0), start + minute * 60, ZONE) for minute in range(0, 180, 5)) / 36

    wednesday, night, sunday = mean("2026-11-18T09:00"), mean("2026-11-18T01:00"), mean("2026-11-22T09:00")

    assert wednesday > 2 * sunday > 2 * night


def test_two_metrics_do_not_move_alike() -> None:
    first = [value_at("a", "walk", (0.0, 100.0), hour * 3600.0, ZONE) for hour in range(50)]
    second = [value_at("b", "walk", (0.0, 100.0), hour * 3600.0, ZONE) for hour in range(50)]

    assert sum(abs(a - b) for a, b in zip(first, second, strict=True)) > 200


def test_a_reading_has_everything_and_changes_when_it_is_time() -> None:
    items = [SampleItem(label="Ann", between=(0, 9), detail="east"), SampleItem(label="Bob")]
    entry = MetricEntry(sample=SampleSpec(between=(10, 20), seconds=30, target=15, items=items, rows=[["x", 1]]))
    at = local("2026-11-18T12:00:10")

    reading = reading_at("m", entry, at, ZONE)

    assert reading is not None
    assert reading.as_of == at - 10
    assert reading == reading_at("m", entry, at + 19, ZONE)
    assert reading != reading_at("m", entry, at + 20, ZONE)
    assert next_change(entry, at) == at + 20
    assert reading.previous is not None
    assert reading.history is not None
    assert len(reading.history) == 119
    assert [item.label for item in reading.items or []] == ["Ann", "Bob"]
    assert (reading.target, reading.rows) == (15, [["x", 1]])


def test_only_metrics_with_a_recipe_are_made_up() -> None:
    assert reading_at("m", MetricEntry(sample=True), 0, ZONE) is None
    assert next_change(MetricEntry(), 0) == float("inf")
