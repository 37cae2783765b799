"""What a unit is: how a figure is scaled and what stands around it."""

from __future__ import annotations

import functools
import math
from decimal import Decimal
from typing import Literal, NamedTuple

__all__ = ["SI_PREFIXES", "SPACE", "Kind", "NamedValues", "Step", "Unit", "si_unit", "steps_of"]

# Between a figure and its unit: narrow, as typography has it, and never the end of a line.
SPACE = "\N{NARROW NO-BREAK SPACE}"

SI_PREFIXES = ("f", "p", "n", "µ", "m", "", "k", "M", "G", "T", "P", "E", "Z", "Y")
"""From 10^-15 to 10^24, each a thousand times the one before."""

_UNITY = SI_PREFIXES.index("")

Kind = Literal[
    "count",
    "plain",
    "percent",
    "money",
    "scaled",
    "words",
    "duration",
    "clock",
    "stopwatch",
    "moment",
    "power",
    "hexadecimal",
]


class Step(NamedTuple):
    """One size of a unit, such as the kilobyte."""

    symbol: str
    factor: Decimal
    """How many of the smallest named thing (byte, second, watt) it is."""


class NamedValues(NamedTuple):
    """Values that are shown as a word."""

    low: float
    """Where they begin; minus infinity for no lower end."""
    high: float
    """Where they end, which is one of them."""
    word: str
    is_none: bool = False
    """True for no value at all."""


class Unit(NamedTuple):
    """How figures of one unit are written."""

    kind: Kind
    """`count`: abbreviated with the locale's own k and M; `plain`: all digits; `percent` and `money`: by locale;
    `scaled`: by `steps`; `words`: one of two; `duration` and `clock`: seconds in parts; `stopwatch`: a clock from a
    minute on, and `scaled` below; `moment`: milliseconds since 1970 as date and time; `power`: with a power of ten;
    `hexadecimal`: whole, in base 16."""
    steps: tuple[Step, ...] = ()
    """For `scaled`, rising."""
    times: Decimal = Decimal(1)
    """What a value is multiplied with before it is written; for `scaled` the factor of the unit's own step."""
    prefix: str = ""
    suffix: str = ""
    """After the number, its leading space included."""
    code: str = ""
    """ISO code of a currency."""
    words: tuple[str, str] = ("", "")
    """For 0 and for everything else."""
    is_grouped: bool = True
    """False when thousands stay together, as in a year or a port."""
    is_exact: bool = False
    """True when every digit of a plain figure is shown."""
    pattern: str = ""
    """Of a moment, as `moments.moment_in_words` takes it; empty for how long it is from now."""
    pattern_today: str = ""
    """Of a moment of today; empty for `pattern`."""
    named: tuple[NamedValues, ...] = ()
    """Values that have a word in place of a figure; the first that fits counts."""

    def word_for(self, value: float | None) -> str:
        """The word that stands for `value`, or for none; empty where it is a figure."""
        is_none = value is None or not math.isfinite(value)
        for one in self.named:
            if is_none == one.is_none and (value is None or is_none or one.low <= value <= one.high):
                return one.word
        return ""

    def word_at(self, value: float) -> str:
        """The word of `value` alone; empty where it has none, or one that it shares with other values."""
        return next((one.word for one in self.named if one.low == one.high == value and not one.is_none), "")


@functools.lru_cache(maxsize=256)
def steps_of(stem: str, prefixes: tuple[str, ...], base: int, first_power: int = 0) -> tuple[Step, ...]:
    """Steps of one unit, one for each of `prefixes`, the first of them `base` to the power `first_power`."""
    return tuple(Step(prefix + stem, Decimal(base) ** (first_power + power)) for power, prefix in enumerate(prefixes))


def si_unit(stem: str, prefix: str = "") -> Unit:
    """What is counted in `prefix` + `stem`, for example `k` and `W`, and written with whatever prefix fits."""
    power = SI_PREFIXES.index(prefix) - _UNITY
    return Unit("scaled", steps_of(stem, SI_PREFIXES, 1000, -_UNITY), Decimal(1000) ** power)
