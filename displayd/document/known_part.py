"""The part of a document that this version knows: for one that a newer hub made.

A word of tomorrow must not take the figures of today off the glass. What is unknown is left out, each piece with a
mistake that names it; a tile that would say something false without it is replaced by one that says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import msgspec

from displayd.document.model import Document, decode, document_faults
from displayd.document.written_widget import kind_meant
from displayd.errors import DocumentError, Mistake
from displayd.protocol.limits import MAX_DOCUMENT_BYTES, MAX_LABEL_LETTERS
from displayd.text.language import language_of
from displayd.tile.roles import Kind, fields_of
from displayd.validation.faults import check
from displayd.validation.yaml_source import Path

__all__ = ["KnownPart", "decode_known", "stand_in"]

# Each round mends up to 50 things. A document that needs more rounds than this is none of a hub.
MAX_ROUNDS = 60

HARMLESS: frozenset[Kind] = frozenset({"look", "caption", "detail", "about", "pause", "span"})
"""Roles of fields without which a tile says less, and nothing false."""


class KnownPart(NamedTuple):
    """A document as far as it is known."""

    document: Document
    left_out: tuple[Mistake, ...]
    """What is not in it, by JSON path; empty when everything is."""


def decode_known(data: bytes, name: str = "document") -> KnownPart:
    """What `data` holds, as far as this version knows it; see `decode`.

    Raises:
        DocumentError: as `decode`, where no page can be told: no JSON, another format, no pages.
    """
    try:
        return KnownPart(decode(data, name), ())
    except DocumentError as exc:
        refusal = exc
    try:
        plain = msgspec.json.decode(data) if len(data) <= MAX_DOCUMENT_BYTES else None
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise refusal from None
    left_out: list[Mistake] = []
    for _ in range(MAX_ROUNDS):
        document, faults = check(plain, Document)
        faults = faults or list(document_faults(document))
        if not faults:
            if not left_out:
                break
            return KnownPart(cast("Document", document), tuple(left_out))
        mender = _Mender(plain)
        mended = [fault.in_json() for fault in faults if mender.leave_out(fault.path)]
        if not mended:
            break
        left_out += mended
    raise refusal


class _Mender:
    """Takes things out of a document, each path as it was before the first of them."""

    def __init__(self, plain: Any) -> None:
        self._plain = plain
        locale = plain.get("locale") if isinstance(plain, dict) else None
        self._locale = locale if isinstance(locale, str) else ""
        self._replaced: set[tuple[str | int, ...]] = set()
        """Pages and widgets that something else stands in for, so that nothing is left to take out of them."""

    def leave_out(self, path: Path) -> bool:
        """Take what is at `path` out; False where nothing was changed."""
        if any(path[: len(replaced)] == replaced for replaced in self._replaced):
            return False
        match path:
            case ("pages", int(number), *inside):
                return self._leave_out_of_page(number, inside)
            case ("timezone",):
                # By the hours of another zone the TV would be dark when it should be lit.
                self._plain.pop("on", None)
                return _take(self._plain, "timezone")
            case (str(field), *inside) if field not in ("format", "screen", "pages"):
                return _take(self._plain.get(field), inside[-1]) if len(inside) == 1 else _take(self._plain, field)
        return False

    def _leave_out_of_page(self, number: int, inside: Sequence[str | int]) -> bool:
        page = self._plain["pages"][number]
        match inside:
            case ["widgets", str(name), *part] if page["widgets"].get(name) != stand_in(
                page["widgets"].get(name), self._locale
            ):
                return self._leave_out_of_widget(number, page["widgets"], name, part)
            case [str(field), *_] if field != "widgets":
                return _take(page, field)
        emptied = {"widgets": {"page": stand_in(None, self._locale)}}
        if page == emptied:
            return False
        self._plain["pages"][number] = emptied
        self._replaced.add(("pages", number))
        return True

    def _is_stand_in(self, widget: Any) -> bool:
        return bool(widget == stand_in(widget, self._locale))

    def _leave_out_of_widget(self, number: int, widgets: dict[str, Any], name: str, part: Sequence[str | int]) -> bool:
        holder, kind = _part_at(widgets[name], part[:-1])
        field = str(part[-1]) if part else ""
        if kind is not None and field in holder and field != kind.__struct_config__.tag_field:
            role = {one.name: one.role.kind for one in fields_of(kind)}.get(field)
            if role == "unit" and isinstance(holder[field], str):
                # The bare number with the word as it came: neither scaled nor judged by what nobody knows here.
                holder[field] = f"suffix: {holder[field]}"
                return True
            if role is None or role in HARMLESS:
                del holder[field]
                return True
        widgets[name] = stand_in(widgets[name], self._locale)
        self._replaced.add(("pages", number, "widgets", name))
        return True


def _part_at(widget: Any, path: Sequence[str | int]) -> tuple[Any, type[msgspec.Struct] | None]:
    """What is at `path` in a widget, and its type; None for what is no struct, or no longer there."""
    kind = kind_meant(widget)
    found = widget
    for step in path:
        if isinstance(found, dict) and kind is not None and step in found:
            kind = next((one.part for one in fields_of(kind) if one.name == step), None)
        elif not (isinstance(found, list) and isinstance(step, int) and step < len(found)):
            return None, None
        found = found[step]
    return found, kind if isinstance(found, dict) else None


def stand_in(widget: Any, locale: str) -> dict[str, Any]:
    """What says, in the place of `widget`, that it cannot be shown; None for a whole page."""
    language = language_of(locale)
    title = widget.get("title") if isinstance(widget, dict) else None
    words = language.say("This screen is older than its hub: update it to see this tile.")
    if widget is None:
        words = language.say("This screen is older than its hub: update it to see this page.")
    named = {"title": title} if isinstance(title, str) and len(title) <= MAX_LABEL_LETTERS else {}
    return {"type": "text", "text": words, **named}


def _take(holder: Any, field: str | int) -> bool:
    """Take `field` out of a mapping; False where it is not in there."""
    if not isinstance(holder, dict) or field not in holder:
        return False
    del holder[field]
    return True
