"""The past in minutes, quarters of an hour, hours and days."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.metrics.resolution import (
    DAY,
    HOUR,
    MINUTE,
    QUARTER,
    STEPS,
    Reach,
    Sum,
    kept_seconds,
    means,
    shortest,
    sums,
)
from tests.hub.walls import NOON

MOMENTS = st.floats(NOON - 3 * DAY, NOON, allow_nan=False)
VALUES = st.lists(st.tuples(MOMENTS, st.integers(-1000, 1000).map(float)), max_size=60)


def by_step(values: list[tuple[float, float]], first: dict[int, float]) -> dict[int, list[Sum]]:
    """What is kept of `values` when the sums of a step before `first` have been forgotten."""
    found: dict[int, list[Sum]] = {}
    for (_, step, at), one in sorted(sums(("m", *value) for value in values).items()):
        if at >= first.get(step, 0):
            found.setdefault(step, []).append(Sum(at, *one))
    return found


@given(VALUES, st.dictionaries(st.sampled_from([MINUTE, QUARTER, HOUR]), MOMENTS))
def test_every_value_counts_once_whatever_was_forgotten(
    values: list[tuple[float, float]], first: dict[int, float]
) -> None:
    found = means(shortest(by_step(values, first)))

    assert sum(count for _, _, count in found) == len(values)
    assert sum(mean * count for _, mean, count in found) == pytest.approx(sum(value for _, value in values), abs=1e-6)
    assert [at for at, _, _ in found] == sorted(at for at, _, _ in found)


@given(VALUES)
def test_nothing_is_longer_than_a_minute_while_all_is_kept(values: list[tuple[float, float]]) -> None:
    found = means(shortest(by_step(values, {})))

    assert {at % MINUTE for at, _, _ in found} <= {MINUTE / 2}


@given(VALUES)
def test_what_lacks_its_longer_stretches_counts_all_the_same(values: list[tuple[float, float]]) -> None:
    """As in a file that 0.2.0 has used in between: it knows minutes and quarters alone."""
    kept = by_step(values, {})

    found = means(shortest({step: kept.get(step, []) for step in (MINUTE, QUARTER)}))

    assert sum(count for _, _, count in found) == len(values)


@pytest.mark.parametrize(
    ("history_hours", "most"),
    [(1, 1600), (24, 1700), (168, 900), (720, 900), (2160, 2400), (8760, 420)],
)
def test_a_line_takes_few_sums_however_long_it_is(history_hours: float, most: int) -> None:
    reach = Reach(history_hours * 3600, history_hours * 3600 / 120)
    days = history_hours / 24
    kept = [(step, max(since, NOON - kept_seconds(step, 400))) for step, since in reach.since(NOON)]

    rows = sum((NOON - since) / step for step, since in kept)

    assert rows <= most
    assert min(since for _, since in kept) == NOON - days * DAY


@given(st.floats(0.1, 9600), st.floats(0, 9600))
def test_single_hours_are_there_as_far_as_a_comparison_reaches(history_hours: float, compared: float) -> None:
    reach = Reach(max(history_hours, compared) * 3600, history_hours * 3600 / 120, compared * 3600)
    wanted = dict(reach.since(NOON))

    assert set(wanted) <= set(STEPS)
    assert min(wanted.values()) == NOON - reach.seconds
    if compared:
        assert wanted[HOUR] <= NOON - compared * 3600
        # Where days are wanted too, it is all hours of a day or none.
        assert DAY not in wanted or wanted[HOUR] in (NOON - reach.seconds, wanted[HOUR] // DAY * DAY)


def test_what_a_comparison_of_the_first_day_needs_is_kept() -> None:
    assert kept_seconds(MINUTE, 30) == 2 * DAY
    assert kept_seconds(QUARTER, 30) == kept_seconds(HOUR, 30) == kept_seconds(DAY, 30) == 31 * DAY
    assert kept_seconds(QUARTER, 400) < kept_seconds(HOUR, 400)
