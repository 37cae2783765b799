"""What a new document brings besides new values, in words for the log of a screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

from displayd.document.model import Document, Page
from displayd.document.settings import SETTINGS
from displayd.tile.roles import DEFINITION, Kind, fields_of, parts_of
from displayd.tile.widget import Widget

__all__ = ["Layout", "layout_news", "layout_of"]

# Of a document as a whole; the group of a mirror is compared, not when its revision counts.
_OF_DOCUMENT = ("title", *SETTINGS, "palette", "logo", "logo_aspect")


# What a document that is written by hand says of a tile without a metric, and what changes with every day.
_VALUES: tuple[Kind, ...] = ("figure", "comparison", "past", "cells", "moment", "state", "level", "failure", "detail")

# Of a series or a column; which items there are, and what they are called, comes with the values.
_OF_PARTS: tuple[Kind, ...] = ("title", "name", "unit", "decimals", "axis", "look")


class Layout(NamedTuple):
    """What of a document stays while only values change."""

    settings: Mapping[str, object]
    pages: Mapping[str, bytes]
    """By dashboard and title, in their order; equal for equal pages."""


def layout_of(document: Document) -> Layout:
    """The layout of `document`; small, whatever values are in it."""
    settings = {name: getattr(document, name) for name in _OF_DOCUMENT}
    settings["mirror"] = document.mirror.group if document.mirror else ""
    pages: dict[str, bytes] = {}
    for page in document.pages:
        name = " / ".join(filter(None, (page.dashboard, page.title))) or "without a title"
        others = sum(other == name or other.startswith(f"{name} (") for other in pages)
        pages[f"{name} ({others + 1})" if others else name] = _layout_of_page(page)
    return Layout(settings, pages)


def layout_news(before: Layout, after: Layout) -> list[str]:
    """What is other in `after` than in `before`, one line for each thing; none when only values are."""
    return [
        *(f"{name} is another one" for name, value in after.settings.items() if value != before.settings[name]),
        *_page_news(before.pages, after.pages),
    ]


def _page_news(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[str]:
    yield from (f"page {name} goes" for name in before if name not in after)
    yield from (f"page {name} comes" for name in after if name not in before)
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield "pages come in another order"
    yield from (f"page {name} is changed" for name in after if name in before and after[name] != before[name])


def _layout_of_page(page: Page) -> bytes:
    of_page = [getattr(page, name) for name in Page.__struct_fields__ if name != "widgets"]
    return msgspec.json.encode([of_page, {name: _layout_of_tile(widget) for name, widget in page.widgets.items()}])


def _layout_of_tile(widget: Widget) -> list[Any]:
    """What a layout says of a tile: what it is about, and what no metric fills and is no value by itself."""
    kind = type(widget)
    told: list[Any] = [kind.__struct_config__.tag]
    for field in fields_of(kind):
        if field.role.kind == "parts":
            told.append([_layout_of_part(part) for part in parts_of(getattr(widget, field.name))])
        elif field.role.kind in DEFINITION or (field.role.fact is None and field.role.kind not in _VALUES):
            told.append(getattr(widget, field.name))
    return told


def _layout_of_part(part: Struct) -> list[Any]:
    return [getattr(part, field.name) for field in fields_of(type(part)) if field.role.kind in _OF_PARTS]
