"""The encoding that the first bytes of a text say."""

from __future__ import annotations

import codecs

__all__ = ["marked_encoding"]

# That of UTF-16 is the beginning of one of UTF-32.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def marked_encoding(data: bytes) -> str | None:
    """What Python calls the encoding of the byte order mark that `data` begins with; None without one."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)
