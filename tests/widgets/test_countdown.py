"""Countdowns and deadlines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.figure.time_spans import span_at
from displayd.scene.operations import Box, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from tests.support.laws import law
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]


def spoken(seconds: float, locale: str = "en-GB") -> str:
    """What is written when so much is left (or, below 0, has passed), with plain spaces."""
    return span_at(NOW + seconds, NOW).text(Formatter(locale)).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "00:01"),
        (59, "00:59"),
        (727, "12:07"),
        (3599, "59:59"),
        (3599.5, "1 h"),
        (3600, "1 h"),
        (3601, "1 h 1 min"),
        (5 * 3600 + 12 * 60, "5 h 12 min"),
        (26 * 3600 + 30 * 60, "26 h 30 min"),
        (2 * 86_400, "2 days"),
        (27 * 86_400 + 3 * 3600 + 59, "27 days 3 h"),
        (0, "00:00"),
        (-1, "00:01"),
        (-1083, "18:03"),
        (-3600 * 30 - 59, "30 h"),
        (-86_400 * 702, "702 days"),
        (-86_400 * 1102, "3.02 years"),
    ],
)
def test_a_length_of_time_is_in_its_largest_unit_and_the_next(seconds: float, words: str) -> None:
    assert spoken(seconds) == words


def test_a_length_of_time_is_in_the_words_of_the_place() -> None:
    assert spoken(27 * 86_400 + 3 * 3600, "de-DE") == "27 Tage 3 h"


@law
@given(st.floats(-1e7, 1e7))
def test_words_hold_until_the_moment_they_say_and_not_after(seconds: float) -> None:
    moment = NOW + seconds

    span = span_at(moment, NOW)

    assert span.until > NOW
    assert span_at(moment, span.until - 1e-3).seconds == span.seconds or span.until - 1e-3 < NOW
    assert span_at(moment, span.until).seconds != span.seconds or span.until >= moment > NOW


@pytest.mark.parametrize(("seconds", "most"), [(100, 1), (3500, 1), (3700, 60), (90_000, 60), (9_000_000, 60)])
def test_it_ticks_each_second_under_an_hour_and_else_each_minute(seconds: float, most: float) -> None:
    frame = frame_of()

    widget_of("countdown", until=NOW + seconds).draw(frame)

    assert 0 < frame.until - NOW <= most
    assert frame.until - NOW > most / 2 or most == 1


def test_a_date_is_meant_in_the_time_zone_of_the_widget_or_else_of_the_screen() -> None:
    def first(**fields: Any) -> str:
        return texts_of("countdown", **fields)[0]

    # It is 20:08:03 in London, 15:08:03 in New York.
    assert first(until="2026-11-21 20:20") == "11:57"
    assert first(until="2026-11-21 15:20", timezone="America/New_York") == "11:57"
    assert first(until="2026-11-21T20:20:00+00:00", timezone="Asia/Tokyo") == "11:57"


@pytest.mark.parametrize("until", ["tomorrow", "18.12.2026", "2026-13-01", "0001-01-01", "9999-12-31 23:59"])
def test_what_is_no_date_is_refused(until: str) -> None:
    with pytest.raises(msgspec.ValidationError, match="is not a date and time such as"):
        widget_of("countdown", until=until)


def test_the_moment_stands_under_the_figure() -> None:
    assert texts_of("countdown", until="2026-12-18 17:00")[-1] == "Friday 18 December, 17:00"
    assert texts_of("countdown", until="2026-11-21 20:20")[-1] == "today, 20:20"
    assert texts_of("countdown", until="2036-11-21 20:20")[-1] == "2036-11-21"


def test_levels_have_a_mark_and_change_when_they_say() -> None:
    def drawn(seconds: float) -> tuple[set[int], float]:
        frame = frame_of()
        ops = ops_of("countdown", frame, until=NOW + seconds, amber_seconds=7200.5, red_seconds=1800)
        return {len(op.points) for op in ops if isinstance(op, Polygon)}, frame.until - NOW

    assert drawn(9000)[0] == set()
    assert drawn(7201)[0] == set()
    assert drawn(7201)[1] == pytest.approx(0.5)
    assert drawn(7000)[0] == {3}
    assert drawn(1700)[0] == {4}
    assert drawn(-5)[0] == set()


def test_the_bar_shows_how_much_of_the_wait_is_over() -> None:
    ops = ops_of("countdown", until=NOW + 600, since=NOW - 1800)

    track, bar = (op for op in ops if isinstance(op, Box))
    assert bar.width == pytest.approx(track.width * 0.75, rel=1e-3)


def test_once_over_it_says_so_and_never_changes_again() -> None:
    frame = frame_of()

    assert texts_of("countdown", frame, until=NOW - 86_400 * 3, done="Moved")[0] == "Moved"
    assert frame.until == float("inf")
    assert texts_of("countdown", until=NOW)[0] == "Over"


def test_parts_are_left_out_before_the_figure_gets_small() -> None:
    fields = {"until": NOW + 27 * 86_400 + 7200.0, "since": NOW - 86_400}

    def drawn(width: int, height: int) -> tuple[list[str], int]:
        ops = ops_of("countdown", frame_of(width, height), **fields)
        return [op.text for op in ops if isinstance(op, Text)], sum(isinstance(op, Box) for op in ops)

    assert drawn(900, 400) == (["27", " days", "2", "\u202fh", "Friday 18 December, 22:08"], 2)
    assert drawn(900, 160) == (["27", " days", "2", "\u202fh"], 2)
    assert drawn(900, 100) == (["27", " days", "2", "\u202fh"], 0)
    assert drawn(300, 100) == (["27", " days"], 0)


def test_days_and_hours_stand_under_each_other_in_a_high_tile() -> None:
    ops = ops_of("countdown", frame_of(440, 560), until=NOW + 27 * 86_400 + 7200)

    figures = [op for op in ops if isinstance(op, Text) and op.text.isdigit()]
    assert figures[0].x == figures[1].x
    assert figures[0].y < figures[1].y


@pytest.mark.parametrize("kind", ["countdown", "sla"])
def test_a_clock_that_may_be_wrong_counts_nothing(kind: str) -> None:
    fields = {"until": NOW} if kind == "countdown" else {"items": [{"label": "a", "due": NOW}]}

    assert texts_of(kind, replace(frame_of(), has_time=False), **fields) == ["Clock not set"]


def test_it_is_empty_without_a_moment() -> None:
    assert widget_of("countdown").is_empty()
    assert widget_of("countdown", until=" ").is_empty()
    assert widget_of("sla").is_empty()


def test_deadlines_come_soonest_first_and_those_without_come_last() -> None:
    items = [{"label": "never"}, {"label": "later", "due": NOW + 9000}, {"label": "late", "due": NOW - 90}]

    assert texts_of("sla", items=items) == ["01:30 late", "late", "2\u202fh 30\u202fmin", "later", "–", "never"]


def test_what_is_late_is_red_and_what_is_due_soon_amber() -> None:
    items = [{"label": "a", "due": NOW - 90}, {"label": "b", "due": NOW + 90}, {"label": "c", "due": NOW + 9000}]

    ops = ops_of("sla", items=items, amber_seconds=600)

    inks = [op.color for op in ops if isinstance(op, Text) and op.align == "right"]
    marks = [len(op.points) for op in ops if isinstance(op, Polygon)]
    assert (inks, marks) == ([DARK.red, DARK.amber, DARK.text], [4, 3])


@pytest.mark.parametrize(
    ("due", "change"),
    [(NOW + 90.5, 0.5), (NOW - 90.5, 0.5), (NOW + 7250, 50), (NOW + 3600.25, 0.25), (NOW - 7250, 10)],
)
def test_deadlines_are_drawn_again_when_they_say_something_else(due: float, change: float) -> None:
    frame = frame_of()

    widget_of("sla", items=[{"label": "a", "due": due}], amber_seconds=3600).draw(frame)

    assert frame.until - NOW == pytest.approx(change, abs=1e-3)


def test_a_row_that_is_not_shown_tells_when_it_becomes_late() -> None:
    frame = frame_of(900, 160)
    items = [{"label": str(n), "due": NOW + 86_400 * 2} for n in range(8)] + [{"label": "x", "due": NOW + 86_400 * 3}]

    texts = texts_of("sla", frame, items=items, amber_seconds=86_400 * 3 - 20.0)

    assert texts[-1] == "+8 more, 7 soon"
    assert frame.until - NOW == pytest.approx(20)


def test_labels_that_would_be_cut_to_nothing_stand_over_their_times() -> None:
    items = [{"label": "Northwind", "due": NOW + 86_400 * 30 + 7200}]

    ops = [op for op in ops_of("sla", frame_of(420, 400), items=items) if isinstance(op, Text)]

    label, time = sorted(ops, key=lambda op: op.y)
    assert (label.text, label.x) == ("Northwind", time.x)


def test_few_rows_are_larger() -> None:
    def size(count: int) -> float:
        items = [{"label": f"#{n}", "due": NOW + 9000} for n in range(count)]
        return max(op.size for op in ops_of("sla", items=items) if isinstance(op, Text))

    assert size(2) > size(9) >= frame_of().small


def test_hours_of_a_month_are_not_counted() -> None:
    assert spoken(29 * 86_400 + 7_200) == "29 days 2 h"
    assert spoken(66 * 86_400 + 7_200) == "66 days"
