"""Text that may be HTML, as plain text: where a format allows markup, nothing of it is evaluated."""

from __future__ import annotations

import html
import re

__all__ = ["text_of_html"]

# More is cut off before it is looked at.
MAX_LETTERS = 20_000

_TAG = re.compile(r"/?([a-zA-Z][a-zA-Z0-9]*)|!|\?")
_DROPPED = ("script", "style")
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_BLANKS = re.compile(r" +")
# They hold together the letters of some scripts, and the parts of emoji.
_JOINERS = "\u200c\u200d"
_LINES = re.compile(r" ?\n[ \n]*")


def text_of_html(text: str, letters: int) -> str:
    """`text` without tags, with entities as the letters that they are, at most so many letters.

    A `<` that begins no tag stays: `a < b` is a text. What cannot be seen, or turns the direction of what follows, is a
    blank.
    """
    plain = html.unescape(_without_tags(text[:MAX_LETTERS]))
    plain = _LINES.sub("\n", _BLANKS.sub(" ", _seen(plain))).strip()
    return plain if len(plain) <= letters else plain[: letters - 1].rstrip() + "…"


def _seen(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter == "\n" or letter in _JOINERS else " " for letter in text)


def _without_tags(text: str) -> str:
    parts = []
    lower = text.lower()
    at = 0
    while (begin := text.find("<", at)) >= 0:
        parts.append(text[at:begin])
        tag = _TAG.match(text, begin + 1)
        end = text.find(">", begin) if tag else -1
        if tag is None or end < 0:
            parts.append("<")
            at = begin + 1
            if tag is not None:  # nothing closes any tag any more
                break
            continue
        name = (tag[1] or "").lower()
        at = end + 1
        if name in _BREAKS:
            parts.append("\n")
        if name in _DROPPED and text[begin + 1] != "/":
            closing = lower.find(f"</{name}", at)
            at = len(text) if closing < 0 else closing
    parts.append(text[at:])
    return "".join(parts)
