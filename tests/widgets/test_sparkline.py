"""Sparklines: the newest value at the right, gaps where nothing is known, and a line that is never a scribble."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.chart.trend_line import trendline
from displayd.scene.geometry import Rect
from displayd.scene.operations import Area, Circle, Line, Polygon, Text
from displayd.scene.theme import THEMES
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

ROOM = Rect(100, 50, 600, 200)
BLUE = THEMES["dark"].series[0]

HISTORIES = st.lists(st.none() | st.floats(-1e18, 1e18), min_size=1, max_size=400)


def lines(history: list[float | None]) -> list[tuple[tuple[float, float], ...]]:
    """The points of every line."""
    return [op.points for op in trendline(frame_of(), history, ROOM, BLUE) if isinstance(op, Line)]


def dots(history: list[float | None]) -> list[Circle]:
    """Marks and single points, without the space around them."""
    ops = trendline(frame_of(), history, ROOM, BLUE)
    return [op for op in ops if isinstance(op, Circle) and op.color == BLUE]


def test_the_line_goes_from_edge_to_edge_and_from_the_lowest_to_the_highest() -> None:
    (line,) = lines([3, 1, 2])

    assert line[0][0] < ROOM.x + 10
    assert line[-1][0] > ROOM.right - 15
    assert line[0][1] < line[2][1] < line[1][1]


def test_the_newest_value_is_marked() -> None:
    (mark,) = dots([1, 2, 3])

    assert (mark.x, mark.y) == lines([1, 2, 3])[0][-1]


def test_no_mark_where_the_newest_value_is_not_known() -> None:
    assert dots([1, 2, 3, None]) == []
    assert max(x for x, _ in lines([1, 2, 3, None])[0]) < ROOM.right - 100


def test_missing_values_leave_gaps() -> None:
    first, second = lines([1, 2, None, None, 5, 6])

    assert len(first) == len(second) == 2
    assert second[0][0] - first[-1][0] > 2 * (first[1][0] - first[0][0])


def test_a_value_between_gaps_is_a_dot() -> None:
    assert len(dots([1, None, 2, None, 3, 4])) == 3


def test_equal_values_are_a_level_line_in_the_middle_and_zeros_one_at_the_bottom() -> None:
    (middle,), (bottom,) = lines([7, 7, 7]), lines([0, 0, 0])

    assert {y for _, y in middle} == {ROOM.y + ROOM.height / 2}
    assert min(y for _, y in bottom) > ROOM.bottom - 20


def test_what_a_float_leaves_is_no_movement() -> None:
    (line,) = lines([0.1 + 0.2, 0.3, 0.3])

    assert len({y for _, y in line}) == 1


def test_values_that_hardly_differ_make_a_line_that_hardly_moves() -> None:
    (crash_free,), (orders,) = lines([0.998, 0.996, 0.998]), lines([80, 60, 80])

    def height(line: tuple[tuple[float, float], ...]) -> float:
        return max(y for _, y in line) - min(y for _, y in line)

    assert height(crash_free) < 0.15 * ROOM.height
    assert height(orders) > 0.8 * ROOM.height


@pytest.mark.parametrize(
    ("history", "is_filled"), [([10, 3, 8], True), ([0, 5], True), ([490, 480, 485], False), ([-3, 5], False)]
)
def test_only_what_begins_at_zero_is_filled(history: list[float | None], is_filled: bool) -> None:
    ops = trendline(frame_of(), history, ROOM, BLUE)

    assert any(isinstance(op, Area) for op in ops) is is_filled


def test_a_rise_that_ends_level_ends_at_the_top() -> None:
    (line,) = lines([1, 2, 3, 3, 3])

    assert {y for _, y in line[2:]} == {min(y for _, y in line)}


def test_a_single_value_stands_where_the_newest_always_is() -> None:
    assert {dot.x for dot in dots([5])} == {dots([4, 5])[-1].x}


def test_many_values_are_one_line_of_their_means() -> None:
    history = [100.0 + number % 10 for number in range(300)]

    ops = trendline(frame_of(), history, ROOM, BLUE)

    (line,) = [op for op in ops if isinstance(op, Line)]
    assert len(line.points) < 60
    means = [y for _, y in line.points[2:-5]]
    assert max(means) - min(means) < 0.6 * ROOM.height
    assert not [op for op in ops if isinstance(op, Polygon)], "an envelope looks like a second line"


def test_a_spike_is_seen_among_many_values() -> None:
    history = [5.0] * 300
    history[150] = 50.0

    (line,) = lines([*history])

    assert min(y for _, y in line) < ROOM.y + 20


def test_a_count_that_begins_again_at_midnight_has_no_cliff() -> None:
    day = [float(value) for value in range(0, 120, 5)]

    found = lines([*day, *day, 0.0, 5.0, 10.0])

    assert len(found) == 3
    assert all(one[0][1] >= one[-1][1] for one in found), "each only rises"


@pytest.mark.parametrize(
    "history",
    [
        [10.0, 20.0, 30.0, 3.0],
        [50.0, 10.0] * 12,
        [float(100 - value) for value in range(30)],
        [float(value) for value in range(20)] + [15.0],
        [-5.0, *(float(value) for value in range(20)), 0.0],
    ],
)
def test_what_is_no_count_stays_one_line(history: list[float | None]) -> None:
    assert len(lines(history)) == 1


@law
@given(HISTORIES, st.integers(1, 900), st.integers(1, 400))
def test_every_line_stays_in_its_room(history: list[float | None], width: int, height: int) -> None:
    room = Rect(10, 20, width, height)

    ops = trendline(frame_of(), history, room, BLUE)

    for op in ops:
        points = [(op.x, op.y)] if isinstance(op, Circle) else op.points if isinstance(op, (Line, Area)) else []
        assert all(room.x <= x <= room.right and room.y <= y <= room.bottom for x, y in points)


def test_the_line_has_more_of_the_tile_than_the_figure() -> None:
    frame = frame_of(600, 400)

    ops = ops_of("sparkline", frame, value=41, history=[1, 5, 3, 41])

    (line,) = [op for op in ops if isinstance(op, Line)]
    heights = [y for _, y in line.points]
    assert max(heights) - min(heights) > 0.35 * frame.area.height
    assert max(op.size for op in ops if isinstance(op, Text)) <= 150


def test_the_figure_is_the_last_of_the_history_where_it_is_not_given() -> None:
    assert "7" in texts_of("sparkline", history=[1, 2, 7])
    assert "–" in texts_of("sparkline", history=[1, 2, None])
    assert "9" in texts_of("sparkline", history=[1, 2, None], value=9)


@pytest.mark.parametrize(
    ("fields", "is_empty"),
    [
        ({}, True),
        ({"history": [None, None]}, True),
        ({"history": [None, 1]}, False),
        ({"value": 0}, False),
        ({"items": [{"label": "x"}]}, True),
        ({"items": [{"label": "x", "history": [1]}]}, False),
    ],
)
def test_is_empty_without_a_value_and_without_a_history(fields: dict[str, object], is_empty: bool) -> None:
    assert widget_of("sparkline", **fields).is_empty() == is_empty


TABLE = [
    {"label": "Reports", "value": 0.71, "previous": 0.66, "history": [0.5, 0.6, 0.71]},
    {"label": "Imports", "value": 0.3, "previous": 0.39, "history": [0.5, 0.4, 0.3]},
]
SHARES = {"unit": "percentunit", "direction": "up", "red": 0.4}


def test_the_table_has_label_line_figure_and_change_of_each() -> None:
    ops = ops_of("sparkline", frame_of(900, 200), items=TABLE, **SHARES)

    texts = [op.text.replace("\u202f", " ") for op in ops if isinstance(op, Text)]
    assert {"Reports", "71%", "+5 points", "Imports", "30%", "−9 points"} == set(texts)
    assert len([op for op in ops if isinstance(op, Line)]) == 2


def test_where_there_is_no_room_the_words_of_changes_go_first_and_rows_last() -> None:
    def texts(width: int, height: int, count: int = 1) -> set[str]:
        found = texts_of("sparkline", frame_of(width, height), items=TABLE * count, **SHARES)
        return {text.replace("\u202f", " ") for text in found}

    assert texts(600, 120) == {"Reports", "71%", "Imports", "30%"}
    assert texts(600, 140, count=2) == {"Reports", "71%", "+3 more"}


def test_the_table_is_as_bad_as_its_worst_row() -> None:
    assert widget_of("sparkline", items=TABLE, **SHARES).level() == "red"
    assert widget_of("sparkline", items=TABLE[:1], **SHARES).level() == "good"
    assert widget_of("sparkline", items=[{"value": 1, "level": "amber"}]).level() == "amber"
