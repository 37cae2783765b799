"""The lowest and the highest value of what a line shows are those of the values themselves, on both databases."""

from __future__ import annotations

import contextlib
import itertools
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.history import POINTS, step_seconds
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.metric import reach_of
from displayd.hub.metrics.reading import Reading
from displayd.hub.metrics.resolution import DAY, HOUR, MINUTE, QUARTER, whole
from displayd.hub.storage.database import Store
from tests.hub.storage.places import AnyPlace

NAMES = (f"extremes.{number}" for number in itertools.count())

# No beginning of a minute, a quarter, an hour or a day.
NOW = 1_806_212_345.0

MIDNIGHT = NOW // DAY * DAY

HOURS = st.sampled_from([0.1, 0.5, 1, 5, 6, 7, 24, 45, 72, 96, 168, 336, 720, 2160, 8760])


class Push(NamedTuple):
    """What happens, one after the other."""

    share: float
    """How old the value is, as a share of the line; late where it comes after a newer one."""
    value: float
    is_kept: bool
    """Whether all that has come is written now."""
    is_restart: bool
    """Whether the hub is started anew after it."""


VALUES = st.floats(-1e6, 1e6) | st.integers(-5, 5).map(float)
SHARES = st.floats(0, 1.2) | st.sampled_from([0.0, 0.001, 0.01, 0.5, 0.99, 1.0])
PUSHES = st.lists(st.builds(Push, SHARES, VALUES, st.booleans(), st.booleans()), min_size=1, max_size=60)

laws = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


def told(metrics: Metrics, name: str) -> Facts:
    found = metrics.facts(name)
    assert found is not None
    return found


class Values:
    """The oracle: all values, and at which times they count."""

    def __init__(self, entry: MetricEntry) -> None:
        hours = entry.history_hours
        self.reach_seconds = reach_of(entry).seconds
        self.step = whole(step_seconds(hours))
        self.length = POINTS if self.step == step_seconds(hours) else int(hours * 3600 / self.step)
        self.known: list[tuple[float, float]] = []
        self.newest = 0.0

    def add(self, at: float, value: float) -> None:
        self.known.append((at, value))
        self.newest = max(self.newest, at)

    def restart(self) -> None:
        """Of a line in stretches of less than three minutes, values are known by their minutes from now on."""
        if self.step < 3 * MINUTE:
            minutes = [(at // MINUTE * MINUTE, value) for at, value in self.known]
            kept = [(at + MINUTE / 2, value) for at, value in minutes if at >= self.newest - self.reach_seconds]
            self.known = [(min(at, self.newest), value) for at, value in kept]

    def shown(self, until: float) -> tuple[float, float]:
        """Of a line that ends at `until`."""
        first = (until // self.step - self.length + 1) * self.step
        values = [value for at, value in self.known if at >= first]
        return min(values), max(values)


@laws
@given(st.builds(MetricEntry, history_hours=HOURS, compare_hours=st.sampled_from([0.0, 24.0])), PUSHES)
def test_they_are_those_of_all_values_shown(database: AnyPlace, entry: MetricEntry, pushes: list[Push]) -> None:
    name, values = next(NAMES), Values(entry)
    metrics = Metrics()
    metrics.define({name: entry})
    with contextlib.closing(Store(database.place())) as store:
        for push in pushes:
            at = round(NOW - push.share * entry.history_hours * 3600, 3)
            metrics.put(name, Reading(value=push.value, as_of=at), NOW)
            values.add(at, push.value)
            if push.is_kept or push.is_restart:
                store.write(*metrics.take_unsaved())
            if push.is_restart:
                metrics = Metrics()
                metrics.define({name: entry}, store.pasts({name: reach_of(entry)}, NOW, NOW))
                values.restart()

            # The same value, renewed, is told to screens only now and then.
            found = told(metrics, name)
            assert found.as_of is not None
            assert (found.lowest, found.highest) == values.shown(found.as_of)


def test_a_peak_of_a_minute_is_the_highest_of_a_year(database: AnyPlace) -> None:
    entry, store = MetricEntry(history_hours=8760), Store(database.place())
    pushed = [("m", MIDNIGHT - hour * HOUR, 5.0) for hour in range(365 * 24 - 80)]
    pushed.append(("m", MIDNIGHT - 100 * DAY + 7, 95.0))
    store.write(pushed, {"m": Reading(value=5, as_of=MIDNIGHT)}, history_days=400)

    metrics = Metrics()
    metrics.define({"m": entry}, store.pasts({"m": reach_of(entry)}, MIDNIGHT, MIDNIGHT))
    store.close()

    found = told(metrics, "m")
    assert (found.lowest, found.highest) == (5.0, 95.0)
    assert max(value for _, value in found.points or [] if value is not None) < 10


def test_minutes_that_are_forgotten_leave_their_peaks_to_the_quarters(database: AnyPlace) -> None:
    entry, store = MetricEntry(history_hours=72), Store(database.place())
    store.write([("m", MIDNIGHT - 60 * HOUR + second, float(second)) for second in range(50)], {})
    store.write([("m", MIDNIGHT, 20.0)], {"m": Reading(value=20, as_of=MIDNIGHT)}, history_days=30)

    metrics = Metrics()
    metrics.define({"m": entry}, store.pasts({"m": reach_of(entry)}, MIDNIGHT, MIDNIGHT))
    kept = store.past("m", 0)
    store.close()

    assert (told(metrics, "m").lowest, told(metrics, "m").highest) == (0.0, 49.0)
    assert kept.extremes == [(MIDNIGHT - 60 * HOUR + QUARTER / 2, 0.0, 49.0)]
    assert database.sql("select count(*) from extreme where step = 60") == [[0]]


def test_stretches_of_before_have_their_mean_for_both(database: AnyPlace) -> None:
    store = Store(database.place())
    store.write([("m", MIDNIGHT, 1.0), ("m", MIDNIGHT + 1, 3.0), ("m", MIDNIGHT + 600, 7.0)], {})
    store.close()
    database.sql("drop table extreme")
    database.sql("update alembic_version set version_num = '0002'")

    store = Store(database.place())
    before = store.past("m", 0)
    store.write([("m", MIDNIGHT + 2, 0.5), ("m", MIDNIGHT + 601, 8.0)], {})
    after = store.past("m", 0)
    has_copy = store.has_put_aside
    store.close()

    assert before.extremes == []
    assert [(mean, count) for _, mean, count in before.values] == [(2.0, 2), (7.0, 1)]
    assert after.extremes == [(MIDNIGHT + 30, 0.5, 2.0), (MIDNIGHT + 630, 7.0, 8.0)]
    assert not has_copy


def test_what_is_known_of_a_stretch_stays_when_an_earlier_version_goes_on_with_it(database: AnyPlace) -> None:
    """It knows the sums alone."""
    store = Store(database.place())
    store.write([("m", MIDNIGHT, 1.0), ("m", MIDNIGHT + 1, 3.0)], {})
    database.sql("update history set total = total + 11, count = count + 1")
    store.write([("m", MIDNIGHT + 2, 0.5)], {})
    found = store.past("m", 0)
    store.close()

    assert found.extremes == [(MIDNIGHT + 30, 0.5, 3.0)]
    assert [(mean, count) for _, mean, count in found.values] == [(3.875, 4)]


@pytest.mark.parametrize("before", [[], [4.0], [4.0, 4.0, 4.0]])
def test_values_that_are_all_the_same_are_no_range(database: AnyPlace, before: list[float]) -> None:
    store = Store(database.place())
    for number, value in enumerate([*before, 4.0]):
        store.write([("m", MIDNIGHT + number, value)], {})
    found = store.past("m", 0)
    store.close()

    assert found.extremes in ([], [(MIDNIGHT + 30, 4.0, 4.0)])
    assert (database.sql("select count(*) from extreme where step = 60") == [[0]]) == (not before)
