"""How large things look from a seat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.visual_angle import CAP_HEIGHT, MINIMUM_ARC_MINUTES, arc_minutes, font_px
from tests.support.laws import law

SIDES = st.integers(240, 8000)
DIAGONALS, DISTANCES = st.floats(5, 300), st.floats(0.3, 100)


def test_readable_text_of_a_usual_tv_is_4_percent_of_its_height() -> None:
    """50 inches are 623 mm high; 16 arc-minutes at 4 m are 18.6 mm, which is the height of the capitals."""
    size_px = font_px(MINIMUM_ARC_MINUTES, (1920, 1080), 50, 4)

    assert size_px * CAP_HEIGHT / 1080 * 622.6 == pytest.approx(18.62, rel=1e-3)


@law
@given(st.floats(1, 60), SIDES, SIDES, DIAGONALS, DISTANCES)
def test_size_and_angle_are_two_ways_round(
    minutes: float, width: int, height: int, diagonal_in: float, viewing_m: float
) -> None:
    size_px = font_px(minutes, (width, height), diagonal_in, viewing_m)

    assert arc_minutes(size_px, (width, height), diagonal_in, viewing_m) == pytest.approx(minutes)


@law
@given(SIDES, SIDES, DIAGONALS, DISTANCES)
def test_twice_as_far_and_twice_as_large_looks_the_same(
    width: int, height: int, diagonal_in: float, viewing_m: float
) -> None:
    near = font_px(16, (width, height), diagonal_in, viewing_m)

    assert font_px(16, (width, height), 2 * diagonal_in, 2 * viewing_m) == pytest.approx(near)
    assert font_px(16, (2 * width, 2 * height), diagonal_in, viewing_m) == pytest.approx(2 * near)
    assert font_px(16, (height, width), diagonal_in, viewing_m) == pytest.approx(near)
