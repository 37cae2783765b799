"""Figures that are moments: as dates and times, and as how long ago they were."""

from __future__ import annotations

import datetime
import math
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.text.formatter import Formatter
from displayd.text.moments import Present
from displayd.text.units import UNITS, unit_of
from tests.support.laws import law
from tests.text.reading import AMOUNTS, spaced

NOON = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.UTC).timestamp()
MOMENT_UNITS = [name for name, unit in UNITS.items() if unit.kind == "moment"]


def said(unix_time: float, unit: str, now: float | None = NOON, locale: str = "en-GB") -> str:
    formatter = Formatter(locale, "Europe/Berlin").at(None if now is None else Present(now))
    return spaced(formatter.text(unix_time * 1000, unit))


@pytest.mark.parametrize(
    ("seconds_ago", "words"),
    [
        (0, "0 s"),
        (12, "-12 s"),
        (3 * 3600 + 900, "-3 h"),
        (9 * 86400, "-9 days"),
        (-90, "+1 min"),
        (-200_000, "+2 days"),
    ],
)
def test_how_far_from_now_a_moment_is_has_a_minus_for_the_past_and_a_plus_for_what_is_to_come(
    seconds_ago: float, words: str
) -> None:
    assert said(NOON - seconds_ago, "dateTimeFromNow") == words


@law
@given(st.floats(-(10**9), 10**9), st.floats(0, 1))
def test_what_is_said_of_a_moment_holds_until_the_time_that_is_asked_for(seconds_ago: float, share: float) -> None:
    present = Present(NOON)
    words = Formatter().at(present).text((NOON - seconds_ago) * 1000, "dateTimeFromNow")

    assert present.until > NOON
    # A millisecond for what is to come, whose last unit ends with it.
    later = NOON + (present.until - NOON - 0.002) * share
    assert later < NOON or said(NOON - seconds_ago, "dateTimeFromNow", later) == spaced(words)
    assert said(NOON - seconds_ago, "dateTimeFromNow", present.until + 0.001) != spaced(words)


def test_where_nobody_knows_the_time_a_moment_is_a_date() -> None:
    assert said(NOON - 60, "dateTimeFromNow", None) == "2026-11-28 12:59:00"
    assert said(NOON, "dateTimeAsIsoNoDateIfToday", None) == "2026-11-28 13:00:00"


def test_the_date_of_today_is_left_out_until_midnight_where_that_is_wanted() -> None:
    present = Present(NOON)
    here = Formatter("en-US", "Europe/Berlin").at(present)

    assert here.text(NOON * 1000, "dateTimeAsIsoNoDateIfToday") == "13:00:00"
    assert here.text((NOON - 86400) * 1000, "dateTimeAsIsoNoDateIfToday") == "2026-11-27 13:00:00"
    assert here.text(NOON * 1000, "dateTimeAsUSNoDateIfToday") == "1:00:00 pm"
    midnight = datetime.datetime(2026, 11, 29, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    assert present.until == midnight.timestamp()


def test_names_and_times_of_day_are_those_of_the_locale() -> None:
    assert said(NOON, "time:dddd, D. MMMM YYYY", locale="de") == "Samstag, 28. November 2026"
    assert said(NOON, "dateTimeAsLocal", locale="en-US") == "2026-11-28 1:00:00 PM"
    assert said(NOON, "dateTimeAsLocal", locale="de") == "2026-11-28 13:00:00"
    assert (
        said(NOON, "time:LT · L · LL · lll", locale="de") == "13:00 · 2026-11-28 · 28. Nov. 2026 · 28. Nov. 2026, 13:00"
    )


@pytest.mark.parametrize("unit", MOMENT_UNITS)
@pytest.mark.parametrize("value", [1e18, -1e18, 2.6e14, -6.3e13, math.nan, math.inf])
def test_what_no_calendar_has_is_no_figure(unit: str, value: float) -> None:
    assert Formatter("en-GB", "Pacific/Kiritimati").text(value, unit) == "–"


@law
@given(AMOUNTS, st.sampled_from(MOMENT_UNITS) | st.text(max_size=30).map(lambda text: f"time:{text}"))
def test_every_figure_and_every_pattern_gives_some_text(value: float, unit: str) -> None:
    formatter = Formatter("de", "America/St_Johns").at(Present(NOON))

    assert formatter.text(value, unit) or unit_of(unit).kind == "moment"
    assert len(formatter.ticks([value, 0.0], unit)) == 2


def test_moments_that_differ_are_compared_as_a_length_of_time() -> None:
    assert spaced(Formatter().change(NOON * 1000, (NOON - 5400) * 1000, "dateTimeAsIso")) == "+1 h 30 min"
    assert spaced(Formatter().change((NOON - 86400) * 1000, NOON * 1000, "dateTimeFromNow")) == "-1 d"
