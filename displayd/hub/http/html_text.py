"""Text of ours as HTML."""

from __future__ import annotations

from html import escape

__all__ = ["html_with_code"]


def html_with_code(text: str) -> str:
    """`text` as HTML, with what stands between backquotes as code."""
    parts = escape(text).split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
