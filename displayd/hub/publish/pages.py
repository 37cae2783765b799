"""Layouts and metrics become pages: what a screen shows, with today's numbers in it."""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec
from msgspec import Struct, structs

from displayd.document.model import Document, Mirror, Page, encode
from displayd.document.settings import ScreenSettings, tv_settings
from displayd.hub.layouts.filling import Answer, filled, title_of
from displayd.hub.layouts.layout import Layout
from displayd.hub.layouts.page_draft import PageDraft, picture_name
from displayd.hub.metrics.facts import Told
from displayd.hub.publish.new_tiles import NO_MARKS, Marks
from displayd.hub.wall.loader import Wall
from displayd.hub.wall.screens import ScreenSpec
from displayd.protocol.limits import MAX_LOGO_ASPECT, MIN_LOGO_ASPECT
from displayd.text.formatter import Formatter
from displayd.tile.roles import field_of, fields_of
from displayd.widgets.text.widget import Words

__all__ = ["Binder", "BoundPage", "as_on_tv", "body_of", "bound_page", "digest_of", "document_of", "revision_of"]

logger = logging.getLogger(__name__)

P = TypeVar("P", bound=Struct)

# What a revision says nothing of: how each TV hangs. See `as_on_tv`.
_NO_TV = tv_settings(ScreenSettings())


@dataclass(frozen=True, eq=False)
class BoundPage:
    """A page with its numbers. Encoded once, however many screens show it; equal only to itself."""

    page: Page

    @functools.cached_property
    def encoded(self) -> bytes:
        """As it stands in a document."""
        return msgspec.json.encode(self.page)

    @functools.cached_property
    def digest(self) -> bytes:
        """Of what is in it."""
        return hashlib.sha256(self.encoded).digest()


class Binder:
    """Makes the pages of a wall, each once for all screens that show it, and anew only when a metric on it changed."""

    def __init__(self, wall: Wall, metrics: Told, marks: Marks = NO_MARKS) -> None:
        """Args: marks: the tiles that are new."""
        self._wall = wall
        self._marks = marks
        self._metrics = metrics
        self._pictures = {name: picture.source for name, picture in wall.pictures.items()}
        self._pages: dict[tuple[object, ...], tuple[tuple[int, ...], BoundPage]] = {}

    def pages(self, spec: ScreenSpec) -> tuple[BoundPage, ...]:
        """The loop of `spec`. A page on which nothing changed is the same object as before."""
        return tuple(
            self._page(self._wall.layouts[name], index, spec)
            for name in spec.show
            for index in range(len(self._wall.layouts[name].pages))
        )

    def _page(self, layout: Layout, index: int, spec: ScreenSpec) -> BoundPage:
        draft = layout.pages[index]
        versions = tuple(self._metrics.version_of(metric) for metric in draft.metrics)
        key = (layout.name, index, spec.own_seconds, spec.seconds, spec.settings.locale, spec.settings.timezone)
        known = self._pages.get(key)
        if known is not None and known[0] == versions:
            return known[1]
        formatter = Formatter(spec.settings.locale, spec.settings.timezone)
        page = bound_page(layout, index, self._metrics.facts, self._pictures, formatter)
        since = self._marks.get((layout.name, index), {})
        widgets = {
            name: structs.replace(widget, changed_at=since[name]) if name in since else widget
            for name, widget in page.widgets.items()
        }
        bound = BoundPage(structs.replace(page, widgets=widgets, seconds=_seconds(draft, layout, spec)))
        self._pages[key] = (versions, bound)
        return bound


def bound_page(layout: Layout, index: int, answer: Answer, pictures: Mapping[str, str], formatter: Formatter) -> Page:
    """Page `index` of `layout` with what `answer` knows of its metrics.

    A widget that the numbers do not fit shows why; the rest of the page stands.

    Args:
        pictures: source of each picture of the wall, by its name.
    """
    draft = layout.pages[index]
    widgets = {}
    for name, widget in draft.page.widgets.items():
        try:
            whole = filled(widget, draft.slots[name], answer, formatter)
        except msgspec.ValidationError as exc:
            logger.debug("Widget %s of layout %s does not take its metric: %s", name, layout.name, exc)
            title = title_of(widget, draft.slots[name], answer)
            error = formatter.say("the numbers do not fit")
            # Which ones is English, and told by `displayd check` in any language.
            whole = Words(title=title, error=f"{error}: {exc}"[:300] if formatter.is_english else error)
        widgets[name] = _with_pictures(whole, pictures)
    seconds = draft.page.seconds if draft.seconds is not None or layout.seconds is None else layout.seconds
    return structs.replace(draft.page, widgets=widgets, seconds=seconds)


def document_of(
    spec: ScreenSpec, title: str, pages: Sequence[Page] = (), revision: str = "", effective_at: float = 0.0
) -> Document:
    """The document of one screen. Members of a mirror group differ in `screen` and in what `as_on_tv` sets alone."""
    return Document(
        format=1,
        screen=spec.name,
        title=title,
        palette=spec.palette,
        logo=spec.logo.source,
        logo_aspect=min(max(spec.logo.aspect, MIN_LOGO_ASPECT), MAX_LOGO_ASPECT),
        revision=revision,
        mirror=Mirror(spec.group, effective_at) if spec.group else None,
        pages=list(pages),
        **structs.asdict(spec.settings),
    )


def as_on_tv(head: Document, spec: ScreenSpec) -> Document:
    """`head`, which may be of the screen that is mirrored, for the screen `spec` and how its own TV hangs."""
    return structs.replace(head, screen=spec.name, **tv_settings(spec.settings))


def revision_of(spec: ScreenSpec, title: str, pages: Iterable[BoundPage]) -> str:
    """The name of what a screen shows: the same for all members of a mirror group, whenever it takes effect."""
    return digest_of(structs.replace(document_of(spec, title), screen="-", **_NO_TV), pages)[:16]


def digest_of(head: Document, pages: Iterable[BoundPage]) -> str:
    """What tells `head`, a document without pages, with `pages` in it from every other; hexadecimal.

    Each page is gone through once, however many screens show it.
    """
    digest = hashlib.sha256(encode(head))
    for page in pages:
        digest.update(page.digest)
    return digest.hexdigest()


def body_of(head: Document, pages: Iterable[BoundPage]) -> bytes:
    """`head`, a document without pages, as bytes with `pages` in it.

    The same as `encode` of the whole, for a tenth of the work.
    """
    end = b'"pages":[]}'
    body = encode(head)
    assert body.endswith(end)
    return body[: -len(end)] + b'"pages":[' + b",".join(page.encoded for page in pages) + b"]}"


def _seconds(page: PageDraft, layout: Layout, spec: ScreenSpec) -> float:
    """How long a page stays: as its screen says, else the page, else the layout, else the wall's defaults."""
    for seconds in (spec.own_seconds, page.seconds, layout.seconds):
        if seconds is not None:
            return float(seconds)
    return spec.seconds


def _with_pictures(part: P, pictures: Mapping[str, str]) -> P:
    """`part`, a widget or an item of one, with the sources of the wall's pictures that it names, if it names any."""
    changed: dict[str, object] = {}
    for field in fields_of(type(part)):
        value = getattr(part, field.name)
        if field.role.kind == "picture" and value:
            changed[field.name] = pictures.get(picture_name(value), value)
        elif isinstance(value, list) and field.part is not None and field_of(field.part, "picture"):
            changed[field.name] = [_with_pictures(item, pictures) for item in value]
    return structs.replace(part, **changed) if changed else part
