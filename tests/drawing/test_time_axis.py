"""Time ticks: round on the wall clock of the screen's zone, through clock changes, from seconds to centuries."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.chart.time_axis import time_ticks
from displayd.text.formatter import Formatter
from tests.support.laws import law

ZONE = zoneinfo.ZoneInfo("Europe/London")
LONDON = Formatter("en-GB", "Europe/London")


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> float:
    return datetime.datetime(year, month, day, hour, minute, second, tzinfo=ZONE).timestamp()


@pytest.mark.parametrize(
    ("start", "end", "texts"),
    [
        (at(2026, 11, 21, 20, 7, 12), at(2026, 11, 21, 20, 8, 3), ["20:07:15", "20:07:30", "20:07:45", "20:08:00"]),
        (at(2026, 11, 21, 19, 8), at(2026, 11, 21, 20, 8), ["19:15", "19:30", "19:45", "20:00"]),
        (at(2026, 11, 20, 20), at(2026, 11, 21, 20), ["21 Nov", "06:00", "12:00", "18:00"]),
        (at(2026, 11, 18, 8), at(2026, 11, 21, 20), ["Thu", "Fri", "Sat"]),
        (at(2026, 10, 25, 8), at(2026, 11, 21, 20), ["26 Oct", "2 Nov", "9 Nov", "16 Nov"]),
        (at(2025, 11, 21), at(2026, 11, 21), ["2026", "Apr", "Jul", "Oct"]),
        (at(2021, 5, 1), at(2026, 11, 21), ["2022", "2024", "2026"]),
    ],
)
def test_ticks_suit_the_span(start: float, end: float, texts: list[str]) -> None:
    assert [text for _, text in time_ticks(start, end, 4, LONDON)] == texts


def test_ticks_stay_round_through_the_change_of_clocks() -> None:
    ticks = time_ticks(at(2026, 10, 24, 18), at(2026, 10, 25, 18), 4, LONDON)

    assert [text for _, text in ticks] == ["25 Oct", "12:00"]
    assert [datetime.datetime.fromtimestamp(time, ZONE).hour for time, _ in ticks] == [0, 12]


def test_one_moment_has_one_tick() -> None:
    now = at(2026, 11, 21, 20, 8, 3)

    assert time_ticks(now, now, 4, LONDON) == [(now, "20:08:03")]


@law
@given(
    st.floats(0, 253_370_764_799),
    st.floats(0, 253_370_764_799),
    st.integers(1, 5),
    st.sampled_from(["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"]),
)
def test_ticks_are_few_in_order_and_inside(one: float, other: float, count: int, zone: str) -> None:
    start, end = sorted((one, other))

    ticks = time_ticks(start, end, count, Formatter("en-GB", zone))

    times = [time for time, _ in ticks]
    assert len(times) <= count
    assert times == sorted(times)
    assert all(start <= time <= end for time in times)
