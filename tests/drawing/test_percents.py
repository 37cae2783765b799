"""Whole percents: they add up, and none is far from its share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.figure.percents import percents
from tests.support.laws import law


@pytest.mark.parametrize(
    ("shares", "wanted"),
    [
        ([1 / 3, 1 / 3, 1 / 3], [34, 33, 33]),
        ([0.994, 0.003, 0.003], [100, 0, 0]),
        ([0.29, 0.71], [29, 71]),
        ([0.125, 0.375, 0.5], [13, 37, 50]),
        ([1.0], [100]),
        ([0.0, 0.0], [0, 0]),
        ([], []),
    ],
)
def test_the_largest_remainders_are_rounded_up(shares: list[float], wanted: list[int]) -> None:
    assert percents(shares) == wanted


@law
@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40).filter(any))
def test_percents_add_up_to_a_hundred_and_are_off_by_less_than_one(amounts: list[int]) -> None:
    shares = [amount / sum(amounts) for amount in amounts]

    whole = percents(shares)

    assert sum(whole) == 100
    assert all(abs(percent - share * 100) < 1 for percent, share in zip(whole, shares, strict=True))
