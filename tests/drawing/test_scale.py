"""Scales: round, roomy enough, and honest about zero."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.scale import evened, log_scale, tick_texts, tight_scale, value_scale
from displayd.text.formatter import Formatter
from tests.support.laws import law
from tests.widgets.strategies import AMOUNTS, MAYBE, UNITS

LONDON = Formatter("en-GB", "Europe/London")


@pytest.mark.parametrize(
    ("values", "unit", "ticks"),
    [
        ([212, 524], "short", ["0", "200", "400", "600"]),
        ([410, 425], "short", ["410", "415", "420", "425"]),
        ([0.2, 0.97], "percentunit", ["0%", "50%", "100%"]),
        ([0.9991, 0.9999], "percentunit", ["99.90%", "99.95%", "100.00%"]),
        ([0, 1], "short", ["0", "1"]),
        ([-40, 90], "short", ["−50", "0", "50", "100"]),
        ([30, 500], "s", ["0\u202fmin", "5\u202fmin", "10\u202fmin"]),
        ([1_000_000, 5_000_000_000], "bytes", ["0\u202fGiB", "2\u202fGiB", "4\u202fGiB", "6\u202fGiB"]),
        ([100, 900], "reqps", ["0", "500", "1,000"]),
        ([0, 1], "bool:up/down", ["down", "up"]),
        ([0, 2], "words:0=Up, 1=Slow, 2..9=Down", ["Up", "Slow", "2"]),
        ([0.2, 0.8], "words:0=Up, 1=Down", ["Up", "Down"]),
        ([0, 90], "words:..5=low, percent", ["0%", "50%", "100%"]),
    ],
)
def test_ticks_are_round_in_the_manner_of_the_unit(values: list[float], unit: str, ticks: list[str]) -> None:
    scale = value_scale(values, unit)

    assert tick_texts(LONDON, scale.ticks, unit) == ticks


def test_counts_have_no_halves() -> None:
    assert all(tick == int(tick) for tick in value_scale([3, 4], "short").ticks)


@pytest.mark.parametrize("value", [5, 10, -10, 1e12])
def test_equal_values_stand_in_the_middle(value: float) -> None:
    scale = value_scale([value] * 3, "short")

    assert scale.low < value < scale.high
    assert scale.share(value) == pytest.approx(0.5)


def test_ends_that_were_given_are_kept() -> None:
    scale = value_scale([3, 8], "short", minimum=-7, maximum=13)

    assert (scale.low, scale.high) == (-7, 13)


def test_what_lies_outside_is_put_on_the_nearer_end() -> None:
    scale = value_scale([3], "short", minimum=0, maximum=10)

    assert (scale.share(-5), scale.share(50)) == (0.0, 1.0)


def test_lengths_begin_at_zero() -> None:
    assert value_scale([410, 425], "short", from_zero=True).low == 0
    assert tight_scale([410, 425]).low == 0
    assert tight_scale([-3, -1]).high == 0


@pytest.mark.parametrize("spaces", [1, 2, 3, 4, 5])
def test_a_second_axis_has_its_ticks_at_the_heights_of_the_first(spaces: int) -> None:
    scale = evened(value_scale([3, 870], "short", intervals=spaces), spaces)

    assert [scale.share(tick) for tick in scale.ticks] == pytest.approx([n / spaces for n in range(spaces + 1)])


def test_a_second_axis_with_ends_of_its_own_keeps_them() -> None:
    scale = value_scale([3, 8], "short", maximum=8.5)

    assert evened(scale, 5) == scale


@law
@given(st.lists(AMOUNTS, min_size=1, max_size=20), UNITS, MAYBE, MAYBE, st.integers(1, 3), st.booleans())
def test_every_scale_has_room_for_its_values_and_few_ticks(
    values: list[float], unit: str, minimum: float | None, maximum: float | None, intervals: int, from_zero: bool
) -> None:
    scale = value_scale(values, unit, minimum, maximum, intervals, from_zero)

    assert scale.low < scale.high
    assert len(scale.ticks) <= max(3, intervals + 1) + (minimum is not None or maximum is not None)
    assert list(scale.ticks) == sorted(set(scale.ticks))
    slack = (scale.high - scale.low) * 1e-6
    assert all(scale.low - slack <= tick <= scale.high + slack for tick in scale.ticks)
    if minimum is None and maximum is None:
        assert scale.low - slack <= min(values)
        assert max(values) <= scale.high + slack
    texts = tick_texts(LONDON, scale.ticks, unit)
    assert len(texts) == len(scale.ticks)
    assert all(math.isfinite(tick) for tick in scale.ticks)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([3, 900], [1, 10, 100, 1000]),
        ([20, 44], [20, 50]),
        ([2e-6, 5], [1e-6, 1e-4, 1e-2, 1.0, 100.0]),
        ([1, 1e9], [1, 1e3, 1e6, 1e9]),
        ([7, 7], [5, 10]),
    ],
)
def test_a_log_scale_has_powers_of_ten_or_round_numbers_between(values: list[float], ticks: list[float]) -> None:
    scale = log_scale(values, "short", intervals=4 if len(ticks) == 5 else 3)

    assert scale is not None
    assert scale.ticks == pytest.approx(tuple(ticks))


@pytest.mark.parametrize("values", [[0.0, 5.0], [-1.0, 5.0]])
def test_there_is_no_log_scale_for_what_is_not_above_zero(values: list[float]) -> None:
    assert log_scale(values, "short") is None
    assert log_scale([1.0, 5.0], "short", minimum=0.0) is None
    assert log_scale([1.0, 5.0], "short", maximum=-1.0) is None
    assert log_scale([1.0, 5.0], "short", minimum=10.0, maximum=10.0) is None


@law
@given(st.lists(st.floats(1e-12, 1e15), min_size=1, max_size=6), st.integers(1, 4), st.sampled_from(["short", "ms"]))
def test_on_a_log_scale_ten_times_as_much_is_equally_high(values: list[float], intervals: int, unit: str) -> None:
    scale = log_scale(values, unit, intervals=intervals)

    assert scale is not None
    assert scale.low <= min(values) * (1 + 1e-6)
    assert scale.high >= max(values) * (1 - 1e-6)
    assert scale.low < scale.high
    assert 1 <= len(scale.ticks) <= max(2, intervals) + 1
    middle = math.sqrt(scale.low * scale.high)
    assert scale.share(middle) == pytest.approx(0.5, abs=1e-6)
    assert scale.share(middle * 10) - scale.share(middle) == pytest.approx(
        min(0.5, 1 / math.log10(scale.high / scale.low)), abs=1e-6
    )


def test_lengths_of_time_on_a_log_scale_are_round_on_a_clock() -> None:
    scale = log_scale([4.0, 7_000_000.0], "ms", intervals=4)

    assert scale is not None
    assert [LONDON.text(tick, "ms") for tick in scale.ticks] == ["1\u202fms", "1\u202fs", "1\u202fmin", "6\u202fh"]


@pytest.mark.parametrize("values", [[5e-324], [1e-300, 1.0], [1.0, 1e308], [1e-250, 1e-249]])
def test_a_log_scale_of_the_smallest_and_largest_floats_is_none_or_sound(values: list[float]) -> None:
    scale = log_scale(values, "short")

    assert scale is None or all(0.0 <= scale.share(value) <= 1.0 for value in values)
