"""Text of which nothing is to be seen: it comes along with copied text, and out of programs that join words."""

from __future__ import annotations

import unicodedata

__all__ = ["is_invisible"]

# Blanks, controls, marks of direction and joining, and accents, which need a letter to stand on.
_KINDS = frozenset(("Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp"))

# Signs around Arabic and Indian numbers are seen, though Unicode counts them as marks of format.
_SEEN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")

# Letters that take room and are empty. Source: Default_Ignorable_Code_Point in Unicode's DerivedCoreProperties.txt, and
# the empty pattern of Braille.
_UNSEEN = frozenset("\u115f\u1160\u2065\u2800\u3164\uffa0\ufff0\ufff1\ufff2\ufff3\ufff4\ufff5\ufff6\ufff7\ufff8")


def is_invisible(text: str) -> bool:
    """True for an empty text, and for one of blanks and letters that leave no ink."""
    return all(_leaves_no_ink(letter) for letter in text)


def _leaves_no_ink(letter: str) -> bool:
    if letter.isascii():
        return letter <= " " or letter == "\x7f"
    if letter in _UNSEEN or "\U000e0000" <= letter <= "\U000e0fff":
        return True
    return unicodedata.category(letter) in _KINDS and letter not in _SEEN
