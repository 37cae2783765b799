"""Numbers and times as other systems and spreadsheets write them."""

from __future__ import annotations

import datetime
import functools
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.sources.plain_values import DecimalSign, column_sign, number_in, plain_number, plain_time


def is_fine(work: Callable[[], object]) -> bool:
    """Whether there is no ValueError."""
    try:
        work()
    except ValueError:
        return False
    return True


def is_number(text: str) -> bool:
    return is_fine(lambda: number_in(text, "."))


@pytest.mark.parametrize(
    ("texts", "sign", "numbers"),
    [
        (["1.234,50", "7"], ",", [1234.5, 7.0]),
        (["1,234.50", "(3.00)"], ".", [1234.5, -3.0]),
        (["0,5"], ",", [0.5]),
        (["0.125"], ".", [0.125]),
        (["1234.567"], ".", [1234.567]),
        (["1 234,5", "1\u202f000,25"], ",", [1234.5, 1000.25]),
        (["1'234.5"], ".", [1234.5]),
        (["€ 1.234,50", "99,9 %", "-€5,00"], ",", [1234.5, 99.9, -5.0]),
        (["USD 12.5", "12.5 EUR", "\u22123.5", "3.5-"], ".", [12.5, 12.5, -3.5, -3.5]),
        (["1.234.567"], ",", [1234567.0]),
        (["1,234,567", "1,234"], ".", [1234567.0, 1234.0]),
        (["12", "", "n/a", "#N/A"], ".", [12.0, None, None, None]),
        (["1e3", "1.5e-2"], ".", [1000.0, 0.015]),
        (["1.234", "1,5"], ",", [1234.0, 1.5]),
    ],
)
def test_a_column_of_numbers_is_read_as_it_was_meant(
    texts: list[str], sign: DecimalSign, numbers: list[float | None]
) -> None:
    assert column_sign(texts) == sign
    assert [number_in(text, sign) for text in texts] == numbers


@pytest.mark.parametrize("texts", [["1.234"], ["1,234", "12,000"], ["999.999", "5"]])
def test_a_column_that_can_be_read_in_two_ways_is_not_guessed(texts: list[str]) -> None:
    assert column_sign(texts) is None


@pytest.mark.parametrize("text", ["abc", "12 apples", "1/2", "--5", "12:30", "1.2.3x", "NaN5"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert not is_number(text)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["€ {}", "{} %", "{}", " {} ", "{} EUR"]))
def test_numbers_come_back_however_a_spreadsheet_groups_and_marks_them(cents: int, around: str) -> None:
    value = cents / 100
    english = f"{value:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))

    assert number_in(around.format(english), ".") == value
    assert number_in(around.format(german), ",") == value


def test_what_is_much_longer_than_a_number_is_none() -> None:
    began = time.monotonic()

    assert not is_number(f"1{' ' * 120_000}x")
    assert time.monotonic() - began < 2


def test_numbers_of_json() -> None:
    assert [plain_number(value) for value in (1, 1.5, "2.5", True, None, "NaN", "+Inf", "", "\u22121")] == [
        1.0,
        1.5,
        2.5,
        1.0,
        None,
        None,
        None,
        None,
        -1.0,
    ]
    assert [plain_number(value) for value in ("1,234.5", "1.234,50 €", "12 %", "$5", "(3.5)", "n/a")] == [
        1234.5,
        1234.5,
        12.0,
        5.0,
        -3.5,
        None,
    ]
    wrong: list[object] = [[], {}, "many", "1,234", "5 of 7", "12:30"]
    assert not any(is_fine(functools.partial(plain_number, one)) for one in wrong)


NOON = datetime.datetime(2026, 11, 27, 12, 0, tzinfo=datetime.UTC).timestamp()


@pytest.mark.parametrize(
    "value",
    [
        NOON,
        int(NOON),
        NOON * 1000,
        NOON * 1e6,
        str(int(NOON)),
        "2026-11-27T12:00:00Z",
        "2026-11-27T13:00:00+01:00",
        "2026-11-27T13:00",
        "2026-11-27 13:00:00.000",
        "27.11.2026 13:00",
        "27/11/2026 13:00:00",
        "11/27/2026 13:00",
        "11/27/2026 1:00 PM",
        "11/27/2026, 1:00:00 pm",
        "2026/11/27 13:00",
        "2026-11-27 12:00:00 UTC",
        "2026-11-27 14:00:00 +0200",
        "2026-11-27 07:00:00.000 -05:00",
        "Fri, 27 Nov 2026 12:00:00 GMT",
        "27-Nov-2026 13:00",
        "27 November 2026 13:00",
        "Nov 27, 2026 1:00 PM",
        "Nov. 27, 2026 13:00",
    ],
)
def test_a_time_is_read_however_it_is_written(value: object) -> None:
    assert plain_time(value, "Europe/Berlin") == NOON


def test_a_date_is_the_beginning_of_its_day_in_the_office() -> None:
    assert plain_time("2026-11-27", "Europe/Berlin") == NOON - 13 * 3600
    assert plain_time("27.11.2026", "Europe/Berlin") == NOON - 13 * 3600


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11", "2026-11-01"),
        ("2026/11", "2026-11-01"),
        ("2026-1-5", "2026-01-05"),
        ("20261127", "2026-11-27"),
        ("2026-W48", "2026-11-23"),
        ("Nov 2026", "2026-11-01"),
        ("November-2026", "2026-11-01"),
        ("Sept 5, 2026", "2026-09-05"),
        ("1. May 2026", "2026-05-01"),
        ("2026-Q4", "2026-10-01"),
        ("Q1 2026", "2026-01-01"),
        ("2026", "2026-01-01"),
        ("12/31/2026 12:30 AM", "2026-12-31 00:30"),
        ("12/31/2026 12:30 p.m.", "2026-12-31 12:30"),
    ],
)
def test_days_months_quarters_and_years_are_their_beginning(text: str, day: str) -> None:
    assert plain_time(text, "Europe/Berlin") == plain_time(day, "Europe/Berlin")


def test_a_date_that_may_be_two_days_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="two days"):
        plain_time("03/04/2026", "UTC")

    assert plain_time("03/04/2026", "UTC", is_day_first=True) == plain_time("2026-04-03", "UTC")
    assert plain_time("03/04/2026", "UTC", is_day_first=False) == plain_time("2026-03-04", "UTC")
    assert plain_time("03/03/2026", "UTC") == plain_time("2026-03-03", "UTC")


@pytest.mark.parametrize("value", [True, [], "soon", "2026-13-01", -5, float("nan"), "31.02.2026", 1e30])
def test_what_is_no_time_is_none(value: object) -> None:
    assert not is_fine(lambda: plain_time(value, "UTC"))
