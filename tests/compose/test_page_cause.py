"""What half of the tiles suffer from is said once, with a quiet mark on each of them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.notice import Notice
from displayd.compose.page import compose
from displayd.document.model import Document, decode
from displayd.document.schedule import showing_at
from displayd.paint.text import PangoFonts
from displayd.scene.operations import Cell, Scene, Text

NOW = 1_795_291_683.0
FONTS = PangoFonts()

FRESH = {"value": 1, "as_of": NOW - 10, "expire_after": 600}
STALE = {"value": 1, "as_of": NOW - 500, "expire_after": 600}
EXPIRED = {"value": 1, "as_of": NOW - 5000, "expire_after": 600}
SILENT = {**FRESH, "error": "CRM: no answer since 14:02"}
FAILED = {"error": "CRM: no answer since 14:02"}
OTHER = {"error": "Helpdesk: no answer since 13:00"}
EMPTY: dict[str, Any] = {}


def document(*tiles: dict[str, Any], **page: Any) -> Document:
    widgets = {f"t{number}": {"type": "number", "title": "T", **tile} for number, tile in enumerate(tiles)}
    data = {"title": "Page", "widgets": widgets, **page}
    return decode(msgspec.json.encode({"format": 1, "screen": "s", "timezone": "Europe/London", "pages": [data]}))


def composed(doc: Document, at: float = NOW, notice: Notice | None = None, *, has_time: bool = True) -> Scene:
    return compose(PageContext(doc, (1920, 1080), FONTS, has_time=has_time), showing_at(doc, at), at, notice)


def words(cell: Cell) -> list[str]:
    return [op.text for op in cell.ops if isinstance(op, Text)]


@pytest.mark.parametrize(
    ("tiles", "said"),
    [
        ([STALE, STALE, FRESH, FRESH], "Out of date · nothing new since"),
        ([STALE, EXPIRED, FRESH], "Out of date · nothing new since"),
        ([SILENT, FAILED, FRESH], "CRM: no answer since 14:02"),
        ([FAILED, OTHER, FRESH], "No answer"),
        ([EMPTY, EMPTY, FRESH], "No data"),
    ],
)
def test_one_cause_of_half_of_the_tiles_is_said_once(tiles: list[dict[str, Any]], said: str) -> None:
    header, *cells = composed(document(*tiles)).cells

    assert any(text.startswith(said) for text in words(header))
    heading = said.partition(" ·")[0]
    assert not any(heading in text or "as of" in text for cell in cells for text in words(cell))
    # The figures that still count are shown.
    assert sum("1" in words(cell) for cell in cells) == sum("value" in one and one is not EXPIRED for one in tiles)


@pytest.mark.parametrize("tiles", [[STALE, FRESH, FRESH], [EXPIRED], [STALE, EMPTY, FAILED, FRESH, FRESH]])
def test_less_than_half_and_single_tiles_say_it_themselves(tiles: list[dict[str, Any]]) -> None:
    header, *cells = composed(document(*tiles)).cells

    assert "Page" in words(header)
    told = {"Out of date", "No data", "No answer"}
    old = [cell for cell in cells if told & {*words(cell)} or any("as of" in text for text in words(cell))]
    assert len(old) == sum(one is not FRESH for one in tiles)


def test_the_newest_figure_is_named_and_no_moment_without_a_clock() -> None:
    doc = document(STALE, {**STALE, "as_of": NOW - 460}, EXPIRED)

    assert "Out of date · nothing new since 20:00" in words(composed(doc).cells[0])
    assert "Out of date" in words(composed(doc, has_time=False).cells[0])


def test_it_comes_and_goes_with_time_alone() -> None:
    doc = document({**FRESH, "as_of": NOW}, {**FRESH, "as_of": NOW + 60})
    at, said = NOW, []
    while at < NOW + 700:
        scene = composed(doc, at)
        said.append(any(text.startswith("Out of date") for text in words(scene.cells[0])))
        at = min(cell.until for cell in scene.cells)

    # The second becomes stale a minute after the first: nobody has to look in between.
    assert said[0] is False
    assert said[-1] is True
    assert said == sorted(said)


def test_what_concerns_the_whole_screen_comes_before_and_the_tiles_keep_quiet() -> None:
    doc = document(STALE, STALE)
    header, *cells = composed(doc, notice=Notice("No answer since 14:02")).cells

    assert "No answer since 14:02" in words(header)
    assert not any("as of" in text for cell in cells for text in words(cell))


def test_pictures_and_words_do_not_count() -> None:
    doc = document(STALE, STALE, FRESH)
    (page,) = doc.pages
    texts = {f"x{number}": {"type": "text", "text": "x"} for number in range(6)}
    more = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": [{"title": "P", "widgets": texts}]})).pages[
        0
    ]
    mixed = msgspec.structs.replace(page, widgets={**page.widgets, **more.widgets})

    header = composed(msgspec.structs.replace(doc, pages=[mixed])).cells[0]
    assert any(text.startswith("Out of date") for text in words(header))
