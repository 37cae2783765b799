"""Documents made without a running hub: of a screen of a wall folder, and of a layout alone."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from displayd.document.model import Document, Page
from displayd.errors import ConfigError, DisplaydError, StoreError
from displayd.hub.layouts.layout import checked_layout
from displayd.hub.metrics.facts import DefinedOnly, Told
from displayd.hub.pictures.gallery import Gallery
from displayd.hub.publish.pages import Binder, as_on_tv, bound_page, document_of
from displayd.hub.publish.publisher import Publisher, title_of
from displayd.hub.wall.loader import Wall, load
from displayd.hub.wall.screens import ScreenSpec
from displayd.text.formatter import Formatter
from displayd.tools.offline_values import values_without_hub
from displayd.tools.wall_check import today
from displayd.validation.encoding import utf8_text
from displayd.validation.faults import suggestion
from displayd.validation.yaml_source import YamlText, parse

__all__ = ["OfflineDocuments", "ShownPage", "layout_document", "layout_documents", "pictures_beside", "show"]


class ShownPage(NamedTuple):
    """A page of a screen, and where it comes from."""

    layout: str
    number: int
    """Of the page in its layout, from 0."""
    page: Page
    digest: bytes
    """Equal for equal pages."""


class OfflineDocuments:
    """What the screens of a wall show with the same values; a page that several show is made once."""

    def __init__(self, wall: Wall, values: Told) -> None:
        self._wall = wall
        self._binder = Binder(wall, values)

    def of(self, spec: ScreenSpec) -> tuple[Document, list[ShownPage]]:
        """The document of one screen as it hangs, and the sources of its pages, in their order."""
        title = title_of(self._wall, self._wall.screens[spec.mirror or spec.name])
        bound = self._binder.pages(spec)
        document = as_on_tv(document_of(spec, title, [one.page for one in bound]), spec)
        numbers = [(name, number) for name in spec.show for number in range(len(self._wall.layouts[name].pages))]
        pages = [
            ShownPage(layout, number, one.page, one.digest)
            for (layout, number), one in zip(numbers, bound, strict=True)
        ]
        return document, pages


def show(folder: Path, screen: str, state: Path | None = None, unix_time: float | None = None) -> bytes:
    """The document of one screen of the wall in `folder`, with the numbers that can be had.

    Args:
        state: state folder of a hub; values that were pushed come from there.
        unix_time: the moment, now if None.

    Raises:
        ConfigError: the folder has mistakes.
        DisplaydError: it has no such screen, or there are no values in `state`.
    """
    wall = load(folder, today())
    if screen not in wall.screens:
        raise DisplaydError(f"{folder}: there is no screen `{screen}`", suggestion(screen, list(wall.screens)))
    now = time.time() if unix_time is None else unix_time
    publisher = Publisher()
    publisher.publish(wall, values_without_hub(wall, state, now), now)
    issue = publisher.issue(screen)
    if issue is None:
        raise DisplaydError(f"{screen}: the document is too large", "show fewer dashboards")
    return issue.body


def layout_document(
    source: Path, wall_folder: Path | None = None, unix_time: float | None = None, gallery: Gallery | None = None
) -> Document:
    """The document that a screen would get that shows the layout `source` alone.

    Args:
        wall_folder: the wall folder that has the metrics and pictures; without one, widgets with a metric have no
            data, and pictures are looked for where `source` lies, as if in a wall folder's `layouts/`.
        unix_time: the moment whose values are wanted; now if None.
        gallery: where pictures go that metrics bring; None where nobody looks at them.

    Raises:
        ConfigError: the layout, or the wall folder, has mistakes.
        StoreError: the layout cannot be read.
    """
    return layout_documents([source], wall_folder, unix_time, gallery)[0]


def layout_documents(
    sources: Sequence[Path],
    wall_folder: Path | None = None,
    unix_time: float | None = None,
    gallery: Gallery | None = None,
) -> list[Document]:
    """As `layout_document`, for several layouts with the values of the same moment."""
    texts = [_read(source) for source in sources]
    wall = load(wall_folder) if wall_folder else None
    if wall is not None and gallery is not None:
        wall = replace(wall, gallery=gallery)
    now = time.time() if unix_time is None else unix_time
    values: Told = values_without_hub(wall, None, now) if wall else DefinedOnly({})
    return [_bound_layout(source, text, wall_folder, values, wall) for source, text in zip(sources, texts, strict=True)]


def pictures_beside(source: Path, wall_folder: Path | None = None) -> list[str]:
    """Names by which the layout `source` can have pictures: see `layout_document`."""
    folder = (wall_folder or source.absolute().parent.parent) / "pictures"
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.glob("**/*")) if path.is_file()]
    return [*names, *(path.name for path in source.parent.glob("*.*"))]


def _read(source: Path) -> YamlText:
    try:
        return parse(source.name, utf8_text(source.name, source.read_bytes()))
    except OSError as exc:
        raise StoreError(f"cannot read {source}: {exc}") from exc


def _bound_layout(source: Path, text: YamlText, wall_folder: Path | None, values: Told, wall: Wall | None) -> Document:
    pictures = {name: name for name in pictures_beside(source, wall_folder)}
    layout, mistakes = checked_layout(text, source.stem, wall.metrics if wall else None, pictures)
    if layout is None:
        raise ConfigError(str(source), mistakes)
    timezone = wall.timezone if wall else "UTC"
    formatter = Formatter(timezone=timezone)
    numbers = range(len(layout.pages))
    pages = [bound_page(layout, number, values.facts, pictures, formatter) for number in numbers]
    return Document(format=1, screen="preview", title=layout.title[:200], timezone=timezone, pages=pages)
