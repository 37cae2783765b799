"""Whether this machine has fonts for what its screen shows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import msgspec

from displayd.paint.families import HAN, han_of
from displayd.paint.text import PangoFonts

__all__ = ["letters_told"]

# Inter has all letters below it; nobody's glass is without them.
FIRST_OTHER = "\u0250"

# Letters of a script that are named as examples.
EXAMPLES = 3

_HAN_WORDS = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO")


def letters_told(body: bytes, fonts: PangoFonts) -> Iterator[tuple[str, str]]:
    """What the doctor says of the letters in a screen document: which no font has, and which one stands in for.

    Args:
        body: the document, as it came.
        fonts: those of this machine; they speak the language of the document after it.

    Yields:
        `ok` or `note`, and the words.
    """
    plain = msgspec.json.decode(body)
    locale = str(plain.get("locale", "en-GB")) if isinstance(plain, dict) else "en-GB"
    fonts.speak(locale)
    letters = sorted({letter for text in _texts(plain) for letter in text if _is_written(letter)})
    scripts: dict[str, list[str]] = {}
    for letter in letters:
        if fonts.missing_glyphs(letter):
            scripts.setdefault(_script_of(letter), []).append(letter)
    for script, missing in scripts.items():
        package = "fonts-noto-cjk" if script == "Chinese, Japanese or Korean" else "fonts-noto-core or fonts-noto-extra"
        shown = " ".join(missing[:EXAMPLES])
        yield "note", f"no font here has {len(missing)} {script} letters of its dashboard: {shown} (install {package})"
    wanted = HAN[han_of(locale)][0]
    east = [letter for letter in letters if unicodedata.name(letter, "").startswith(_HAN_WORDS)]
    others = {fonts.family_of(letter) for letter in east} - {wanted}
    if others and not scripts:
        told = " and ".join(sorted(others))
        yield "note", f"{told} stands in for letters of its dashboard, in one weight; fonts-noto-cjk has {wanted}"
    if not scripts and not others:
        yield "ok", "fonts for every letter of its dashboard"


def _is_written(letter: str) -> bool:
    return letter >= FIRST_OTHER and unicodedata.category(letter)[0] in "LMN"


def _script_of(letter: str) -> str:
    """The script in words, by the first word of its letter's name."""
    first = unicodedata.name(letter, "unknown").split(" ")[0].split("-")[0]
    return "Chinese, Japanese or Korean" if first in _HAN_WORDS else first.capitalize()


def _texts(plain: object) -> Iterator[str]:
    """Every text in plain data; pictures, which are long and no text, are left out."""
    if isinstance(plain, str):
        yield plain
    elif isinstance(plain, dict):
        for value in plain.values():
            yield from _texts(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _texts(value)
