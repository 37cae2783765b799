"""The notice: inside its bar, readable on its colour, cut where it is too long."""

from __future__ import annotations

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.notice import Notice, notice_cell
from displayd.document.model import decode
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Text
from displayd.scene.theme import THEMES, contrast_ratio
from tests.support.fakes_fonts import FixedFonts

BAR = Rect(28, 980, 1864, 70)


@pytest.mark.parametrize("theme", list(THEMES))
@pytest.mark.parametrize("level", ["amber", "red"])
@pytest.mark.parametrize("words", ["No news from the hub since 14:02", "Far too long for one line " * 20])
def test_notice_is_one_readable_line_on_a_bar_in_the_colour_of_its_level(theme: str, level: str, words: str) -> None:
    page = {"widgets": {"a": {"type": "text", "text": "x"}}}
    document = decode(msgspec.json.encode({"format": 1, "screen": "s", "theme": theme, "pages": [page]}))
    frame = PageContext(document, (1920, 1080), FixedFonts()).frame(BAR, 0.0)
    box, text = notice_cell(Notice(words, level), frame).ops

    assert isinstance(box, Box)
    assert isinstance(text, Text)
    assert (box.x, box.y, box.width, box.height) == tuple(BAR)
    assert box.color == THEMES[theme].level_color(level)
    assert contrast_ratio(text.color, box.color) >= 4.5
    assert text.max_width < BAR.width
    assert BAR.y < text.y - 0.7 * text.size < text.y < BAR.bottom
    assert text.size >= frame.small
