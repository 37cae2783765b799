"""The page wanders over the panel: slowly, together with its mirrors, inside its margins, and for ever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.pixel_shift import STEP_SECONDS, next_step, shift_at

MOMENTS = st.floats(0, 4e9)
WIDTHS = st.sampled_from([360, 640, 1080, 1280, 1920, 2160, 3840])


def period_steps(width: int) -> int:
    """The number of steps after which the way repeats, found by walking."""
    box = max(1, int(width * 0.005))
    places = [shift_at(step * STEP_SECONDS, width) for step in range(40 * box * box)]
    return next(n for n in range(1, len(places) // 2) if places[: n * 2] == places[:n] * 2)


@given(MOMENTS, WIDTHS)
def test_page_stays_within_half_a_percent_of_its_width(moment: float, width: int) -> None:
    across, down = shift_at(moment, width)

    assert max(abs(across), abs(down)) <= width * 0.005


@given(MOMENTS, WIDTHS)
def test_step_is_a_pixel_to_each_side_at_most(moment: float, width: int) -> None:
    here, there = shift_at(moment, width), shift_at(next_step(moment), width)

    assert abs(here[0] - there[0]) <= 1
    assert abs(here[1] - there[1]) <= 1


@given(MOMENTS)
def test_next_step_is_later_and_not_far(moment: float) -> None:
    assert 0 < next_step(moment) - moment <= STEP_SECONDS


@given(MOMENTS, st.floats(0, 0.99))
def test_page_stands_still_between_two_steps(moment: float, part: float) -> None:
    begin = next_step(moment)

    assert shift_at(begin, 1920) == shift_at(begin + part * STEP_SECONDS, 1920)


@pytest.mark.parametrize("width", [1080, 1920])
def test_way_is_closed_and_repeats(width: int) -> None:
    steps = period_steps(width)

    assert steps > 50
    for moment in (0.0, 1_795_291_683.0):
        assert shift_at(moment, width) == shift_at(moment + steps * STEP_SECONDS, width)


def test_way_leads_to_every_column_and_every_row() -> None:
    places = {shift_at(step * STEP_SECONDS, 1920) for step in range(300)}

    assert {across for across, _ in places} == set(range(-9, 10))
    assert {down for _, down in places} == set(range(-8, 9))


def test_small_window_stands_still() -> None:
    assert {shift_at(step * STEP_SECONDS, 160) for step in range(50)} == {(0, 0)}
