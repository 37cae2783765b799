"""Figures read back: what the words that a formatter writes stand for."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from displayd.text.formatter import Formatter
from displayd.text.units import UNITS, unit_of

BRITISH = Formatter()
AMERICAN = Formatter("en-US")
GERMAN = Formatter("de")

# Below 1e-100 the test itself could not count any more.
AMOUNTS = (st.floats(-1e18, 1e18) | st.integers(-(10**18), 10**18) | st.floats(-1e4, 1e4)).filter(
    lambda value: value == 0 or abs(value) > 1e-100
)
ALL_UNIT_NAMES = st.sampled_from(
    [*UNITS, "currencyEUR", "currencyJPY", "suffix:widgets", "prefix:£", "si:mW", "time:YYYY"]
)
UNIT_NAMES = ALL_UNIT_NAMES.filter(lambda name: unit_of(name).kind != "moment")


def spaced(text: str) -> str:
    """`text` with plain spaces and the keyboard's minus."""
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("−", "-")


def text(value: float | None, unit: str = "short", decimals: int | None = None, locale: str = "en-GB") -> str:
    return spaced(Formatter(locale).text(value, unit, decimals))


SIZES = {
    "": 1, "k": 1e3, "K": 1e3, "M": 1e6, "Mil": 1e6, "B": 1e9, "Bil": 1e9, "T": 1e12, "Tri": 1e12,
    "ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1, "min": 60, "mins": 60, "h": 3600, "hour": 3600, "hours": 3600,
    "day": 86400, "days": 86400, "d": 86400, "week": 604800, "weeks": 604800, "year": 31556952, "years": 31556952,
}  # fmt: skip
PREFIXES = {"f": 1e-15, "p": 1e-12, "n": 1e-9, "µ": 1e-6, "m": 1e-3, "": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12}
PREFIXES |= {f"{letter}i": 1024.0**power for power, letter in enumerate("KMGTPEZ", 1)}
PREFIXES |= {"P": 1e15, "E": 1e18, "Z": 1e21, "Y": 1e24, "Yi": 1024.0**8}


def bound_of(words: str) -> str:
    """`>` or `<` where `words` say only what a figure is more or less than; else nothing."""
    return words[:1] if words.startswith((">", "<")) else ""


def meaning(words: str, unit: str) -> tuple[float, float]:
    """What English `words` stand for, in the smallest named thing of `unit`, and what their last digit is worth."""
    words = words.removeprefix(bound_of(words))
    match = re.fullmatch(r"(-?)[^\d-]*(-?[\d,]+(?:\.(\d+))?)(?:×10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?\s?(.*)", words)
    assert match, words
    power = int((match[4] or "0").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
    symbol, known = match[5], unit_of(unit)
    if known.steps and not is_time(unit):
        stem = next(spaced(step.symbol) for step in known.steps if step.factor == 1)
        size = PREFIXES[symbol.removesuffix(stem)]
    elif known.steps:
        size = SIZES[symbol]
    else:
        own = spaced(known.suffix).strip()
        size = SIZES[symbol.removesuffix(own).split(" ")[0].rstrip("%")]
    worth = 10.0 ** (power - len(match[3] or "")) * size
    return float(match[1] + match[2].replace(",", "")) * 10.0**power * size, worth


def is_time(unit: str) -> bool:
    """True for what is written in seconds, minutes, hours, days and years."""
    steps = unit_of(unit).steps
    return bool(steps) and steps[0].symbol == "ns"


def is_binary(unit: str) -> bool:
    """True for what is counted in steps of 1024."""
    return any(step.factor == 1024 for step in unit_of(unit).steps)


def their_meaning(words: str, unit: str, others: list[str]) -> tuple[float, float]:
    """As `meaning`, of what Grafana writes.

    Args:
        others: what it writes for other figures of `unit`: what all end with is the unit, what differs its prefix.
    """
    pattern = r"(-?)[^\d-]*(-?[\d,]+(?:\.(\d+))?)(?:e([+-]\d+))?\s?(.*)"
    match = re.fullmatch(pattern, words)
    assert match, words
    symbol = match[5]
    ends = [found[5] for one in others if (found := re.fullmatch(pattern, one))]
    if is_time(unit):
        size = SIZES[symbol]
    else:
        # Of `512 KiB` and `1 MiB` the i belongs to what differs.
        stem = _common_end(ends).removeprefix("i" if is_binary(unit) else "")
        prefix = symbol.removesuffix(stem).strip()
        size = {**PREFIXES, **(SIZES if unit_of(unit).kind != "scaled" else {}), "K": 1e3}[prefix]
        size *= PREFIXES[_prefix_of_all(unit, stem)]
    worth = 10.0 ** (int(match[4] or 0) - len(match[3] or "")) * size
    return float(match[1] + match[2].replace(",", "")) * 10.0 ** int(match[4] or 0) * size, worth


def _common_end(words: list[str]) -> str:
    shortest = min(words, key=len)
    return next(
        shortest[start:] for start in range(len(shortest) + 1) if all(one.endswith(shortest[start:]) for one in words)
    )


def _prefix_of_all(unit: str, stem: str) -> str:
    """The prefix that stands even before the smallest figures, such as that of the femtofarad."""
    return "f" if unit == "ffarad" and stem.strip() == "fF" else ""


PARTS = {
    "d": 86400.0,
    "day": 86400.0,
    "days": 86400.0,
    "years": 31556952.0,
    "h": 3600.0,
    "min": 60.0,
    "s": 1.0,
    "ms": 1e-3,
    "µs": 1e-6,
}


def seconds_of(words: str) -> tuple[float, float]:
    """What a length of time in parts stands for, seconds, and what its last part is worth."""
    sign = -1 if words.startswith("-") else 1
    total, worth = 0.0, 1.0
    for part in re.findall(r"(\d+):(\d+):(\d+)|([\d,.]+) ?([a-zµ]+)", words):
        if part[0]:
            total += int(part[0]) * 3600 + int(part[1]) * 60 + int(part[2])
            worth = 1.0
        else:
            number = part[3].replace(",", "")
            worth = PARTS[part[4]] * 10.0 ** -len(number.partition(".")[2])
            total += float(number) * PARTS[part[4]]
    return sign * total, worth
