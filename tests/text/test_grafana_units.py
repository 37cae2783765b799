"""Units beside Grafana: every one of its own is known, and a figure says the same here as there.

What Grafana writes is recorded in `tests/fixtures` (see `make_grafana_units.cjs`). How it is written differs on
purpose; `docs/data/grafana.md` has the list.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from displayd.text.formatter import Formatter
from displayd.text.units import UNITS, is_known_unit, unit_of
from tests.text.reading import bound_of, meaning, seconds_of, spaced, text, their_meaning

FIXTURES = Path(__file__).parent.parent / "fixtures"
GRAFANA = json.loads((FIXTURES / "grafana_units.json").read_text())
CATEGORIES: dict[str, list[str]] = json.loads((FIXTURES / "grafana_unit_ids.json").read_text())["categories"]
MOMENTS = json.loads((FIXTURES / "grafana_moments.json").read_text())

EDGES = (0, 0.5, 1, 12.345, 99.93, 128, 1284, 12345.678, 999499, 1234567, 1.5e9, -42.5)
NAMES = list(dict.fromkeys(row[0] for row in GRAFANA))
COMMON = [name for name in NAMES if [1.5e9, 1] in [row[1:3] for row in GRAFANA if row[0] == name]]

# Where we differ on purpose. A television is read from five metres, a browser tab from half a metre.
LONGER_THAN_DAYS = ("s", "m", "h", "d")  # Weeks of 7 days and years from one on: we stay with days up to two years.
WITHOUT_PARTS = ("decbytes", "decbits", "Bps", "bps")  # No thousandths of a byte.
ABBREVIATED = ("percent", "percentunit", "celsius", "fahrenheit", "humidity", "suffix:acct", "prefix:£")

# Theirs has the prefixes of another unit: 12 g for 0.012 kg, 1.23 Mg for 1234 kg. Ours are counted as they are.
COUNTED = {"masskg": 1e3, "lengthmm": 1e-3, "lengthkm": 1e3}


def test_every_unit_of_grafana_is_known() -> None:
    names = [name for names in CATEGORIES.values() for name in names]

    assert len(names) == len(set(names)) == 273
    assert [name for name in names if not is_known_unit(name)] == []


@pytest.mark.parametrize("unit", NAMES)
def test_figures_mean_what_grafana_means_by_them(unit: str) -> None:
    rows = [row[1:] for row in GRAFANA if row[0] == unit]
    kind = unit_of(unit).kind
    for value, decimals, theirs in rows:
        ours = text(value, unit, decimals, "en-US")
        if kind == "words":
            assert ours == theirs, value
        elif kind in ("duration", "clock", "stopwatch"):
            # What is left out of a length of time is less than its last part; below a second it is rounded.
            shown, worth = seconds_of(ours)
            left_out = abs(value) * float(unit_of(unit).times) - abs(shown)
            assert (0 if abs(value) >= 1 and "year" not in ours else -0.501 * worth) <= left_out < worth * 1.000001, (
                value,
                ours,
            )
            assert (shown < 0) == (value < 0 and shown != 0)
        elif kind == "hexadecimal":
            assert abs(int(ours, 16) - value) <= 0.5, (value, ours)
            assert ours == theirs or decimals != 0 or value < 0 or value % 1 == 0.5, (value, ours)
        else:
            shown, worth = meaning(ours, unit)
            their_shown, their_worth = their_meaning(_mended(theirs), unit, [_mended(row[2]) for row in rows])
            shown, worth = (amount * COUNTED.get(unit, 1) for amount in (shown, worth))
            # Years have 365 days there, or 365.2425.
            if bound := bound_of(ours):
                assert (their_shown > shown) if bound == ">" else (their_shown < shown), (value, ours)
                continue
            roughly = abs(shown) * (1e-3 if "year" in theirs else 1e-12)
            assert abs(shown - their_shown) <= 0.501 * (worth + their_worth) + roughly, (value, decimals, ours, theirs)


def _mended(theirs: str) -> str:
    """Their text, with plain spaces; a thousand psi are `ksi` there and a million `Mpsi`."""
    return spaced(theirs).replace("ksi", "kpsi")


@pytest.mark.parametrize(("unit", "value", "zone", "theirs"), MOMENTS)
def test_moments_are_written_as_grafana_writes_them(unit: str, value: int, zone: str, theirs: str) -> None:
    assert Formatter("en-US", "UTC" if zone == "utc" else zone).text(value, unit) == theirs


@pytest.mark.parametrize("unit", COMMON)
def test_figures_look_like_those_of_grafana_but_for_what_we_changed(unit: str) -> None:
    for name, value, decimals, theirs in GRAFANA:
        is_count = UNITS.get(unit) is None or UNITS[unit].kind == "count"
        if name != unit or decimals != 1 or value not in EDGES or unit.startswith("dt") or unit == "locale":
            continue  # `locale` ignores decimals there.
        if value == 0:
            continue  # Nothing is 0 here, and 0.0 there.
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
