"""How often somebody may do something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.rate_limiter import MAX_NAMES, Limiter


def test_a_minute_holds_so_many_and_then_one_has_to_wait() -> None:
    limiter = Limiter(60)

    answers = [limiter.wait_seconds("a", 0.0) for _ in range(61)]

    assert answers[:60] == [0.0] * 60
    assert answers[60] == pytest.approx(1.0)
    assert limiter.wait_seconds("b", 0.0) == 0.0
    assert limiter.wait_seconds("a", 1.0) == 0.0


@given(st.lists(st.floats(0, 5), max_size=300), st.integers(1, 50))
def test_nobody_ever_gets_more_than_a_burst_and_the_rate(pauses: list[float], per_minute: int) -> None:
    limiter = Limiter(per_minute)
    now = 0.0
    allowed = 0
    for pause in pauses:
        now += pause
        allowed += limiter.wait_seconds("a", now) == 0.0

    assert allowed <= per_minute * (1 + now / 60) + 1e-6


def test_the_list_of_names_is_bounded() -> None:
    limiter = Limiter(1)
    for number in range(MAX_NAMES + 10):
        limiter.wait_seconds(str(number), 0.0)

    assert limiter.wait_seconds("0", 0.0) == 0.0
    assert limiter.wait_seconds(str(MAX_NAMES + 9), 0.0) > 0
