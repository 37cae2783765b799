"""What a document calls its pictures."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from displayd.document.model import Document, Page
from displayd.tile.roles import fields_of

__all__ = ["page_picture_sources", "picture_sources"]


def picture_sources(document: Document) -> list[str]:
    """What `document` calls its pictures, each once: the logo, then those of its tiles in their order."""
    sources = [document.logo, *(source for page in document.pages for source in page_picture_sources(page))]
    return list(dict.fromkeys(filter(None, sources)))


def page_picture_sources(page: Page) -> list[str]:
    """What the tiles of `page` call their pictures, in their order."""
    return [source for widget in page.widgets.values() for source in _sources_in(widget)]


def _sources_in(part: Struct) -> Iterator[str]:
    for field in fields_of(type(part)):
        if field.role.kind == "picture" and (source := getattr(part, field.name)):
            yield source
        elif field.part is not None:
            for item in getattr(part, field.name):
                yield from _sources_in(item)
