"""Long texts in pieces that can be looked at one by one."""

from __future__ import annotations

import unicodedata

__all__ = ["belongs_to_the_one_before", "piece_end"]

# A letter with more marks than this is no letter of any language.
_MOST_MARKS = 24

# Canonical combining class of the sign that makes one letter of two in Indian scripts. Source: UAX 44, table 15;
# UAX 29, GB9c, which older releases of Pango do not have.
_VIRAMA = 9

_JOINER = "\N{ZERO WIDTH JOINER}"


def piece_end(text: str, start: int, most: int) -> int:
    """Where a piece of `text` that begins at `start` ends, after `most` characters at the latest.

    After a blank where there is one in its second half, so that no word is torn; else between two letters.
    """
    end = start + most
    if end >= len(text):
        return len(text)
    blank = max(text.rfind(" ", start + most // 2, end), text.rfind("\t", start + most // 2, end))
    if blank > start:
        return blank + 1
    for one in range(end, max(start + 1, end - _MOST_MARKS), -1):
        if not belongs_to_the_one_before(text, one):
            return one
    return end


def belongs_to_the_one_before(text: str, index: int) -> bool:
    """True for what is drawn as one with what stands before: accents, variants, what a joiner or a virama joins."""
    letter, before = text[index], text[index - 1]
    return (
        _JOINER in (letter, before)
        or (unicodedata.combining(before) == _VIRAMA and unicodedata.category(letter) == "Lo")
        or unicodedata.category(letter) in ("Mn", "Mc", "Me")
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U0001f1e6" <= letter <= "\U0001f1ff"
    )
