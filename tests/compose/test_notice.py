"""The notice: inside its bar, readable on its colour, cut where it is too long."""

from __future__ import annotations

import typing

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.notice import NOTICE_CELL, Notice, notice_cell
from displayd.compose.page import compose
from displayd.device.trouble import TROUBLES, Trouble
from displayd.document.model import decode
from displayd.document.schedule import showing_at
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Text
from displayd.scene.theme import THEMES, contrast_ratio
from tests.support.fakes_fonts import FixedFonts

FONTS = PangoFonts()
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


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (2160, 3840), (800, 600)])
@pytest.mark.parametrize("trouble", typing.get_args(Trouble))
def test_whatever_is_wrong_since_last_week_is_whole_on_every_page(size: tuple[int, int], trouble: Trouble) -> None:
    notice = Notice(f"{TROUBLES[trouble].heading} since Wed 19:59", more="figures of Wed 19:58")
    page = {"widgets": {"a": {"type": "text", "text": "x"}}}
    document = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": [page]}))
    scene = compose(PageContext(document, size, FONTS), showing_at(document, 0.0), 0.0, notice)

    (cell,) = [cell for cell in scene.cells if cell.name == NOTICE_CELL]
    box, *texts = cell.ops
    assert isinstance(box, Box)
    said = []
    for text in texts:
        assert isinstance(text, Text)
        assert FONTS.width(text.text, text.size, text.weight) <= text.max_width
        assert box.y <= text.y - 0.72 * text.size < text.y + 0.2 * text.size <= box.y + box.height
        said.append(text.text)
    assert said == [f"{notice.text} · {notice.more}"] or " ".join(said) == f"{notice.text} {notice.more}"
    assert len(said) <= (3 if size[0] < size[1] else 2)
