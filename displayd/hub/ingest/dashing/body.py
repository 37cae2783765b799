"""The body of a post to a widget or a dashboard: a JSON object with the key in it.

Source: lib/dashing/app.rb of github.com/Smashing/smashing.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from displayd.errors import DocumentError, Mistake

__all__ = ["MAX_STATE_BYTES", "Posted", "merged", "posted"]

MAX_STATE_BYTES = 64_000
"""Of all that was posted to one widget and still holds."""

MAX_FIELDS = 100
MAX_DEPTH = 8

# Clocks differ a little; more than this is a mistake in the sender.
FUTURE_MS = 300_000.0


class Posted(NamedTuple):
    """What a body has."""

    token: str
    """The key; empty for none."""
    fields: dict[str, Any]
    """All else."""


def posted(body: bytes) -> Posted:
    """What `body` has, whatever its `Content-Type` says.

    Raises:
        DocumentError: it is no JSON object, or too large or deep.
    """
    try:
        data = msgspec.json.decode(body.removeprefix(codecs.BOM_UTF8))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as exc:
        raise _refused(f"not JSON: {str(exc)[:200] or 'nested too deeply'}") from exc
    if not isinstance(data, dict):
        raise _refused('not a JSON object such as {"current": 12}')
    token = data.pop("auth_token", "")
    if len(data) > MAX_FIELDS:
        raise _refused(f"more than {MAX_FIELDS} fields")
    if _is_deeper(data, MAX_DEPTH):
        raise _refused(f"nested more than {MAX_DEPTH} deep")
    return Posted(token if isinstance(token, str) else "", data)


def merged(before: bytes | None, fields: Mapping[str, Any], widget: str, unix_time: float) -> bytes:
    """The event that tells of all that holds of `widget` now, as JSON.

    Args:
        before: the event before; None for none.
        fields: what is new; it replaces fields of the same names.

    Raises:
        DocumentError: it is too much.
    """
    known = {} if before is None else msgspec.json.decode(before)
    # What was given before is no moment of the next post.
    known.pop("updatedAt", None)
    event = {**known, **fields, "id": widget}
    event["updatedAt"] = _moment(fields.get("updatedAt"), unix_time)
    if len(event) > MAX_FIELDS + 2:
        raise _refused(f"the widget has more than {MAX_FIELDS} fields")
    data = msgspec.json.encode(event)
    if len(data) > MAX_STATE_BYTES:
        raise _refused(f"the widget has more than {MAX_STATE_BYTES:,} bytes")
    return data


def _moment(given: Any, unix_time: float) -> Any:
    """When the data was true, in ms since 1970: as given, if that can be."""
    now = int(unix_time * 1000)
    is_number = isinstance(given, (int, float)) and not isinstance(given, bool)
    return given if is_number and 0 <= given <= now + FUTURE_MS else now


def _is_deeper(data: Any, depth: int) -> bool:
    if not isinstance(data, (dict, list)):
        return False
    inner = data.values() if isinstance(data, dict) else data
    return depth == 0 or any(_is_deeper(one, depth - 1) for one in inner)


def _refused(reason: str) -> DocumentError:
    return DocumentError("post", [Mistake("body", reason)])
