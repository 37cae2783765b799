"""Left and right exchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.geometry import Rect
from displayd.scene.mirror import mirrored
from displayd.scene.operations import Arc, Area, Box, Circle, Line, Op, Picture, Polygon, Text
from tests.support.laws import law

# Halves are exact in a float, so that what comes back can be compared.
PLACES = st.integers(-8000, 8000).map(lambda halves: halves / 2)
LENGTHS = st.integers(0, 8000).map(lambda halves: halves / 2)
POINTS = st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=5).map(tuple)
COLOR = st.just("#123456")

OPS: st.SearchStrategy[Op] = st.one_of(
    st.builds(Box, PLACES, PLACES, LENGTHS, LENGTHS, COLOR),
    st.builds(Line, POINTS, LENGTHS, COLOR),
    st.builds(Area, POINTS, PLACES, COLOR),
    st.builds(Polygon, POINTS, COLOR),
    st.builds(Circle, PLACES, PLACES, LENGTHS, COLOR),
    st.builds(Arc, PLACES, PLACES, LENGTHS, LENGTHS, PLACES, PLACES, COLOR),
    st.builds(Text, PLACES, PLACES, st.just("x"), LENGTHS, COLOR, st.sampled_from(["left", "center", "right"])),
    st.builds(Picture, PLACES, PLACES, LENGTHS, LENGTHS, st.just("0" * 64)),
)
RECTS = st.builds(Rect, st.integers(-500, 500), st.integers(-500, 500), st.integers(0, 2000), st.integers(0, 2000))


@law
@given(st.lists(OPS, max_size=6), PLACES, PLACES)
def test_mirrored_twice_is_the_same_again(ops: list[Op], left: float, right: float) -> None:
    assert mirrored(mirrored(ops, left, right), left, right) == ops


@law
@given(RECTS, RECTS)
def test_a_rectangle_mirrored_twice_is_the_same_again(rect: Rect, within: Rect) -> None:
    there = rect.mirrored(within)

    assert there.mirrored(within) == rect
    assert (there.y, there.width, there.height) == (rect.y, rect.width, rect.height)
    assert there.x - within.x == within.right - rect.right


def test_text_and_pictures_change_their_place_alone() -> None:
    text = Text(30, 50, "12:30", 20, "#ffffff", "left", "bold", 200)
    picture = Picture(30, 10, 100, 50, "0" * 64)

    assert mirrored([text, picture], 0, 1000) == [
        Text(970, 50, "12:30", 20, "#ffffff", "right", "bold", 200),
        Picture(870, 10, 100, 50, "0" * 64),
    ]


@pytest.mark.parametrize(("start", "end"), [(0, 90), (-120, 30)])
def test_an_arc_turns_the_other_way(start: float, end: float) -> None:
    [arc] = mirrored([Arc(100, 50, 40, 8, start, end, "#ffffff")], 0, 1000)

    assert arc == Arc(900, 50, 40, 8, -end, -start, "#ffffff")
