"""Figures read back: what the words that a formatter writes stand for."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from displayd.text.formatter import Formatter
from displayd.text.units import UNITS

BRITISH = Formatter()
AMERICAN = Formatter("en-US")
GERMAN = Formatter("de")

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
