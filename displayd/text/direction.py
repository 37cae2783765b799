"""Which way a text runs, as the first letter that runs any way at all says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

__all__ = [
    "LEFT_TO_RIGHT_MARK",
    "RIGHT_TO_LEFT_MARK",
    "filled",
    "is_left_to_right",
    "is_read_from_right",
    "is_right_to_left",
    "isolated",
    "like_its_paragraph",
]

LEFT_TO_RIGHT_MARK = "\N{LEFT-TO-RIGHT MARK}"
RIGHT_TO_LEFT_MARK = "\N{RIGHT-TO-LEFT MARK}"

_PLACE = re.compile(r"\{[^}]*\}")

_OPENING, _CLOSING = ("LRI", "RLI", "FSI"), "PDI"

_ISOLATE, _END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"

# Languages whose usual script runs from the right, and those scripts, as BCP 47 has them. Source: Unicode CLDR,
# `characterOrder` of its locales; `ku` and `pa` are usually written in Latin and Gurmukhi letters.
_LANGUAGES = frozenset({
    "ar", "arc", "azb", "bal", "ckb", "dv", "fa", "glk", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd",
    "sdh", "syr", "ug", "ur", "yi",
})  # fmt: skip
_SCRIPTS = frozenset({
    "adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa",
})  # fmt: skip


def is_read_from_right(locale: str) -> bool:
    """True for a locale such as `ar-EG`, `he` or `pa-Arab`, whose readers begin on the right.

    A script in the name (`ug-Latn`) says it for itself.
    """
    language, *others = locale.replace("_", "-").lower().split("-")
    script = next((one for one in others if len(one) == 4 and one.isalpha()), "")
    return script in _SCRIPTS if script else language in _LANGUAGES


def isolated(text: str) -> str:
    """`text` as it stands inside another: a name or amount keeps its own order whatever runs around it.

    Source: Unicode Standard Annex 9, 2.7: text of unknown direction belongs between FSI and PDI.
    """
    return f"{_ISOLATE}{text}{_END}"


def filled(text: str, places: Mapping[str, object]) -> str:
    """`text` with its `{name}` filled from `places`; what runs otherwise than the text keeps its own order in it.

    For example an amount with its sign and unit in a Hebrew sentence, and a Hebrew name in an English one.
    """
    own = _first_strong(_PLACE.sub("", text))
    if not own:
        return text.format_map(places)
    return text.format_map(
        {name: isolated(one) if isinstance(one, str) and _is_apart(one, own) else one for name, one in places.items()}
    )


def _is_apart(text: str, around: str) -> bool:
    """True for what runs the other way than what is `around`, and for signs and digits where that is from the right."""
    return text != "" and _first_strong(text) != around and (around == "right" or is_right_to_left(text))


def is_left_to_right(text: str) -> bool:
    """True when `text` is to be set from the left, as Latin is; neither way for one of digits and signs alone."""
    return _first_strong(text) == "left"


def is_right_to_left(text: str) -> bool:
    """True when `text` is to be set from the right, as Arabic and Hebrew are.

    Source: Unicode Standard Annex 9, rules P2 and P3: the first strong letter decides, isolates are skipped.
    """
    return _first_strong(text) == "right"


def like_its_paragraph(line: str, paragraph: str) -> str:
    """`line` of `paragraph`, which may begin with a word that runs the other way, marked to run as the whole does."""
    wanted, own = _first_strong(paragraph), _first_strong(line)
    if wanted == "right" and own != "right":
        return RIGHT_TO_LEFT_MARK + line
    if wanted == "left" and own == "right":
        return LEFT_TO_RIGHT_MARK + line
    return line


def _first_strong(text: str) -> str:
    """`left` or `right`; empty where nothing says it."""
    depth = 0
    for letter in text:
        if "!" <= letter <= "~":
            # Most text is Latin, and Python asks the Unicode tables for a letter in a tenth of a microsecond.
            if letter.isalpha() and not depth:
                return "left"
            continue
        kind = unicodedata.bidirectional(letter)
        if kind in _OPENING:
            depth += 1
        elif kind == _CLOSING:
            depth = max(0, depth - 1)
        elif not depth and kind in ("L", "R", "AL"):
            return "left" if kind == "L" else "right"
    return ""
