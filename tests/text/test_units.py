"""Units: written as people read them, and by the names and meanings that Grafana gave them."""

from __future__ import annotations

import pytest

from displayd.text.numbers import Quantity
from displayd.text.units import CURRENCIES, UNITS, is_known_unit
from tests.text.reading import BRITISH, GERMAN, text


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
        (730, "d", "730 days"),
        (427_000, "d", "1,169 years"),
        (1e18, "d", ">99,999 years"),
        (5e8, "dtdurations", "15.8 years"),
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
        (12.5, "currencymBTC", "mBTC 12.50"),
        (62, "velocitymph", "62 mph"),
        (47, "degree", "47°"),
        (31.5, "pressurepsi", "31.5 psi"),
        (12_345, "masskg", "12.3k kg"),
        (3_200, "GHs", "3.2 TH/s"),
        (0.5, "ffarad", "0.5 fF"),
        (4.7e-6, "farad", "4.7 µF"),
        (2.4, "tflops", "2.4 TFLOP/s"),
        (0.012, "sci", "1.2×10⁻²"),
        (1_234_567, "sci", "1.23×10⁶"),
        (9.996, "sci", "1.00×10¹"),
        (5, "sci", "5"),
        (0, "sci", "0"),
        (1234, "hex", "4D2"),
        (-1234, "hex0x", "-0x4D2"),
        (1_234_567.891, "string", "1234567.891"),
        (12_345, "timeticks", "2.06 min"),
        (1234, "clocks", "00:20:34"),
        (34, "clockms", "34 ms"),
        (5, "clocks", "5 s"),
        (12_345, "count:users", "12.3k users"),
        (1500, "si:mW", "1.5 W"),
        (2e9, "si:Hz", "2 GHz"),
        (3, "si:d", "3 d"),
        (1500, "si:µs", "1.5 ms"),
        (12_345, "currency:kr", "kr 12.3k"),
        (1_234_567.5, "currency:financial:€", "€1,234,568"),
        (1_234_567, "currency:financial:kr:suffix", "1,234,567 kr"),
        (0, "bool:Up/Down", "Down"),
        (3, "bool:Up/Down", "Up"),
        (0, "bool:Up", "-"),
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
    "name",
    [
        "",
        "Short",
        "percentuint",
        "currencyEURO",
        "currencyXYZ",
        "currency",
        "suffix:",
        "prefix: ",
        "si:",
        "time:",
        "bool: ",
        "currency:financial:",
        "currency:financial::suffix",
        "unit:x",
        "Suffix:x",
    ],
)
def test_unit_that_nobody_knows_is_told_and_written_as_short(name: str) -> None:
    assert not is_known_unit(name)
    assert text(48_312, name) == "48.3k"


@pytest.mark.parametrize("name", [*UNITS, *(f"currency{code}" for code in sorted(CURRENCIES))])
def test_every_unit_that_is_suggested_is_known(name: str) -> None:
    assert is_known_unit(name)


def test_there_are_units_for_everything_an_office_counts() -> None:
    assert len(UNITS) >= 100
