"""Where two pictures differ: nothing is missed, and not much is told in excess."""

from __future__ import annotations

import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from displayd.paint.pixel_difference import BLOCK_PX, differing
from tests.paint.test_transition import SIZE, covers, noise, plain


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, SIZE[0] - 1), st.integers(0, SIZE[1] - 1)), max_size=12, unique=True),
    st.randoms(use_true_random=False),
)
def test_differing_rectangles_hold_every_difference_and_do_not_overlap(
    places: list[tuple[int, int]], dice: random.Random
) -> None:
    one, other = noise(1), noise(1)
    for x, y in places:
        other.data[y * other.stride + 4 * x + dice.randrange(3)] ^= 1 + dice.randrange(255)
    rects = differing(one, other)

    assert all(covers(rects, x, y) for x, y in places)
    assert bool(rects) == bool(places)
    assert all(rect.x >= 0 and rect.right <= SIZE[0] and rect.y >= 0 and rect.bottom <= SIZE[1] for rect in rects)
    for rect, neighbour in itertools.combinations(rects, 2):
        apart = (
            rect.right <= neighbour.x
            or neighbour.right <= rect.x
            or rect.bottom <= neighbour.y
            or neighbour.bottom <= rect.y
        )
        assert apart


def test_equal_pictures_have_no_difference() -> None:
    assert differing(noise(1), noise(1)) == []


def test_small_difference_is_told_as_a_block() -> None:
    one, other = plain((0, 0, 0), (960, 540)), plain((0, 0, 0), (960, 540))
    other.data[200 * other.stride + 4 * 300] = 255
    (rect,) = differing(one, other)

    assert (rect.width, rect.height) == (BLOCK_PX, BLOCK_PX)


def test_rows_that_differ_nearly_everywhere_are_told_from_edge_to_edge() -> None:
    one, other = plain((0, 0, 0), (960, 540)), plain((0, 0, 0), (960, 540))
    for x in range(0, 960 - 2 * BLOCK_PX, BLOCK_PX):
        other.data[200 * other.stride + 4 * x] = 255
    (rect,) = differing(one, other)

    assert (rect.x, rect.width) == (0, 960)
