"""What begins and ends: agendas, rooms and who is on call, at the moment that is drawn."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.scene.operations import Circle, Polygon
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of

# 20:00 in London, eight minutes ago.
HOUR = 1_795_291_200.0
ALL = ("agenda", "room", "oncall")


def event(label: str, begin: float, end: float | None = None, **more: Any) -> dict[str, Any]:
    """From so many minutes after 20:00 to so many."""
    return {"label": label, "time": HOUR + begin * 60, **({} if end is None else {"end": HOUR + end * 60}), **more}


def test_agenda_has_what_is_on_and_comes_and_not_what_is_over() -> None:
    items = [event("Later", 600, 660), event("Over", -60, -10), event("On", -30, 30), event("Soon", 30, 45)]

    texts = texts_of("agenda", items=items)

    assert [text for text in texts if text in ("Later", "Over", "On", "Soon")] == ["On", "Soon", "Later"]
    assert "until 20:30" in texts
    assert "in 22\u202fmin" in texts


def test_agenda_changes_when_something_begins_or_ends_or_a_minute_is_over() -> None:
    far, near = frame_of(), frame_of()

    texts_of("agenda", far, items=[event("Later", 180, 240)])
    texts_of("agenda", near, items=[event("Soon", 30, 45)])

    assert far.until == HOUR + 180 * 60
    assert near.until == (NOW // 60 + 1) * 60


def test_agenda_names_the_days_where_there_is_room() -> None:
    items = [event("Today", 60), event("Then", 900), event("After", 2400)]

    high, low = texts_of("agenda", frame_of(900, 700), items=items), texts_of("agenda", frame_of(900, 200), items=items)

    assert [text for text in high if text in ("Today", "Tomorrow", "Monday 23 November")] == [
        "Today",
        "Today",
        "Tomorrow",
        "Monday 23 November",
    ]
    assert "Sun 11:00" in low


def test_whole_days_have_no_time() -> None:
    texts = texts_of("agenda", items=[event("Fair", -1200, 2000, all_day=True)])

    assert "all day" in texts


def test_a_room_is_free_until_the_next_meeting() -> None:
    texts = texts_of("room", items=[event("Review", 60, 90)])

    assert texts[:2] == ["Free", "until 21:00"]


def test_a_room_is_busy_until_the_last_of_meetings_without_a_gap_is_over() -> None:
    items = [event("One", -30, 30), event("Two", 30, 60), event("Beside it", 10, 75), event("Later", 90, 120)]

    assert texts_of("room", items=items)[:3] == ["Busy", "until 21:15", "One"]


@pytest.mark.parametrize(
    "items",
    [
        [],
        [event("Holiday", -1200, 240, free=True)],
        [event("Over", -60, 8)],
        [event("Tomorrow", 900, 960)],
        [event("Moment", 8)],
    ],
)
def test_a_room_without_a_meeting_today_is_free_for_the_rest_of_the_day(items: list[dict[str, Any]]) -> None:
    assert texts_of("room", items=items)[:2] == ["Free", "for the rest of the day"]


def test_the_shape_says_it_too() -> None:
    free, busy = ops_of("room"), ops_of("room", items=[event("One", -30, 30)])

    assert any(isinstance(op, Circle) for op in free)
    assert not any(isinstance(op, Circle) for op in busy)
    assert any(isinstance(op, Polygon) for op in busy)


def test_what_is_private_is_busy_and_nothing_else() -> None:
    private = [event("", -30, 30)]

    assert "Busy" in texts_of("agenda", items=private)
    assert texts_of("room", items=private) == ["Busy", "until 20:30"]


def test_who_is_on_call_until_when_and_who_is_next() -> None:
    items = [event("Bo", 60, 600), event("Amelia", -600, 60)]

    assert texts_of("oncall", items=items) == ["Amelia", "until 21:00", "next Bo, 21:00"]


def test_that_nobody_is_on_call_is_told() -> None:
    assert texts_of("oncall", items=[event("Bo", 60, 600)]) == ["Nobody", "next Bo, 21:00"]


@pytest.mark.parametrize("kind", ALL)
def test_nothing_planned_is_something_to_show_and_nothing_known_is_not(kind: str) -> None:
    assert not widget_of(kind, as_of=HOUR).is_empty()
    assert widget_of(kind).is_empty()


@pytest.mark.parametrize("kind", ALL)
def test_without_a_clock_nothing_is_said_of_now(kind: str) -> None:
    frame = frame_of()
    frame.has_time = False

    assert texts_of(kind, frame, items=[event("On", -30, 30)]) == ["Clock not set"]
