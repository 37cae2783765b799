"""Made-up numbers."""

from __future__ import annotations

import datetime
import itertools
import zoneinfo
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.reading import Date, Item, Reading
from displayd.hub.sources import sample_motion
from displayd.hub.sources.sample_shapes import _value_at, value_at
from displayd.hub.sources.sample_spec import SampleCell, SampleItem, SampleSpec
from displayd.hub.sources.sample_values import ITEM_POINTS, next_change, reading_at
from displayd.hub.sources.source import Asked
from tests.hub.walls import NOON

ZONE = "Europe/Amsterdam"
SHAPES = ["walk", "day", "count", "steady", "drift"]


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


def test_a_range_of_whole_numbers_is_another_one_than_the_same_of_others() -> None:
    whole = read(MetricEntry(origin=SampleSpec(between=(0, 3)), history_hours=168))
    parts = read(MetricEntry(origin=SampleSpec(between=(0.0, 3.0)), history_hours=168))

    assert {value for _, value in whole.history or []} <= {0, 1, 2, 3}
    assert len({value for _, value in parts.history or []}) > 50


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
    spec = SampleSpec(between=(10, 20), seconds=30, target=15, items=items, rows=[["x", 1]])
    entry = MetricEntry(origin=spec)
    at = local("2026-11-18T12:00:10")

    reading = read(entry, at)

    assert reading.as_of == at - 10
    assert reading == read(entry, at + 19)
    assert reading != read(entry, at + 20)
    assert next_change("m", {"m": Asked(entry, spec)}, at) == at + 20
    assert reading.previous is not None
    assert reading.history is not None
    assert len(reading.history) == 119
    assert [item.label for item in reading.items or []] == ["Ann", "Bob"]
    assert (reading.target, reading.rows) == (15, [["x", 1]])


def read(entry: MetricEntry, at: float = NOON, metric: str = "m") -> Reading:
    """The reading of a metric that has a recipe."""
    assert isinstance(entry.origin, SampleSpec)
    return reading_at(metric, {metric: Asked(entry, entry.origin)}, at, ZONE)


def item(at: float = NOON, seconds: int = 60, compare_hours: float = 24, **fields: Any) -> Item:
    """The only line of a metric."""
    spec = SampleSpec(seconds=seconds, items=[SampleItem(label="x", **fields)])
    (found,) = read(MetricEntry(origin=spec, compare_hours=compare_hours), at).items or []
    return found


def test_a_line_has_all_that_its_recipe_says() -> None:
    found = item(between=(3, 5), target=4, detail="d", level="red", lat=59.9, lon=10.7, weight=0.4, time_in=60)

    assert found.history is not None
    assert len(found.history) == ITEM_POINTS
    assert found.history[-1] == found.value
    assert all(value is not None and 3 <= value <= 5 for value in found.history)
    assert (found.target, found.detail, found.level, found.weight) == (4, "d", "red", 0.4)
    assert (found.lat, found.lon) == (59.9, 10.7)


def test_a_line_may_have_no_number_and_so_may_a_metric() -> None:
    spec = SampleSpec(items=[SampleItem(label="x")], rows=[["a", 1]])
    reading = read(MetricEntry(origin=spec, compare_line=True))

    assert (reading.value, reading.previous, reading.history, reading.before) == (None, None, [], None)
    assert reading.items == [Item(label="x")]
    assert reading.rows == [["a", 1]]
    assert 0 <= (read(MetricEntry(origin=SampleSpec())).value or -1) <= 100


@given(
    st.floats(-1e7, 1e7) | st.integers(-5000, 5000),
    st.integers(1, 86_400),
    st.floats(1e9, 2e9),
)
def test_a_moment_is_never_far_from_what_is_written(time_in: float, seconds: int, at: float) -> None:
    moment = item(at, seconds, time_in=time_in).time

    stays = max(seconds, min(abs(time_in) / 4, 86_400))
    assert moment is not None
    # It is set anew in steps of `seconds`, and what changes within one is not told.
    assert time_in - stays - 2 * seconds <= moment - at <= time_in + 1e-3


@pytest.mark.parametrize("time_in", [-90_000, -600, 30, 600, 5400, 86_400 * 12])
@pytest.mark.parametrize("seconds", [1, 60, 900])
def test_a_moment_stays_put_for_long_and_then_moves_on(time_in: int, seconds: int) -> None:
    length = 4 * max(seconds, min(abs(time_in) // 4, 86_400))
    times = [NOON + length * number / 80 for number in range(80)]
    moments = [item(at, seconds, time_in=time_in).time for at in times]

    assert moments == sorted(moments, key=lambda moment: moment or 0)
    assert 3 <= len(set(moments)) <= 6


def test_a_deadline_nearer_than_a_change_passes_and_is_then_renewed() -> None:
    left = [(item(NOON + second, 900, time_in=600).time or 0) - NOON - second for second in range(0, 3600, 10)]

    assert min(left) < -200
    assert max(left) > 500
    assert {round(left[n + 1] - left[n]) for n in range(len(left) - 1)} == {-10, 890}


def test_deadlines_are_not_all_renewed_at_once() -> None:
    items = [SampleItem(label=str(number), time_in=7200) for number in range(8)]
    found = read(MetricEntry(origin=SampleSpec(items=items))).items or []

    assert len({item.time for item in found}) > 4


def test_a_cell_may_be_a_date_that_moves_along() -> None:
    rows: Any = [["Contoso", SampleCell(days=12), SampleCell(days=-3), None]]
    entry = MetricEntry(origin=SampleSpec(rows=rows))

    def days(at: str) -> list[str]:
        ((_, *cells, _),) = read(entry, local(at)).rows or []
        return [
            datetime.datetime.fromtimestamp(cell.date, zoneinfo.ZoneInfo(ZONE)).isoformat()
            for cell in cells
            if isinstance(cell, Date)
        ]

    assert days("2026-11-18T00:00") == ["2026-11-30T12:00:00+01:00", "2026-11-15T12:00:00+01:00"]
    assert days("2026-11-18T23:59:59") == days("2026-11-18T00:00")
    assert days("2026-11-19T00:00") == ["2026-12-01T12:00:00+01:00", "2026-11-16T12:00:00+01:00"]


def test_a_cell_may_be_a_number_that_moves() -> None:
    rows: Any = [["a", SampleCell(between=(10, 90)), SampleCell(between=(10, 90))]]
    entry = MetricEntry(origin=SampleSpec(rows=rows))
    cells = [(read(entry, NOON + hour * 3600).rows or [])[0] for hour in range(24)]

    assert all(isinstance(cell, float) and 10 <= cell <= 90 for row in cells for cell in row[1:])
    assert len({str(row) for row in cells}) > 10
    assert any(row[1] != row[2] for row in cells)


def test_a_trend_ends_within_the_range_and_begins_below_it() -> None:
    entry = MetricEntry(
        origin=SampleSpec(between=(190_000, 200_000), shape="steady", trend=0.02), history_hours=8760, compare_hours=168
    )
    reading = read(entry)
    values = [value or 0 for _, value in reading.history or []]

    assert 190_000 <= (reading.value or 0) <= 200_000
    assert all(value == int(value) for value in values)
    assert values == sorted(values)
    assert values[0] == pytest.approx(195_000 * 1.02 ** (-8760 / 168), rel=0.06)
    assert (reading.previous or 0) == pytest.approx((reading.value or 0) / 1.02, rel=0.01)


@given(st.sampled_from(SHAPES), st.sampled_from([-0.15, 0.2]), st.sampled_from([(0, 10**18), (-1e18, 1e18)]))
def test_no_trend_leads_out_of_the_numbers_that_a_document_takes(
    shape: Any, trend: float, between: tuple[float, float]
) -> None:
    entry = MetricEntry(
        origin=SampleSpec(between=between, shape=shape, trend=trend), history_hours=9600, compare_hours=9600
    )
    reading = read(entry)

    values = [reading.value, reading.previous, *(value for _, value in reading.history or [])]
    assert all(value is not None and abs(value) <= 1e18 for value in values)


def test_a_line_may_move_otherwise_than_its_metric() -> None:
    items = [
        SampleItem(label="a", between=(0, 1000), shape="steady"),
        SampleItem(label="b", between=(1000, 1000), shape="steady", trend=0.1),
    ]
    entry = MetricEntry(origin=SampleSpec(items=items, shape="count"), history_hours=168)
    steady, growing = read(entry).items or []

    assert steady.history is not None
    assert all(450 <= (value or 0) <= 550 for value in steady.history)
    assert growing.history is not None
    assert growing.history[0] == pytest.approx(1000 / 1.1, rel=0.02)
    assert growing.value == 1000


def test_a_number_that_drifts_hardly_moves_within_a_day_and_wanders_over_months() -> None:
    def values(step: float) -> list[float]:
        return [value_at("m", "drift", (0.0, 100.0), NOON + number * step, ZONE) for number in range(90)]

    day, months = values(960), values(86_400 * 4)

    assert max(day) - min(day) < 15
    assert max(months) - min(months) > 40


@pytest.mark.parametrize(
    ("period", "begin", "days"), [("week", "2026-11-16", 7), ("month", "2026-11-01", 30), ("quarter", "2026-10-01", 92)]
)
def test_a_count_may_grow_through_more_than_a_day(period: Any, begin: str, days: int) -> None:
    entry = MetricEntry(origin=SampleSpec(between=(1000, 1200), shape="count"), period=period)
    start = local(f"{begin}T00:00")
    values = [read(entry, start + number * 3600 + 1800).value or 0 for number in range(days * 24 - 1)]

    assert values[0] == 0
    assert all(a <= b for a, b in itertools.pairwise(values))
    assert 950 <= values[-1] <= 1200
    assert read(entry, start + days * 86_400 + 7200).value == 0


def test_the_line_before_ends_with_the_value_to_compare_with() -> None:
    entry = MetricEntry(origin=SampleSpec(shape="day"), compare_line=True, compare_hours=168)
    reading = read(entry)
    assert reading.before is not None
    assert reading.history is not None

    assert reading.before[-1] == (reading.as_of, reading.previous)
    assert [at for at, _ in reading.before[:-1]] == [at for at, _ in reading.history]
    earlier = read(entry, NOON - 168 * 3600)
    assert earlier.history is not None
    assert [value for _, value in reading.before[:-1]] == [value for _, value in earlier.history]


def test_a_long_line_does_not_show_the_nights_by_chance() -> None:
    entry = MetricEntry(origin=SampleSpec(between=(0.0, 100.0), shape="day"), history_hours=8760)
    values = [value or 0 for _, value in read(entry).history or []]

    assert max(values) - min(values) < 40


def test_a_past_is_made_once_as_long_as_no_stretch_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = SampleSpec(between=(10, 90), seconds=10, trend=0.01, items=[SampleItem(label="Berlin", between=(1, 9))])
    entry = MetricEntry(origin=recipe, compare_line=True, compare_hours=168)
    begin = NOON // 3600 * 3600
    first = reading_at("past-once", {"past-once": Asked(entry, recipe)}, begin, "UTC")
    made: list[float] = []
    mean = sample_motion._mean

    def counted(*arguments: Any) -> float:
        made.append(arguments[4])
        return mean(*arguments)

    monkeypatch.setattr(sample_motion, "_mean", counted)
    again = reading_at("past-once", {"past-once": Asked(entry, recipe)}, begin + 10, "UTC")

    assert first.history
    assert again.history
    assert [at for at, _ in again.history] == [at for at, _ in first.history]
    # What is left to be made: the value and what to compare it with, of the metric and of its line.
    assert set(made) == {begin + 10, begin + 10 - 168 * 3600}
