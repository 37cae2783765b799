"""Units: written as people read them, and by the names and meanings that Grafana gave them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from displayd.text.numbers import Quantity
from displayd.text.units import CURRENCIES, UNITS, is_known_unit
from tests.text.reading import BRITISH, GERMAN, meaning, spaced, text

GRAFANA = json.loads((Path(__file__).parent.parent / "fixtures" / "grafana_units.json").read_text())


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


@pytest.mark.parametrize("name", [*UNITS, *(f"currency{code}" for code in sorted(CURRENCIES))])
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
        if (unit in WITHOUT_PARTS or unit in ("ms", *LONGER_THAN_DAYS)) and value in (0, 0.5):
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
