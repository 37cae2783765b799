"""Figures as text: short, true, and with their sign; ticks on one scale, changes in their unit."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from displayd.text.direction import is_right_to_left
from displayd.text.formatter import Formatter
from displayd.text.numbers import Quantity
from displayd.text.units import unit_of
from tests.support.laws import law
from tests.text.reading import AMERICAN, AMOUNTS, BRITISH, GERMAN, UNIT_NAMES, bound_of, meaning, spaced, text

# --- how long a figure is


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (0, "0"),
        (-0.0, "0"),
        (7, "7"),
        (0.5, "0.5"),
        (12.345, "12.3"),
        (99.96, "100"),
        (128, "128"),
        (1284, "1,284"),
        (1284.7, "1,285"),
        (9999.4, "9,999"),
        (9999.6, "10.0k"),
        (12_000, "12k"),
        (12_003, "12.0k"),
        (48_312, "48.3k"),
        (999_499, "999k"),
        (999_960, "1.00M"),
        (1_000_000, "1M"),
        (-9_999_999_999, "-10.0B"),
        (1.5e12, "1.5T"),
        (9.9e16, "99,000T"),
        (1e18, ">99,999T"),
        (-1e18, "<-99,999T"),
        (0.001, "0.001"),
        (0.00042, "0.00042"),
        (0.000042, "<0.0001"),
        (-1.2345e-7, ">-0.0001"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_hero_numbers_are_short_and_lose_neither_sign_nor_size(value: float, wanted: str) -> None:
    assert text(value) == wanted


@law
@given(AMOUNTS)
def test_figures_have_at_most_five_digits_that_say_something(value: float) -> None:
    number = BRITISH.quantity(value).number

    assert len(re.sub(r"\D", "", number).lstrip("0")) <= 5
    assert len(number) <= len("−0.000123")


@law
@given(AMOUNTS)
def test_nothing_is_ever_a_thousand_thousands(value: float) -> None:
    quantity = BRITISH.quantity(value)

    if quantity.suffix in ("k", "M", "B"):
        assert 1 <= abs(float(spaced(quantity.number))) < 1000


# What is not one number: `tests/text/test_grafana_units.py` reads these back.
IN_PARTS = ("words", "duration", "clock", "stopwatch", "hexadecimal")


@law
@given(AMOUNTS, UNIT_NAMES.filter(lambda name: unit_of(name).kind not in IN_PARTS))
def test_figures_can_be_read_back_to_three_digits(value: float, unit: str) -> None:
    # What is shown is what was said, whatever the unit: only the last of at least three digits was rounded.
    times = float(unit_of(unit).times)

    words = text(value, unit)
    shown, worth = meaning(words, unit)

    if bound := bound_of(words):
        assert (value * times > shown) if bound == ">" else (value * times < shown)
        assert abs(shown) / worth >= 9_999 or abs(shown) / worth == 1
        return
    assert abs(shown - value * times) <= max(worth * 0.501, abs(value * times) * 1e-9)
    assert math.isclose(shown, value * times, rel_tol=0.0051, abs_tol=0.5 if unit in ("none", "locale") else 1e-17)


@law
@given(AMOUNTS, UNIT_NAMES, st.none() | st.integers(0, 6))
def test_sign_is_shown_where_there_is_one_to_show(value: float, unit: str, decimals: int | None) -> None:
    if unit.startswith("bool"):
        return
    words = text(value, unit, decimals)

    assert words.count("-") == (1 if value < 0 and any(digit in words for digit in "123456789") else 0)


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf])
def test_no_figure_is_a_dash(value: float | None) -> None:
    assert BRITISH.quantity(value, "ms") == Quantity("", "–", "")


@law
@given(
    st.floats(),
    st.floats(),
    UNIT_NAMES | st.text(max_size=12),
    st.none() | st.integers(0, 6),
    st.sampled_from(["en", "ar", "hi", "ja"]),
)
@example(5.612456933790942e-279, 1.0000000000000001e119, "none", None, "en")
def test_every_number_that_a_computer_has_can_be_written(
    value: float, previous: float, unit: str, decimals: int | None, locale: str
) -> None:
    formatter = Formatter(locale)

    assert formatter.text(value, unit, decimals)
    assert formatter.ticks([one for one in (0.0, value, previous) if math.isfinite(one)], unit)
    assert isinstance(formatter.change(value, previous, unit, decimals), str)


def test_digits_after_the_mark_can_be_asked_for() -> None:
    assert text(48_312, decimals=0) == "48k"
    assert text(48_312, decimals=2) == "48.31k"
    assert text(7, decimals=2) == "7.00"
    assert text(2.5, decimals=0) == "3"
    assert text(1.005, decimals=2) == "1.01"
    assert text(-0.001, decimals=2) == "0.00"
    assert text(999_996, decimals=1) == "1.0M"


# --- axes


@pytest.mark.parametrize(
    ("values", "unit", "wanted"),
    [
        ([0, 5, 10], "short", ["0", "5", "10"]),
        ([0, 0.1, 0.2, 0.1 * 3], "short", ["0.0", "0.1", "0.2", "0.3"]),
        ([0, 2500, 5000, 7500], "short", ["0", "2,500", "5,000", "7,500"]),
        ([0, 5000, 10_000, 15_000], "short", ["0", "5k", "10k", "15k"]),
        ([0, 5e5, 1e6, 1.5e6], "short", ["0.0", "0.5M", "1.0M", "1.5M"]),
        ([-20, 0, 20], "celsius", ["-20 °C", "0 °C", "20 °C"]),
        ([0, 0.25, 0.5], "percentunit", ["0%", "25%", "50%"]),
        ([0.995, 0.9975, 1], "percentunit", ["99.50%", "99.75%", "100.00%"]),
        ([0, 30, 60, 90], "s", ["0 s", "30 s", "60 s", "90 s"]),
        ([0, 300, 600], "s", ["0 min", "5 min", "10 min"]),
        ([0, 250, 500, 750, 1000], "ms", ["0 ms", "250 ms", "500 ms", "750 ms", "1,000 ms"]),
        ([-1, 0, 1, 2], "d", ["-1 day", "0 days", "1 day", "2 days"]),
        ([20 / 24, 22 / 24, 1], "d", ["20 h", "22 h", "24 h"]),
        ([0, 1 / 3], "h", ["0 min", "20 min"]),
        ([0, 1024**2, 2 * 1024**2], "bytes", ["0 MiB", "1 MiB", "2 MiB"]),
        ([0, 1e-6, 2e-6], "short", ["0.000000", "0.000001", "0.000002"]),
        ([0, 5e17, 1e18], "short", ["0", "500,000T", "1,000,000T"]),
        ([0, 1], "bool", ["False", "True"]),
        ([0, 3600], "dthms", ["00:00:00", "01:00:00"]),
        ([0], "ms", ["0 ms"]),
        ([], "short", []),
    ],
)
def test_ticks_have_one_scale_and_equal_decimals(values: list[float], unit: str, wanted: list[str]) -> None:
    assert [spaced(tick) for tick in AMERICAN.ticks(values, unit)] == wanted


@law
@given(
    st.integers(-20, 20),
    st.integers(1, 9),
    st.integers(-3, 14),
    st.sampled_from(["short", "bytes", "ms", "currencyEUR"]),
)
def test_ticks_that_differ_read_differently(start: int, step: int, power: int, unit: str) -> None:
    values = [(start + number * step) * 10.0**power for number in range(5)]

    assert len(set(BRITISH.ticks(values, unit))) == 5


# --- figures under each other


@pytest.mark.parametrize(
    ("values", "unit", "decimals", "wanted"),
    [
        ([48_000, 31_500, 27_000], "currencyEUR", None, ["€48.0k", "€31.5k", "€27.0k"]),
        ([84_500, 9_900], "currencyEUR", 0, ["€85k", "€10k"]),
        ([8.5, 2.75], "h", None, ["8.50 h", "2.75 h"]),
        ([45, 7200], "s", None, ["45 s", "2 h"]),
        ([0, 0.5, None], "percentunit", None, ["0%", "50%", "–"]),
        ([0, 0.125, 1], "percentunit", None, ["0%", "12.5%", "100.0%"]),
        ([5, 0.001], "short", None, ["5", "0.001"]),
        ([1e9, 1], "short", None, ["1B", "1"]),
        ([1e18, 1], "short", None, [">99,999T", "1"]),
        ([], "short", None, []),
    ],
)
def test_figures_under_each_other_align_unless_they_are_too_far_apart(
    values: list[float | None], unit: str, decimals: int | None, wanted: list[str]
) -> None:
    assert [spaced(quantity.text) for quantity in BRITISH.column(values, unit, decimals)] == wanted


@law
@given(st.lists(AMOUNTS, max_size=6), UNIT_NAMES, st.none() | st.integers(0, 3))
def test_figures_under_each_other_hide_nothing(values: list[float], unit: str, decimals: int | None) -> None:
    for value, quantity in zip(values, BRITISH.column(values, unit, decimals), strict=True):
        if any(digit in BRITISH.text(value, unit, decimals) for digit in "123456789"):
            assert any(digit in quantity.text for digit in "123456789"), value


# --- changes


@pytest.mark.parametrize(
    ("value", "previous", "unit", "wanted"),
    [
        (1124, 1000, "short", "+12.4%"),
        (1000, 1124, "short", "-11.0%"),
        (1070, 1000, "reqps", "+7%"),
        (1000, 1000, "short", "0%"),
        (3000, 1000, "short", "+200%"),
        (1_000_050, 1_000_000, "short", "+0.005%"),
        (1_000_000_001, 1_000_000_000, "short", "0%"),
        (-50, -100, "short", "+50%"),
        (5e6, 1, "short", ">+999%"),
        (-5e6, 1, "short", "<-999%"),
        (74_075, 1, "percentunit", ">+999 points"),
        (1, 74_075, "percentunit", "<-999 points"),
        (0.0038, 0.0046, "percentunit", "-0.08 points"),
        (99.4, 99.0, "percent", "+0.4 points"),
        (0.99934, 0.99931, "percentunit", "+0.003 points"),
        (0.5, 0.5, "percentunit", "0 points"),
        (0.5, 0, "percentunit", "+50 points"),
        (1284, 0, "short", "+1,284"),
        (-5, 0, "currencyEUR", "-€5"),
        (5, 0, "currencyEUR", "+€5"),
        (0, 0, "ms", "0 ms"),
        (5, None, "short", ""),
        (None, 5, "short", ""),
        (math.nan, 5, "short", ""),
        (1, 0, "bool", "True"),
        (1, 1, "bool", ""),
    ],
)
def test_change_is_signed_and_fits_its_unit(
    value: float | None, previous: float | None, unit: str, wanted: str
) -> None:
    assert spaced(BRITISH.change(value, previous, unit)) == wanted


@law
@given(AMOUNTS, AMOUNTS, UNIT_NAMES)
def test_change_has_the_sign_of_the_difference(value: float, previous: float, unit: str) -> None:
    words = spaced(BRITISH.change(value, previous, unit))

    if "+" in words:
        assert value > previous
    if words.lstrip("<").startswith("-"):
        assert value < previous


@law
@given(AMOUNTS, AMOUNTS, UNIT_NAMES.filter(lambda name: name != "sci"), st.none() | st.integers(0, 6))
def test_no_power_of_ten_is_on_the_wall_but_where_it_was_asked_for(
    value: float, previous: float, unit: str, decimals: int | None
) -> None:
    words = [text(value, unit, decimals), BRITISH.change(value, previous, unit, decimals)]

    assert not any("×10" in one for one in [*words, *BRITISH.ticks([0, value, previous], unit)])


def test_percentages_beyond_all_comparison_are_only_said_to_be_more() -> None:
    assert text(99.99, "percentunit") == "9,999%"
    assert text(11_000_000, "percentunit") == ">9,999%"
    assert text(-11_000_000, "percentunit") == "<-9,999%"
    assert Formatter("tr").text(11_000_000, "percentunit") == ">%9.999"


def test_zero_is_zero_whatever_decimals_its_metric_has() -> None:
    assert text(0, "suffix: ×", 1) == "0×"
    assert text(-0.0, "currencyEUR", 2) == "€0"


def test_sign_and_currency_stand_in_one_piece_before_the_digits() -> None:
    quantity = BRITISH.quantity(-489_000, "currencyEUR")

    assert (spaced(quantity.lead), quantity.digits, quantity.suffix) == ("-€", "489", "k")
    assert spaced(BRITISH.quantity(-1e18, "currencyEUR").lead) == "<-€"
    assert GERMAN.quantity(-489_000, "currencyEUR").lead == "−"


def test_change_is_written_by_locale() -> None:
    assert GERMAN.change(1124, 1000) == "+12,4\u00a0%"
    assert Formatter("tr").change(1124, 1000) == "+%12,4"
    assert spaced(Formatter("tr").change(1000, 1124)) == "-%11,0"
    assert GERMAN.change(1284, 0, "currencyEUR") == "+1.284\u00a0€"


def test_a_sign_stands_on_the_left_of_its_number_beside_words_from_the_right() -> None:
    hebrew = Formatter("he")

    assert hebrew.text(-62, "s") == "\u2068\u22121.03\u2069\u202fדק׳"
    assert hebrew.change(1200, 0, "s") == "\u2068+20\u2069\u202fדק׳"
    assert hebrew.change(0.5, 0.494, "percentunit").startswith("\u2068+0.6\u2069")
    assert hebrew.text(-62, "ms") == "\u221262\u202fms"
    assert is_right_to_left(hebrew.text(48, "currencyILS"))
    assert not is_right_to_left(GERMAN.text(48, "currencyILS"))
