"""Numbers, times and names as other systems and spreadsheets write them."""

from __future__ import annotations

import math
import re
import zoneinfo
from collections.abc import Iterable
from typing import Literal

from displayd.hub.sources.written_time import written_time
from displayd.protocol.limits import MAX_LABEL_LETTERS

__all__ = ["DecimalSign", "column_sign", "label_of", "number_in", "plain_number", "plain_time", "seen"]

DecimalSign = Literal[".", ","]

# What stands around the digits of an amount in a spreadsheet.
_AROUND = re.compile(r"^[\s\u00a0$€£¥₹₽]*(?:[A-Z]{3}\s)?|(?:\s[A-Z]{3})?[\s\u00a0%‰$€£¥₹₽]*$")
_GROUPS = str.maketrans("", "", " \u00a0\u202f\u2009'’_")
_SIGNED = re.compile(r"[+-]?(\d[\d.,]*|[.,]\d+)(?:[eE][+-]?\d{1,3})?")

# Later moments, given in seconds, are beyond the year 5000; so they are thousandths, or millionths.
_SECONDS, _THOUSANDTHS = 1e11, 1e14

MOST = 1e18
"""What is larger is no amount on a tile."""

# No number that somebody writes is longer. What is longer would be looked through again and again.
MOST_LETTERS = 1000


def label_of(text: str) -> str:
    """`text` of somebody else as a label: what cannot be seen is a blank, and what is too long is cut."""
    plain = seen(text)
    return plain if len(plain) <= MAX_LABEL_LETTERS else f"{plain[: MAX_LABEL_LETTERS - 1]}…"


def seen(text: str) -> str:
    """`text` with a blank for each letter that cannot be seen."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def plain_number(value: object) -> float | None:
    """The number that `value` of JSON is; None for null and for what is no finite number.

    Raises:
        ValueError: it is something else.
    """
    match value:
        case None:
            return None
        case bool():
            return float(value)
        case int() | float():
            number = float(value) if abs(value) <= MOST else math.inf
        case str():
            text = value.strip().replace("\u2212", "-")
            if not text or text.lower() in ("nan", "null", "none", "inf", "+inf", "-inf", "infinity", "-", "n/a"):
                return None
            number = _number_of(text)
        case _:
            raise ValueError
    return number if math.isfinite(number) and abs(number) <= MOST else None


def _number_of(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        # With groups of digits, a currency or a percent sign, as far as it can be read in one way only.
        sign = column_sign([text])
        number = None if sign is None else number_in(text, sign)
        if number is None:
            raise
        return number


def column_sign(texts: Iterable[str]) -> DecimalSign | None:
    """The decimal sign of a column of numbers; None where they can be read in two ways, a thousand times apart."""
    is_open = False
    for text in texts:
        bare = _bare(text[:MOST_LETTERS])
        points, commas = bare.count("."), bare.count(",")
        if points and commas:
            return "." if bare.rfind(".") > bare.rfind(",") else ","
        if points > 1 or commas > 1:
            return "," if points else "."
        if not points and not commas:
            continue
        sign: DecimalSign = "." if points else ","
        whole, _, rest = re.split(r"[eE]", bare)[0].partition(sign)
        if len(rest) != 3 or len(whole.lstrip("+-")) > 3 or whole.lstrip("+-") in ("", "0"):
            return sign
        is_open = True
    return None if is_open else "."


def number_in(text: str, sign: DecimalSign) -> float | None:
    """The number that a cell has; None for an empty one.

    Raises:
        ValueError: it has something else.
    """
    if len(text) > MOST_LETTERS:
        raise ValueError
    bare = _bare(text)
    if not bare or bare.lower() in ("-", "n/a", "na", "null", "nan", "#n/a", "none"):
        return None
    if not _SIGNED.fullmatch(bare):
        raise ValueError
    other = "," if sign == "." else "."
    number = float(bare.replace(other, "").replace(sign, "."))
    return number if math.isfinite(number) and abs(number) <= MOST else None


def _bare(text: str) -> str:
    """`text` without currency, percent sign and groups; a minus sign where that belongs."""
    bare = text.strip().replace("\u2212", "-")
    is_negative = bare.startswith("(") and bare.endswith(")")
    bare = _AROUND.sub("", bare[1:-1] if is_negative else bare)
    bare = _AROUND.sub("", bare).translate(_GROUPS)
    if re.fullmatch(r"[\d.,]+-", bare):
        bare = f"-{bare[:-1]}"
    if re.fullmatch(r"-[$€£¥₹₽][\d.,]+", bare):
        bare = f"-{bare[2:]}"
    return f"-{bare}" if is_negative else bare


def plain_time(value: object, timezone: str, *, is_day_first: bool | None = None) -> float:
    """The unix time that `value` is: seconds, thousandths, ISO 8601, or a date as people and spreadsheets write it.

    Args:
        timezone: that of times that do not say theirs; a date alone is the beginning of its day there.
        is_day_first: whether `03/04/2026` is the third of April; None for not known.

    Raises:
        ValueError: it is none of them, or may be either of two days.
    """
    if isinstance(value, str):
        text = value.strip()
        if not re.fullmatch(r"\d{9,}(\.\d+)?", text):
            return _within(written_time(text, zoneinfo.ZoneInfo(timezone), is_day_first).timestamp())
        value = float(text)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("a time is a number or a text")
    seconds = value / (1 if value < _SECONDS else 1e3 if value < _THOUSANDTHS else 1e6)
    return _within(seconds)


def _within(seconds: float) -> float:
    if not 0 <= seconds < 253_370_764_799:
        raise ValueError("a time is later than 1970 and before the year 9999")
    return seconds
