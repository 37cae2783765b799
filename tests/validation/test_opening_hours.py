"""Opening hours."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.validation.hours_words import HoursError
from displayd.validation.opening_hours import (
    CLOCK_CHANGE_SECONDS,
    Window,
    checked_hours,
    hours_at,
    hours_text,
    parse_hours,
)
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
    ("text", "meant"),
    [
        # A window without days holds on the days before it.
        ("Mon-Fri 08:00-12:00, 13:00-18:00", "Mon-Fri 08:00-12:00, Mon-Fri 13:00-18:00"),
        ("08:00-12:00, 13:00-18:00", "08:00-12:00, 13:00-18:00"),
        ("08:00-12:00, Sat 10:00-14:00", "08:00-12:00, Sat 10:00-14:00"),
        ("Sat 10:00-12:00, Mon-Fri 8-12, 13-18", "Sat 10:00-12:00, Mon-Fri 08:00-12:00, Mon-Fri 13:00-18:00"),
        ("Mo-Fr 08:00-12:00,13:00-17:30; Sa 10:00-14:00", "Mon-Fri 08:00-12:00, Mon-Fri 13:00-17:30, Sat 10:00-14:00"),
        ("Mon-Sun 08:00-12:00, 13:00-18:00", "08:00-12:00, 13:00-18:00"),
        ("Mon 08:00-12:00, daily 20:00-21:00", "Mon 08:00-12:00, Mon-Sun 20:00-21:00"),
        # Days.
        ("Mon,Wed 8:00-12:00", "Mon 08:00-12:00, Wed 08:00-12:00"),
        ("Mon, Wed and Fri 8:00-12:00", "Mon 08:00-12:00, Wed 08:00-12:00, Fri 08:00-12:00"),
        ("Mon-Wed, Fri 8:00-12:00", "Mon-Wed 08:00-12:00, Fri 08:00-12:00"),
        ("Mon/Tue 8-9", "Mon-Tue 08:00-09:00"),
        ("Monday-Friday 08:00-18:00", "Mon-Fri 08:00-18:00"),
        ("Mondays, Tues. & Thurs 08:00-18:00", "Mon-Tue 08:00-18:00, Thu 08:00-18:00"),
        ("Monday to Friday 08:00 to 18:00", "Mon-Fri 08:00-18:00"),
        ("Mon-Fri: 08:00-18:00", "Mon-Fri 08:00-18:00"),
        ("Mon-Fri - 08:00-18:00", "Mon-Fri 08:00-18:00"),
        ("weekdays 08:00-18:00, weekend 10:00-14:00", "Mon-Fri 08:00-18:00, Sat-Sun 10:00-14:00"),
        ("daily 08:00-18:00", "08:00-18:00"),
        ("every day 08:00-18:00", "08:00-18:00"),
        ("Mon-Fri 08:00-19:00 Sat 10:00-14:00", "Mon-Fri 08:00-19:00, Sat 10:00-14:00"),
        # Times.
        ("8-18", "08:00-18:00"),
        ("08.00-18.00", "08:00-18:00"),
        ("8h-18h30", "08:00-18:30"),
        ("0800-1830", "08:00-18:30"),
        ("8am-6pm", "08:00-18:00"),
        ("8:30 a.m. - 6 p.m.", "08:30-18:00"),
        ("12pm-12am", "12:00-24:00"),
        ("12:30am-8am", "00:30-08:00"),
        ("8am-18:00", "08:00-18:00"),
        ("6am-midnight", "06:00-24:00"),
        ("noon-18:00", "12:00-18:00"),
        ("18:00-0:00", "18:00-24:00"),
        ("18:00-24:00", "18:00-24:00"),
        ("22:00-06:00", "22:00-06:00"),
        ("09:00-05:00", "09:00-05:00"),
        ("24/7", "00:00-24:00"),
        ("always", "00:00-24:00"),
    ],
)
def test_many_ways_of_writing_hours_mean_the_same(text: str, meant: str) -> None:
    assert hours_text(checked_hours(text)) == meant


# What was read in version 0.2: a screen that still runs it reads the hub's text with this.
_READ_BEFORE = re.compile(r"((mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))? )?\d\d:\d\d-\d\d:\d\d")


@law
@given(st.lists(st.tuples(st.frozensets(st.integers(0, 6), min_size=1), st.integers(0, 1439), st.integers(1, 1440))))
def test_text_of_hours_means_them_to_screens_of_every_version(spans: list[tuple[frozenset[int], int, int]]) -> None:
    windows = [Window(*span) for span in spans]
    text = hours_text(windows)

    def minutes(found: Iterable[Window]) -> set[tuple[int, int, int]]:
        return {(day, window.start_minute, window.end_minute) for window in found for day in window.days}

    parts = text.lower().split(", ") if text else []
    assert minutes(parse_hours(text)) == minutes(windows)
    assert all(_READ_BEFORE.fullmatch(part) for part in parts)
    # And each part by itself, as it was read then.
    assert minutes(window for part in parts for window in parse_hours(part)) == minutes(windows)


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("mit 08:00-19:00", "`mit` is not an English weekday", "write `wed`"),
        ("Montag-Freitag 8-18", "`montag` is not an English weekday", "write `mon`"),
        ("Di 8-18", "`di` is not an English weekday", "write `tue` or `sun`"),
        ("fry 8-18", "`fry` is not a weekday (mon, tue, wed, thu, fri, sat, sun)", ""),
        ("sometimes", "`sometimes` is not a time of opening such as `mon-fri 08:00-19:00`", ""),
        ("Mon 08:60-19:00", "`mon 08:60-19:00` names a time that no clock shows", ""),
        ("Mon 08:00-25:00", "`mon 08:00-25:00` names a time that no clock shows", ""),
        ("13am-2pm", "`13am-2pm` names a time that no clock shows", ""),
        ("Mon 24:00-08:00", "`mon 24:00-08:00` begins at the end of the day", "the day begins at `00:00`"),
        ("Mon 08:00", "`mon 08:00` has no end", ""),
        ("08:00:00-19:00:00", "`08:00:00-19:00:00` is not a time of opening such as `mon-fri 08:00-19:00`", ""),
        ("Mon-Fri 08:00-19:00, Sat", "`sat` has no hours", "write them after it, for example `sat 10:00-14:00`"),
        ("weekdays", "`mon-fri` has no hours", "write them after it, for example `mon-fri 10:00-14:00`"),
        ("8-6pm", "`8-6pm` says am or pm of one time only", "for example `08:00-18:00`, or `8am-6pm`"),
        ("8-18 CET", "`cet` cannot stand here", "hours are those of `timezone`, for example `Europe/London`"),
        (
            "Mon-Fri 8-18, Sat closed",
            "`closed` is no opening time",
            "name the days and hours at which the screen is lit; no others",
        ),
    ],
)
def test_hours_that_cannot_be_read_are_refused(text: str, reason: str, hint: str) -> None:
    with pytest.raises(HoursError) as caught:
        parse_hours(text)

    assert (str(caught.value), caught.value.hint) == (reason, hint)


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("08:00-08:00", "`08:00-08:00` begins and ends at the same time", "for all day, write `00:00-24:00`"),
        ("Mon 0:00-0:00", "`mon 0:00-0:00` begins and ends at the same time", "for all day, write `00:00-24:00`"),
        (
            "9-5",
            "`9-5` ends before it begins",
            "write `09:00-17:00`; or `09:00-05:00` for one that lasts through the night",
        ),
        (
            "10:00-6:30",
            "`10:00-6:30` ends before it begins",
            "write `10:00-18:30`; or `10:00-06:30` for one that lasts through the night",
        ),
    ],
)
def test_hours_that_are_hardly_meant_are_refused_when_written_and_read_in_documents(
    text: str, reason: str, hint: str
) -> None:
    with pytest.raises(HoursError) as caught:
        checked_hours(text)

    assert (str(caught.value), caught.value.hint) == (reason, hint)
    assert len(parse_hours(text)) == 1


def test_lunch_break_is_no_opening_on_the_weekend() -> None:
    hours = "Mon-Fri 08:00-12:00, 13:00-18:00"

    assert is_open(hours, at("2026-11-20 14:00"))
    assert not is_open(hours, at("2026-11-20 12:30"))
    assert not is_open(hours, at("2026-11-22 14:00")), "Sunday"


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
