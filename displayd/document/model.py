"""The screen document: everything that one screen needs to draw, as bytes and as types.

Format 1 is JSON, simple enough to write by hand and to host as a file. Unknown fields are refused, because a
misspelt one would otherwise be a setting that silently does nothing.
"""

from __future__ import annotations

import codecs
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from displayd.document.settings import DefinitionsShown, ScreenSettings
from displayd.document.unknown_names import unknown_names
from displayd.document.written_widget import written_texts
from displayd.errors import DocumentError, Mistake
from displayd.protocol.limits import MAX_DOCUMENT_BYTES, MAX_LOGO_ASPECT, MIN_LOGO_ASPECT
from displayd.protocol.vocabulary import Label, UnixTime
from displayd.scene.geometry import Template, TemplateError, derived, flowed, parse_template
from displayd.scene.theme import THEMES, Theme
from displayd.tile.span import Moment, span_faults
from displayd.validation.faults import MAX_FAULTS, Fault, check, check_json, suggestion
from displayd.validation.json_source import JsonError, depth_of
from displayd.validation.json_words import TOOL
from displayd.validation.names import hours_faults, theme_faults, timezone_faults, unit_faults
from displayd.widgets import AnyWidget

__all__ = [
    "Document",
    "Mirror",
    "Page",
    "area_faults",
    "checked",
    "decode",
    "document_faults",
    "encode",
    "page_faults",
    "template_of",
]

MAX_DEPTH = 30
MAX_PAGES = 200
MAX_WIDGETS = 60

# What programs make of a document when they mean it too well, and what to do about it.
_WRAPPED = {
    b'"': ("a document in a text", "it is JSON inside of JSON: encode it once, not twice"),
    b"[": ("a document in a list", "leave out the `[` and `]` around it: there is one document"),
}

Name = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$",
        max_length=60,
        examples=["dev-left"],
        extra={"words": "a name has letters from a to z, digits, `-` and `_`, and begins with a letter or digit"},
    ),
]
"""Of screens, groups, dashboards and areas: letters, digits, `-` and `_`."""

Rows = Annotated[list[Annotated[str, Meta(max_length=1000)]], Meta(max_length=24)]
Weights = Annotated[list[Annotated[float, Meta(gt=0, le=100)]], Meta(max_length=24)]


class Page(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One screenful, shown for a while."""

    title: Annotated[Label, Meta(description="Title of the page, shown above its widgets; empty for none.")] = ""

    dashboard: Annotated[
        Label, Meta(description="Title of the dashboard that the page belongs to, shown beside the page's own.")
    ] = ""

    seconds: Annotated[
        float, Meta(gt=0, le=86_400, examples=[20], description="How long the page stays, in seconds.")
    ] = 20.0

    starts: Annotated[
        Moment,
        Meta(
            description="From when the page is in the loop: a date and time of the screen's clocks such as "
            "`2026-12-18 09:00`, a date, or unix time (seconds); null for as long as there is the page.",
            examples=["2026-12-18 09:00"],
        ),
    ] = None

    ends: Annotated[
        Moment,
        Meta(
            description="Until when the page is in the loop: as `starts`, or unix time (seconds); a date alone is the "
            "last day. Null for no end.",
            examples=["2026-12-24"],
        ),
    ] = None

    hero: Annotated[
        str,
        Meta(
            max_length=60,
            description="Name of the page's main widget, whose words and value are larger than its neighbours'; empty "
            "for none. Its place is the one it has in the templates.",
            examples=["orders"],
        ),
    ] = ""

    definitions: Annotated[
        DefinitionsShown | None,
        Meta(description="Where its tiles' definitions are told: `in-turn`, `always`, `never`; null for its screen's."),
    ] = None

    landscape: Annotated[
        Rows,
        Meta(
            description="Area template for a page wider than high: one string per row, a widget's name per "
            "column, `.` for nothing."
        ),
    ] = []

    portrait: Annotated[
        Rows,
        Meta(
            description="Area template for a page higher than wide; derived from `landscape` when empty, and the "
            "other way round."
        ),
    ] = []

    landscape_rows: Annotated[
        Weights, Meta(description="Relative heights of the rows of `landscape`, one each; equal when empty.")
    ] = []

    landscape_columns: Annotated[
        Weights, Meta(description="Relative widths of the columns of `landscape`, one each; equal when empty.")
    ] = []

    portrait_rows: Annotated[
        Weights, Meta(description="Relative heights of the rows of `portrait`, one each; equal when empty.")
    ] = []

    portrait_columns: Annotated[
        Weights, Meta(description="Relative widths of the columns of `portrait`, one each; equal when empty.")
    ] = []

    widgets: Annotated[
        dict[Name, AnyWidget],
        Meta(min_length=1, max_length=MAX_WIDGETS, description="The widgets by the name they have in the templates."),
    ]

    def __post_init__(self) -> None:
        span_faults(self.starts, self.ends)


class Mirror(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Membership of a mirror group: screens that show the same at the same instant."""

    group: Annotated[Name, Meta(description="Name of the group: that of the screen whose picture all of them show.")]

    effective_at: Annotated[
        UnixTime,
        Meta(
            description="Unix time (seconds) from which this revision is on show; until then the screen keeps the "
            "one before."
        ),
    ] = 0.0


class Document(ScreenSettings, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """What the hub serves to one screen."""

    format: Annotated[Literal[1], Meta(description="Version of this format: 1.")]

    screen: Annotated[Name, Meta(description="Name of the screen in screens.yaml.")]
    title: Annotated[
        Label, Meta(description="What the screen is called; stands in for the title of a page that has none.")
    ] = ""

    palette: Annotated[
        Theme | None, Meta(description="Colours of its own, such as a company's; null for those of `theme`.")
    ] = None

    logo: Annotated[
        str,
        Meta(
            max_length=400,
            description="Address of a picture for the header, relative to the document's own and on the same "
            "server; empty for none.",
        ),
    ] = ""

    logo_aspect: Annotated[
        float, Meta(ge=MIN_LOGO_ASPECT, le=MAX_LOGO_ASPECT, description="Width of the logo divided by its height.")
    ] = 1.0

    revision: Annotated[
        str,
        Meta(
            max_length=64,
            description="Name of this content, equal on all screens of a mirror group; the screen makes one from "
            "the bytes if empty.",
        ),
    ] = ""

    mirror: Annotated[
        Mirror | None, Meta(description="The mirror group that the screen belongs to; null for none.")
    ] = None

    pages: Annotated[
        list[Page],
        Meta(min_length=1, max_length=MAX_PAGES, description="The pages, shown one after the other, again and again."),
    ]


_DEFAULTS: Mapping[str, Any] = {
    field.name: field.default for field in msgspec.structs.fields(Document) if field.default is not msgspec.NODEFAULT
}


def decode(data: bytes, name: str = "document") -> Document:
    """The document that `data` holds, checked as a whole.

    Args:
        name: what to call it in messages, for example its address.

    Raises:
        DocumentError: too large, not UTF-8, not JSON, or not a document; every mistake with its JSON path.
    """
    try:
        document, faults = checked(data)
    except JsonError as exc:
        raise DocumentError(name, [Mistake("$", f"not JSON: {exc}", exc.hint or TOOL)]) from exc
    if document is None:
        raise DocumentError(name, [fault.in_json() for fault in faults])
    return document


def checked(data: bytes) -> tuple[Document | None, list[Fault]]:
    """The document that the JSON `data` holds, or every fault of it.

    Raises:
        JsonError: not JSON.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        return None, [Fault((), f"{len(data):,} bytes, more than {MAX_DOCUMENT_BYTES:,}", "show fewer points or pages")]
    if (depth := depth_of(data)) > MAX_DEPTH:
        return None, [Fault((), f"nested {depth} levels deep, more than {MAX_DEPTH}", "no document is that deep")]
    document, faults = check_json(data, Document)
    if faults and (wrapped := _WRAPPED.get(data.removeprefix(codecs.BOM_UTF8).lstrip()[:1])):
        faults = [Fault((), *wrapped)]
    else:
        faults = _all_faults(data, faults) if faults else list(document_faults(document))
    return (None, faults) if faults else (document, [])


def encode(document: Document) -> bytes:
    """`document` as JSON, fields at their defaults left out; `decode` gives an equal document back.

    So screens of an earlier version understand what uses nothing new. Inside pages, some at their defaults are there.
    """
    # msgspec leaves out a float or a text only where it is the default itself, not where it is equal.
    usual = {name: default for name, default in _DEFAULTS.items() if getattr(document, name) == default}
    return msgspec.json.encode(msgspec.structs.replace(document, **usual))


def template_of(page: Page, is_landscape: bool) -> Template:
    """The page's area template for one orientation, derived from the other when it was not drawn.

    A page with neither gets its widgets in their order, as equal cells.
    """
    own, other = (page.landscape, page.portrait) if is_landscape else (page.portrait, page.landscape)
    if own:
        return parse_template(own)
    if other:
        return parse_template(derived(parse_template(other), is_landscape))
    return parse_template(flowed(list(page.widgets), is_landscape))


def page_faults(page: Page, names: Collection[str] | None = None) -> Iterator[Fault]:
    """What the types cannot say about a page: its hero, templates that are rectangles, weights that fit.

    Args:
        names: of its widgets; None for those that it has. One that is wrong in itself has a place all the same.
    """
    names = page.widgets if names is None else names
    if page.hero and page.hero not in names:
        yield Fault(("hero",), f"`{page.hero}` is not a widget of this page", suggestion(page.hero, list(names)))
    for field in ("landscape", "portrait"):
        yield from _template_faults(page, field, names)


def _template_faults(page: Page, field: str, names: Collection[str]) -> Iterator[Fault]:
    rows: list[str] = getattr(page, field)
    weights_fields = (f"{field}_rows", f"{field}_columns")
    if not rows:
        for weights_field in weights_fields:
            if getattr(page, weights_field):
                yield Fault((weights_field,), f"weights for no `{field}` template", f"draw `{field}` as well")
        return
    try:
        template = parse_template(rows)
    except TemplateError as exc:
        yield Fault((field,), str(exc), "every name one rectangle, every row as many names as the first")
        return
    for area in template.areas:
        if area not in names:
            hint = suggestion(area, list(names))
            yield Fault((field,), f"`{area}` is not a widget of this page", hint)
    for name in names:
        if name not in template.areas:
            yield Fault((field,), f"the widget `{name}` has no place", "put its name in the template")
    for weights_field, tracks in zip(weights_fields, (template.rows, template.columns), strict=True):
        weights: list[float] = getattr(page, weights_field)
        if weights and len(weights) != tracks:
            yield Fault((weights_field,), f"{len(weights)} weights for {tracks} tracks", "give one for each")


def area_faults(page: Mapping[str, object], found: Collection[Fault]) -> list[Fault]:
    """What is wrong with the areas of `page` as it was written, whatever is wrong with its widgets and other fields.

    Args:
        found: the faults of its fields and widgets, which are told already.
    """
    widgets = page.get("widgets")
    wrong = {fault.path[0] for fault in found if fault.path}
    for field in ("landscape", "portrait"):
        # What weights a template would need, nobody can say where it is none.
        wrong |= {f"{field}_rows", f"{field}_columns"} if field in wrong else set()
    fields = {name: value for name, value in page.items() if name not in wrong}
    bare, _ = check({**fields, "widgets": {"any": {"type": "number"}}}, Page)
    return list(page_faults(bare, list(widgets))) if bare is not None and isinstance(widgets, Mapping) else []


def document_faults(document: Document) -> Iterator[Fault]:
    """What the types cannot say about a document: names that nobody knows, and the faults of its pages."""
    if document.palette is None:
        yield from theme_faults(("theme",), document.theme, THEMES)
    yield from timezone_faults(("timezone",), document.timezone)
    yield from hours_faults(("on",), document.on)
    for index, page in enumerate(document.pages):
        for fault in page_faults(page):
            yield fault.under("pages", index)
        for name, widget in page.widgets.items():
            for fault in unknown_names(widget):
                yield fault.under("pages", index, "widgets", name)


def _all_faults(data: bytes, found: Sequence[Fault]) -> list[Fault]:
    """`found`, the faults of types in the JSON `data`, and those that types cannot say about what else is in it."""
    plain = msgspec.json.decode(data.removeprefix(codecs.BOM_UTF8))
    places = {fault.path for fault in found}
    others = [fault for fault in _written_faults(plain, found) if fault.path not in places]
    return [*found, *others][:MAX_FAULTS]


def _written_faults(document: object, found: Sequence[Fault]) -> Iterator[Fault]:
    """As `document_faults`, of `document` as it was written: every part that can be told, whatever is wrong elsewhere.

    Args:
        found: the faults of its types.
    """
    if not isinstance(document, Mapping):
        return
    texts = {field: value for field, value in document.items() if isinstance(value, str)}
    if "theme" in texts and document.get("palette") is None:
        yield from theme_faults(("theme",), texts["theme"], THEMES)
    if "timezone" in texts:
        yield from timezone_faults(("timezone",), texts["timezone"])
    if "on" in texts:
        yield from hours_faults(("on",), texts["on"])
    pages = document.get("pages")
    for index, page in enumerate(pages if isinstance(pages, list) else ()):
        if not isinstance(page, Mapping):
            continue
        of_page = [Fault(fault.path[2:], fault.reason) for fault in found if fault.path[:2] == ("pages", index)]
        for fault in area_faults(page, of_page):
            yield fault.under("pages", index)
        widgets = page.get("widgets")
        for name, widget in widgets.items() if isinstance(widgets, Mapping) else ():
            for path, meaning, text in written_texts(widget):
                at = ("pages", index, "widgets", name, *path)
                if meaning == "unit":
                    yield from unit_faults(at, text)
                elif meaning == "timezone":
                    yield from timezone_faults(at, text or None)
