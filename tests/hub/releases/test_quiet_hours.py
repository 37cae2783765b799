"""When a screen may be updated."""

from __future__ import annotations

import datetime
import zoneinfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from displayd.hub.releases.quiet_hours import quiet_hours
from displayd.validation.opening_hours import hours_at, parse_hours
from tests.hub.walls import NOON


def london(text: str) -> float:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo("Europe/London")).timestamp()


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2026-11-28 01:59", "2026-11-28 02:00", "2026-11-28 04:00"),
        ("2026-11-28 02:00", "2026-11-28 02:00", "2026-11-28 04:00"),
        ("2026-11-28 03:59", "2026-11-28 02:00", "2026-11-28 04:00"),
        ("2026-11-28 04:00", "2026-11-29 02:00", "2026-11-29 04:00"),
        ("2026-07-01 12:00", "2026-07-02 02:00", "2026-07-02 04:00"),
    ],
)
def test_they_are_those_of_now_or_else_the_next(now: str, start: str, end: str) -> None:
    assert quiet_hours("02:00-04:00", london(now), "Europe/London") == (london(start), london(end))


def test_they_may_run_over_midnight_and_be_on_some_days() -> None:
    saturday = (london("2026-11-28 23:00"), london("2026-11-29 03:00"))

    assert quiet_hours("Sat 23:00-03:00", london("2026-11-29 02:59"), "Europe/London") == saturday
    assert quiet_hours("Sat 23:00-03:00", london("2026-11-23 12:00"), "Europe/London") == saturday


def test_empty_means_any_time() -> None:
    found = quiet_hours("", NOON, "UTC")

    assert found.start == NOON
    assert found.end > NOON


def test_they_are_there_on_the_day_when_clocks_skip_them() -> None:
    found = quiet_hours("01:00-02:00", london("2026-03-29 00:30"), "Europe/London")

    assert found.end > found.start
    assert found.end > london("2026-03-29 00:30")


MINUTES = st.integers(0, 1439)
HOURS = st.tuples(MINUTES, MINUTES).map(
    lambda ends: f"{ends[0] // 60:02}:{ends[0] % 60:02}-{ends[1] // 60:02}:{ends[1] % 60:02}"
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(HOURS, min_size=1, max_size=3).map(", ".join), st.floats(0, 7 * 86_400))
def test_they_agree_with_opening_hours(text: str, after: float) -> None:
    now = NOON + after
    found = quiet_hours(text, now, "UTC")

    assert found.end > now
    assert (found.start <= now) == hours_at(parse_hours(text), now, "UTC")[0]
