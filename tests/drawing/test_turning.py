"""Turns: the same for everyone at the same time, each exactly as long as the other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.rows.turning import turn_at
from tests.support.laws import law


def test_turns_follow_each_other_from_the_epoch_on() -> None:
    assert [turn_at(time, 8, 3).number for time in (0.0, 7.999, 8.0, 16.0, 24.0)] == [0, 0, 1, 2, 0]


def test_a_single_thing_never_gives_way() -> None:
    assert turn_at(123.4, 8, 1) == (0, float("inf"))


@law
@given(st.floats(0, 4e9), st.floats(2, 3600), st.integers(2, 200))
def test_a_turn_ends_when_the_next_begins(unix_time: float, seconds: float, count: int) -> None:
    turn = turn_at(unix_time, seconds, count)

    assert unix_time < turn.until <= unix_time + seconds + 0.002
    assert turn_at(turn.until, seconds, count).number == (turn.number + 1) % count
