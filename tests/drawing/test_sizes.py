"""The largest size at which something fits."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.marks.sizes import falling_sizes, largest_fitting
from tests.support.laws import law


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
