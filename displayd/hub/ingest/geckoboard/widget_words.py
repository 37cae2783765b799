"""Words and numbers of Geckoboard's payloads: numbers as texts, entities and tags in texts, units in prefixes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from displayd.hub.ingest.geckoboard.dataset_body import BodyError
from displayd.hub.ingest.html_text import text_of_html

__all__ = ["amount", "needed_amount", "plain_text", "shared_unit", "unit_of_format", "unit_of_sign"]

_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LARGEST = 1e18

MAX_LETTERS = 200
MAX_SIGN_LETTERS = 20

# Whole numbers from here on are percents and no shares: no share of anything on a dashboard is twice the whole.
_LARGEST_SHARE = 2.0

_CURRENCY_OF_SIGN = {"$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR"}


def amount(data: object, what: str) -> float | None:
    """The number that `data` is or writes out; None for null and an empty text.

    Args:
        what: it is called in messages.

    Raises:
        BodyError: it is none.
    """
    if data is None:
        return None
    if isinstance(data, str):
        text = data.strip()
        if not text:
            return None
        found = float(text.replace(",", "")) if _THOUSANDS.fullmatch(text) or _NUMBER.fullmatch(text) else math.nan
    elif isinstance(data, (int, float)) and not isinstance(data, bool):
        found = float(data) if -_LARGEST <= data <= _LARGEST else math.nan
    else:
        found = math.nan
    if not -_LARGEST <= found <= _LARGEST:
        raise BodyError(f"{what} is no number: {str(data)[:60]!r}")
    return found


def needed_amount(data: object, what: str) -> float:
    """As `amount`, for what has to be there.

    Raises:
        BodyError: it is no number, or nothing.
    """
    found = amount(data, what)
    if found is None:
        raise BodyError(f"{what} is missing")
    return found


def plain_text(data: object, letters: int = MAX_LETTERS) -> str:
    """The text that `data` says: entities as letters, without tags, scripts and control characters, on one line.

    Args:
        letters: most of them; a longer text ends in an ellipsis. Above `MAX_LETTERS`, lines stay lines.
    """
    if data is None or isinstance(data, (dict, list, bool)):
        return ""
    text = f"{data:g}" if isinstance(data, float) else str(data)
    if letters > MAX_LETTERS:
        return text_of_html(text, letters)
    one_line = text_of_html(text, MAX_LETTERS + 1).replace("\n", " ")
    return one_line if len(one_line) <= letters else one_line[: letters - 1].rstrip() + "…"


def unit_of_sign(data: object) -> str | None:
    """The unit that a `prefix` means: of money, `percent` for `%`, or what stands before the number; None for none."""
    sign = plain_text(data, MAX_SIGN_LETTERS)
    if not sign:
        return None
    if sign == "%":
        return "percent"
    code = _CURRENCY_OF_SIGN.get(sign)
    return f"currency{code}" if code else f"prefix:{sign}"


def unit_of_format(form: object, unit: object, numbers: Iterable[float | None]) -> str | None:
    """The unit that `format` and `unit` mean for `numbers`; None for plain ones.

    Raises:
        BodyError: there is no such format.
    """
    word = plain_text(form).lower()
    if word in ("", "decimal", "none", "standard"):
        return None
    if word == "percent":
        largest = max((abs(number) for number in numbers if number is not None), default=0.0)
        return "percentunit" if largest <= _LARGEST_SHARE else "percent"
    if word == "currency":
        code = (plain_text(unit) or "USD").upper()
        if not _CURRENCY.fullmatch(code):
            raise BodyError(f"{code[:20]!r} is no currency")
        return f"currency{code}"
    raise BodyError(f"`format` is {word[:40]!r}; it can be decimal, percent or currency")


def shared_unit(units: Iterable[str | None]) -> str | None:
    """The first unit that there is: a tile has one."""
    return next((unit for unit in units if unit is not None), None)
