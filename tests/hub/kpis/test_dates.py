"""The dates that a KPI may name."""

from __future__ import annotations

import datetime

import hypothesis.strategies as st
import pytest
from hypothesis import given

from displayd.hub.kpis.dates import PARAMETERS, PATTERNS, is_parameter, local_now, parameter

FRIDAY = datetime.datetime(2026, 11, 27, 14, 30, 5)  # noqa: DTZ001 - the clock of the wall has no zone


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("now", "2026-11-27 14:30:05"),
        ("today", "2026-11-27"),
        ("yesterday", "2026-11-26"),
        ("tomorrow", "2026-11-28"),
        ("week", "2026-11-23"),
        ("last_week", "2026-11-16"),
        ("next_week", "2026-11-30"),
        ("month", "2026-11-01"),
        ("last_month", "2026-10-01"),
        ("next_month", "2026-12-01"),
        ("quarter", "2026-10-01"),
        ("last_quarter", "2026-07-01"),
        ("next_quarter", "2027-01-01"),
        ("year", "2026-01-01"),
        ("last_year", "2025-01-01"),
        ("next_year", "2027-01-01"),
        ("week_ago", "2026-11-20"),
        ("month_ago", "2026-10-27"),
        ("quarter_ago", "2026-08-27"),
        ("year_ago", "2025-11-27"),
        ("d30", "2026-10-28"),
        ("plus3d", "2026-11-30"),
        ("months3", "2026-08-27"),
        ("plus3m", "2027-02-27"),
        ("w1", "2026-11-16"),
        ("m0", "2026-11-01"),
        ("m13", "2025-10-01"),
        ("q1", "2026-07-01"),
        ("y2", "2024-01-01"),
        ("ts30", "2026-10-28 14:30:05"),
        ("h24", "2026-11-26 14:30:05"),
    ],
)
def test_parameter_has_its_value(name: str, value: str) -> None:
    assert str(parameter(name, FRIDAY)) == value


def test_every_word_and_every_pattern_is_a_parameter() -> None:
    names = [*PARAMETERS, *(pattern.replace("N", "1") for pattern in PATTERNS)]

    assert [name for name in names if not is_parameter(name)] == []
    assert not any(map(is_parameter, ("", "d", "d-1", "dd30", "d30x", "Today", "plus3", "d12345")))


@pytest.mark.parametrize(("day", "then"), [("2026-03-31", "2026-02-28"), ("2024-03-30", "2024-02-29")])
def test_a_month_ago_is_the_last_of_the_month_where_it_has_no_such_day(day: str, then: str) -> None:
    assert str(parameter("month_ago", datetime.datetime.fromisoformat(day))) == then


def test_clock_is_that_of_the_wall() -> None:
    assert str(local_now(1795823999.5, "Pacific/Auckland")) == "2026-11-28 12:59:59"
    assert str(local_now(1795823999.5, "UTC")) == "2026-11-27 23:59:59"


def test_what_is_beyond_the_calendar_is_said() -> None:
    with pytest.raises(OverflowError, match="`:y9999` is beyond the calendar"):
        parameter("y9999", FRIDAY)


@given(now=st.datetimes(datetime.datetime(1990, 1, 1), datetime.datetime(2090, 1, 1)))  # noqa: DTZ001
def test_periods_begin_before_now_and_end_after_it(now: datetime.datetime) -> None:
    day = now.date()
    for period in ("week", "month", "quarter", "year"):
        last, this, following = (parameter(f"{word}{period}", now) for word in ("last_", "", "next_"))

        assert last < this <= day < following
    assert parameter("yesterday", now) < day < parameter("tomorrow", now)
    assert parameter("year_ago", now) < parameter("quarter_ago", now) < parameter("month_ago", now) < day
