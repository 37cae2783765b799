"""Periods of the calendar."""

from __future__ import annotations

import datetime
import typing
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.metrics.periods import Period, days_of, share_gone

PERIODS = typing.get_args(Period)
ZONE = "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("period", "first", "end"),
    [
        ("day", "2026-11-21", "2026-11-22"),
        ("week", "2026-11-16", "2026-11-23"),
        ("month", "2026-11-01", "2026-12-01"),
        ("quarter", "2026-10-01", "2027-01-01"),
        ("year", "2026-01-01", "2027-01-01"),
    ],
)
def test_a_saturday_in_november_is_in_each_period(period: Period, first: str, end: str) -> None:
    found = days_of(period, datetime.date(2026, 11, 21))

    assert [day.isoformat() for day in found] == [first, end]


@given(st.sampled_from(PERIODS), st.dates(datetime.date(1970, 1, 1), datetime.date(2200, 1, 1)))
def test_periods_follow_one_another_without_gaps(period: Period, day: datetime.date) -> None:
    first, end = days_of(period, day)

    assert first <= day < end
    assert days_of(period, end)[0] == end
    assert days_of(period, end - datetime.timedelta(days=1)) == (first, end)


def test_noon_is_half_of_a_day_but_for_the_day_the_clocks_change() -> None:
    def share(text: str) -> float:
        local = datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(ZONE))
        return share_gone("day", local.timestamp(), ZONE)

    assert share("2026-11-21T00:00") == 0
    assert share("2026-11-21T12:00") == 0.5
    assert share("2026-03-29T12:00") == 11 / 23
    assert share("2026-10-25T12:00") == 13 / 25


@given(st.sampled_from(PERIODS), st.floats(0, 7e9))
def test_a_share_is_a_share(period: Period, unix_time: float) -> None:
    assert 0 <= share_gone(period, unix_time, ZONE) <= 1
