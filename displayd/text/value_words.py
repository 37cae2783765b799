"""Words for values: `0=OK, 1=Warning, 10..20=High, none=no answer, *=unknown, celsius`.

Each part is a value, a stretch of values with both of its ends, `none` for no value or `*` for every other one, and
behind the first `=` its word. The first part that fits counts. A last part without `=` is the unit of figures that have
no word. Between parts are commas; where there is a semicolon, semicolons alone, so that words may have commas.
"""

from __future__ import annotations

import functools
import math
import re
from typing import NamedTuple

from displayd.text.unit import NamedValues

__all__ = ["EXAMPLE", "MAX_WORD_LETTERS", "ValueWords", "ValueWordsError", "value_words"]

MAX_WORD_LETTERS = 40
"""As long as the two of `bool:` together: a word stands where a figure would."""

EXAMPLE = "words:0=OK, 1=Warning, 10..20=High, none=no answer, *=unknown"

_NUMBER = r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?"
_VALUES = re.compile(rf"({_NUMBER})?\s*(\.\.)?\s*({_NUMBER})?")
_KINDS = "a value is a number, `10..20`, `10..`, `..20`, `none` or `*`"

# What others write for a stretch, for no value and for all others, as we write it.
_MEANT = (
    (re.compile(rf"({_NUMBER})\s*(?:-|–|—|\.\.\.|…|:|to)\s*({_NUMBER})"), r"\1..\2"),
    (re.compile(rf"(?:>=|≥|>)\s*({_NUMBER})|({_NUMBER})\s*\+"), r"\1\2.."),
    (re.compile(rf"(?:<=|≤|<)\s*({_NUMBER})"), r"..\1"),
    (re.compile(r"null|nan|nil|empty|missing|no data|null\+nan|-", re.IGNORECASE), "none"),
    (re.compile(r"true|yes|on", re.IGNORECASE), "1"),
    (re.compile(r"false|no|off", re.IGNORECASE), "0"),
    (re.compile(r"else|other|others|any|default|rest|\.\*", re.IGNORECASE), "*"),
)


class ValueWords(NamedTuple):
    """What is written behind `words:`."""

    named: tuple[NamedValues, ...]
    """In the order in which they are tried."""
    unit: str
    """The name of the unit of all other figures; empty where none is named."""


class ValueWordsError(ValueError):
    """What is written behind `words:` says nothing."""

    def __init__(self, message: str, hint: str) -> None:
        """With what is wrong, and what to do."""
        super().__init__(message)
        self.hint = hint


@functools.lru_cache(maxsize=256)
def value_words(text: str) -> ValueWords:
    """What `text`, which stands behind `words:`, says.

    Raises:
        ValueWordsError: nothing that can be understood. Whether its unit is one is not asked here.
    """
    parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
    if parts[-1] == "" and len(parts) > 1:
        parts.pop()
    named: list[NamedValues] = []
    for place, part in enumerate(parts):
        # That of `>=` stands before the value.
        head = 2 if part.startswith((">=", "<=")) else 0
        values, equals, word = (piece.strip() for piece in part[head:].partition("="))
        values = f"{part[:head]}{values}"
        if not equals and place == len(parts) - 1 and place and not _is_pair(part):
            return ValueWords(tuple(named), part)
        if not equals:
            raise ValueWordsError(*_without_equals(part))
        found = _named(values, word)
        if any(_covers(one, found) for one in named):
            raise ValueWordsError(f"`{values}` has a word already", "the first that fits counts: leave this one out")
        named.append(found)
    return ValueWords(tuple(named), "")


def _named(values: str, word: str) -> NamedValues:
    if not word:
        raise ValueWordsError(f"`{values}=` has no word", "write it behind the `=`, or leave the value out")
    if len(word) > MAX_WORD_LETTERS:
        raise ValueWordsError(f"a word for a value has {len(word)} letters", f"at most {MAX_WORD_LETTERS}")
    if values in ("none", "*"):
        return NamedValues(-math.inf, math.inf, word, is_none=values == "none")
    match = _VALUES.fullmatch(values) if values else None
    low, dots, high = match.groups() if match else (None, None, None)
    if match is None or (not dots and high is not None) or (low is None and high is None):
        meant = next((known.sub(how, values) for known, how in _MEANT if known.fullmatch(values)), "")
        hint = f"write `{meant}={word}`" if meant else _KINDS
        raise ValueWordsError(f"`{values}` is no value that can have a word", hint)
    least = -math.inf if low is None else float(low)
    most = float(high) if high is not None else math.inf if dots else least
    if least > most:
        raise ValueWordsError(f"from {low} to {high} there is nothing", f"write `{high}..{low}={word}`")
    return NamedValues(least, most, word)


def _covers(one: NamedValues, other: NamedValues) -> bool:
    return one.is_none == other.is_none and one.low <= other.low and other.high <= one.high


def _is_pair(part: str) -> bool:
    """True for a value and a word with something else than `=` between them."""
    return bool(re.fullmatch(rf"(?:{_NUMBER}|none|\*)\s*(?::|->|=>|→)\s*\S.*", part))


def _without_equals(part: str) -> tuple[str, str]:
    if match := re.fullmatch(rf"({_NUMBER}|none|\*)\s*(?::|->|=>|→)\s*(\S.*)", part):
        return f"`{part}` has no `=` between value and word", f"write `{match[1]}={match[2]}`"
    if not part:
        return "there is nothing between two commas", f"for example `{EXAMPLE}`"
    return (
        f"`{part}` is no value and its word",
        f"for example `{EXAMPLE}`; put `;` between the parts where a word has a comma",
    )
