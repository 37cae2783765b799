"""How good a value is."""

from __future__ import annotations

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.protocol.vocabulary import LEVEL_OF_STATE, Direction, Level, State, level_of, worst
from tests.support.laws import law

AMOUNTS = st.floats(-1e18, 1e18)
LEVELS: tuple[Level, ...] = ("none", "good", "amber", "red")


@pytest.mark.parametrize(
    ("value", "direction", "wanted"),
    [
        (9.0, "down", "good"),
        (10.0, "down", "good"),
        (10.1, "down", "amber"),
        (20.0, "down", "amber"),
        (20.1, "down", "red"),
        (9.0, "none", "good"),
        (21.0, "none", "red"),
    ],
)
def test_value_at_a_threshold_is_on_its_better_side(value: float, direction: Direction, wanted: Level) -> None:
    assert level_of(value, direction, 10, 20) == wanted


@law
@given(AMOUNTS, st.none() | AMOUNTS, st.none() | AMOUNTS)
def test_up_is_down_seen_in_a_mirror(value: float, amber: float | None, red: float | None) -> None:
    mirrored = level_of(-value, "up", None if amber is None else -amber, None if red is None else -red)

    assert level_of(value, "down", amber, red) == mirrored


@law
@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_is_never_better_where_less_is(value: float, more: float, amber: float, red: float) -> None:
    low, high = sorted((value, more))

    assert LEVELS.index(level_of(low, "down", amber, red)) <= LEVELS.index(level_of(high, "down", amber, red))


@pytest.mark.parametrize("direction", typing.get_args(Direction))
def test_nobody_says_how_good_something_is_without_a_value_or_thresholds(direction: Direction) -> None:
    assert level_of(None, direction, 1, 2) == "none"
    assert level_of(5, direction, None, None) == "none"


@law
@given(st.lists(st.sampled_from(LEVELS)))
def test_worst_is_one_of_them_and_none_is_worse(levels: list[Level]) -> None:
    found = worst(levels)

    assert found in (levels or ["none"])
    assert all(LEVELS.index(one) <= LEVELS.index(found) for one in levels)


def test_every_state_of_a_service_has_its_level() -> None:
    assert set(LEVEL_OF_STATE) == set(typing.get_args(State))
