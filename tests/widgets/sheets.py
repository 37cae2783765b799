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
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Fonts, Scene
from displayd.tile.widget import Widget
from displayd.tools.gallery import NOW, examples, sample_picture
from tests.support.fakes_fonts import FixedFonts
from tests.support.scene_lines import Scale

__all__ = ["PICTURES", "SIZES", "painted", "painter", "picture_of", "scale_of", "scene_of", "sheets", "sheets_of_kinds"]

SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920)}
"""Of the pages that are kept, px: 1080p, where a page unit is a pixel."""

PER_PAGE = 6

PICTURES = {"example.png": hashlib.sha256(b"example").hexdigest()}


def sheets_of_kinds() -> Mapping[str, list[str]]:
    """Names of the sheets of each type of widget."""
    kinds: dict[str, list[str]] = {}
    for name in sheets():
        kinds.setdefault(name.rpartition("-")[0], []).append(name)
    return kinds


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
    return compose(context_of(page, size, fonts), Showing(0, page, 0.0, float("inf")), NOW)


def context_of(page: Page, size: tuple[int, int], fonts: Fonts) -> PageContext:
    """A document with that page alone, on a screen of `size` px."""
    document = Document(
        format=1,
        screen="sheet",
        timezone="Europe/London",
        # From nearer than most TVs are read: in tiles of this size most of a widget is to be seen.
        viewing_m=4.0,
        safe_area_percent=0,
        pages=[page],
    )
    return PageContext(document, size, fonts, PICTURES)


def scale_of(scene: Scene) -> Scale:
    """What turns the px of `scene` into page units."""
    size = (scene.width, scene.height)
    frame = context_of(next(iter(sheets().values())), size, FixedFonts()).frame(Rect(0, 0, *size), NOW)
    return Scale(frame.unit, frame.small, frame.step, NOW)


def picture_of(name: str, size: tuple[int, int], brush: Painter) -> Image.Image:
    """The sheet `name` painted."""
    return painted(scene_of(name, size, brush.fonts), brush)


def painted(scene: Scene, brush: Painter) -> Image.Image:
    """The scene as a picture."""
    size = (scene.width, scene.height)
    pixels = MemoryPixels(*size)
    Canvas(pixels, brush).draw(scene)
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
