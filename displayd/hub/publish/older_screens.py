"""Documents as screens of an earlier version read them: without the words that those would refuse.

`formats/1.N.json` holds what the release with minor version N of the format took: the JSON Schema of the document,
without descriptions, and the names of units and themes. An earlier screen refuses a document with one unknown word as
a whole, so what it does not know is left out, and a tile that it cannot show is replaced by one that says so.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.resources
import weakref
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from displayd.document.known_part import stand_in
from displayd.hub.publish.issue import ANY_NAME, Issue, Master, Sheets
from displayd.protocol.document_format import FORMAT_MINOR
from displayd.text.custom_units import CUSTOM_KINDS
from displayd.text.units import UNITS, unit_of_figures
from displayd.tile.roles import fields_of
from displayd.widgets import WIDGETS

__all__ = ["Words", "as_read_by", "words_of"]


# As of every unit in a document of the first format.
MAX_UNIT_LETTERS = 40


class Words(NamedTuple):
    """What the screens of one version know."""

    definitions: Mapping[str, Any]
    units: frozenset[str]
    themes: frozenset[str]


class _Unreadable(Exception):  # noqa: N818 - goes no further than the part that is left out for it
    """A value that the earlier version does not take."""


_KINDS: Mapping[str, type] = {"null": type(None), "boolean": bool, "string": str, "array": list, "object": dict}

_MASTERS: weakref.WeakKeyDictionary[Master, dict[int, Master | None]] = weakref.WeakKeyDictionary()
"""What was made of each master for each earlier version; None where that knows every word."""


def as_read_by(issue: Issue, minor: int) -> Issue:
    """`issue` for a screen that reads minor version `minor` of the format: the same where it knows every word.

    Another content has another tag, so that a screen asks anew once it has been updated.
    """
    if minor >= FORMAT_MINOR:
        return issue
    made = _MASTERS.setdefault(issue.master, {})
    if minor not in made:
        made[minor] = _made_for(issue.master, minor)
    master = made[minor]
    return issue if master is None else master.issue(issue.screen)


def _made_for(master: Master, minor: int) -> Master | None:
    """Made once for all screens that differ in their name only, as the documents of this version are."""
    words = words_of(minor)
    document = msgspec.json.decode(master.issue(ANY_NAME).body)
    body = msgspec.json.encode(_document(document, words))
    if body == msgspec.json.encode(document):
        return None
    start, name, rest = body.partition(ANY_NAME.encode())
    digest = hashlib.sha256(start + rest).hexdigest()
    return Master(digest, master.revision, master.effective_at, start + name, Sheets(rest))


@functools.cache
def words_of(minor: int) -> Words:
    """What the newest release up to `minor` took; the oldest that is known for still earlier ones."""
    folder = importlib.resources.files("displayd.hub.publish") / "formats"
    known = {int(one.name.split(".")[1]): one for one in folder.iterdir() if one.name.endswith(".json")}
    found = known[max((one for one in known if one <= minor), default=min(known))]
    told = msgspec.json.decode(found.read_bytes())
    return Words(told["schema"]["$defs"], frozenset(told["units"]), frozenset(told["themes"]))


def _document(document: dict[str, Any], words: Words) -> dict[str, Any]:
    kept = _fields({name: value for name, value in document.items() if name != "pages"}, words, "Document")
    if "palette" not in kept and kept.get("theme") not in words.themes:
        kept.pop("theme", None)
    return {**kept, "pages": [_page(page, words, str(document.get("locale", ""))) for page in document["pages"]]}


def _page(page: dict[str, Any], words: Words, locale: str) -> dict[str, Any]:
    kept = _fields({name: value for name, value in page.items() if name != "widgets"}, words, "Page")
    return {**kept, "widgets": {name: _widget(widget, words, locale) for name, widget in page["widgets"].items()}}


def _widget(widget: dict[str, Any], words: Words, locale: str) -> dict[str, Any]:
    kinds = words.definitions["Page"]["properties"]["widgets"]["additionalProperties"]
    try:
        kept: dict[str, Any] = _value(widget, kinds, words)
    except _Unreadable:
        return stand_in(widget, locale)
    return kept


def _fields(found: dict[str, Any], words: Words, kind: str) -> dict[str, Any]:
    """Those fields that the earlier version takes; what it does not is at its default there."""
    known, kept = words.definitions[kind]["properties"], {}
    for name, value in found.items():
        try:
            if name in known:
                kept[name] = _value(value, known[name], words)
        except _Unreadable:
            continue
    return kept


def _value(value: Any, schema: Mapping[str, Any], words: Words) -> Any:
    """`value` with the fields that `schema` knows.

    Raises:
        _Unreadable: it is of another kind, or a word that `schema` does not know.
    """
    if "$ref" in schema:
        return _value(value, words.definitions[schema["$ref"].rpartition("/")[2]], words)
    if "anyOf" in schema:
        return _value(value, _meant(value, schema["anyOf"], words), words)
    if not _is_of(value, schema):
        raise _Unreadable
    if isinstance(value, dict):
        return _mapping(value, schema, words)
    if isinstance(value, list):
        if len(value) > schema.get("maxItems", len(value)):
            raise _Unreadable
        first = schema.get("prefixItems", [])
        kinds = [*first, *[schema.get("items", {})] * (len(value) - len(first))]
        return [_value(one, kind, words) for one, kind in zip(value, kinds, strict=True)]
    return value


def _mapping(value: dict[str, Any], schema: Mapping[str, Any], words: Words) -> dict[str, Any]:
    if "properties" not in schema:
        inner = schema.get("additionalProperties", {})
        return {name: _value(one, inner, words) for name, one in value.items()}
    known = schema["properties"]
    kept = {name: _value(one, known[name], words) for name, one in value.items() if name in known}
    for name in _unit_fields() & kept.keys():
        if isinstance(kept[name], str):
            kept[name] = _unit(kept[name], words)
    return kept


def _unit(name: str, words: Words) -> str:
    """The unit `name`, or what stands behind the bare figure where the earlier version does not know it."""
    kind, colon, text = name.partition(":")
    if kind == "words" and "words:" not in words.units:
        # The figures of states without their words, and the others in their unit.
        return _unit(unit_of_figures(name), words)
    if colon and kind in CUSTOM_KINDS and kind != "words":
        # `suffix:`, `prefix:` and the currencies were known from the beginning.
        is_known = kind in ("suffix", "prefix") or f"{kind}:" in words.units
        return name if is_known else f"suffix: {text.strip()}"[:MAX_UNIT_LETTERS].rstrip()
    return f"suffix: {name}" if name in UNITS and name not in words.units else name


def _meant(value: Any, options: list[Mapping[str, Any]], words: Words) -> Mapping[str, Any]:
    """That of several schemas which `value` is of: by its `type`, else by its kind.

    Raises:
        _Unreadable: none.
    """
    for option in options:
        found = words.definitions[option["$ref"].rpartition("/")[2]] if "$ref" in option else option
        tag = found.get("properties", {}).get("type", {}).get("enum")
        if _is_of(value, found) and (tag is None or value.get("type") in tag):
            return found
    raise _Unreadable


def _is_of(value: Any, schema: Mapping[str, Any]) -> bool:
    told = schema.get("type", "")
    if told in ("number", "integer"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if told in _KINDS and not isinstance(value, _KINDS[told]):
        return False
    return value in schema.get("enum", [value])


@functools.cache
def _unit_fields() -> frozenset[str]:
    """Names of the fields that hold a unit, in widgets and their parts."""
    parts = {field.part for kind in WIDGETS for field in fields_of(kind) if field.part is not None}
    return frozenset(
        field.name for kind in (*WIDGETS, *parts) for field in fields_of(kind) if field.role.kind == "unit"
    )
