"""What cannot be read from the seats."""

from __future__ import annotations

import pytest
from msgspec import convert

from displayd.compose.legibility import Finding, findings, reachable_arc_minutes
from displayd.document.model import Page
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Cell, Op, Scene, Text, Weight
from displayd.scene.visual_angle import arc_minutes, font_px
from tests.support.fakes_fonts import FixedFonts

SIZE = (1920, 1080)
TV = (50.0, 4.0)
FONTS = FixedFonts()
PAGE = convert(
    {
        "title": "Now",
        "widgets": {"a": {"type": "number", "title": "Orders of today"}, "b": {"type": "text", "text": "x"}},
    },
    Page,
)


def text(minutes: float, words: str = "Orders", weight: Weight = "regular", share: float = 0.0) -> Text:
    """Words as high as so many arc-minutes, in a room that is `share` of their width; 0 for no limit."""
    size = font_px(minutes, SIZE, *TV)
    return Text(0, size, words, size, "#ffffff", "left", weight, share * FONTS.width(words, size, weight))


def found(*ops: Op, cell: str = "a", size: tuple[int, int] = SIZE, tv: tuple[float, float] = TV) -> list[Finding]:
    """What is found in a cell of these operations."""
    made = Cell(cell, Rect(0, 0, 900, 900), "#000000", ops)
    return findings(Scene(*size, "#000000", (made,)), PAGE, *tv, FONTS)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(16.0, []), (15.7, []), (15.6, [False]), (10.1, [False]), (9.9, [True])],
    ids=["readable", "within the tolerance", "too small", "still seen by some", "lost"],
)
def test_text_is_judged_by_the_height_of_its_capitals(minutes: float, expected: list[bool]) -> None:
    assert [one.is_error for one in found(text(minutes))] == expected


def test_the_smallest_text_speaks_for_its_cell() -> None:
    (finding,) = found(text(40, "1 284"), text(9, "ticks"), Box(0, 0, 9, 9, "#ffffff"), text(12, "label"))

    assert (finding.cell, finding.kind, finding.text) == ("a", "small", "ticks")
    assert finding.arc_minutes == pytest.approx(9)


def test_sixteen_arc_minutes_on_fifty_inches_at_four_metres_are_44_px() -> None:
    # Computed by hand: tan(16') * 4000 mm / 0.727 = 25.6 mm of a screen that is 622.6 mm high.
    assert arc_minutes(44.4, SIZE, 50, 4) == pytest.approx(16, abs=0.05)


def test_the_same_text_is_too_small_on_a_smaller_or_a_farther_tv() -> None:
    readable = text(17)

    assert found(readable) == []
    assert [one.kind for one in found(readable, tv=(43, 4))] == ["small"]
    assert [one.kind for one in found(readable, tv=(50, 5))] == ["small"]


def test_an_upright_page_is_judged_as_the_same_glass() -> None:
    assert [one.arc_minutes for one in found(text(12), size=(1080, 1920))] == pytest.approx([12])


def test_text_that_is_as_large_as_this_tv_has_it_is_no_finding() -> None:
    far = (32.0, 12.0)
    reached = reachable_arc_minutes(SIZE, *far)
    size = font_px(reached, SIZE, *far)

    assert reached < 10
    assert found(Text(0, 0, "x", size, "#ffffff"), tv=far) == []
    assert [one.is_error for one in found(Text(0, 0, "x", size * 0.9, "#ffffff"), tv=far)] == [True]


def test_nothing_to_read_is_nothing_to_find() -> None:
    assert found(Box(0, 0, 9, 9, "#ffffff"), text(1, " ")) == []


@pytest.mark.parametrize(
    ("op", "cell", "is_cut"),
    [
        (text(20, "Orders of today", share=0.85), "a", True),
        (text(20, "of today", share=0.85), "a", True),
        (text(20, "Orders of today", share=0.95), "a", False),
        (text(20, "1 284", "semibold", share=0.8), "a", True),
        (text(20, "1 284", "semibold"), "a", False),
        (text(20, "12 Long Lane", "medium", share=0.5), "a", False),
        (text(20, "Orders of today", share=0.5), "b", False),
        (text(20, "Now", "bold", share=0.5), "(header)", True),
    ],
    ids=[
        "title",
        "second line of a title",
        "title, by a hair",
        "figure",
        "figure without a limit",
        "name of a row",
        "no title of this tile",
        "title of the page",
    ],
)
def test_titles_and_figures_must_not_be_cut(op: Text, cell: str, is_cut: bool) -> None:
    assert [one.kind for one in found(op, cell=cell)] == ["cut"] * is_cut


def test_a_cut_says_by_how_much() -> None:
    (finding,) = found(text(20, "Orders of today", share=0.8))

    assert finding.excess == pytest.approx(0.25)
    assert not finding.is_error
