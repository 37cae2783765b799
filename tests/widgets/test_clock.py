"""World clocks: another day, and hours of work, by the clocks of each place."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

import pytest

from displayd.scene.operations import Circle, Polygon
from tests.widgets.drawing import frame_of, ops_of, texts_of


def at(text: str, zone: str = "Europe/London") -> float:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=zoneinfo.ZoneInfo(zone)).timestamp()


def texts(when: str, *zones: str, **fields: Any) -> list[str]:
    return texts_of("clock", frame_of(900, 600, at(when)), zones=[{"timezone": zone} for zone in zones], **fields)


def test_another_day_is_told_as_a_difference() -> None:
    found = texts("2026-11-21T20:08", "Asia/Tokyo", "America/New_York")

    assert found[found.index("05:08") + 1] == "+1 day"
    assert found[found.index("15:08") + 1] == "New York"


def test_the_day_before_is_told_too_and_a_new_month_or_year_is_one_day() -> None:
    assert "\u22121 day" in texts("2026-12-01T03:00", "America/Los_Angeles")
    assert "+1 day" in texts("2026-12-31T23:00", "Asia/Tokyo")


def test_the_difference_follows_clocks_that_are_put_forward_or_back() -> None:
    # London goes back on 25 October, New York a week later.
    seen = [
        texts(day, "America/New_York", show_date=False)
        for day in ("2026-10-24T12:00", "2026-10-26T12:00", "2026-11-02T12:00")
    ]

    assert ["07:00" in one for one in seen] == [True, False, True]
    assert "08:00" in seen[1]


@pytest.mark.parametrize(
    ("when", "fields", "is_at_work"),
    [
        ("2026-11-23T10:00", {}, True),
        ("2026-11-23T08:59", {}, False),
        ("2026-11-23T17:00", {}, False),
        ("2026-11-21T10:00", {}, False),
        ("2026-11-21T10:00", {"work_days": "all"}, True),
        ("2026-11-22T10:00", {"work_days": "sun-thu"}, True),
        ("2026-11-27T10:00", {"work_days": "sun-thu"}, False),
        ("2026-11-24T02:00", {"work_from": 22, "work_until": 6}, True),
        ("2026-11-22T02:00", {"work_from": 22, "work_until": 6}, False),
        ("2026-11-28T02:00", {"work_from": 22, "work_until": 6}, True),
    ],
)
def test_hours_of_work_are_those_of_the_place(when: str, fields: dict[str, Any], is_at_work: bool) -> None:
    hours = {"work_from": 9, "work_until": 17, **fields}

    # On the other side of the world, so that the office's own clocks would say something else.
    frame = frame_of(900, 600, at(when, "Pacific/Auckland"))
    ops = ops_of("clock", frame, zones=[{"timezone": "Pacific/Auckland"}], **hours)

    assert any(isinstance(op, Circle) for op in ops) is is_at_work
    assert any(isinstance(op, Polygon) for op in ops) is not is_at_work


def test_a_place_may_have_hours_of_its_own_and_without_any_there_is_no_sign() -> None:
    frame = frame_of(900, 600, at("2026-11-23T08:00"))
    own = [{"timezone": "Europe/London", "work_from": 7, "work_until": 15}]

    assert any(isinstance(op, Circle) for op in ops_of("clock", frame, zones=own, work_from=9, work_until=17))
    assert not any(
        isinstance(op, (Circle, Polygon)) for op in ops_of("clock", frame, zones=[{"timezone": "Asia/Tokyo"}])
    )
