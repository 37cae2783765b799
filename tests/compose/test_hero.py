"""The hero of a page: seen first, and out of step with its neighbours."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

from displayd.compose.context import PageContext
from displayd.compose.crowding import crowding
from displayd.compose.memo import Memo
from displayd.compose.page import compose
from displayd.document.model import Document, Page, decode
from displayd.document.schedule import Showing
from displayd.errors import DocumentError
from displayd.scene.operations import Cell, Scene, Text
from displayd.scene.theme import THEMES
from tests.compose.test_group_fit import Fields, composed, page_of, tiles
from tests.document.example import EXAMPLE
from tests.support.fakes_fonts import FixedFonts
from tests.support.sample_pages import SIZES
from tests.widgets.strategies import NOW

WIDGETS = {name: {"type": "number", "title": f"Title {name}", "value": 12} for name in "abc"}
ROW = ["a b c"]

in_both_orientations = pytest.mark.parametrize("orientation", SIZES)


def title(cell: Cell) -> Text:
    return next(op for op in cell.ops if isinstance(op, Text) and op.text.startswith("Title"))


def value(cell: Cell) -> Text:
    return max((op for op in cell.ops if isinstance(op, Text)), key=lambda op: op.size)


def page(hero: str = "", **fields: Any) -> Page:
    return page_of(WIDGETS, hero=hero, **fields)


def drawn(hero: str, orientation: str, **fields: Any) -> Scene:
    return composed(page(hero, **fields), SIZES[orientation])


@in_both_orientations
def test_title_and_value_of_the_hero_are_larger_than_those_of_its_neighbours(orientation: str) -> None:
    cells = tiles(drawn("b", orientation, landscape=["b b a", "b b c"], portrait=["b b", "b b", "a c"]))

    assert title(cells["b"]).size > 1.2 * title(cells["a"]).size == 1.2 * title(cells["c"]).size
    assert value(cells["b"]).size > value(cells["a"]).size == value(cells["c"]).size


@in_both_orientations
def test_even_among_equal_tiles_the_hero_has_the_largest_words(orientation: str) -> None:
    cells = tiles(drawn("b", orientation, landscape=ROW))

    assert title(cells["b"]).size > title(cells["a"]).size
    # What its title takes from it is less than is seen.
    assert value(cells["b"]).size >= 0.98 * value(cells["a"]).size


@pytest.mark.parametrize("rows", [2, 3, 4, 5])
@in_both_orientations
def test_in_a_flat_tile_the_value_of_the_hero_goes_before_its_words(rows: int, orientation: str) -> None:
    fillers = [f"d{number}" for number in range(rows - 1)]
    template = ["b b a", *(f"{name} {name} {name}" for name in fillers)]
    widgets: dict[str, Fields] = {name: WIDGETS[name] for name in "ab"}
    widgets |= {name: {"type": "text", "text": "x"} for name in fillers}

    found = composed(page_of(widgets, hero="b", landscape=template, portrait=template), SIZES[orientation])

    assert value(tiles(found)["b"]).size >= 0.98 * value(tiles(found)["a"]).size


def test_a_page_without_a_hero_is_drawn_as_ever() -> None:
    cells = tiles(composed(page(landscape=ROW)))

    assert len({title(cell).size for cell in cells.values()}) == 1


def test_the_line_on_which_the_hero_stands_is_its_own() -> None:
    hero = page("b", landscape=["b b a", "b b c"])

    assert crowding(composed(hero), hero, THEMES["dark"]).uneven_rows == ()


def test_a_hero_of_another_name_draws_the_tiles_anew() -> None:
    memo = Memo()
    shown = []
    for name in ("a", "b"):
        pages = [page(name, landscape=ROW)]
        document = Document(format=1, screen="test", pages=pages)
        context = PageContext(document, (1920, 1080), FixedFonts())
        shown.append(compose(context, Showing(0, pages[0], NOW, math.inf), NOW, memo=memo))

    assert shown == [composed(page(name, landscape=ROW)) for name in ("a", "b")]
    assert shown[0] != shown[1]


def test_a_hero_that_is_no_widget_of_the_page_is_a_mistake_with_the_name_that_is_meant() -> None:
    document = json.loads(json.dumps(EXAMPLE))
    document["pages"][0]["hero"] = "cons"

    with pytest.raises(DocumentError) as caught:
        decode(json.dumps(document).encode())

    (mistake,) = caught.value.mistakes
    assert (mistake.where, mistake.reason) == ("$.pages[0].hero", "`cons` is not a widget of this page")
    assert mistake.hint == "did you mean `conns`?"
