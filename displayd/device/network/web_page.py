"""Answers that were meant for people: told by what is in them, as servers say of JSON whatever they are used to say."""

from __future__ import annotations

import codecs

__all__ = ["web_page_in"]

# PHP, CGI and many a framework call everything a web page that does not say what it is.
_PAGE_TYPES = ("text/html", "application/xhtml+xml")

# What JSON that could be a document, or was meant to be, begins with.
_JSON_STARTS = ("{", "[", '"')

_MARKS = (
    # The longer ones first: that of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF8, "utf-8"),
)

# Far enough for blank lines and the first words.
_LOOKED_AT_BYTES = 2048


def web_page_in(content_type: str, body: bytes) -> str:
    """`a web page`, `XML` or `an SVG picture`, when that is what `body` is; empty for anything else, be it good or not.

    Args:
        content_type: as the server says it. It decides only where the body leaves it open.
    """
    start = _start(body)
    if start.startswith("<"):
        is_page = "<html" in start or "<!doctype html" in start
        kinds = {"<?xml": "XML", "<svg": "an SVG picture"}
        return "a web page" if is_page else next((kinds[one] for one in kinds if start.startswith(one)), "a web page")
    is_called_page = content_type.partition(";")[0].strip().lower() in _PAGE_TYPES
    return "a web page" if is_called_page and start.isprintable() and not start.startswith(_JSON_STARTS) else ""


def _start(body: bytes) -> str:
    """The first words of `body`, in one line; bytes that are no text stay what they are."""
    data, encoding = body[:_LOOKED_AT_BYTES], "latin-1"
    for mark, marked in _MARKS:
        if data.startswith(mark):
            data, encoding = data.removeprefix(mark), marked
            break
    return " ".join(data.decode(encoding, "replace").split())[:200].lower()
