"""A screen document or a layout as a picture, without a Pi, a display or a hub."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import msgspec
from msgspec import structs

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document, decode
from displayd.document.pictures import page_picture_sources
from displayd.document.schedule import Showing, showing_at
from displayd.errors import DisplaydError, StoreError
from displayd.hub.pictures.gallery import Gallery
from displayd.hub.wall import shipped
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import upright_size

__all__ = ["SAMPLE_MOMENT", "picture_of", "render", "sample_dashboards"]

SAMPLE_MOMENT = 1_795_094_000.0
"""Thursday 19 November 2026, 14:13:20 in Amsterdam: a busy hour of the sample office."""


def render(
    source: Path,
    size: tuple[int, int],
    rotate: int | None,
    page: int | None,
    unix_time: float,
    wall: Path | None = None,
    settings: Mapping[str, object] = MappingProxyType({}),
) -> bytes:
    """The PNG of one page of `source`.

    Args:
        source: a screen document (`.json`) or a layout (`.yaml`).
        size: width and height of the panel, px.
        rotate: degrees clockwise; None to do as the document says.
        page: number from 1; None for the page on show at `unix_time`.
        wall: wall folder that gives a layout its metrics and pictures; without it widgets with a metric have no
            data, and pictures are those of the folder that the layout lies in.
        settings: fields of the document to have another value; those that are None stay.

    Raises:
        StoreError: `source` cannot be read.
        DocumentError, ConfigError: it is read, and wrong, or a setting is.
    """
    gallery = Gallery()
    if source.suffix in (".yaml", ".yml"):
        from displayd.tools.offline_documents import layout_document

        document = layout_document(source, wall, unix_time, gallery)
        gallery.close()
        # As in a hub the wall's pictures come first.
        folders = [(wall or source.absolute().parent.parent) / "pictures", source.parent]
    else:
        try:
            document = decode(source.read_bytes(), source.name)
        except OSError as exc:
            raise StoreError(f"cannot read {source}: {exc.strerror or exc}") from exc
        folders = [source.parent]
    if changed := {name: value for name, value in settings.items() if value is not None}:
        document = decode(msgspec.json.encode(structs.replace(document, **changed)), source.name)
    return picture_of(document, size, rotate, page, unix_time, *folders, gallery=gallery)


def picture_of(
    document: Document,
    size: tuple[int, int],
    rotate: int | None,
    page: int | None,
    unix_time: float,
    *pictures_folders: Path,
    gallery: Gallery | None = None,
) -> bytes:
    """The PNG of one page of `document` as the panel gets it; arguments as for `render`.

    Args:
        pictures_folders: where the files of its picture widgets are; the first folder that has one counts.
        gallery: the pictures that metrics bring.

    Raises:
        DisplaydError: there is no such page.
    """
    if page is None:
        showing = showing_at(document, unix_time)
    elif 1 <= page <= len(document.pages):
        showing = Showing(page - 1, document.pages[page - 1], unix_time, float("inf"))
    else:
        raise DisplaydError(f"there is no page {page}", f"pages are 1 to {len(document.pages)}")
    turned = document.rotate if rotate is None else rotate
    fonts = PangoFonts(document.locale)
    shelf = PictureShelf()
    sources = _pictures(document, showing, pictures_folders, shelf)
    for source in page_picture_sources(showing.page):
        digest = source.removeprefix("pictures/")
        if source not in sources and gallery is not None and (found := gallery.find(digest)):
            sources[source], shelf.files[digest] = digest, found.data
    context = PageContext(document, upright_size(*size, turned), fonts, sources)
    scene = compose(context, showing, unix_time)
    canvas = Canvas(MemoryPixels(*size), Painter(fonts, shelf))
    canvas.draw(scene, turned)
    return canvas.snapshot()


def sample_dashboards() -> tuple[dict[str, Document], dict[str, bytes]]:
    """Every layout that travels with displayd, with the sample office's numbers at `SAMPLE_MOMENT`; and its pictures.

    Returns:
        The documents by name of the layout, and the picture files by the names that the documents have for them.
    """
    from displayd.tools.offline_documents import layout_documents

    wall = shipped.sample_wall_folder()
    paths = [*sorted(shipped.layouts_folder().glob("*.yaml")), *sorted((wall / "layouts").glob("*.yaml"))]
    documents = layout_documents(paths, wall, SAMPLE_MOMENT)
    named = {path.stem: document for path, document in zip(paths, documents, strict=True)}
    files = {}
    for path in sorted((wall / "pictures").glob("**/*.*")):
        data = path.read_bytes()
        files[path.relative_to(wall / "pictures").as_posix()] = data
        # What slides are called, as the hub leaves pictures that are small and plain as they are.
        files[f"pictures/{hashlib.sha256(data).hexdigest()}"] = data
    return named, files


def _pictures(document: Document, showing: Showing, folders: Sequence[Path], shelf: PictureShelf) -> dict[str, str]:
    """The logo and the pictures of the page that are in `folders`: source and digest of each that is there."""
    found: dict[str, str] = {}
    for source in (document.logo, *page_picture_sources(showing.page)):
        for folder in folders:
            path = folder / source
            # A picture that cannot be read, or a name that no file can have, is as one that is not there.
            with contextlib.suppress(OSError):
                is_inside = path.resolve().is_relative_to(folder.resolve())
                if source and source not in found and is_inside and path.is_file():
                    data = path.read_bytes()
                    found[source] = hashlib.sha256(data).hexdigest()
                    shelf.files[found[source]] = data
    return found
