"""Every word of the shipped pages can be read on what it stands on, in every theme."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from msgspec import structs

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.schedule import Showing
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Box, Cell, Circle, Color, Op, Text
from displayd.scene.theme import THEMES, contrast_ratio
from tests.support.sample_pages import NOW, SIZES, dashboard, layout_names, sample_pictures

FONTS = PangoFonts("en-GB")


def _is_under(op: Op, x: float, y: float) -> bool:
    if isinstance(op, Box):
        return op.x <= x <= op.x + op.width and op.y <= y <= op.y + op.height
    return isinstance(op, Circle) and math.hypot(op.x - x, op.y - y) <= op.radius


def words_and_grounds(cell: Cell) -> Iterator[tuple[Text, Color]]:
    """Each text of `cell`, and the colour of what was painted last where its middle is."""
    for number, op in enumerate(cell.ops):
        if isinstance(op, Text) and op.text.strip():
            width = FONTS.width(op.text, op.size, op.weight, op.is_tabular)
            x = op.x + {"left": width / 2, "center": 0.0, "right": -width / 2}[op.align]
            y = op.y - 0.36 * op.size
            under = [one for one in cell.ops[:number] if isinstance(one, Box | Circle) and _is_under(one, x, y)]
            yield op, under[-1].color if under else cell.background


@pytest.mark.parametrize("orientation", SIZES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", layout_names())
def test_words_have_a_contrast_that_everybody_can_read(name: str, theme: str, orientation: str) -> None:
    document = structs.replace(dashboard(name), theme=theme)
    context = PageContext(document, SIZES[orientation], FONTS, sample_pictures())
    for number, page in enumerate(document.pages):
        for cell in compose(context, Showing(number, page, NOW, math.inf), NOW).cells:
            for text, ground in words_and_grounds(cell):
                # WCAG 2.2, 1.4.3.
                assert contrast_ratio(text.color, ground) >= 4.5, (page.title, cell.name, text.text, ground)
