"""Letters that cannot be seen, or look like others: they come with text from web pages, mails, word processors."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["LETTER_QUOTES", "NOT_IN_YAML", "odd_letter", "said_of_letter", "without_odd_spaces"]

LETTER_QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b"
"""Quotation marks of letters and word processors, which YAML takes as part of the text."""

NOT_IN_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What may not be in a YAML file. Source: YAML 1.2.2, section 5.1."""


def odd_letter(text: str) -> str:
    """The first letter of `text` that cannot be seen: a space that is none of the keyboard's, or of no width; or ''."""
    return next((letter for letter in text if letter != " " and unicodedata.category(letter) in _CATEGORIES), "")


# Spaces, lines, and what only says how others are shown.
_CATEGORIES = ("Zs", "Zl", "Zp", "Cf", "Cc")

# Of no width, and without a meaning at the end of a text: no-break space of no width, and its like.
_NO_WIDTH = "\u200b\u2060\ufeff"
_SPACES = "".join(map(chr, (0x20, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))


def without_odd_spaces(text: str) -> str:
    """`text` without the spaces around it, those that are none of the keyboard's as well."""
    return text.strip(_SPACES + _NO_WIDTH)


def said_of_letter(letter: str) -> str:
    """`letter` in words, for example `no-break space, U+00A0`."""
    name = unicodedata.name(letter, "control character").lower()
    return f"{name}, U+{ord(letter):04X}"
