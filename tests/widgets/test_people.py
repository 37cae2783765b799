"""Birthdays and timetables, at the moment that is drawn."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.scene.operations import Text
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of

# Midnight of the day, and 20:00, eight minutes ago, in London.
DAY, HOUR = 1_795_219_200.0, 1_795_291_200.0


def somebody(label: str, days: int, **more: Any) -> dict[str, Any]:
    return {"label": label, "time": DAY + days * 86_400, **more}


def bus(label: str, minutes: float, **more: Any) -> dict[str, Any]:
    return {"label": label, "time": HOUR + minutes * 60, **more}


def test_today_comes_first_and_praise_last_and_what_is_over_not_at_all() -> None:
    items = [
        somebody("Praised", -2, occasion="praise", detail="Saved the release"),
        somebody("Later", 3),
        somebody("Over", -1),
        somebody("Today", 0, detail="Sales"),
    ]
    frame = frame_of(900, 600)

    texts = texts_of("people", frame, items=items)

    assert [text for text in texts if text in ("Praised", "Later", "Over")] == ["Later", "Praised"]
    assert texts.index("Sales") < texts.index("Later")
    assert frame.until == DAY + 86_400


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Birthday"),
        ({"years": 40}, "turns 40"),
        ({"occasion": "anniversary"}, "Anniversary"),
        ({"occasion": "anniversary", "years": 1}, "Anniversary · 1"),
        ({"occasion": "anniversary", "years": 7}, "Anniversary · 7"),
    ],
)
def test_what_day_it_is_in_words(fields: dict[str, Any], words: str) -> None:
    assert words in texts_of("people", items=[somebody("Bo", 0, **fields)])


def test_the_next_bus_counts_down_in_minutes_that_are_left() -> None:
    frame = frame_of()

    texts = texts_of("timetable", frame, items=[bus("Gone", 5), bus("12", 12.5), bus("340", 100)])

    assert "Gone" not in texts
    assert "in 4\u202fmin" in texts
    assert sum("in " in text for text in texts) == 1
    assert NOW < frame.until <= NOW + 60


def test_what_is_on_stays_until_it_is_over() -> None:
    items = [bus("Soup", -30, end=HOUR + 3600)]

    assert "until 21:00" in texts_of("timetable", items=items)
    assert texts_of("timetable", frame_of(unix_time=HOUR + 3600), items=items) == ["Nothing more"]


@pytest.mark.parametrize("kind", ["people", "timetable"])
def test_nothing_to_come_is_told_and_nothing_known_is_empty(kind: str) -> None:
    assert not widget_of(kind, as_of=NOW).is_empty()
    assert widget_of(kind).is_empty()
    assert len(texts_of(kind, as_of=NOW)) == 1


@pytest.mark.parametrize("kind", ["people", "timetable"])
def test_without_a_clock_nothing_is_said_of_now(kind: str) -> None:
    frame = frame_of()
    frame.has_time = False

    assert texts_of(kind, frame, items=[bus("12", 12)]) == ["Clock not set"]


def cut_names(width: int, items: list[dict[str, Any]], kind: str = "people") -> set[str]:
    """The labels of `items` that have less room than they need."""
    frame = frame_of(width, 800)
    labels = {item["label"] for item in items}
    return {
        op.text
        for op in ops_of(kind, frame, items=items)
        if isinstance(op, Text) and op.text in labels and frame.fonts.width(op.text, op.size, op.weight) > op.max_width
    }


@pytest.mark.parametrize("width", range(540, 1000, 60))
def test_no_name_is_cut_where_it_has_room_without_what_stands_beside_it(width: int) -> None:
    items = [
        somebody("Bo Lindqvist", 5, occasion="anniversary", years=7, detail="Platform"),
        somebody("Amelia Okafor", 6, detail="Customer success"),
    ]
    frame = frame_of(width, 800)

    texts = texts_of("people", frame, items=items)

    assert cut_names(width, items) == set()
    # What day it is, is still told.
    assert any(text.startswith("Anniversary · 7") for text in texts)
    assert any(text.startswith("Birthday") for text in texts)


def test_a_name_goes_before_how_long_it_is_still_and_that_stays_beside_short_ones() -> None:
    items = [bus("51", 12), bus("Station square", 20), *(bus(str(number), 300) for number in range(12))]

    texts = texts_of("timetable", frame_of(760, 800), items=items)

    assert cut_names(760, items, "timetable") == set()
    assert [text for text in texts if text.startswith("in ")] == ["in 3\u202fmin"]
