"""How screens tell a hub which documents they read: the number of the format, and of what was added to it since.

A hub answers a screen of an earlier minor version with what that screen knows, and a screen shows what it knows of the
document of a later hub. So the two may be updated in any order, one minor version apart. Another number of the format
would be another document altogether.
"""

from __future__ import annotations

import re

__all__ = ["FORMAT_HEADER", "FORMAT_MINOR", "format_asked", "minor_of"]

FORMAT_HEADER = "Displayd-Format"
"""The header with which a screen says what it reads, for example `1.2`."""

FORMAT_MINOR = 2
"""Goes up with the first release that adds a widget, a field, a word or a unit; 1 is that of 0.2.0."""

_ASKED = re.compile(r"1\.(\d{1,4})")


def format_asked() -> str:
    """The value of `FORMAT_HEADER` that this version sends."""
    return f"1.{FORMAT_MINOR}"


def minor_of(header: str | None) -> int:
    """The minor version that a screen reads, by its header; 1 without one, as screens of 0.2.0 send none."""
    found = _ASKED.fullmatch((header or "").strip())
    return int(found[1]) if found else 1
