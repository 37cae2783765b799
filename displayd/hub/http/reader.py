"""Who reads a page: in which language the browser asks for it."""

from __future__ import annotations

import re

from starlette.requests import Request

from displayd.text.direction import is_read_from_right
from displayd.text.formatter import Formatter
from displayd.text.language import is_spoken

__all__ = ["ENGLISH_READER", "language_attributes", "reader_of"]

ENGLISH_READER = Formatter("en-GB")
"""Whoever says nothing of a language, or only of those that are not spoken here."""

# Browsers send a few; whoever sends more is none.
_MOST = 20

# What else a header may hold is no language, and has no business on the page.
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


def reader_of(request: Request) -> Formatter:
    """Writes in the first language of `Accept-Language` (RFC 9110, 12.5.4) that is spoken here."""
    asked = [_weighed(one) for one in request.headers.get("accept-language", "")[:1000].split(",")[:_MOST]]
    for weight, locale in sorted(asked, key=lambda one: -one[0]):
        if weight > 0 and _LOCALE.fullmatch(locale) and is_spoken(locale):
            return Formatter(locale)
    return ENGLISH_READER


def _weighed(part: str) -> tuple[float, str]:
    """How much a language is wanted, 0 to 1, and which."""
    locale, _, parameter = part.partition(";")
    name, _, value = parameter.strip().partition("=")
    try:
        weight = float(value) if name.strip() == "q" else 1.0
    except ValueError:
        weight = 0.0
    return weight if 0 <= weight <= 1 else 0.0, locale.strip()


def language_attributes(reader: Formatter) -> str:
    """The attributes of the element `html`: which language it is in, and which way that is read."""
    side = ' dir="rtl"' if is_read_from_right(reader.locale) else ""
    return f'lang="{reader.locale}"{side}'
