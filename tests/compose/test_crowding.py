"""How much there is to read on a page."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec import convert, structs

from displayd.compose.crowding import AIMS, BOUNDS, Crowding, crowding
from displayd.document.model import Page
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Cell, Op, Scene, Text, Weight
from displayd.scene.theme import THEMES
from displayd.tile.widget import Widget

THEME = THEMES["dark"]
PAGE = convert(
    {
        "widgets": {
            "a": {"type": "number", "title": "Orders of today", "value": 1},
            "b": {"type": "gauge", "title": "Errors", "value": 1, "minimum": 0, "maximum": 2},
            "c": {"type": "list", "title": "Who"},
        }
    },
    Page,
)


def text(size: float, words: str = "words", weight: Weight = "regular", y: float = 0.0, color: str = "") -> Text:
    return Text(0, y, words, size, color or THEME.text, "left", weight)


def counted(**cells: Sequence[Op]) -> Crowding:
    """What is counted on a page with these operations, whose tiles stand in one row."""
    made = [
        Cell(name, Rect(at * 500, 100, 480, 400), THEME.card, tuple(ops))
        for at, (name, ops) in enumerate(cells.items())
    ]
    return crowding(Scene(1920, 1080, THEME.background, tuple(made)), PAGE, THEME)


def test_texts_and_their_sizes_are_counted_and_nothing_else() -> None:
    texts: list[Op] = [text(40), text(40.4, y=60), text(80, "12", y=200), text(20, " ", y=400)]
    found = counted(a=[*texts, Box(0, 0, 9, 9, THEME.text)], b=[text(60)])

    assert (found.tiles, found.texts, found.sizes) == (3, 4, 3)
    assert found.size_ratio == pytest.approx(80 / 50.2)


def test_what_stands_on_one_line_of_a_tile_is_one_text() -> None:
    row = [text(40, "1"), text(40, "Nadia", y=1), text(44, "25", y=2)]
    figure = [text(90, "12", y=200), text(45, "%", y=200, color=THEME.dim)]
    # A small name beside a large figure, each in the middle of the row.
    beside = [text(30, "Mon", y=300), text(60, "21", y=311)]

    assert counted(a=[*row, *figure, *beside]).texts == 3
    assert counted(a=row, b=row).texts == 2
    assert counted(a=[text(40, y=0), text(40, y=20)]).texts == 2


def test_an_axis_upwards_is_as_many_texts_as_it_has_marks_and_one_of_time_is_one() -> None:
    upwards = [text(40, str(tick), y=80 * tick, color=THEME.dim) for tick in range(3)]
    across = [text(40, words, y=400, color=THEME.dim) for words in ("24 h ago", "12:00", "now")]

    assert counted(a=upwards).second_rank == 3
    assert counted(a=across).second_rank == 1


def test_second_rank_is_a_line_on_which_nothing_is_bright_nor_coloured_and_as_large_as_a_title() -> None:
    title = text(45, "Orders of today", "semibold")
    note = text(40, "+2 %", y=200, color=THEME.good)

    assert counted(a=[title, text(40, y=100), text(90, "12", y=200)]).second_rank == 0
    assert counted(a=[title, text(90, "12", y=100, color=THEME.dim), note]).second_rank == 2
    assert counted(a=[title, text(45, "late", y=100, color=THEME.red), text(40, y=200), note]).second_rank == 0


def test_the_second_line_of_a_title_is_a_title() -> None:
    lines = [text(40, "Orders of", "semibold"), text(40, "today", "semibold", y=50)]

    assert counted(a=[*lines, text(40, y=100, color=THEME.good)]).second_rank == 0
    assert counted(a=[*lines, text(38, y=100, color=THEME.good)]).second_rank == 1


@pytest.mark.parametrize(("y", "uneven"), [(300, ()), (301, ()), (310, (("a", "b"),))])
def test_values_of_one_row_stand_on_one_line(y: float, uneven: tuple[tuple[str, ...], ...]) -> None:
    found = counted(a=[text(90, "12", y=300)], b=[text(90, "7", y=y)], c=[text(90, "3", y=200)])

    assert found.uneven_rows == uneven


def test_a_tile_with_many_figures_of_one_size_has_no_value_to_line_up() -> None:
    assert counted(a=[text(90, "12", y=300)], b=[text(90, "7", y=250), text(90, "8", y=350)]).uneven_rows == ()


@pytest.mark.parametrize(("largest", "told"), [(59, ("a", "d", "e")), (61, ())])
def test_of_figures_at_least_one_is_larger_than_the_words(largest: float, told: tuple[str, ...]) -> None:
    figures = dict.fromkeys("ade", PAGE.widgets["a"])
    words = (text(40, "Orders of today", "semibold"), text(40, "vs yesterday", y=160))
    rect = Rect(0, 0, 400, 400)
    cells = [Cell(name, rect, THEME.card, (*words, text(50, "12", y=80))) for name in "ad"]
    cells += [Cell("e", rect, THEME.card, (*words, text(largest, "7", y=80))), Cell("c", rect, THEME.card, ())]
    scene = Scene(1920, 1080, THEME.background, tuple(cells))

    def named(widgets: dict[str, Widget]) -> tuple[str, ...]:
        return crowding(scene, structs.replace(PAGE, widgets=widgets), THEME).level_with_words

    assert named({**figures, "c": PAGE.widgets["c"]}) == told
    # A page of lists needs none.
    assert named({**figures, **dict.fromkeys("cfgh", PAGE.widgets["c"])}) == ()


@pytest.mark.parametrize(("width", "rivals"), [(479, ("b",)), (480, ("b",)), (520, ())])
def test_tiles_as_large_as_the_hero_are_its_rivals(width: int, rivals: tuple[str, ...]) -> None:
    page = structs.replace(PAGE, hero="a")
    cells = [Cell("(header)", Rect(0, 0, 1920, 900), "#000000", ())]
    cells += [Cell(name, Rect(0, 0, wide, 400), "#000000", ()) for name, wide in (("a", width), ("b", 480), ("c", 200))]
    scene = Scene(1920, 1080, THEME.background, tuple(cells))

    assert crowding(scene, page, THEME).rivals == rivals
    assert crowding(scene, PAGE, THEME).rivals == ()


def test_an_empty_page_has_nothing_to_count() -> None:
    assert counted() == Crowding(3, 0, 0, 0, 1.0)


def test_a_page_within_the_aims_is_within_the_bounds() -> None:
    assert all(aim <= bound for aim, bound in zip(AIMS, BOUNDS, strict=True))
    assert BOUNDS.exceeded(Crowding(*BOUNDS, 1.0)) == []
    assert BOUNDS.exceeded(
        Crowding(**{name: bound + 1 for name, bound in BOUNDS._asdict().items()}, size_ratio=1.0)
    ) == [
        "tiles",
        "texts",
        "sizes",
        "second_rank",
    ]
