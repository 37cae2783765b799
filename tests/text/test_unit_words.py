"""What people write for units, and what they are told: whoever follows it gets a true figure."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from displayd.text.unit_words import unit_hint
from displayd.text.units import UNITS, is_known_unit
from tests.support.laws import law

FIXTURES = Path(__file__).parent.parent / "fixtures"
GRAFANA: dict[str, list[str]] = json.loads((FIXTURES / "grafana_unit_ids.json").read_text())["categories"]
IDS = [(category, name) for category, names in GRAFANA.items() for name in names]

SHARE = "write `percent` for figures from 0 to 100, `percentunit` for figures from 0 to 1"


def named(hint: str) -> set[str]:
    """The units that a hint names, without those of one's own making."""
    return {name for name in re.findall("`([^`]+)`", hint) if is_known_unit(name) and ":" not in name}


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("%", SHARE),
        ("pct", SHARE),
        ("ratio", SHARE),
        ("EUR", "write `currencyEUR`"),
        ("eur", "write `currencyEUR`"),
        ("€", "write `currencyEUR`"),
        ("$", "write `currencyUSD`"),
        ("Euro", "write `currencyEUR`"),
        ("ms.", "write `ms`"),
        ("MS", "did you mean `ms`?"),
        ("sec", "write `s`"),
        ("Sekunden", "write `s`"),
        ("min", "write `m`"),
        ("min.", "write `m`"),
        ("Hours", "write `h`"),
        ("hrs.", "write `h`"),
        ("days", "write `d`"),
        ("°C", "write `celsius`"),
        ("degF", "write `fahrenheit`"),
        ("GB", "write `decgbytes` in steps of 1000 (GB), `gbytes` in steps of 1024 (GiB)"),
        ("kb", "write `deckbytes` in steps of 1000 (kB), `kbytes` in steps of 1024 (KiB)"),
        ("GiB", "write `gbytes`"),
        ("MB/s", "write `MBs`"),
        ("Mbps", "write `Mbits`"),
        ("gbps", "write `Gbits`"),
        ("B", "write `bytes` for bytes, `bits` for bits"),
        ("kWh", "write `kwatth`"),
        ("MW", "write `megwatt`"),
        ("mW", "write `mwatt`"),
        ("km/h", "write `velocitykmh`"),
        ("mph", "write `velocitymph`"),
        ("Meilen", "for this text behind the figure, write `suffix:Meilen`"),
        ("feet", "write `lengthft`"),
        ("velocitympg", "for this text behind the figure, write `suffix:velocitympg`"),
        ("psi", "write `pressurepsi`"),
        ("tickets", "for this text behind the figure, write `suffix:tickets`"),
        ("M", "write `short`"),
        ("count", "write `short`"),
        ("percentuint", "did you mean `percentunit`?"),
        ("percntunit", "did you mean `percentunit`?"),
        ("Percent", "did you mean `percent`?"),
        ("celcius", "did you mean `celsius`?"),
        ("currencyeur", "did you mean `currencyEUR`?"),
        ("currncyEUR", "did you mean `currencyEUR`?"),
        ("currencyEUT", "after `currency` stands the code of the money in three capitals, as in ISO 4217"),
        ("BPS", "did you mean `Bps` or `bps`?"),
        ("decgbyte", "did you mean `decgbytes`?"),
        ("", "leave it out, or name one, for example `percentunit`"),
    ],
)
def test_what_people_write_is_answered_with_the_name_that_they_mean(written: str, hint: str) -> None:
    assert not is_known_unit(written)
    assert unit_hint(written) == hint


@pytest.mark.parametrize("name", sorted(UNITS))
def test_names_of_units_given_in_hints_exist_and_misspelt_ones_are_found_as_themselves(name: str) -> None:
    # Of each longer name, two neighbours exchanged inside what is measured.
    for place in range(1, len(name) - 2):
        slip = name[:place] + name[place + 1] + name[place] + name[place + 2 :]
        if not is_known_unit(slip):
            # Where another unit has the very letters of the slip but for capitals, that one is named.
            alike = {other for other in UNITS if other.lower() == slip.lower()}
            assert named(unit_hint(slip)) <= {name} | alike, slip


@law
@example(("Energy", "volt"), "a", 4)
@example(("Time", "dtdurations"), "a", 1)
@example(("Data rate", "bps"), "g", 0)
@given(st.sampled_from(IDS), st.text("abcdefghkmnprstw", max_size=2), st.integers(0, 12))
def test_letters_too_many_never_turn_one_unit_of_grafana_into_another_of_its_kind(
    unit: tuple[str, str], letters: str, place: int
) -> None:
    category, name = unit
    written = name[:place] + letters + name[place:]
    if is_known_unit(written):
        return
    others = set(GRAFANA[category]) - {name, "s", "m", "h", "d"}

    hint = unit_hint(written)
    # What is written for another one by everybody, such as `gbps`, is no guess.
    found = set() if hint.startswith("write ") else named(hint) & others

    # `KBS` may be any of those with these letters, and all are named.
    assert {other.lower() for other in found} <= {written.lower()}
