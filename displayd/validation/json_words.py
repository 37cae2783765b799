"""What is wrong with bytes that should be JSON, in words and with advice."""

from __future__ import annotations

import codecs
import itertools
import re
from typing import NamedTuple

__all__ = ["TOOL", "Words", "encoding_words", "malformed_words"]


class Words(NamedTuple):
    """What is wrong, and what to do about it."""

    reason: str
    hint: str = ""
    at: int | None = None
    """Byte that it is about, from 0; None for all of them."""


_SAVE = "save it as UTF-8"
_HIGH = re.compile(rb"[\x80-\xff]+")

# The longer marks first: that of UTF-32 begins with that of UTF-16. Without one, the zeros around the first two
# letters tell, as JSON begins with ASCII. Source: RFC 4627, section 3.
_UNICODE = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_ZEROS = (
    (re.compile(rb"\0\0\0[^\0]|[^\0]\0\0\0"), "UTF-32"),
    (re.compile(rb"\0[^\0]|[^\0]\0"), "UTF-16"),
)

_UNPACK = "unpack it, or let the server say `Content-Encoding: gzip`"
_OTHERS = (
    (b"\x1f\x8b", "a gzip file", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file", "unpack it"),
    (b"PK\x03\x04", "a zip file", "unpack it; a spreadsheet is one, too"),
    (b"%PDF", "a PDF file", "give JSON"),
    (b"\x89PNG", "a picture", "give JSON; pictures are named in it"),
    (b"\xff\xd8\xff", "a picture", "give JSON; pictures are named in it"),
    (b"GIF8", "a picture", "give JSON; pictures are named in it"),
)


def encoding_words(data: bytes) -> Words | None:
    """What is wrong with `data` as UTF-8 text; None when nothing is.

    Args:
        data: without the mark of UTF-8.
    """
    for start, name, hint in _OTHERS:
        if data.startswith(start):
            return Words(f"{name} instead of text", hint)
    unicode = _unicode_name(data)
    if unicode:
        hint = f"{_SAVE}; in PowerShell with `Out-File -Encoding utf8`" if unicode == "UTF-16" else _SAVE
        return Words(f"written in {unicode}, not in UTF-8", hint)
    try:
        data.decode()
    except UnicodeDecodeError as exc:
        if exc.end == len(data) and exc.reason == "unexpected end of data":
            return Words("breaks off within a character", _COMPLETE, exc.start)
        return _bytes_words(data, exc.start)
    return None


def _unicode_name(data: bytes) -> str:
    marked = next((name for mark, name in _UNICODE if data.startswith(mark)), "")
    return marked or next((name for zeros, name in _ZEROS if zeros.match(data)), "")


def _bytes_words(data: bytes, at: int) -> Words:
    """What to say of the byte at `at`, which no UTF-8 has there."""
    byte = data[at]
    if byte == 0xED and data[at + 1 : at + 2] >= b"\xa0":
        return Words("has half of a character, as CESU-8 or WTF-8 writes it, not UTF-8", _SAVE, at)
    # Letters of western languages that are not ASCII stand alone or in twos; those of others come in rows.
    rows = (match[0] for match in itertools.islice(_HIGH.finditer(data), 100))
    reason = f"has the byte 0x{byte:02x}, which is not UTF-8"
    letter = bytes([byte]).decode("cp1252", "ignore")
    if letter and all(len(row) <= 2 for row in rows):
        return Words(f"{reason}: in Latin-1 or Windows-1252 it is {_shown(letter)}", _SAVE, at)
    return Words(f"{reason}: another encoding, such as Windows-1251, Shift JIS or GBK", _SAVE, at)


_COMPLETE = "is it complete? Write a new file beside the old one and rename it, so that nobody meets half of it"
_CONTROLS = {"\n": ("a line break", r"\n"), "\r": ("a line break", r"\n"), "\t": ("a tab", r"\t")}
_QUOTES = 'names and texts stand between `"`'
TOOL = "check it with a JSON tool"
"""What to do about bytes of which nobody can say why they are no JSON."""

# What stands where a value or a name should, and what to say: the first that fits.
_FOUND: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"//|/\*|#"), "a comment", "JSON has none: leave it out"),
    (re.compile("['`\u00b4\u2018-\u201f\u00ab\u00bb]"), "other quotation marks", _QUOTES),
    (re.compile(r"(?:None|undefined|nil|NULL|Null|nan|inf|NAN)\b"), "`{0}`", "write `null`"),
    (re.compile(r"(?:True|TRUE)\b"), "`{0}`", "write `true`"),
    (re.compile(r"(?:False|FALSE)\b"), "`{0}`", "write `false`"),
    (re.compile(r"[+.][0-9]"), "a number that begins with `{0[0]}`", "write `0.5` or `5`"),
    (re.compile(r"-\.|-?0x"), "a number that is none in JSON", "write `-0.5` or `255`"),
    (re.compile(r"\)\]\}'"), "`)]}}'`, which some servers put before JSON", "serve the JSON alone"),
    (re.compile(r"\w+\s*\("), "a call of a function (JSONP)", "serve the JSON alone"),
    (re.compile(r"\w+ *:(?:\s|$)"), "a name without quotes, as in YAML", f"a document is JSON: {_QUOTES}"),
    (re.compile(r"\w+"), "`{0}` without quotes", _QUOTES),
)


def malformed_words(text: str, message: str, at: int) -> Words:
    """What is wrong with `text` as JSON.

    Args:
        message: what `json.JSONDecodeError` says.
        at: where, a character.
    """
    if not text.strip():
        return Words("there is nothing in it", _COMPLETE)
    return _words_in_text(text, message, at) or _words_between(text, message, at)


def _words_in_text(text: str, message: str, at: int) -> Words | None:
    """What is wrong with a text between quotation marks; None when that is not it."""
    if message.startswith("Unterminated string"):
        return Words("breaks off within a text, which begins here", _COMPLETE)
    if message.startswith("Invalid control character"):
        what, escape = _CONTROLS.get(text[at], (_shown(text[at]), f"\\u{ord(text[at]):04x}"))
        return Words(f"{what} within a text", f'write `{escape}` for it, and `"` at the end of the text')
    if message.startswith("Invalid \\"):
        escape = text[text.rfind("\\", 0, at + 1) :][:6].partition('"')[0]
        if escape.startswith("\\u") and escape.isprintable():
            return Words(f"`{escape}` is no escape", r"write `\u` and four hexadecimal digits")
        shown = f"`{escape[:2]}`" if escape[:2].isprintable() else "a backslash here"
        return Words(f"{shown} is no escape", r"write `\\` for a backslash")
    return None


def _words_between(text: str, message: str, at: int) -> Words:
    """What is wrong between texts."""
    rest = text[at : at + 100]
    if not text[at:].strip():
        return Words("breaks off at its end", _COMPLETE)
    if message.startswith("Extra data"):
        what = "a second value" if rest.startswith(("{", "[", '"')) else _shown(rest.split()[0][:20])
        return Words(f"{what} follows after the end", "give one value, and nothing after it")
    if "trailing comma" in message or (rest[0] in "}]" and text[max(0, at - 1000) : at].rstrip().endswith(",")):
        return Words(f"a comma before {f'`{rest[0]}`' if rest[0] in '}]' else 'the end'}", "leave out the comma")
    if message.startswith("Expecting ',' delimiter"):
        if rest[0].isdigit() and text[at - 1] == "0":
            return Words("a number that begins with `0`", 'write `7` for `07`, or `"07"`')
        return Words("a comma or the end is missing before this", "is there a quotation mark or a comma too few?")
    if message.startswith("Expecting ':' delimiter"):
        return Words("a colon is missing before this", "after a name comes `:` and then its value")
    wanted = "a name" if "property name" in message else "a value"
    for pattern, what, hint in _FOUND:
        match = pattern.match(rest)
        if match:
            return Words(f"{what.format(match[0])} where {wanted} should be", hint)
    return Words(f"{_shown(rest[0])} where {wanted} should be", TOOL)


def _shown(text: str) -> str:
    """`text` as it may stand in a message; what nobody sees is called by its number."""
    return f"`{text}`" if text.isprintable() and text.strip() else f"the character U+{ord(text[0]):04X}"
