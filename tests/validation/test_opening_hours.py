"""Opening hours."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.validation.opening_hours import CLOCK_CHANGE_SECONDS, HoursError, Window, hours_at, parse_hours
from tests.support.laws import law

LONDON = "Europe/London"


def at(text: str, timezone: str = LONDON, fold: int = 0) -> float:
    """Unix time of a wall clock, for example `2026-11-21 08:00`."""
    local = datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(timezone), fold=fold)
    return local.timestamp()


def is_open(text: str, unix_time: float, timezone: str = LONDON) -> bool:
    return hours_at(parse_hours(text), unix_time, timezone)[0]


def next_change(text: str, unix_time: float, timezone: str = LONDON) -> float:
    """The first moment after `unix_time` at which the answer is another, found the way the screen finds it."""
    windows = parse_hours(text)
    before, until = hours_at(windows, unix_time, timezone)
    for _ in range(10_000):
        now, following = hours_at(windows, until, timezone)
        if now != before:
            return until
        assert following > until
        until = following
    raise AssertionError("it never changes")


@st.composite
def hours_texts(draw: st.DrawFn) -> str:
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        first, last = draw(st.sampled_from(days)), draw(st.sampled_from(days))
        start, end = draw(st.integers(0, 1439)), draw(st.integers(0, 1440))
        prefix = draw(st.sampled_from(["", f"{first} ", f"{first}-{last} "]))
        parts.append(f"{prefix}{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}")
    return ", ".join(parts)


def test_window_holds_from_its_first_minute_to_before_its_last() -> None:
    hours = "Mon-Fri 08:00-19:00"

    assert not is_open(hours, at("2026-11-20 07:59:59"))
    assert is_open(hours, at("2026-11-20 08:00"))
    assert is_open(hours, at("2026-11-20 18:59:59"))
    assert not is_open(hours, at("2026-11-20 19:00"))
    assert not is_open(hours, at("2026-11-21 12:00")), "Saturday"


def test_no_hours_are_always_open() -> None:
    assert hours_at(parse_hours(""), 0.0, "UTC") == (True, float("inf"))
    assert parse_hours(" , ") == ()


def test_overnight_window_belongs_to_the_day_on_which_it_begins() -> None:
    hours = "Fri 22:00-06:00"

    assert is_open(hours, at("2026-11-20 23:00"))
    assert is_open(hours, at("2026-11-21 05:59"))
    assert not is_open(hours, at("2026-11-21 06:00"))
    assert not is_open(hours, at("2026-11-20 05:00"))
    assert not is_open(hours, at("2026-11-21 23:00"))


def test_week_may_wrap_round() -> None:
    assert parse_hours("Sat-Mon 10:00-14:00") == (Window(frozenset({5, 6, 0}), 600, 840),)


def test_equal_times_mean_a_whole_day_from_then() -> None:
    assert is_open("Mon 08:00-08:00", at("2026-11-24 07:59"))
    assert not is_open("Mon 08:00-08:00", at("2026-11-24 08:00"))


def test_midnight_can_end_a_day() -> None:
    assert is_open("Sat 00:00-24:00", at("2026-11-21 23:59:59"))
    assert not is_open("Sat 00:00-24:00", at("2026-11-22 00:00"))


@pytest.mark.parametrize("text", ["mon 8:00 - 19:00", "MON 08:00-19:00", "Mon 08:00–19:00", " Mon  8:00-19:00 ,"])
def test_hours_are_read_as_people_write_them(text: str) -> None:
    assert parse_hours(text) == (Window(frozenset({0}), 480, 1140),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("weekdays", "`weekdays` is not a time of opening such as `mon-fri 08:00-19:00`"),
        ("Mon-Fri 8-19", "`mon-fri 8-19` is not a time of opening such as `mon-fri 08:00-19:00`"),
        ("mit 08:00-19:00", "`mit` is not a weekday (mon, tue, wed, thu, fri, sat, sun)"),
        ("Mon 08:60-19:00", "`mon 08:60-19:00` names a time that no clock shows"),
        ("Mon 08:00-25:00", "`mon 08:00-25:00` names a time that no clock shows"),
        ("Mon 24:00-08:00", "`mon 24:00-08:00` begins at the end of the day"),
    ],
)
def test_hours_that_cannot_be_read_are_refused(text: str, reason: str) -> None:
    with pytest.raises(HoursError) as caught:
        parse_hours(text)

    assert str(caught.value) == reason


def test_change_is_found_to_the_second() -> None:
    assert next_change("Mon-Fri 08:00-19:00", at("2026-11-20 12:34:56.7")) == at("2026-11-20 19:00")
    assert next_change("Mon-Fri 08:00-19:00", at("2026-11-20 19:00")) == at("2026-11-23 08:00")


def test_opening_in_the_hour_that_summer_time_skips_happens_right_after_it() -> None:
    # On 29 March 2026 the clock in London goes from 00:59 to 02:00.
    assert next_change("01:30-04:00", at("2026-03-29 00:10")) == at("2026-03-29 02:00")
    assert at("2026-03-29 02:00") - at("2026-03-29 00:59") == 60


def test_closing_in_the_hour_that_summer_time_skips_happens_right_after_it() -> None:
    assert next_change("22:00-01:30", at("2026-03-29 00:10")) == at("2026-03-29 02:00")


def test_window_inside_the_hour_that_comes_twice_opens_twice() -> None:
    # On 25 October 2026 the clock in London shows 01:00 to 02:00 twice.
    hours = "01:15-01:45"
    opened = next_change(hours, at("2026-10-25 00:00"))
    closed = next_change(hours, opened)
    again = next_change(hours, closed)

    assert opened == at("2026-10-25 01:15", fold=0)
    assert closed == at("2026-10-25 01:45", fold=0)
    assert again == at("2026-10-25 01:15", fold=1)
    assert again - opened == 3600


def test_day_made_longer_still_opens_and_closes_by_the_wall() -> None:
    assert next_change("08:00-19:00", at("2026-10-24 20:00")) == at("2026-10-25 08:00")
    assert next_change("08:00-19:00", at("2026-03-28 20:00")) == at("2026-03-29 08:00")


def test_half_hour_changes_are_found_as_well() -> None:
    # Lord Howe Island moves by 30 minutes: on 4 October 2026 from 01:59 to 02:30.
    zone = "Australia/Lord_Howe"

    assert next_change("02:10-04:00", at("2026-10-04 01:00", zone), zone) == at("2026-10-04 02:30", zone)


@law
@given(
    hours_texts(),
    st.floats(1_780_000_000, 1_900_000_000),
    st.sampled_from(["UTC", LONDON, "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Chatham"]),
    st.floats(0, 1),
)
def test_answer_holds_until_the_moment_given(text: str, unix_time: float, timezone: str, share: float) -> None:
    windows = parse_hours(text)

    answer, until = hours_at(windows, unix_time, timezone)

    between = unix_time + (until - unix_time) * share
    assert until > unix_time
    if between < until:
        assert hours_at(windows, between, timezone)[0] == answer


def test_all_clocks_change_on_the_quarters_of_an_hour_that_are_looked_at() -> None:
    # What `hours_at` stands on. Six-hourly probes find every change, as none lasts less than weeks.
    begin, end, step = int(at("2025-01-01 00:00", "UTC")), int(at("2028-01-01 00:00", "UTC")), 21_600
    for name in sorted(zoneinfo.available_timezones()):
        zone = zoneinfo.ZoneInfo(name)

        def offset(moment: int, zone: zoneinfo.ZoneInfo = zone) -> datetime.timedelta | None:
            return datetime.datetime.fromtimestamp(moment, zone).utcoffset()

        for probe in range(begin, end, step):
            if offset(probe) == offset(probe + step):
                continue
            low, high = probe, probe + step
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
            assert high % CLOCK_CHANGE_SECONDS == 0, name
            assert offset(high).seconds % 60 == 0, name  # type: ignore[union-attr]
