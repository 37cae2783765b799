"""Long texts in pieces that can be looked at one by one."""

from __future__ import annotations

import unicodedata

__all__ = ["piece_end"]

# A letter with more marks than this is no letter of any language.
_MOST_MARKS = 24

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
        if not _belongs_to_the_one_before(text, one):
            return one
    return end


def _belongs_to_the_one_before(text: str, index: int) -> bool:
    """True for accents, variants and what a joiner joins: to be drawn as one with what stands before."""
    letter, before = text[index], text[index - 1]
    return (
        _JOINER in (letter, before)
        or unicodedata.category(letter) in ("Mn", "Mc", "Me")
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U0001f1e6" <= letter <= "\U0001f1ff"
    )
