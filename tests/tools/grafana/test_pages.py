"""Grafana's long page becomes pages that can be read from a seat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.geometry import parse_template
from displayd.tools.grafana.pages import MOST_TILES, drawn, pages_of, upright
from displayd.tools.grafana.parts import Place, Tile
from tests.support.laws import law


def tiles_of(*places: tuple[float, float, float, float], is_small: bool = False) -> list[Tile]:
    """Tiles `a`, `b` ... in these places."""
    return [
        Tile("", {}, place=Place(*place), is_small=is_small, name=chr(ord("a") + number))
        for number, place in enumerate(places)
    ]


def test_tiles_stand_as_they_stand_in_grafana() -> None:
    found = drawn(tiles_of((0, 0, 12, 8), (12, 0, 12, 8), (0, 8, 8, 8), (8, 8, 16, 8)))

    assert found.template == ["a a b", "c d d"]
    assert found.columns == [2, 1, 3]
    assert found.rows == []


def test_one_that_is_high_stands_beside_two_that_are_not() -> None:
    found = drawn(tiles_of((0, 0, 12, 16), (12, 0, 12, 8), (12, 8, 12, 8)))

    assert found.template == ["a b", "a c"]


def test_a_row_that_does_not_fill_its_width_is_drawn_out() -> None:
    assert drawn(tiles_of((0, 0, 6, 4), (6, 0, 6, 4), is_small=True)).template == ["a b"]


def test_figures_that_are_too_narrow_for_a_wall_stand_in_more_rows() -> None:
    found = drawn(tiles_of(*((3.0 * number, 0.0, 3.0, 4.0) for number in range(8)), is_small=True))

    assert found.template == ["a b c d", "e f g h"]


def test_figures_and_charts_that_alternate_in_a_row_share_rows() -> None:
    tiles = tiles_of(*((4.0 * number, 0.0, 4.0, 4.0) for number in range(6)))
    for tile in tiles[::2]:
        tile.is_small = True
    found = drawn(tiles)

    assert found.template == ["a b c", "d e f"]


def test_a_page_has_nine_tiles_at_most_and_pages_have_about_equally_many() -> None:
    pages = pages_of(tiles_of(*((12.0 * (number % 2), 8.0 * (number // 2), 12.0, 8.0) for number in range(14))))

    assert [len(page) for page in pages] == [6, 6, 2]


def test_upright_charts_have_the_whole_width_and_figures_stand_in_pairs() -> None:
    tiles = tiles_of((0, 0, 12, 4), (12, 0, 12, 4), is_small=True) + tiles_of((0, 4, 12, 8), (12, 4, 12, 8))
    for name, tile in zip("abcd", tiles, strict=True):
        tile.name = name
    found = upright(tiles)

    assert found is not None
    assert found.template == ["a b", "c c", "d d"]
    assert found.rows == [1, 2, 2]


PLACE = st.tuples(st.integers(0, 23), st.integers(0, 60), st.integers(1, 24), st.integers(1, 30)).map(
    lambda place: Place(min(place[0], 24 - place[2]), *(float(one) for one in place[1:]))
)


@law
@given(st.lists(st.tuples(PLACE, st.booleans()), min_size=1, max_size=40))
def test_every_tile_has_a_rectangle_on_one_page_wherever_it_was(found: list[tuple[Place, bool]]) -> None:
    tiles = [
        Tile("", {}, place=place, is_small=is_small, name=f"t{number}")
        for number, (place, is_small) in enumerate(found)
    ]

    pages = pages_of(tiles)

    assert sorted(tile.name for page in pages for tile in page) == sorted(tile.name for tile in tiles)
    for page in pages:
        assert 0 < len(page) <= MOST_TILES
        for plan in filter(None, (drawn(page), upright(page))):
            template = parse_template(plan.template)
            assert set(template.areas) == {tile.name for tile in page}
            assert plan.rows == [] or len(plan.rows) == template.rows
            assert plan.columns == [] or len(plan.columns) == template.columns


@pytest.mark.parametrize("count", range(1, 10))
def test_every_number_of_charts_has_its_page(count: int) -> None:
    tiles = tiles_of(*((8.0 * (number % 3), 8.0 * (number // 3), 8.0, 8.0) for number in range(count)))

    assert [len(page) for page in pages_of(tiles)] == [count]


def test_a_table_has_room_for_headings_and_rows() -> None:
    tiles = tiles_of((0, 0, 24, 8), (0, 8, 24, 8), (0, 16, 24, 8))
    tiles[1].fields["type"] = "table"
    pages = pages_of(tiles)

    assert [len(page) for page in pages] == [2, 1]
    assert drawn(pages[0]).rows == [1, 2]
