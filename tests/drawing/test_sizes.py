"""Sizes of letters: those of the page, and the largest at which something fits."""

from __future__ import annotations

import math
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.marks.sizes import falling_sizes, largest_fitting, shared_size, shared_sizes
from displayd.tile.fit import on_scale
from tests.support.laws import law
from tests.widgets.drawing import frame_of


@law
@given(st.floats(10, 300), st.floats(10, 300), st.floats(1, 400))
def test_the_largest_that_fits_is_found_in_few_tries(largest: float, smallest: float, room: float) -> None:
    sizes = falling_sizes(largest, smallest, 0.95)
    tried: list[float] = []

    def fits(size: float) -> bool:
        tried.append(size)
        return size <= room

    found = largest_fitting(sizes, fits)

    assert found == next((size for size in sizes if size <= room), sizes[-1])
    assert len(tried) <= math.log2(len(sizes)) + 1


@law
@given(st.floats(20, 400))
def test_a_tile_among_others_has_few_sizes_and_none_above_what_it_asks_for(size: float) -> None:
    frame = frame_of()

    found = shared_size(frame, size)

    assert found <= size * 1.0001
    assert found == frame.label or found == on_scale(size, frame.small)
    # The first step of the scale hardly differs from labels.
    assert not frame.label < found < 1.2 * frame.label
    assert shared_size(frame, found) == found


@law
@given(st.floats(50, 400))
def test_what_has_the_page_to_itself_and_its_main_tile_fill_their_room(size: float) -> None:
    frame = frame_of()

    for alone in (replace(frame, is_alone=True), replace(frame, is_poster=True), replace(frame, is_hero=True)):
        assert shared_size(alone, size) == size


def test_sizes_in_common_are_tried_once_each_and_end_with_the_smallest() -> None:
    frame = frame_of()
    sizes = shared_sizes(frame, 4 * frame.small, frame.label, 0.95)

    assert sizes == sorted(set(sizes), reverse=True)
    assert sizes[-1] == frame.label
    assert len(sizes) == 8
