"""A value is compared with the one of the same time by the office's clock, and with no other."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.metrics.definition import MetricEntry
from displayd.hub.metrics.facts import Facts
from displayd.hub.metrics.live import Metrics
from displayd.hub.metrics.periods import days_before
from displayd.hub.metrics.reading import Past, Reading

QUARTER = 900

# Berlin by an hour, Lord Howe by half an hour, Santiago at midnight, Kathmandu never.
ZONES = ("Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "America/St_Johns", "Asia/Kathmandu")

CHANGES = {
    "Europe/Berlin": ("2026-03-29T03:00", "2026-10-25T02:30"),
    "Australia/Lord_Howe": ("2026-10-04T02:30", "2026-04-05T01:45"),
    "America/Santiago": ("2026-09-06T01:00", "2026-04-04T23:15"),
    "America/St_Johns": ("2026-03-08T03:00", "2026-11-01T01:15"),
    "Asia/Kathmandu": ("2026-03-08T03:00", "2026-11-01T01:15"),
}


def clock(unix_time: float, zone: str) -> datetime.datetime:
    """What a clock in `zone` shows."""
    return datetime.datetime.fromtimestamp(unix_time, zoneinfo.ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def unix(text: str, zone: str) -> float:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(zone)).timestamp()


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, float, int]:
    """A zone, a moment in it within a few days of a change of its clocks, and a number of days."""
    zone = draw(st.sampled_from(ZONES))
    change = unix(draw(st.sampled_from(CHANGES[zone])), zone)
    return zone, change + draw(st.integers(-4 * 86_400, 9 * 86_400)), draw(st.integers(1, 8))


def filled(zone: str, until: float, days: int, **fields: object) -> Metrics:
    """A metric whose value in each quarter of an hour is the number of the quarter."""
    first = int((until - (days + 3) * 86_400) // QUARTER)
    values = [((number + 0.5) * QUARTER, float(number), 1) for number in range(first, int(until // QUARTER) + 1)]
    metrics = Metrics()
    entry = MetricEntry(compare_hours=24 * days, **fields)  # type: ignore[arg-type]
    metrics.define({"m": entry}, {"m": Past(None, values)}, zone)
    metrics.put("m", Reading(value=values[-1][1], as_of=until), until)
    return metrics


def facts(metrics: Metrics) -> Facts:
    found = metrics.facts("m")
    assert found is not None
    return found


@given(moments())
def test_the_same_time_of_an_earlier_day_is_what_its_clock_showed(case: tuple[str, float, int]) -> None:
    zone, moment, days = case

    before = days_before(moment, days, zone)

    wanted = clock(moment, zone) - datetime.timedelta(days=days)
    is_skipped = clock(wanted.replace(tzinfo=zoneinfo.ZoneInfo(zone)).timestamp(), zone) != wanted
    late = clock(before, zone) - wanted
    assert late == datetime.timedelta() or (is_skipped and datetime.timedelta() < late <= datetime.timedelta(hours=1))
    assert abs(moment - before - days * 86_400) <= 3600


@given(moments())
def test_a_value_is_compared_with_that_time_by_the_clock(case: tuple[str, float, int]) -> None:
    zone, moment, days = case

    found = facts(filled(zone, moment, days))

    assert found.previous == days_before(moment, days, zone) // QUARTER


@given(moments())
def test_the_line_before_goes_by_the_clock_too(case: tuple[str, float, int]) -> None:
    zone, moment, days = case

    found = facts(filled(zone, moment, days, compare_line=True, history_hours=6))

    assert found.before is not None
    *points, last = found.before
    assert last == (moment, found.previous)
    for at, value in points:
        assert value == days_before(at, days, zone) // QUARTER


def test_hours_that_are_no_whole_days_are_hours() -> None:
    moment = unix("2026-03-29T12:10", "Europe/Berlin")
    metrics = Metrics()
    metrics.define({"m": MetricEntry(compare_hours=12)}, {}, "Europe/Berlin")
    metrics.put("m", Reading(value=1, as_of=moment - 12 * 3600), moment)
    metrics.put("m", Reading(value=2, as_of=moment), moment)

    assert facts(metrics).previous == 1


@given(moments(), st.floats(0, 4 * 3600), st.floats(0, 4 * 3600))
def test_without_a_value_near_that_time_there_is_no_comparison(
    case: tuple[str, float, int], earlier: float, later: float
) -> None:
    zone, moment, days = case
    wanted = days_before(moment, days, zone)
    metrics = Metrics()
    metrics.define({"m": MetricEntry(compare_hours=24 * days)}, {}, zone)
    for at, value in ((wanted - 45 * 60 - earlier, 1.0), (wanted + 45 * 60 + later, 2.0), (moment, 3.0)):
        metrics.put("m", Reading(value=value, as_of=at), moment)

    assert facts(metrics).previous is None


@pytest.mark.parametrize(("minutes", "is_near"), [(-29, True), (0, True), (29, True), (-60, False), (60, False)])
def test_a_value_within_half_an_hour_is_near(minutes: float, is_near: bool) -> None:
    moment = unix("2026-06-10T12:10", "Europe/Berlin")
    metrics = Metrics()
    metrics.define({"m": MetricEntry(compare_hours=168)}, {}, "Europe/Berlin")
    metrics.put("m", Reading(value=1, as_of=moment - 7 * 86_400 + minutes * 60), moment)
    metrics.put("m", Reading(value=2, as_of=moment), moment)

    assert facts(metrics).previous == (1 if is_near else None)


def test_last_year_is_found_in_hours() -> None:
    moment = unix("2026-06-10T12:40", "Europe/Berlin")
    year_ago = days_before(moment, 364, "Europe/Berlin") // 3600 * 3600 + 1800
    metrics = Metrics()
    past = Past(None, [(year_ago - 3600, 1.0, 4), (year_ago, 2.0, 4), (year_ago + 3600, 3.0, 4)])
    metrics.define({"m": MetricEntry(compare_hours=24 * 364)}, {"m": past}, "Europe/Berlin")
    metrics.put("m", Reading(value=9, as_of=moment), moment)

    assert (facts(metrics).previous, facts(metrics).previous_label) == (2.0, "last year")


def test_another_zone_of_the_wall_compares_by_its_clocks() -> None:
    moment = unix("2026-03-29T12:05", "Europe/Berlin")
    metrics = filled("Asia/Tokyo", moment, 1)
    before = facts(metrics).previous
    metrics.define({"m": MetricEntry(compare_hours=24)}, {}, "Europe/Berlin")

    assert before == (moment - 86_400) // QUARTER
    assert facts(metrics).previous == (moment - 23 * 3600) // QUARTER
