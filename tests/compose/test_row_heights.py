"""Rows of a page on panels that its layout was not drawn for: none is so low that its tiles show nothing but titles."""

from __future__ import annotations

import math
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.context import PageContext
from displayd.compose.definitions import DEFINITION_CELL
from displayd.compose.page import compose
from displayd.compose.row_heights import least_height, row_weights
from displayd.document.model import Document, decode
from displayd.document.schedule import showing_at
from displayd.scene.geometry import Rect, parse_template, split
from displayd.scene.operations import Scene, Text
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from displayd.widgets.number.widget import Number
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import drawing_law

GAP = 20

# Width and height, diagonal and distance.
PANELS = [((320, 480), 3.5, 0.6), ((480, 320), 3.5, 0.6), ((1024, 1280), 19.0, 2.0), ((1080, 1920), 50.0, 5.0)]

LEVELLED = {"value": 3.0, "direction": "down", "amber": 1, "red": 2}


def frame_of(height: int) -> Frame:
    return Frame(Rect(0, 0, 1000, height), 1.0, THEMES["dark"], FixedFonts(), Formatter("en-GB", "UTC"), 0.0)


def document_of(count: int, size: tuple[int, int], diagonal_in: float, viewing_m: float, **more: Any) -> Document:
    """Figures called after their place, in as many equal rows."""
    widgets = {
        f"w{number}": {"type": "number", "title": f"Sales {number}", "value": 70 + number, **more}
        for number in range(count)
    }
    page = {"title": "Today", "widgets": widgets, "portrait": list(widgets), "landscape": list(widgets)}
    fields = {"format": 1, "screen": "s", "pages": [page], "diagonal_in": diagonal_in, "viewing_m": viewing_m}
    return decode(msgspec.json.encode(fields))


def scene_of(document: Document, size: tuple[int, int]) -> Scene:
    return compose(PageContext(document, size, FixedFonts()), showing_at(document, 0.0), 0.0)


@drawing_law(100)
@given(weights=st.lists(st.floats(0.1, 10.0), min_size=1, max_size=6), height=st.integers(400, 3000))
def test_rows_fill_the_height_and_each_has_what_it_needs_where_all_can(weights: list[float], height: int) -> None:
    template = parse_template([f"w{number}" for number in range(len(weights))])
    widgets = {name: Number(title="Sales") for name in template.areas}
    frame = frame_of(height)

    heights = [length for _, length in split(height, row_weights(template, widgets, weights, frame, GAP), GAP)]

    assert sum(heights) + GAP * (len(weights) - 1) == height
    least = least_height(parse_template(["w0"]), widgets, frame, GAP)
    if least_height(template, widgets, frame, GAP) <= height:
        assert min(heights) >= least - 1
    else:
        assert max(heights) - min(heights) <= 1


def test_a_layout_whose_rows_are_high_enough_stays_as_it_was_drawn() -> None:
    template, weights = parse_template(["w0", "w1"]), [3.0, 1.0]
    widgets = {name: Number(title="Sales") for name in template.areas}

    assert row_weights(template, widgets, weights, frame_of(1600), GAP) is weights


def test_what_low_rows_need_comes_from_the_high_ones_in_proportion() -> None:
    template, weights = parse_template(["w0", "w1", "w2"]), [6.0, 5.0, 1.0]
    widgets = {name: Number(title="Sales") for name in template.areas}
    frame = frame_of(1200)
    before = [length for _, length in split(1200, weights, GAP)]

    after = [length for _, length in split(1200, row_weights(template, widgets, weights, frame, GAP), GAP)]

    least = least_height(parse_template(["w0"]), widgets, frame, GAP)
    assert before[2] < least
    assert after[2] == pytest.approx(least, abs=1)
    assert (after[0] - least) / (after[1] - least) == pytest.approx((before[0] - least) / (before[1] - least), rel=0.02)


@pytest.mark.parametrize(("size", "diagonal_in", "viewing_m"), PANELS)
@pytest.mark.parametrize("count", range(2, 6))
@pytest.mark.parametrize("more", [{}, LEVELLED], ids=["plain", "red"])
def test_every_tile_shows_its_figure_beside_its_title_where_there_is_no_height_under_it(
    more: dict[str, Any], count: int, size: tuple[int, int], diagonal_in: float, viewing_m: float
) -> None:
    document = document_of(count, size, diagonal_in, viewing_m, **more)
    context = PageContext(document, size, FixedFonts())
    small = context.frame(context.room, 0.0).small

    scene = scene_of(document, size)

    tiles = [cell for cell in scene.cells if cell.name.startswith("w")]
    assert len(tiles) == count
    for cell in tiles:
        texts = [op for op in cell.ops if isinstance(op, Text)]
        assert any(op.text.startswith("Sales") for op in texts), cell.name
        figures = [op for op in texts if any(letter.isdigit() for letter in op.text) and "Sales" not in op.text]
        assert figures, cell.name
        for op in texts:
            assert op.size >= 0.995 * small, op
            assert cell.rect.y <= op.y - 0.72 * op.size, op
            assert op.y <= cell.rect.bottom, op


def test_definitions_give_way_to_tiles_that_would_be_too_low() -> None:
    high, low = (
        {cell.name for cell in scene_of(document_of(count, (1080, 1920), 50, 5, about="Of today"), (1080, 1920)).cells}
        for count in (4, 8)
    )

    assert DEFINITION_CELL in high
    assert DEFINITION_CELL not in low


def test_no_tile_moves_when_values_come_and_go() -> None:
    size = (1024, 1280)
    known, unknown = (document_of(5, size, 19, 2, value=value) for value in (7_654_321.0, None))

    rects = [{cell.name: cell.rect for cell in scene_of(document, size).cells} for document in (known, unknown)]

    assert rects[0] == rects[1]
    assert math.isfinite(rects[0]["w0"].height)
