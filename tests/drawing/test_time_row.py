"""The times under a chart: its first and its last instant, whatever else has room."""

from __future__ import annotations

import datetime
import itertools
import zoneinfo
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.chart.time_row import span_ends, time_row
from displayd.scene.operations import Text
from tests.support.laws import law
from tests.widgets.drawing import NOW, frame_of

HOUR, DAY = 3_600.0, 86_400.0


def texts(width: float, start: float, end: float) -> list[Text]:
    """The row of a chart that is `width` px wide."""
    ops = time_row(frame_of(), 0.0, width, 100.0, start, end, lambda at: (at - start) / ((end - start) or 1) * width)
    return [op for op in ops if isinstance(op, Text)]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(900, "15 min ago"), (HOUR, "1 h ago"), (DAY, "24 h ago"), (7 * DAY, "7 days ago"), (90 * DAY, "24 Aug")],
)
def test_a_chart_up_to_now_says_how_far_back_it_goes(seconds: float, words: str) -> None:
    # Of means over 120 stretches, the first stands in the middle of its own.
    first, last = span_ends(frame_of(), NOW - seconds * (1 - 1 / 240), NOW)

    assert first.replace("\N{NARROW NO-BREAK SPACE}", " ") == words
    assert last == "now"


@pytest.mark.parametrize(("width", "told"), [(60.0, []), (150.0, ["now"])])
def test_a_single_moment_is_told_where_it_has_room_alone(width: float, told: list[str]) -> None:
    frame = frame_of()
    ops = time_row(frame, frame.area.x + 50.0, frame.area.x + width, 100.0, NOW, NOW, lambda _: frame.area.x + 55.0)

    found = [op for op in ops if isinstance(op, Text)]
    assert [op.text for op in found] == told
    assert all(op.x + frame.fonts.width(op.text, op.size) <= frame.area.x + width for op in found)


def test_a_chart_that_ended_says_when_and_so_does_a_screen_that_does_not_know_the_time() -> None:
    assert span_ends(frame_of(), NOW - 5 * HOUR, NOW - HOUR) == ("15:08", "19:08")
    # Nobody knows how long ago that was; when it was stands in the data.
    assert span_ends(replace(frame_of(), has_time=False), NOW - HOUR, NOW) == ("19:08", "20:08")
    assert span_ends(frame_of(), NOW - 400 * DAY, NOW - 90 * DAY)[1] == "23 Aug"


def test_a_chart_of_days_ends_with_a_day_and_at_no_hour() -> None:
    now = datetime.datetime.fromtimestamp(NOW, zoneinfo.ZoneInfo(frame_of().format.timezone))
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()

    assert span_ends(frame_of(), midnight - 5 * DAY, midnight) == ("16 Nov", "21 Nov")
    assert span_ends(frame_of(), midnight - 5 * DAY + 1, midnight)[1] == "00:00"


def test_now_is_taken_back_when_no_news_comes() -> None:
    frame = frame_of()
    span_ends(frame, NOW - DAY, NOW)

    assert NOW < frame.until < NOW + HOUR
    # At that very moment, or the screen would draw again and again until it has passed.
    then = frame_of(unix_time=frame.until)
    assert span_ends(then, NOW - DAY, NOW)[1] == "20:08"
    assert then.until > frame.until


def test_times_between_come_where_they_have_room() -> None:
    assert [one.text for one in texts(1_200, NOW - DAY, NOW)][:2] == ["24\N{NARROW NO-BREAK SPACE}h ago", "now"]
    assert [one.text for one in texts(1_200, NOW - DAY, NOW)][2:] == ["06:00", "12:00"]
    assert len(texts(420, NOW - DAY, NOW)) == 2


def test_both_ends_are_told_in_fewer_letters_before_one_is_left_out() -> None:
    assert [one.text for one in texts(250, NOW - DAY, NOW)] == ["24\N{NARROW NO-BREAK SPACE}h", "now"]
    # The beginning alone says how long the chart is.
    assert len(texts(100, NOW - DAY, NOW)) == 1


@law
@given(st.floats(100, 2_000), st.floats(0, 800 * DAY), st.floats(0, 100 * DAY))
def test_no_two_times_meet_and_none_leaves_the_row(width: float, length: float, age: float) -> None:
    row = sorted(texts(width, NOW - age - length, NOW - age), key=lambda op: op.x)
    ends = [(op.x, op.x + frame_of().fonts.width(op.text, op.size)) for op in row]

    # Of a single moment nothing is told where its words have no room.
    assert row or NOW - age - length == NOW - age
    assert all(left >= 0 for left, _ in ends)
    assert not ends or ends[-1][1] <= width + 0.5 or len(row) == 1
    assert all(right < left for (_, right), (left, _) in itertools.pairwise(ends))
