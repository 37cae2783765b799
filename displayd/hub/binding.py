"""Layouts and metrics become pages: what a screen shows, with today's numbers in it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import structs

from displayd.document import Document, Mirror, Page, encode
from displayd.hub.filling import Answer
from displayd.hub.layout import Layout, drawn_page
from displayd.hub.metrics import Metrics
from displayd.hub.screens import ScreenSpec
from displayd.hub.wall import Wall
from displayd.units import Formatter
from displayd.widgets import AnyWidget

__all__ = ["Binder", "bound_page", "document_of", "revision_of"]

logger = logging.getLogger(__name__)


class Binder:
    """Makes the pages of a wall, each once for all screens that show it, and anew only when a metric on it changed."""

    def __init__(self, wall: Wall, metrics: Metrics) -> None:
        self._wall = wall
        self._metrics = metrics
        self._pictures = {name: picture.source for name, picture in wall.pictures.items()}
        self._pages: dict[tuple[object, ...], tuple[tuple[int, ...], Page]] = {}

    def pages(self, spec: ScreenSpec) -> tuple[Page, ...]:
        """The loop of `spec`. A page on which nothing changed is the same object as before."""
        return tuple(
            self._page(self._wall.layouts[name], index, spec)
            for name in spec.show
            for index in range(len(self._wall.layouts[name].pages))
        )

    def _page(self, layout: Layout, index: int, spec: ScreenSpec) -> Page:
        draft = layout.pages[index]
        versions = tuple(self._metrics.version_of(metric) for metric in draft.metrics)
        key = (layout.name, index, spec.own_seconds, spec.seconds, spec.locale, spec.timezone)
        known = self._pages.get(key)
        if known is not None and known[0] == versions:
            return known[1]
        formatter = Formatter(spec.locale, spec.timezone)
        page = bound_page(layout, index, self._metrics.facts, self._pictures, formatter)
        page = structs.replace(page, seconds=_seconds(draft.data, layout, spec))
        self._pages[key] = (versions, page)
        return page


def bound_page(layout: Layout, index: int, answer: Answer, pictures: Mapping[str, str], formatter: Formatter) -> Page:
    """Page `index` of `layout` with what `answer` knows of its metrics.

    A widget that the numbers do not fit shows why; the rest of the page stands.
    """
    data = drawn_page(layout.pages[index].data, answer, pictures, formatter)
    data["widgets"] = {name: _widget(layout, name, fields) for name, fields in data["widgets"].items()}
    data.setdefault("dashboard", layout.title)
    if layout.seconds is not None:
        data.setdefault("seconds", layout.seconds)
    return msgspec.convert(data, Page)


def document_of(spec: ScreenSpec, title: str, pages: tuple[Page, ...], revision: str, effective_at: float) -> Document:
    """The document of one screen. Members of a mirror group differ in `screen` and `rotate` alone."""
    return Document(
        format=1,
        screen=spec.name,
        title=title,
        theme=spec.theme,
        rotate=spec.rotate,
        locale=spec.locale,
        timezone=spec.timezone,
        transition=spec.transition,
        on=spec.on,
        revision=revision,
        mirror=Mirror(spec.group, effective_at) if spec.group else None,
        pages=list(pages),
    )


def revision_of(document: Document) -> str:
    """The name of what `document` shows: the same for all members of a mirror group, whenever it takes effect."""
    mirror = None if document.mirror is None else structs.replace(document.mirror, effective_at=0.0)
    content = structs.replace(document, screen="-", rotate=0, revision="", mirror=mirror)
    return hashlib.sha256(encode(content)).hexdigest()[:16]


def _seconds(page: Mapping[str, Any], layout: Layout, spec: ScreenSpec) -> float:
    """How long a page stays: as its screen says, else the page, else the layout, else the wall's defaults."""
    for seconds in (spec.own_seconds, page.get("seconds"), layout.seconds):
        if seconds is not None:
            return float(seconds)
    return spec.seconds


def _widget(layout: Layout, name: str, fields: dict[str, Any]) -> Any:
    """The widget of these fields, or one that says why there is none."""
    try:
        return msgspec.convert(fields, AnyWidget)
    except msgspec.ValidationError as exc:
        logger.debug("Widget %s of layout %s does not take its metric: %s", name, layout.name, exc)
        # The layout has been checked without values, so what does not fit came with a metric.
        words = {"type": "text", "title": fields.get("title", ""), "error": f"the numbers do not fit: {exc}"[:300]}
        return msgspec.convert(words, AnyWidget)
