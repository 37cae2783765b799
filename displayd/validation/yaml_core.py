"""What a scalar without quotes means: the core schema of YAML 1.2, and nothing else.

YAML 1.1, which PyYAML reads by itself, makes 870 of `14:30`, 83 of `0123`, 1000 of `1_000` and false of `No`.
Source: YAML 1.2.2, section 10.3.2.
"""

from __future__ import annotations

import re

__all__ = ["FLOAT", "INT", "MEANT_BOOLS", "PlainValue", "core_value", "is_ordinary_number"]

PlainValue = str | int | float | bool | None

INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_NULLS = ("", "~", "null", "Null", "NULL")
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}

MEANT_BOOLS = {"yes": True, "on": True, "y": True, "no": False, "off": False, "n": False}
"""Words that are text in YAML 1.2, by their meaning where nothing but true or false can stand; in lower case."""

# Longer numbers could not even be printed in a message.
MAX_DIGITS = 300

# Written as people write numbers: not `007`, `1.10`, `+5`, `1e3`.
_ORDINARY = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")


def core_value(text: str) -> PlainValue:
    """What `text`, which stands there without quotes, means.

    Raises:
        ValueError: a number with more than `MAX_DIGITS` digits.
    """
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    is_int = INT.fullmatch(text) is not None
    if not is_int and not FLOAT.fullmatch(text):
        return text
    if len(text) > MAX_DIGITS:
        raise ValueError("is too long for a number")
    if is_int:
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    # Python writes infinity and what is no number without the dot.
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


def is_ordinary_number(text: str) -> bool:
    """True for a number written in the one way in which it is shown again: `12`, `-0.5`, not `012`, `1.10` or `1e1`."""
    return _ORDINARY.fullmatch(text) is not None
