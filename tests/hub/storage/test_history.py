"""What a hub shows of the past is the same before and after it was restarted, on both databases."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.metric import reach_of
from displayd.hub.metrics.reading import Reading
from displayd.hub.metrics.resolution import DAY, HOUR, QUARTER
from displayd.hub.storage.database import Store
from tests.hub.storage.places import AnyPlace
from tests.hub.walls import NOON

NAMES = (f"metric.{number}" for number in itertools.count())

# Berlin puts its clocks forward on 2027-03-28; the past of the tests lies around it.
SPRING = 1_806_200_000.0
ZONES = st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "UTC"])
ENTRIES = st.builds(
    MetricEntry,
    history_hours=st.sampled_from([1.0, 24.0, 48.0]),
    compare_hours=st.sampled_from([0.0, 3.0, 24.0, 48.0]),
    compare_line=st.just(False),
)
# Anywhere, and near what is compared with.
NEAR = st.builds(lambda hours, off: max(0.0, hours * HOUR + off), st.sampled_from([0, 3, 24, 48]), st.floats(-4e3, 4e3))
AGES = st.lists(st.tuples(st.floats(0, 60 * HOUR) | NEAR, st.integers(-9, 9)), min_size=1, max_size=40)

# One database for all cases: each has a metric of its own.
laws = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)


def put_in_order(ages: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """The oldest first; the newest is another value, because screens are not told at once of one that is the same."""
    *older, (newest, _) = sorted(ages, reverse=True)
    return [*older, (newest, 100)]


def told(metrics: Metrics, name: str) -> Facts:
    found = metrics.facts(name)
    assert found is not None
    return found


@laws
@given(ENTRIES, AGES, ZONES, st.integers(1, 5), st.floats(0, 20 * HOUR))
def test_restart_changes_no_comparison(
    database: AnyPlace, entry: MetricEntry, ages: list[tuple[float, int]], zone: str, batch: int, pause: float
) -> None:
    name, store = next(NAMES), Store(database.place())
    metrics = Metrics()
    metrics.define({name: entry}, {}, zone)
    for number, (age, value) in enumerate(put_in_order(ages)):
        metrics.put(name, Reading(value=value, as_of=SPRING - age), SPRING)
        if number % batch == 0:
            store.write(*metrics.take_unsaved(), history_days=30)
    store.write(*metrics.take_unsaved())
    store.close()

    now, again = SPRING + pause, Store(database.place())
    after = Metrics()
    after.define({name: entry}, again.pasts({name: reach_of(entry)}, now, now), zone)
    again.close()

    before, found = told(metrics, name), told(after, name)
    assert found.value == before.value
    assert found.previous == pytest.approx(before.previous)
    assert found.previous_label == before.previous_label


@laws
@given(AGES, st.sampled_from([6, 7, 24, 45, 96, 168, 336, 720, 2160, 8760]), st.sampled_from([0.05, 1, 5]))
def test_restart_keeps_the_line(
    database: AnyPlace, ages: list[tuple[float, int]], hours: float, stretched: float
) -> None:
    name, store, entry = next(NAMES), Store(database.place()), MetricEntry(history_hours=hours)
    ages = [(age * stretched, value) for age, value in ages]
    metrics = Metrics()
    metrics.define({name: entry})
    for age, value in put_in_order(ages):
        metrics.put(name, Reading(value=value, as_of=SPRING - age), SPRING)
    store.write(*metrics.take_unsaved())
    after = Metrics()
    after.define({name: entry}, store.pasts({name: reach_of(entry)}, SPRING, SPRING))
    store.close()

    before, found = told(metrics, name), told(after, name)
    assert found.points is not None
    assert before.points is not None
    assert [at for at, _ in found.points] == [at for at, _ in before.points]
    assert [one for _, one in found.points] == pytest.approx([one for _, one in before.points])


@laws
@given(
    st.lists(st.tuples(st.floats(0, 100 * DAY), st.integers(-9, 9)), max_size=40),
    st.integers(1, 400),
    st.lists(st.integers(0, 40), max_size=3),
)
def test_every_value_that_is_not_too_old_counts_once(
    database: AnyPlace, ages: list[tuple[float, int]], history_days: int, cuts: list[int]
) -> None:
    name, store = next(NAMES), Store(database.place())
    values = [(name, SPRING - age, float(value)) for age, value in ages]
    edges = sorted({0, len(values), *(cut for cut in cuts if cut < len(values))})
    for first, last in itertools.pairwise(edges):
        store.write(values[first:last], {})
    store.write([(name, SPRING, 0.0)], {}, history_days)

    found = store.past(name, 0).values
    store.close()

    kept = [age for age, _ in ages if age < history_days * DAY]
    assert len(kept) + 1 <= sum(count for _, _, count in found) <= len(ages) + 1
    if history_days > 101:
        assert sum(mean * count for _, mean, count in found) == pytest.approx(sum(v for _, v in ages), abs=1e-6)


def test_a_year_is_a_line_after_a_restart(database: AnyPlace) -> None:
    entry = MetricEntry(history_hours=8760, compare_hours=24)
    store = Store(database.place())
    hours = [(("m"), NOON - hour * HOUR, float(hour // 24)) for hour in range(365 * 24)]
    store.write(hours, {"m": Reading(value=0, as_of=NOON)}, history_days=400)

    past = store.pasts({"m": reach_of(entry)}, NOON, NOON)["m"]
    metrics = Metrics()
    metrics.define({"m": entry}, {"m": past})
    store.close()

    found = told(metrics, "m")
    assert found.points is not None
    assert 115 <= len(found.points) <= 121
    assert [value for _, value in found.points] == sorted([value for _, value in found.points], reverse=True)  # type: ignore[type-var]
    assert found.previous == pytest.approx(1.0, abs=0.1)
    assert len(past.values) < 500


def test_hours_and_days_of_a_file_of_before_are_made_from_its_quarters(database: AnyPlace) -> None:
    store = Store(database.place())
    store.write([("m", NOON - number * QUARTER, float(number)) for number in range(200)], {})
    store.close()
    wanted = database.sql("select step, at, total, count from history where step > 900 order by step, at")
    database.sql("delete from history where step > 900")
    database.sql("update alembic_version set version_num = '0001'")

    Store(database.place()).close()

    assert database.sql("select step, at, total, count from history where step > 900 order by step, at") == wanted
    assert len(wanted) > 50


def test_thousand_metrics_are_recalled_at_once(database: AnyPlace) -> None:
    store = Store(database.place())
    names = [f"m{number}" for number in range(1000)]
    store.write([(name, NOON - 60, 1.0) for name in names], {name: Reading(value=1, as_of=NOON - 60) for name in names})

    found = store.pasts(dict.fromkeys(names, reach_of(MetricEntry())), NOON)
    store.close()

    assert all(found[name].reading == Reading(value=1, as_of=NOON - 60) for name in names)
    assert all([count for _, _, count in found[name].values] == [1] for name in names)
