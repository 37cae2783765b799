"""Pages of the sample office beside the same data in Grafana's own panels: pictures, and what can be counted."""

from __future__ import annotations

import io
from typing import NamedTuple

from PIL import Image

from displayd.document.model import Document
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pictures import PictureShelf
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Scene, Text
from displayd.scene.visual_angle import MINIMUM_ARC_MINUTES, arc_minutes
from displayd.tools.render import picture_of
from tests.support.grafana_panels import grafana_scene
from tests.support.sample_pages import NOW, dashboard, scene

__all__ = ["COMPARED", "comparison_rows", "sheet"]

SIZE = (1920, 1080)

COMPARED = {"devops": 1, "sales": 0, "customer-service": 1}
"""Dashboards, and the number of the page that is compared, from 0."""

# Of each of the two pictures of a sheet.
KEPT_SIZE, BETWEEN_PX = (960, 540), 12


class _Counted(NamedTuple):
    """What can be counted on a picture."""

    smallest: float
    """Height of the capitals of the smallest text, arc-minutes."""
    too_small: int
    """Texts that are smaller than can be read with ease."""
    texts: int


def sheet(name: str) -> Image.Image:
    """Ours above, Grafana's below."""
    page = COMPARED[name]
    ours = Image.open(io.BytesIO(picture_of(dashboard(name), SIZE, 0, page + 1, NOW)))
    theirs = _painted(grafana_scene(dashboard(name), page, SIZE, PangoFonts()))
    both = Image.new("RGB", (KEPT_SIZE[0], 2 * KEPT_SIZE[1] + BETWEEN_PX), "#7f7f7f")
    for number, picture in enumerate((ours, theirs)):
        small = picture.convert("RGB").resize(KEPT_SIZE, Image.Resampling.LANCZOS)
        both.paste(small, (0, number * (KEPT_SIZE[1] + BETWEEN_PX)))
    return both


def comparison_rows() -> list[list[str]]:
    """For each sheet what is counted on either picture."""
    rows = []
    for name, page in COMPARED.items():
        document = dashboard(name)
        ours = _counted(scene(name, page, "landscape"), document)
        theirs = _counted(grafana_scene(document, page, SIZE, PangoFonts()), document)
        rows.append(
            [
                f"`{name}`, page {page + 1}",
                f"{ours.smallest:.0f} / {theirs.smallest:.0f}",
                f"{ours.too_small} of {ours.texts} / {theirs.too_small} of {theirs.texts}",
            ]
        )
    return rows


def _counted(drawn: Scene, document: Document) -> _Counted:
    """For a reader at the usual distance of the usual TV."""
    sizes = [op.size for cell in drawn.cells for op in cell.ops if isinstance(op, Text) and op.text.strip()]
    heights = [arc_minutes(size, SIZE, document.diagonal_in, document.viewing_m) for size in sizes]
    # Rounded as in the table: sizes are.
    return _Counted(min(heights), sum(round(one) < MINIMUM_ARC_MINUTES for one in heights), len(heights))


def _painted(drawn: Scene) -> Image.Image:
    canvas = Canvas(MemoryPixels(drawn.width, drawn.height), Painter(PangoFonts(), PictureShelf()))
    canvas.draw(drawn, 0)
    return Image.open(io.BytesIO(canvas.snapshot()))
