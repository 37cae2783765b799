"""Every widget's examples and every dashboard as pictures: what to look at before and after a change."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.compose.tile_cell import tile_ops
from displayd.document.freshness import freshness_at
from displayd.document.model import Document
from displayd.document.schedule import Showing
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Area, Box, Cell, Circle, Fonts, Polygon, Scene
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from displayd.tile.widget import Widget
from displayd.widgets import WIDGETS, AnyWidget

__all__ = ["NOW", "examples", "sample_picture", "tile_scene", "write_gallery"]

NOW = 1_795_291_683.0
"""The moment at which examples are drawn: their points lie shortly before it."""

# Tiles of a page of 1920 by 1080: three across, one wide, one of a portrait page; and the smallest that makes sense.
SIZES = ((612, 458), (1244, 458), (502, 620), (316, 224))

PAGE_SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920)}


def examples() -> Iterator[tuple[str, str, Widget]]:
    """Type, name and widget of every example."""
    for kind in WIDGETS:
        tag = str(kind.__struct_config__.tag)
        for name, fields in kind.examples().items():
            yield tag, name, msgspec.convert({"type": tag, **fields}, AnyWidget)


def tile_scene(
    widget: Widget, size: tuple[int, int], unit: float, theme: str, fonts: Fonts, pictures: Mapping[str, str]
) -> Scene:
    """`widget` alone on the glass at `NOW`.

    Args:
        size: width and height of its tile, px.
        unit: as for `Frame`.
        pictures: source and digest of the pictures that are there.
    """
    rect = Rect(0, 0, *size)
    frame = Frame(rect, unit, THEMES[theme], fonts, Formatter("en-GB", "Europe/London"), NOW, pictures.get)
    ops = tile_ops(widget, frame, freshness_at(widget, NOW), widget.sample)
    background = THEMES[theme].background
    return Scene(*size, background, (Cell("tile", rect, background, tuple(ops), frame.until),))


def sample_picture(fonts: PangoFonts) -> bytes:
    """A small landscape as PNG, for the examples that show a picture."""
    hills = ((0.0, 190.0), (90.0, 120.0), (150.0, 160.0), (250.0, 80.0), (400.0, 200.0))
    ops = (
        Area(((0, 0), (400, 0)), 300, "#f2b84b", 0.1, 0.9),
        Circle(290, 90, 34, "#fff4dc"),
        Polygon((*hills, (400, 300), (0, 300)), "#2f4a6d"),
        Polygon(((0, 260), (130, 190), (300, 270), (400, 230), (400, 300), (0, 300)), "#1b2c44"),
        Box(0, 284, 400, 16, "#101a2a"),
    )
    cell = Cell("sample", Rect(0, 0, 400, 300), "#274b7a", ops)
    return _png(Scene(400, 300, "#274b7a", (cell,)), Painter(fonts))


def write_gallery(
    folder: Path,
    sizes: Sequence[tuple[int, int]] = SIZES,
    themes: Sequence[str] = tuple(THEMES),
    dashboards: Mapping[str, Document] | None = None,
    unix_time: float = NOW,
    files: Mapping[str, bytes] | None = None,
) -> Path:
    """A PNG of every example in every size and theme, one of every page of `dashboards`, and a page that shows all.

    Args:
        folder: made when it is missing; files of the same names are replaced.
        sizes: of tiles on a page of 1920 by 1080, px.
        themes: names out of `THEMES`.
        dashboards: by name; drawn as they look at `unix_time`, in landscape and in portrait.
        files: the picture files that they show, by source.

    Returns:
        The page, `index.html` in `folder`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fonts = PangoFonts("en")
    shelf = PictureShelf()
    known = {"example.png": sample_picture(fonts), **(files or {})}
    pictures = {source: hashlib.sha256(data).hexdigest() for source, data in known.items()}
    shelf.files.update({pictures[source]: data for source, data in known.items()})
    painter = Painter(fonts, shelf)
    shown = {
        name: _dashboard_html(folder, name, document, unix_time, painter, pictures)
        for name, document in (dashboards or {}).items()
    }
    sections: dict[str, list[str]] = {}
    for kind, name, widget in examples():
        images = [
            _tile_html(folder, f"{kind}-{_slug(name)}", widget, size, theme, painter, pictures)
            for theme in themes
            for size in sizes
        ]
        fields = html.escape(json.dumps({"type": kind, **widget.examples()[name]}, indent=1, ensure_ascii=False))
        heading = f"<h3>{html.escape(name)}</h3>"
        fields_html = f"<details><summary>fields</summary><pre>{fields}</pre></details>"
        sections.setdefault(kind, []).append(f"{heading}<div class=row>{''.join(images)}</div>{fields_html}")
    page = folder / "index.html"
    page.write_text(_page(shown, sections, themes), encoding="utf-8")
    return page


def _tile_html(
    folder: Path,
    name: str,
    widget: Widget,
    size: tuple[int, int],
    theme: str,
    painter: Painter,
    pictures: Mapping[str, str],
) -> str:
    """Writes the picture of one tile, and shows it at half its size."""
    path = folder / f"{name}-{size[0]}x{size[1]}-{theme}.png"
    path.write_bytes(_png(tile_scene(widget, size, 1.0, theme, painter.fonts, pictures), painter))
    return f'<img src="{path.name}" width="{size[0] // 2}" alt="" loading="lazy" class="{theme}">'


def _dashboard_html(
    folder: Path, name: str, document: Document, unix_time: float, painter: Painter, pictures: Mapping[str, str]
) -> str:
    """Writes the pictures of one dashboard, and shows each page in both orientations."""
    shown = []
    for index, page in enumerate(document.pages):
        for orientation, size in PAGE_SIZES.items():
            path = folder / f"layout-{_slug(name)}-{index + 1}-{orientation}.png"
            showing = Showing(index, page, unix_time, float("inf"))
            scene = compose(PageContext(document, size, painter.fonts, pictures), showing, unix_time)
            path.write_bytes(_png(scene, painter))
            alt = html.escape(f"{page.title or name}, {orientation}")
            shown.append(f'<img src="{path.name}" height="360" alt="{alt}" loading="lazy">')
    return f"<div class=row>{''.join(shown)}</div>"


def _png(scene: Scene, painter: Painter) -> bytes:
    canvas = Canvas(MemoryPixels(scene.width, scene.height), painter)
    canvas.draw(scene)
    return canvas.snapshot()


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _page(dashboards: Mapping[str, str], sections: Mapping[str, Sequence[str]], themes: Sequence[str]) -> str:
    links = " ".join(f'<a href="#{name}">{name}</a>' for name in (*dashboards, *sections))
    choices = "".join(
        f'<input type=radio name=theme id="is-{theme}"{" checked" if not number else ""}>'
        f'<label for="is-{theme}">{theme}</label> '
        for number, theme in enumerate(themes)
    )
    shown = "".join(f"body:has(#is-{theme}:checked) img[class]:not(.{theme}){{display:none}}" for theme in themes)
    body = "".join(f'<h2 id="{name}">{html.escape(name)}</h2>{part}' for name, part in dashboards.items())
    body += "".join(f'<h2 id="{kind}">{kind}</h2>{"".join(parts)}' for kind, parts in sections.items())
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>displayd gallery</title>
<style>
body {{ margin: 2rem; font: 16px/1.5 system-ui, sans-serif; background: #0b0e14; color: #eef2f8 }}
nav {{ position: sticky; top: 0; padding: .6rem 0; background: #0b0e14 }}
a {{ color: #5aa9ff; margin-right: .6rem }}
h2 {{ margin: 3rem 0 0 }} h3 {{ margin: 1.4rem 0 .5rem; font-weight: 500; color: #9aa7b8 }}
.row {{ display: flex; flex-wrap: wrap; gap: 12px; align-items: flex-start }}
img {{ height: auto; border-radius: 6px }} pre {{ color: #9aa7b8 }}
{shown}
</style>
<h1>displayd: dashboards and widgets</h1>
<nav>{links} &nbsp; {choices}</nav>
{body}
</html>
"""
