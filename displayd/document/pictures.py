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


def page_picture_sources(page: Page, unix_time: float | None = None) -> list[str]:
    """What the tiles of `page` call their pictures, in their order.

    Args:
        unix_time: those that are to be seen at that moment alone; None for all.
    """
    found: list[str] = []
    for widget in page.widgets.values():
        sources = list(_sources_in(widget))
        found += sources if unix_time is None else widget.pictures_at(unix_time, sources)
    return found


def _sources_in(part: Struct) -> Iterator[str]:
    for field in fields_of(type(part)):
        if field.role.kind == "picture" and (source := getattr(part, field.name)):
            yield source
        elif field.part is not None:
            inside = getattr(part, field.name)
            for item in inside if isinstance(inside, list) else filter(None, (inside,)):
                yield from _sources_in(item)
