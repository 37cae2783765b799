"""One figure of several: what nobody knows does not count, and of nothing there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.metrics.reducers import REDUCERS, reduced
from tests.support.laws import law

KNOWN = st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("how", "figure"),
    [("last", 9.0), ("first", 2.0), ("sum", 15.0), ("mean", 5.0), ("median", 4.0), ("min", 2.0), ("max", 9.0)],
)
def test_each_word_is_the_figure_that_it_names(how: str, figure: float) -> None:
    assert reduced([None, 2, 4, None, 9, None], how) == figure
    assert reduced([None, None], how) is None
    assert reduced([], how) is None


@law
@given(KNOWN, st.sampled_from(sorted(REDUCERS)))
def test_what_is_not_known_changes_nothing(numbers: list[float], how: str) -> None:
    assert reduced([None, *numbers, None], how) == reduced(numbers, how) == REDUCERS[how](numbers)
