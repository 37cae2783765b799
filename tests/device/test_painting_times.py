"""How long the pages of a screen take to be got ready."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from displayd.device.painting_times import REMEMBERED, PaintingTimes

PAGES = st.one_of(st.none(), st.integers(0, 5))


def times_of(*took: tuple[int | None, float]) -> PaintingTimes:
    times = PaintingTimes()
    for page, seconds in took:
        times.add(page, seconds)
    return times


def test_before_the_first_painting_it_is_nothing() -> None:
    assert PaintingTimes().slowest_seconds == 0


def test_a_page_that_was_painted_once_counts_as_it_took() -> None:
    assert times_of((None, 0.7)).slowest_seconds == 0.7


def test_the_slowest_page_of_a_loop_decides() -> None:
    assert times_of((0, 0.02), (1, 0.3), (2, 0.05), (0, 0.02), (1, 0.31), (2, 0.05)).slowest_seconds == 0.3


def test_a_page_that_was_held_up_once_counts_as_it_takes_otherwise() -> None:
    assert times_of((0, 0.02), (1, 0.03), (0, 0.9)).slowest_seconds == 0.03
    assert times_of((0, 0.9), (1, 0.03), (0, 0.02)).slowest_seconds == 0.03


def test_pages_that_are_held_up_in_turn_count_as_they_take_otherwise() -> None:
    assert times_of((0, 0.02), (1, 0.03), (0, 0.9), (1, 0.8), (0, 0.02), (1, 0.03)).slowest_seconds == 0.03


def test_a_page_that_has_become_slow_is_followed_from_its_second_painting_on() -> None:
    assert times_of((0, 0.02), (0, 0.4), (0, 0.5)).slowest_seconds == 0.4


def test_a_page_that_is_shown_no_more_is_forgotten() -> None:
    times = times_of((7, 0.9))
    for _ in range(REMEMBERED):
        times.add(0, 0.01)

    assert times.slowest_seconds == 0.01


@given(
    usual=st.dictionaries(PAGES, st.floats(0.001, 1.0), min_size=1),
    order=st.lists(PAGES, max_size=60),
    held_up=st.floats(1.0, 5.0),
    where=st.integers(0, 60),
)
def test_one_painting_that_is_held_up_changes_nothing_once_its_page_is_painted_again(
    usual: dict[int | None, float], order: list[int | None], held_up: float, where: int
) -> None:
    pages = [*usual, *(page for page in order if page in usual), *usual]
    at = min(where, len(pages) - len(usual) - 1)
    quiet = times_of(*((page, usual[page]) for page in pages))
    times = times_of(*((page, usual[page] + (held_up if index == at else 0)) for index, page in enumerate(pages)))

    assert times.slowest_seconds == quiet.slowest_seconds
