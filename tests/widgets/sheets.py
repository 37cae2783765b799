"""Each widget's examples on pages of six, as they would stand on a TV."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Mapping

from PIL import Image

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document, Page
from displayd.document.schedule import Showing
from displayd.paint.canvas import Canvas, MemoryPixels
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Fonts, Scene
from displayd.tile.widget import Widget
from displayd.tools.gallery import NOW, examples, sample_picture

__all__ = ["PICTURES", "SIZES", "painter", "picture_of", "scene_of", "sheets"]

RESOLUTIONS = {"720p": (1280, 720), "1080p": (1920, 1080), "4k": (3840, 2160)}

SIZES = {
    f"{name}-{orientation}": size if orientation == "landscape" else size[::-1]
    for name, size in RESOLUTIONS.items()
    for orientation in ("landscape", "portrait")
}

PER_PAGE = 6

PICTURES = {"example.png": hashlib.sha256(b"example").hexdigest()}


@functools.cache
def sheets() -> Mapping[str, Page]:
    """The pages by name: the widget's type, and a number."""
    by_kind: dict[str, dict[str, Widget]] = {}
    for kind, name, widget in examples():
        by_kind.setdefault(kind, {})[re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")] = widget
    return {
        f"{kind}-{start // PER_PAGE + 1}": _page(kind, dict(list(widgets.items())[start : start + PER_PAGE]))
        for kind, widgets in by_kind.items()
        for start in range(0, len(widgets), PER_PAGE)
    }


def scene_of(name: str, size: tuple[int, int], fonts: Fonts) -> Scene:
    """The sheet `name` on a page of `size` px."""
    page = sheets()[name]
    document = Document(format=1, screen="sheet", timezone="Europe/London", pages=[page])
    return compose(PageContext(document, size, fonts, PICTURES), Showing(0, page, 0.0, float("inf")), NOW)


def picture_of(name: str, size: tuple[int, int], brush: Painter) -> Image.Image:
    """The sheet `name` painted."""
    pixels = MemoryPixels(*size)
    Canvas(pixels, brush).draw(scene_of(name, size, brush.fonts))
    return Image.frombuffer("RGB", size, bytes(pixels.data), "raw", "BGRX")


def painter() -> Painter:
    """A painter that knows the sample picture."""
    fonts = PangoFonts()
    shelf = PictureShelf()
    shelf.files[PICTURES["example.png"]] = sample_picture(fonts)
    return Painter(fonts, shelf)


def _page(kind: str, widgets: dict[str, Widget]) -> Page:
    names = [*widgets, *["."] * (-len(widgets) % PER_PAGE if len(widgets) > 4 else len(widgets) % 2)]
    wide = 3 if len(names) > 4 else 2
    return Page(
        title=kind,
        landscape=_rows(names, wide),
        portrait=_rows(names, 2),
        widgets=widgets,
    )


def _rows(names: list[str], columns: int) -> list[str]:
    return [" ".join(names[start : start + columns]) for start in range(0, len(names), columns)]
