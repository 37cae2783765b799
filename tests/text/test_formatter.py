"""Figures and moments as text."""

from __future__ import annotations

import datetime
import json
import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.text.dates import next_minute, until_age_changes
from displayd.text.formatter import Formatter
from displayd.text.numbers import Quantity
from displayd.text.units import UNITS, is_known_unit, unit_names
from tests.support.laws import law

BRITISH = Formatter()
AMERICAN = Formatter("en-US")
GERMAN = Formatter("de")

GRAFANA = json.loads((Path(__file__).parent.parent / "fixtures" / "grafana_units.json").read_text())

# Below 1e-100 the test itself could not count any more.
AMOUNTS = (st.floats(-1e18, 1e18) | st.integers(-(10**18), 10**18) | st.floats(-1e4, 1e4)).filter(
    lambda value: value == 0 or abs(value) > 1e-100
)
UNIT_NAMES = st.sampled_from([*UNITS, "currencyEUR", "currencyJPY", "suffix:widgets", "prefix:£"])


def spaced(text: str) -> str:
    """`text` with plain spaces and the keyboard's minus."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("−", "-")


def text(value: float | None, unit: str = "short", decimals: int | None = None, locale: str = "en-GB") -> str:
    return spaced(Formatter(locale).text(value, unit, decimals))


SIZES = {
    "": 1, "k": 1e3, "K": 1e3, "M": 1e6, "Mil": 1e6, "B": 1e9, "Bil": 1e9, "T": 1e12,
    "ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "mins": 60, "h": 3600, "hour": 3600, "hours": 3600,
    "day": 86400, "days": 86400, "week": 604800, "weeks": 604800, "year": 31556952, "years": 31556952,
}  # fmt: skip
PREFIXES = {"n": 1e-9, "µ": 1e-6, "m": 1e-3, "": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18}
PREFIXES |= {f"{letter}i": 1024.0**power for power, letter in enumerate("KMGTPEZ", 1)}
PREFIXES |= {"Z": 1e21, "Y": 1e24, "Yi": 1024.0**8}


def meaning(words: str, unit: str) -> tuple[float, float]:
    """What English `words` stand for, in the smallest named thing of `unit`, and what their last digit is worth."""
    match = re.fullmatch(r"(-?)[^\d-]*(-?[\d,]+(?:\.(\d+))?)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?\s?(.*)", words)
    assert match, words
    power = int((match[4] or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    symbol = match[5]
    if unit in UNITS and UNITS[unit].steps and UNITS[unit].steps[0].symbol != "ns":
        stem = UNITS[unit].steps[-1].symbol[1 + UNITS[unit].steps[-1].symbol.startswith("Yi") :]
        size = PREFIXES[
            symbol.removesuffix(stem) if symbol.endswith(stem) else symbol.removesuffix(stem.replace("it", ""))
        ]
    else:
        own = UNITS[unit].suffix.strip() if unit in UNITS else ""
        size = SIZES.get(symbol.removesuffix(own).split(" ")[0].rstrip("%"), 1)
    worth = 10.0 ** (power - len(match[3] or "")) * size
    return float(match[1] + match[2].replace(",", "")) * 10.0**power * size, worth


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
        (1e18, "1×10¹⁸"),
        (-1e18, "-1×10¹⁸"),
        (0.001, "0.001"),
        (0.00042, "0.00042"),
        (0.000042, "4.2×10⁻⁵"),
        (-1.2345e-7, "-1.23×10⁻⁷"),
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


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        (1_284, "short", ["1,284", "1.3k"]),
        (316_985.75, "currencyEUR", ["€317k"]),
        (12.345, "currencyEUR", ["€12.35", "€12"]),
        (183_600, "dtdurations", ["2 d 3 h", "2.1 d"]),
        (0.0995, "percentunit", ["9.95%", "10%"]),
        (0.9993, "percentunit", ["99.93%"]),
        (2_026, "none", ["2026"]),
        (1, "bool", ["True"]),
        (None, "short", ["–"]),
    ],
)
def test_a_figure_can_be_written_shorter_but_not_untrue(value: float | None, unit: str, wanted: list[str]) -> None:
    assert [spaced(form.text) for form in BRITISH.forms(value, unit)] == wanted


def test_decimals_that_were_asked_for_go_before_any_digit_does() -> None:
    assert [form.text for form in BRITISH.forms(48_291, "short", 2)] == ["48.29k", "48.3k", "48k"]


@law
@given(AMOUNTS, UNIT_NAMES, st.none() | st.integers(0, 6))
def test_every_form_is_shorter_than_the_one_before(value: float, unit: str, decimals: int | None) -> None:
    forms = BRITISH.forms(value, unit, decimals)

    lengths = [len(form.text) for form in forms]
    assert forms[0] == BRITISH.quantity(value, unit, decimals)
    assert lengths == sorted(set(lengths), reverse=True)


@law
@given(AMOUNTS, UNIT_NAMES.filter(lambda name: not name.startswith(("bool", "dt"))))
def test_the_shortest_form_still_says_how_much_it_is(value: float, unit: str) -> None:
    said, last = meaning(spaced(BRITISH.forms(value, unit)[-1].text), unit)

    whole, _ = meaning(spaced(BRITISH.text(value, unit)), unit)
    assert abs(said - whole) <= max(0.051 * abs(whole), last)


@law
@given(AMOUNTS)
def test_nothing_is_ever_a_thousand_thousands(value: float) -> None:
    quantity = BRITISH.quantity(value)

    if quantity.suffix in ("k", "M", "B"):
        assert 1 <= abs(float(spaced(quantity.number))) < 1000


@law
@given(AMOUNTS, UNIT_NAMES.filter(lambda name: not name.startswith(("bool", "dt"))))
def test_figures_can_be_read_back_to_three_digits(value: float, unit: str) -> None:
    # What is shown is what was said, whatever the unit: only the last of at least three digits was rounded.
    times = {"percentunit": 100}.get(unit, float(UNITS[unit].times) if unit in UNITS else 1)

    shown, worth = meaning(text(value, unit), unit)

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


# --- units


@pytest.mark.parametrize(
    ("value", "unit", "wanted"),
    [
        (2026, "none", "2026"),
        (1234.567, "none", "1235"),
        (1234567, "locale", "1,234,567"),
        (12.345, "percent", "12.3%"),
        (0.12345, "percentunit", "12.3%"),
        (0.0038, "percentunit", "0.38%"),
        (1536, "bytes", "1.5 KiB"),
        (1500, "decbytes", "1.5 kB"),
        (3, "gbytes", "3 GiB"),
        (1_250_000, "bps", "1.25 Mbit/s"),
        (1500, "Bps", "1.5 kB/s"),
        (1234, "ms", "1.23 s"),
        (90, "s", "1.5 min"),
        (0.0421, "s", "42.1 ms"),
        (5400, "s", "1.5 h"),
        (86_400, "s", "1 day"),
        (200_000, "s", "2.31 days"),
        (93_784, "dtdurations", "1 d 2 h"),
        (45, "dtdurations", "45 s"),
        (3600, "dtdurations", "1 h"),
        (3661, "dthms", "01:01:01"),
        (93_784, "dthms", "26:03:04"),
        (93_784, "dtdhms", "1 d 02:03:04"),
        (1500, "reqps", "1,500 req/s"),
        (48_312, "reqps", "48.3k req/s"),
        (21.55, "celsius", "21.6 °C"),
        (2400, "watt", "2.4 kW"),
        (12, "suffix:acct", "12 acct"),
        (12, "suffix: acct ", "12 acct"),
        (12, "suffix:°", "12°"),
        (12, "prefix:£", "£12"),
        (-12, "prefix:£", "-£12"),
        (1, "bool", "True"),
        (0, "bool_on_off", "Off"),
        (12.5, "currencyEUR", "€12.50"),
        (-12.5, "currencyEUR", "-€12.50"),
        (316_985.75, "currencyEUR", "€317k"),
        (1284, "currencyGBP", "£1,284"),
        (0.004, "currencyGBP", "£0.004"),
        (12.5, "currencyJPY", "JP¥12.5"),
        (5, "currencyCHF", "CHF 5"),
    ],
)
def test_units_are_written_the_way_people_read_them(value: float, unit: str, wanted: str) -> None:
    assert text(value, unit) == wanted


def test_percentage_short_of_all_is_never_shown_as_all() -> None:
    ratios = [0.9993, 0.99995, 0.9999999, 0.99, 1.0, -0.99995]

    shown = [text(ratio, "percentunit") for ratio in ratios]

    assert shown == ["99.93%", "99.995%", "99.9999%", "99%", "100%", "-99.995%"]


def test_parts_of_a_figure_come_apart() -> None:
    assert BRITISH.quantity(48_312, "currencyEUR") == Quantity("€", "48.3", "k")
    assert BRITISH.quantity(-5, "currencyEUR") == Quantity("€", "−5", "")
    assert BRITISH.quantity(48.3, "ms") == Quantity("", "48.3", "\u202fms")
    assert GERMAN.quantity(-48_312, "currencyEUR") == Quantity("", "−48,3", "k\u00a0€")


@pytest.mark.parametrize(
    "name", ["", "Short", "percentuint", "currencyEURO", "currencyXYZ", "currency", "suffix:", "prefix: "]
)
def test_unit_that_nobody_knows_is_told_and_written_as_short(name: str) -> None:
    assert not is_known_unit(name)
    assert text(48_312, name) == "48.3k"


@pytest.mark.parametrize("name", unit_names())
def test_every_unit_that_is_suggested_is_known(name: str) -> None:
    assert is_known_unit(name)


def test_there_are_units_for_everything_an_office_counts() -> None:
    assert len(UNITS) >= 100


# --- beside Grafana

# Where we differ on purpose. A television is read from five metres, a browser tab from half a metre.
LONGER_THAN_DAYS = ("s", "m", "h", "d")  # Weeks of 7 and years of 365 days: we stay with days.
WITHOUT_PARTS = ("decbytes", "decbits", "Bps", "bps")  # No thousandths of a byte.
ABBREVIATED = ("percent", "percentunit", "celsius", "fahrenheit", "humidity", "suffix:acct", "prefix:£")


@pytest.mark.parametrize("unit", list(dict.fromkeys(row[0] for row in GRAFANA)))
def test_figures_mean_what_grafana_means_by_them(unit: str) -> None:
    for name, value, decimals, theirs in GRAFANA:
        if name != unit:
            continue
        ours = text(value, unit, decimals, "en-US")
        if unit.startswith(("bool", "dt")):
            # A time that is over has a minus here, and is `ago` there.
            assert ours.replace(",", "") == re.sub(r"(.*) ago", r"-\1", theirs), (value, decimals)
            continue
        shown, worth = meaning(ours, unit)
        their_shown, their_worth = meaning(spaced(theirs), unit)
        # Years have 365 days there, or 365.2425.
        roughly = abs(shown) * (1e-3 if "year" in theirs else 1e-12)
        assert abs(shown - their_shown) <= 0.501 * (worth + their_worth) + roughly, (value, decimals, ours, theirs)


@pytest.mark.parametrize("unit", list(dict.fromkeys(row[0] for row in GRAFANA)))
def test_figures_look_like_those_of_grafana_but_for_what_we_changed(unit: str) -> None:
    for name, value, decimals, theirs in GRAFANA:
        is_count = UNITS.get(unit) is None or UNITS[unit].kind == "count"
        if name != unit or decimals is None or unit.startswith("dt") or unit == "locale":
            continue  # `locale` ignores decimals there.
        if is_count and 1000 <= value < 10_000:
            continue  # 1,284 is whole here, 1.3 K there.
        if unit in LONGER_THAN_DAYS and abs(value) * float(UNITS[unit].times) >= 86_400:
            continue
        if (unit in WITHOUT_PARTS or unit in ("ms", *LONGER_THAN_DAYS)) and (value == 0.5 or value == 0):
            continue  # 500 µs here, 0.5 ms there: half of a unit of time is counted in the next.
        if unit in ABBREVIATED and value * float(UNITS[unit].times if unit in UNITS else 1) >= 10_000:
            continue  # 12.3k % is odd, but shorter than 12345.7 %.
        expected = spaced(theirs).replace("£-", "-£")
        for there, here in ((" K", "k"), ("K", "k"), (" Mil", "M"), (" Bil", "B")) if is_count else ():
            expected = re.sub(rf"(?<=\d){there}(?=$| )", here, expected)
        if UNITS.get(unit) and UNITS[unit].steps:
            expected = re.sub(r"mins?$", "min", expected)
            expected = re.sub(r"hours?$", "h", expected)
            expected = re.sub(r"(?<=[ kMGTPi])b(?=$|/s)", "bit", expected)
        expected = re.sub(r"/m$", "/min", expected)

        assert text(value, unit, decimals, "en-US").replace(",", "") == expected, (value, decimals)


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
        ([0, 1e-6, 2e-6], "short", ["0", "1×10⁻⁶", "2×10⁻⁶"]),
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
        (5e6, 1, "short", "+500M%"),
        (0.0038, 0.0046, "percentunit", "-0.08 pp"),
        (99.4, 99.0, "percent", "+0.4 pp"),
        (0.99934, 0.99931, "percentunit", "+0.003 pp"),
        (0.5, 0.5, "percentunit", "0 pp"),
        (0.5, 0, "percentunit", "+50 pp"),
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
    if words.startswith("-"):
        assert value < previous


def test_change_is_written_by_locale() -> None:
    assert GERMAN.change(1124, 1000) == "+12,4\u00a0%"
    assert Formatter("tr").change(1124, 1000) == "+%12,4"
    assert GERMAN.change(1284, 0, "currencyEUR") == "+1.284\u00a0€"


# --- locales


@pytest.mark.parametrize(
    ("locale", "value", "unit", "wanted"),
    [
        ("de", 1234.5, "locale", "1.235"),
        ("de", 1_234_567, "currencyEUR", "1,23 Mio. €"),
        ("de-CH", 1_234_567, "locale", "1’234’567"),
        ("de-CH", 5, "currencyCHF", "CHF 5"),
        ("fr", 0.124, "percentunit", "12,4 %"),
        ("fr", 1_234_567, "locale", "1 234 567"),
        ("es", 1284, "short", "1284"),
        ("es", 1_500_000_000, "short", "1500 M"),
        ("pl", 12_345, "locale", "12 345"),
        ("tr", 0.5, "percentunit", "%50"),
        ("hi", 12_345_678, "locale", "1,23,45,678"),
        ("ja", 48_312, "short", "4.83万"),
        ("ja", 9_999.7, "short", "1.00万"),
        ("zh-Hant", 1.5e9, "short", "15億"),
        ("ru", 90, "s", "1,5 мин"),
        ("ar", 1234.5, "locale", "1,235"),
        ("sv", -1284, "short", "-1 284"),
    ],
)
def test_figures_are_written_as_in_the_country(locale: str, value: float, unit: str, wanted: str) -> None:
    assert text(value, unit, locale=locale) == wanted


@pytest.mark.parametrize(
    ("locale", "seconds", "wanted"),
    [
        ("en-GB", 86_400 * 2, "2 days"),
        ("pl", 86_400 * 2, "2 dni"),
        ("ru", 86_400 * 5, "5 дней"),
        ("ru", 86_400 * 21, "21 день"),
        ("ru", 86_400 * 122, "122 дня"),
        ("ar", 86_400 * 2, "يومان"),
        ("ja", 86_400 * 2, "2 日"),
        ("fr", 3 * 3600, "3 h"),
        ("sw", 86_400 * 3, "siku 3"),
    ],
)
def test_ages_are_counted_as_in_the_country(locale: str, seconds: float, wanted: str) -> None:
    assert spaced(Formatter(locale).age(seconds)) == wanted


# --- moments

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


def test_formatters_of_one_place_are_equal() -> None:
    assert Formatter("de", "Europe/Berlin") == Formatter("de", "Europe/Berlin")
    assert hash(Formatter("de")) == hash(Formatter("de"))
    assert Formatter("de") != Formatter("fr")
