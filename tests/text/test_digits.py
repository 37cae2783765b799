"""Numbers as digits: exact, rounded and grouped."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.text.digits import decimals_of, exact, grouped, power_of_ten, rounded
from displayd.text.locales import locale_of
from tests.support.laws import law


@pytest.mark.parametrize(
    ("value", "wanted"),
    [(0.1 + 0.2, "0.3"), (-0.0, "0"), (1e21, "1" + 21 * "0"), (1 / 3, "0.333333333333333")],
)
def test_number_is_what_a_person_would_write(value: float, wanted: str) -> None:
    assert exact(value) == Decimal(wanted)


@law
@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_number_typed_by_a_person_comes_back_as_typed(digits: int, decimals: int) -> None:
    typed = Decimal(digits).scaleb(-decimals)

    assert rounded(exact(float(typed)), decimals) == typed


@pytest.mark.parametrize(("value", "wanted"), [("0.5", "1"), ("-0.5", "-1"), ("1.49", "1"), ("2.5", "3")])
def test_halves_are_rounded_away_from_zero(value: str, wanted: str) -> None:
    assert rounded(Decimal(value), 0) == Decimal(wanted)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("12.345", 1), ("0.5", 1), ("12.003", 1), ("9.996", 1), ("0", 0), ("1284", 0), ("0.0001234", 6), ("48", 0)],
)
def test_three_digits_are_shown_and_no_zero_that_says_nothing(value: str, wanted: int) -> None:
    assert decimals_of(Decimal(value)) == wanted


@law
@given(st.floats(min_value=1e-300, max_value=1e300).map(exact))
def test_power_of_ten_is_short_and_says_the_same(value: Decimal) -> None:
    short, power = power_of_ten(value)
    exponent = int(power.removeprefix("×10").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))

    assert float(short.scaleb(exponent)) == pytest.approx(float(value), rel=1e-15)
    assert abs(rounded(short, 2)) < 10


@pytest.mark.parametrize(
    ("value", "locale", "wanted"),
    [
        ("1234567.5", "en-GB", "1,234,567.5"),
        ("1234567.5", "de", "1.234.567,5"),
        ("1234567.5", "en-IN", "12,34,567.5"),
        ("1234.5", "es", "1234,5"),
        ("12345.5", "es", "12.345,5"),
        ("-0.04", "en-GB", "0.0"),
        ("-1", "en-GB", "−1.0"),
    ],
)
def test_digits_are_grouped_as_in_the_country(value: str, locale: str, wanted: str) -> None:
    assert grouped(Decimal(value), 1, locale_of(locale)) == wanted


def test_year_is_not_grouped() -> None:
    assert grouped(Decimal(12026), 0, locale_of("en-GB"), is_grouped=False) == "12026"
