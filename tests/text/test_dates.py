"""Moments and ages as text."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.text.dates import next_minute, until_age_changes
from displayd.text.formatter import Formatter
from tests.support.laws import law
from tests.text.reading import BRITISH, spaced

NOON = datetime.datetime(2026, 11, 21, 12, 7, 9, tzinfo=datetime.UTC).timestamp()
HOUR, DAY = 3600, 86_400


def test_time_is_that_of_the_place() -> None:
    assert Formatter("en-GB", "Europe/London").time(NOON) == "12:07"
    assert Formatter("en-GB", "Asia/Kathmandu").time(NOON) == "17:52"
    assert Formatter("en-GB").time(NOON, with_seconds=True) == "12:07:09"


@pytest.mark.parametrize(
    ("locale", "hour", "wanted"),
    [
        ("en-US", 0, "12:07 AM"),
        ("en-US", 12, "12:07 PM"),
        ("en-US", 15, "3:07 PM"),
        ("en-AU", 9, "9:07 am"),
        ("de", 9, "09:07"),
        ("cs", 9, "9:07"),
        ("fi", 9, "9.07"),
        ("ko", 15, "PM 3:07"),
    ],
)
def test_clock_has_12_or_24_hours_as_in_the_country(locale: str, hour: int, wanted: str) -> None:
    moment = datetime.datetime(2026, 11, 21, hour, 7, tzinfo=datetime.UTC).timestamp()

    assert spaced(Formatter(locale).time(moment)) == wanted


@pytest.mark.parametrize(
    ("locale", "long", "short"),
    [
        ("en-GB", "Saturday 21 November", "Sat 21 Nov"),
        ("en-US", "Saturday, November 21", "Sat, Nov 21"),
        ("de", "Samstag, 21. November", "Sa., 21. Nov."),
        ("fr", "samedi 21 novembre", "sam. 21 nov."),
        ("es", "sábado, 21 de noviembre", "sáb, 21 nov"),
        ("fi", "lauantai 21. marraskuuta", "la 21.11."),
        ("pl", "sobota, 21 listopada", "sob., 21 lis"),
        ("ru", "суббота, 21 ноября", "сб, 21 нояб."),
        ("ja", "11月21日土曜日", "11月21日(土)"),
        ("he", "יום שבת, 21 בנובמבר", "שבת, 21 בנוב׳"),
    ],
)
def test_date_is_written_as_in_the_country(locale: str, long: str, short: str) -> None:
    formatter = Formatter(locale)

    assert (formatter.date(NOON), formatter.date(NOON, "short")) == (long, short)


@pytest.mark.parametrize(
    ("ago", "wanted"),
    [
        (0, "12:07"),
        (12 * HOUR, "00:07"),
        (13 * HOUR, "Fri 23:07"),
        (6 * DAY, "Sun 12:07"),
        (7 * DAY, "14 Nov"),
        (300 * DAY, "25 Jan"),
        (365 * DAY, "2025-11-21"),
        (-5, "12:07"),
        (-DAY, "22 Nov"),
    ],
)
def test_moment_is_as_short_as_it_can_be_without_a_doubt(ago: float, wanted: str) -> None:
    assert BRITISH.moment(NOON - ago, NOON) == wanted


def test_yesterday_begins_at_the_midnight_of_the_place() -> None:
    tokyo = Formatter("en-GB", "Asia/Tokyo")

    assert tokyo.moment(NOON - 6 * HOUR, NOON) == "15:07"
    assert tokyo.moment(NOON - 22 * HOUR, NOON) == "Fri 23:07"


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [
        (-3, "0 s"),
        (0, "0 s"),
        (12.9, "12 s"),
        (59.9, "59 s"),
        (60, "1 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (47.9 * HOUR, "47 h"),
        (48 * HOUR, "2 days"),
        (400 * DAY, "400 days"),
    ],
)
def test_age_is_one_whole_number_and_never_rounded_up(seconds: float, wanted: str) -> None:
    assert spaced(BRITISH.age(seconds)) == wanted


@law
@given(st.floats(-10, 1e7), st.floats(0, 0.999))
def test_age_stays_the_same_until_the_moment_it_changes(seconds: float, share: float) -> None:
    left = until_age_changes(seconds)

    assert left > 0
    assert BRITISH.age(seconds + left * share) == BRITISH.age(seconds)
    assert BRITISH.age(seconds + left + 1e-6) != BRITISH.age(seconds)


@law
@given(st.floats(0, 4e9), st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu"]))
def test_clock_shows_the_same_until_the_next_minute(moment: float, timezone: str) -> None:
    formatter = Formatter("en-GB", timezone)

    following = next_minute(moment)

    assert 0 < following - moment <= 60
    assert formatter.time(moment) == formatter.time(following - 0.001)
    assert formatter.time(moment) != formatter.time(following)


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        (0.25, "15\u202fmin"),
        (0.5, "30\u202fmin"),
        (0.99, "1\u202fh"),
        (36.0, "36\u202fh"),
        (1.0, "1\u202fh"),
        (23.8, "24\u202fh"),
        (24.0, "24\u202fh"),
        (47.9, "2 days"),
        (168.0, "7 days"),
        (2160.0, "90 days"),
        (4368.0, "182 days"),
        (8736.0, "1 year"),
        (8760.0, "1 year"),
        (17_520.0, "2 years"),
    ],
)
def test_how_long_a_line_is_is_told_in_round_numbers(hours: float, text: str) -> None:
    assert Formatter("en-GB").span(hours * 3600) == text


def test_how_long_a_line_is_is_told_in_the_language_of_the_screen() -> None:
    found = [spaced(Formatter(name).span(2160 * 3600)) for name in ("de-DE", "fr-FR", "pl-PL")]

    assert found == ["90 Tage", "90 jours", "90 dni"]
