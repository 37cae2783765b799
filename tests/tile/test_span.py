"""From when until when, as people write it."""

from __future__ import annotations

import datetime
import math

import pytest

from displayd.tile.span import ALWAYS, Span, span_faults, span_of, unix_of

AMSTERDAM = "Europe/Amsterdam"


def utc(*parts: int) -> float:
    return datetime.datetime(*parts, tzinfo=datetime.UTC).timestamp()  # type: ignore[arg-type, misc]


def test_a_time_is_of_the_clocks_of_the_zone_in_summer_and_in_winter() -> None:
    assert unix_of("2026-07-01 09:00", AMSTERDAM) == utc(2026, 7, 1, 7)
    assert unix_of("2026-12-01T09:00", AMSTERDAM) == utc(2026, 12, 1, 8)


def test_a_time_with_an_offset_is_of_no_other_zone() -> None:
    assert unix_of("2026-07-01T09:00+05:30", AMSTERDAM) == utc(2026, 7, 1, 3, 30)


def test_a_date_alone_begins_at_midnight_and_is_the_last_day() -> None:
    assert span_of("2026-12-24", "2026-12-24", AMSTERDAM) == Span(utc(2026, 12, 23, 23), utc(2026, 12, 24, 23))


def test_the_day_on_which_clocks_change_ends_at_midnight_too() -> None:
    assert span_of("2026-10-25", "2026-10-25", AMSTERDAM) == Span(utc(2026, 10, 24, 22), utc(2026, 10, 25, 23))


def test_what_is_left_open_is_always() -> None:
    assert span_of(None, " ", AMSTERDAM) == ALWAYS
    assert span_of(12.5, None, AMSTERDAM) == Span(12.5, math.inf)


@pytest.mark.parametrize(
    "text", ["tomorrow", "2026-13-01", "24.12.2026", "0001-01-01", "9999-12-31", "2026-02-30 9:00"]
)
def test_what_is_no_moment_is_told_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date and time such as `2026-12-18 17:00`"):
        unix_of(text, AMSTERDAM)


def test_what_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        span_faults("2026-12-24 10:00", "2026-12-24 09:00")
    with pytest.raises(ValueError, match="ends before it starts"):
        span_faults(100.0, 100.0)


def test_a_single_day_is_no_fault_and_nor_are_times_of_different_kinds() -> None:
    span_faults("2026-12-24", "2026-12-24")
    span_faults(utc(2026, 12, 24, 9), "2026-12-24 08:00")
