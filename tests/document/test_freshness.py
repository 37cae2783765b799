"""How old data may be."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.document.freshness import Freshness, freshness_at
from displayd.widgets.number.widget import Number

NOW = 1_795_291_683.5


def tile(
    as_of: float | None = NOW, expire_after: float | None = 600, value: float | None = 1, error: str = ""
) -> Number:
    return Number(value=value, as_of=as_of, expire_after=expire_after, error=error)


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (0, "fresh"),
        (299.9, "fresh"),
        (300, "ageing"),
        (449.9, "ageing"),
        (450, "stale"),
        (599.9, "stale"),
        (600, "expired"),
        (1e9, "expired"),
    ],
)
def test_data_ages_at_half_its_life_grows_stale_at_three_quarters_and_expires_at_its_end(
    age: float, state: str
) -> None:
    freshness = freshness_at(tile(as_of=NOW - age), NOW)

    assert freshness.state == state
    assert freshness.age_seconds == pytest.approx(age, abs=1e-6)


def test_state_says_when_it_changes_by_itself() -> None:
    assert freshness_at(tile(), NOW).until == NOW + 300
    assert freshness_at(tile(), NOW + 300).until == NOW + 450
    assert freshness_at(tile(), NOW + 450).until == NOW + 600
    assert freshness_at(tile(), NOW + 600).until == math.inf


def test_data_from_a_clock_that_runs_ahead_is_new() -> None:
    assert freshness_at(tile(as_of=NOW + 30), NOW) == Freshness("fresh", 0.0, NOW + 330)


def test_data_without_a_life_stays_fresh() -> None:
    assert freshness_at(tile(expire_after=None), NOW + 1e8) == Freshness("fresh", 1e8, math.inf)


def test_data_without_a_time_has_no_age_and_does_not_expire() -> None:
    assert freshness_at(tile(as_of=None), NOW) == Freshness("fresh", None, math.inf)


def test_error_goes_before_everything_else() -> None:
    assert freshness_at(tile(value=None, error="no answer"), NOW + 700) == Freshness("error", 700.0, math.inf)


def test_without_an_answer_the_last_data_counts_until_its_end() -> None:
    assert freshness_at(tile(error="no answer"), NOW + 5) == Freshness("unanswered", 5.0, NOW + 600)
    assert freshness_at(tile(error="no answer"), NOW + 600) == Freshness("error", 600.0, math.inf)
    assert freshness_at(tile(error="no answer", value=None), NOW + 5).state == "error"
    assert freshness_at(tile(error="no answer", expire_after=None), NOW + 5).state == "error"
    assert freshness_at(tile(error="no answer", as_of=None), NOW + 5).state == "error"


def test_answer_without_data_is_empty_until_it_expires() -> None:
    assert freshness_at(tile(value=None), NOW).state == "empty"
    assert freshness_at(tile(value=None, as_of=None), NOW) == Freshness("empty", None, math.inf)
    assert freshness_at(tile(value=None), NOW + 600).state == "expired"


@given(st.floats(0, 2e9), st.floats(0.001, 1e7), st.floats(0, 2e9), st.floats(0, 1))
def test_state_holds_until_the_moment_it_names(as_of: float, life: float, now: float, share: float) -> None:
    widget = tile(as_of=as_of, expire_after=life)

    freshness = freshness_at(widget, now)

    assert freshness.until > now
    between = now + (min(freshness.until, now + 1e6) - now) * share
    if between < freshness.until:
        assert freshness_at(widget, between).state == freshness.state
