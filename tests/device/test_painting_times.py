"""How long pages take to be got ready, without what held a few of them up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.device.painting_times import REMEMBERED, PaintingTimes

SECONDS = st.floats(0.001, 1.0)


def times_of(*took: tuple[float, float]) -> PaintingTimes:
    times = PaintingTimes()
    for processor_seconds, seconds in took:
        times.add(processor_seconds, seconds)
    return times


def test_before_the_first_painting_it_is_nothing() -> None:
    assert PaintingTimes().slowest_seconds == 0


def test_the_slowest_page_decides() -> None:
    assert times_of((0.02, 0.02), (0.3, 0.3), (0.05, 0.05)).slowest_seconds == 0.3


def test_a_painting_that_had_to_wait_once_counts_as_paintings_take_otherwise() -> None:
    assert times_of((0.02, 0.02), (0.03, 0.9), (0.02, 0.02)).slowest_seconds == 0.03


def test_on_a_machine_that_is_always_busy_the_slowest_page_waits_like_all() -> None:
    assert times_of((0.02, 0.06), (0.1, 0.13), (0.02, 0.07)).slowest_seconds == pytest.approx(0.14)


def test_a_page_that_is_shown_no_more_is_forgotten() -> None:
    assert times_of((0.9, 0.9), *[(0.01, 0.01)] * REMEMBERED).slowest_seconds == 0.01


@given(usual=st.lists(SECONDS, min_size=5, max_size=REMEMBERED), waits=st.lists(st.floats(0.0, 5.0), max_size=2))
def test_few_waits_change_nothing(usual: list[float], waits: list[float]) -> None:
    held_up = [one + wait for one, wait in zip(usual, [*waits, *[0.0] * len(usual)], strict=False)]

    assert times_of(*zip(usual, held_up, strict=True)).slowest_seconds == pytest.approx(max(usual))


@given(took=st.lists(st.tuples(SECONDS, st.floats(0.0, 5.0)), min_size=1))
def test_longer_waits_never_make_it_shorter(took: list[tuple[float, float]]) -> None:
    plain = times_of(*((processor, processor) for processor, _ in took)).slowest_seconds
    waiting = times_of(*((processor, processor + wait) for processor, wait in took)).slowest_seconds

    assert plain == max(processor for processor, _ in took[-REMEMBERED:])
    assert waiting >= plain
