"""The screen document: everything that one screen needs to draw, as bytes and as types.

Format 1 is JSON, simple enough to write by hand and to host as a file. Unknown fields are refused, because a
misspelt one would otherwise be a setting that silently does nothing.
"""

from __future__ import annotations

import json
import re
import zoneinfo
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from displayd.checking import Fault, check, json_path, suggestion
from displayd.errors import DocumentError, Mistake
from displayd.geometry import Template, TemplateError, derived, parse_template
from displayd.hours import HoursError, parse_hours
from displayd.theme import THEMES
from displayd.widgets import AnyWidget
from displayd.widgets.base import Label, UnixTime

__all__ = ["MAX_BYTES", "Document", "Mirror", "Page", "decode", "encode", "page_faults", "schema", "template_of"]

# A busy page is some 30 kB; a hundred of them are 3 MB. More is a mistake or an attack.
MAX_BYTES = 4_000_000
MAX_DEPTH = 30
MAX_PAGES = 200
MAX_WIDGETS = 60

_BRACKETS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)

Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)]
"""Of screens, groups, dashboards and areas: letters, digits, `-` and `_`."""

Rows = Annotated[list[Annotated[str, Meta(max_length=1000)]], Meta(max_length=24)]
Weights = Annotated[list[Annotated[float, Meta(gt=0, le=100)]], Meta(max_length=24)]


class Page(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One screenful, shown for a while."""

    title: Label = ""
    dashboard: Label = ""
    """Title of the dashboard that the page belongs to, shown beside the page's own."""

    seconds: Annotated[float, Meta(gt=0, le=86_400)] = 20.0
    """How long the page stays, in seconds."""

    landscape: Rows = []
    """Area template for a page wider than high: one string per row, a widget's name per column, `.` for nothing."""

    portrait: Rows = []
    """Area template for a page higher than wide; derived from `landscape` when empty, and the other way round."""

    landscape_rows: Weights = []
    """Relative heights of the rows, one each; equal when empty."""
    landscape_columns: Weights = []
    """Relative widths of the columns, one each; equal when empty."""
    portrait_rows: Weights = []
    portrait_columns: Weights = []

    widgets: Annotated[dict[Name, AnyWidget], Meta(min_length=1, max_length=MAX_WIDGETS)]
    """The widgets by the name they have in the templates."""


class Mirror(Struct, frozen=True, forbid_unknown_fields=True):
    """Membership of a mirror group: screens that show the same at the same instant."""

    group: Name
    effective_at: UnixTime = 0.0
    """Unix time from which this revision is on show; until then the screen keeps the one before."""


class Document(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the hub serves to one screen."""

    format: Literal[1]
    """Version of this format."""

    screen: Name
    title: Label = ""
    theme: Annotated[str, Meta(max_length=60)] = "dark"
    rotate: Literal[0, 90, 180, 270] = 0
    """How the TV hangs: the picture is turned by so many degrees clockwise."""

    locale: Annotated[str, Meta(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$", max_length=40)] = "en-GB"
    timezone: Annotated[str, Meta(max_length=60)] = "UTC"
    transition: Literal["fade", "cut"] = "fade"
    on: Annotated[str, Meta(max_length=200)] = ""
    """Opening hours such as `Mon-Fri 08:00-19:00`, in `timezone`; the screen is dark outside them. Empty: always on."""

    revision: Annotated[str, Meta(max_length=64)] = ""
    """Name of this content, equal on all screens of a mirror group; the screen makes its own from the bytes if empty."""

    mirror: Mirror | None = None
    pages: Annotated[list[Page], Meta(min_length=1, max_length=MAX_PAGES)]


def decode(data: bytes, name: str = "document") -> Document:
    """The document that `data` holds, checked as a whole.

    Args:
        name: what to call it in messages, for example its address.

    Raises:
        DocumentError: too large, not UTF-8, not JSON, or not a document; every mistake with its JSON path.
    """
    if len(data) > MAX_BYTES:
        raise _refused(name, f"{len(data):,} bytes, more than {MAX_BYTES:,}")
    if (depth := _depth(data)) > MAX_DEPTH:
        raise _refused(name, f"nested {depth} levels deep, more than {MAX_DEPTH}")
    try:
        document = msgspec.json.decode(data, type=Document)
    except msgspec.ValidationError:
        faults = check(json.loads(data), Document)[1]
        raise DocumentError(name, [Mistake(json_path(f.path), f.reason, f.hint) for f in faults]) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as exc:
        raise _refused(name, f"not JSON: {exc}") from exc
    if faults := list(_document_faults(document)):
        raise DocumentError(name, [Mistake(json_path(f.path), f.reason, f.hint) for f in faults])
    return document


def encode(document: Document) -> bytes:
    """`document` as JSON, fields at their defaults left out; `decode` gives an equal document back."""
    return msgspec.json.encode(document)


def schema() -> dict[str, Any]:
    """JSON Schema of the document, from the same types, for editors that complete and check."""
    return msgspec.json.schema(Document)


def template_of(page: Page, is_landscape: bool) -> Template:
    """The page's area template for one orientation, derived from the other when it was not drawn.

    A page with neither gets its widgets in their order, in a grid.
    """
    own, other = (page.landscape, page.portrait) if is_landscape else (page.portrait, page.landscape)
    if own:
        return parse_template(own)
    if other:
        return parse_template(derived(parse_template(other), is_landscape))
    columns = (1, 2, 2, 2, 3, 3, 4, 4)[min(len(page.widgets), 8) - 1] if is_landscape else 1 + (len(page.widgets) > 5)
    names = list(page.widgets)
    rows = [names[start : start + columns] for start in range(0, len(names), columns)]
    return parse_template([" ".join(row + ["."] * (columns - len(row))) for row in rows])


def page_faults(page: Page) -> Iterator[Fault]:
    """What the types cannot say about a page: templates that are rectangles and name its widgets, weights that fit."""
    for field in ("landscape", "portrait"):
        rows: list[str] = getattr(page, field)
        if not rows:
            continue
        try:
            template = parse_template(rows)
        except TemplateError as exc:
            yield Fault((field,), str(exc), "every name one rectangle, every row as many names as the first")
            continue
        for area in template.areas:
            if area not in page.widgets:
                hint = suggestion(area, list(page.widgets))
                yield Fault((field,), f"`{area}` is not a widget of this page", hint)
        for name in page.widgets:
            if name not in template.areas:
                yield Fault((field,), f"the widget `{name}` has no place", "put its name in the template")
        for weights_field, tracks in ((f"{field}_rows", template.rows), (f"{field}_columns", template.columns)):
            weights: list[float] = getattr(page, weights_field)
            if weights and len(weights) != tracks:
                yield Fault((weights_field,), f"{len(weights)} weights for {tracks} tracks", "give one for each")


def _document_faults(document: Document) -> Iterator[Fault]:
    if document.theme not in THEMES:
        yield Fault(("theme",), f"unknown theme `{document.theme}`", suggestion(document.theme, sorted(THEMES)))
    try:
        zoneinfo.ZoneInfo(document.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        yield Fault(("timezone",), f"unknown time zone `{document.timezone}`", "for example `Europe/London`")
    try:
        parse_hours(document.on)
    except HoursError as exc:
        yield Fault(("on",), str(exc), "for example `Mon-Fri 08:00-19:00`")
    for index, page in enumerate(document.pages):
        for fault in page_faults(page):
            yield Fault(("pages", index, *fault.path), fault.reason, fault.hint)


def _refused(name: str, reason: str) -> DocumentError:
    return DocumentError(name, [Mistake("$", reason)])


def _depth(data: bytes) -> int:
    """How deeply brackets nest in JSON `data`, strings left out; counted before parsing, without recursion."""
    depth = deepest = 0
    for match in _BRACKETS.finditer(data):
        token = match.group()
        if token in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token in b"]}":
            depth -= 1
    return deepest
