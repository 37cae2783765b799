"""What a calendar of days shows of a metric is of all its values on each day of the screen, on both databases."""

from __future__ import annotations

import contextlib
import datetime
import itertools
import math
import zoneinfo
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.metric import reach_of
from displayd.hub.metrics.reading import Reading
from displayd.hub.metrics.resolution import DAY, HOUR
from displayd.hub.storage.database import Store
from displayd.protocol.vocabulary import Combine
from displayd.text.formatter import Formatter
from displayd.widgets.heatcalendar.days import day_values
from displayd.widgets.heatcalendar.widget import HeatCalendar
from tests.hub.layouts.test_filling import filled
from tests.hub.storage.places import AnyPlace

NAMES = (f"days.{number}" for number in itertools.count())

# No beginning of a stretch of those that are kept; clocks are put forward and back within the year before.
NOW = 1_806_212_345.0

EXACT: tuple[Combine, ...] = ("highest", "lowest")

# The numbers are added in another order.
NEARLY: tuple[Combine, ...] = ("sum", "mean")

OF_WHOLE_HOURS = ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia", "Pacific/Kiritimati"]
OF_QUARTERS = ["Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns"]

HOURS = st.sampled_from([1, 24, 45, 96, 336, 720, 2160, 8760, 9600])


class Push(NamedTuple):
    """What happens, one after the other."""

    share: float
    """How old the value is, as a share of the line."""
    off_seconds: float | None
    """From the midnight before in the zone; None for any time."""
    value: float
    is_kept: bool
    is_restart: bool


VALUES = st.floats(-1e6, 1e6) | st.integers(-5, 5).map(float)
SHARES = st.floats(0, 1.2) | st.sampled_from([0.0, 0.001, 0.01, 0.5, 0.99, 1.0])
OFFS = st.none() | st.floats(-4e3, 4e3) | st.sampled_from([-1.0, -0.001, 0.0, 1.0])
PUSHES = st.lists(st.builds(Push, SHARES, OFFS, VALUES, st.booleans(), st.booleans()), min_size=1, max_size=40)

laws = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)


def told(metrics: Metrics, name: str) -> Facts:
    found = metrics.facts(name)
    assert found is not None
    return found


def shown(metrics: Metrics, name: str, how: Combine, zone: str) -> dict[datetime.date, float]:
    """The figures of the days on a screen in `zone`."""
    tile = filled(
        {"type": "heatcalendar", "metric": name, "combine": how}, metrics.facts, Formatter(timezone=zone)
    ).widget
    assert isinstance(tile, HeatCalendar)
    return day_values(tile, zone)


def time_of(push: Push, hours: float, zone: str) -> float:
    at = NOW - push.share * hours * HOUR
    if push.off_seconds is not None:
        day = datetime.datetime.fromtimestamp(at, zoneinfo.ZoneInfo(zone)).date()
        midnight = datetime.datetime.combine(day, datetime.time(), zoneinfo.ZoneInfo(zone))
        at = midnight.timestamp() + push.off_seconds
    return round(min(at, NOW), 3)


class Values:
    """The oracle: all values, in the order in which they came."""

    def __init__(self, hours: float, zone: str) -> None:
        self.hours = hours
        self.zone = zoneinfo.ZoneInfo(zone)
        self.known: list[tuple[float, float]] = []

    def day(self, at: float) -> datetime.date:
        return datetime.datetime.fromtimestamp(at, self.zone).date()

    def days(self, how: Combine) -> dict[datetime.date, float]:
        first = self.day(max(at for at, _ in self.known) - self.hours * HOUR)
        days: dict[datetime.date, list[float]] = {}
        for at, value in sorted(self.known, key=lambda pair: pair[0]):
            if self.day(at) >= first:
                days.setdefault(self.day(at), []).append(value)
        return {day: self.one(values, how) for day, values in days.items()}

    @staticmethod
    def one(values: list[float], how: Combine) -> float:
        match how:
            case "sum":
                return math.fsum(values)
            case "mean":
                return math.fsum(values) / len(values)
            case "highest":
                return max(values)
            case "lowest":
                return min(values)
            case "last":
                return values[-1]


def agree(database: AnyPlace, hours: float, zone: str, pushes: list[Push], history_days: int | None) -> None:
    name, values, entry = next(NAMES), Values(hours, zone), MetricEntry(history_hours=hours)
    zones = frozenset({zone, "UTC"})
    metrics, is_restarted = Metrics(), False
    metrics.define({name: entry}, day_zones={name: zones})
    with contextlib.closing(Store(database.place())) as store:
        for number, push in enumerate(pushes):
            # Screens are not told at once of the same value renewed.
            at, value = time_of(push, hours, zone), push.value + number * 1e-3
            metrics.put(name, Reading(value=value, as_of=at), NOW)
            values.known.append((at, value))
            if push.is_kept or push.is_restart:
                store.write(*metrics.take_unsaved(), history_days=history_days)
            if push.is_restart:
                metrics, is_restarted = Metrics(), True
                pasts = store.pasts({name: reach_of(entry, zones)}, NOW, NOW)
                metrics.define({name: entry}, pasts, day_zones={name: zones})

            for how in EXACT:
                assert shown(metrics, name, how, zone) == values.days(how)
            for how in NEARLY:
                assert shown(metrics, name, how, zone) == pytest.approx(values.days(how), abs=1e-6)
            last, wanted = shown(metrics, name, "last", zone), values.days("last")
            assert last.keys() == wanted.keys()
            assert last[max(last)] == wanted[max(wanted)]
            if not is_restarted:
                assert last == wanted


@laws
@given(HOURS, st.sampled_from(OF_WHOLE_HOURS), PUSHES)
def test_days_are_of_all_values_though_quarters_are_forgotten(
    database: AnyPlace, hours: float, zone: str, pushes: list[Push]
) -> None:
    agree(database, hours, zone, pushes, history_days=600)


@laws
@given(HOURS, st.sampled_from(OF_QUARTERS), PUSHES)
def test_days_are_those_of_zones_that_are_no_whole_hours_off(
    database: AnyPlace, hours: float, zone: str, pushes: list[Push]
) -> None:
    agree(database, hours, zone, pushes, history_days=None)


def kept(
    name: str, entry: MetricEntry, store: Store, now: float = NOW, zones: frozenset[str] = frozenset({"UTC"})
) -> Metrics:
    """The metric of a hub that begins with what the store has."""
    metrics = Metrics()
    metrics.define({name: entry}, store.pasts({name: reach_of(entry, zones)}, now, now), day_zones={name: zones})
    return metrics


MONTH = MetricEntry(history_hours=720)

PEAK_DAY = datetime.datetime.fromtimestamp(NOW - 10 * DAY, datetime.UTC).date()


def test_a_peak_of_a_second_is_the_highest_of_its_day(database: AnyPlace) -> None:
    store = Store(database.place())
    store.write([("m", NOW - minute * 60, 5.0) for minute in range(30 * 24 * 60)] + [("m", NOW - 10 * DAY, 95.0)], {})
    store.write([("m", NOW, 5.0)], {"m": Reading(value=5, as_of=NOW)}, history_days=60)
    metrics = kept("m", MONTH, store)
    store.close()

    highest = shown(metrics, "m", "highest", "UTC")
    assert highest[PEAK_DAY] == 95
    assert {value for day, value in highest.items() if day != PEAK_DAY} == {5}
    assert len(highest) == 31
    assert max(value for _, value in told(metrics, "m").points or [] if value is not None) < 6


def test_days_of_before_the_extremes_were_kept_have_those_of_their_means(database: AnyPlace) -> None:
    store = Store(database.place())
    store.write([("m", NOW - 10 * DAY + second, 5.0 + second) for second in range(3)], {})
    store.write([("m", NOW, 5.0)], {"m": Reading(value=5, as_of=NOW)})
    database.sql("delete from extreme")
    metrics = kept("m", MONTH, store)
    store.close()

    assert shown(metrics, "m", "highest", "UTC")[PEAK_DAY] == 6
    assert shown(metrics, "m", "lowest", "UTC")[PEAK_DAY] == 6
    assert shown(metrics, "m", "sum", "UTC")[PEAK_DAY] == 18


def test_who_shows_a_metric_by_days_from_now_on_has_the_days_before(database: AnyPlace) -> None:
    store, metrics = Store(database.place()), Metrics()
    metrics.define({"m": MONTH})
    for second in range(5):
        metrics.put("m", Reading(value=10.0 * second, as_of=NOW - 10 * DAY + second), NOW)
    metrics.put("m", Reading(value=5, as_of=NOW), NOW)
    store.write(*metrics.take_unsaved())

    zones = frozenset({"UTC"})
    needs = metrics.needs_past("m", MONTH, zones), metrics.needs_past("m", MONTH)
    pasts = store.pasts({"m": reach_of(MONTH, zones)}, NOW, NOW)
    metrics.define({"m": MONTH}, pasts, day_zones={"m": zones})
    store.close()

    assert needs == (True, False)
    assert not metrics.needs_past("m", MONTH, zones)
    assert shown(metrics, "m", "highest", "UTC")[PEAK_DAY] == 40
    assert shown(metrics, "m", "sum", "UTC")[PEAK_DAY] == 100


def test_days_that_came_while_the_store_was_away_join_those_it_has(database: AnyPlace) -> None:
    """Some of the values that came meanwhile may be written by then, others not."""
    store, zones = Store(database.place()), frozenset({"UTC"})
    store.write([("m", NOW - 3600 - second, 10.0 * second) for second in range(5)], {})
    metrics = Metrics()
    metrics.define({"m": MONTH}, day_zones={"m": zones})
    for second in range(8):
        metrics.put("m", Reading(value=second - 3.0, as_of=NOW - 8 + second), NOW)
        if second == 5:
            store.write(*metrics.take_unsaved())
    metrics.recall(store.pasts({"m": reach_of(MONTH, zones)}, NOW, NOW))
    store.close()

    today = datetime.datetime.fromtimestamp(NOW, datetime.UTC).date()
    assert shown(metrics, "m", "highest", "UTC") == {today: 40}
    assert shown(metrics, "m", "lowest", "UTC") == {today: -3}
    assert shown(metrics, "m", "last", "UTC") == {today: 4}


def test_days_ahead_are_forgotten_once_the_clock_is_right_again() -> None:
    metrics = Metrics()
    metrics.define({"m": MONTH}, day_zones={"m": {"UTC"}})
    metrics.put("m", Reading(value=1, as_of=NOW - DAY), NOW)
    metrics.put("m", Reading(value=99, as_of=NOW + 200 * DAY), NOW + 200 * DAY)
    metrics.put("m", Reading(value=2, as_of=NOW), NOW)

    assert list(shown(metrics, "m", "highest", "UTC").values()) == [2]
