"""Progress: how much of the way is done, and whether that is enough by now."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Box, Circle, Line, Op, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.widgets.progress.widget import Progress
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]


def said(**fields: object) -> str:
    """All texts of a tile with room for everything, in one line."""
    return " ".join(texts_of("progress", frame_of(1200, 500), **fields)).replace(" %", "%")


def end_of_bar(ops: list[Op]) -> float:
    return max(op.x + op.width for op in ops if isinstance(op, Box) and op.color == DARK.series[0])


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ({"value": 341_600, "target": 500_000, "unit": "currencyEUR"}, "68 % €342k of €500k"),
        ({"value": 0.83, "unit": "percentunit"}, "83 %"),
        ({"value": 83, "unit": "percent"}, "83 %"),
        ({"value": 0.6, "target": 0.9, "unit": "percentunit"}, "60 % target 90%"),
        ({"value": 52, "minimum": 140, "target": 0}, "63 % 52, goal 0"),
        ({"value": 11_240, "target": 10_000}, "112 % 11.2k of 10k"),
        ({"value": 999, "target": 1000}, "99.9 % 999 of 1,000"),
        ({"value": 1, "target": 1000}, "0.1 % 1 of 1,000"),
        ({"value": 0, "target": 25}, "0 % 0 of 25"),
    ],
)
def test_the_figure_is_the_share_that_is_done(fields: dict[str, object], wanted: str) -> None:
    assert said(**fields) == wanted.replace(" %", "%") or said(**fields) == wanted


def test_the_bar_fills_by_the_share_that_is_done() -> None:
    frame = frame_of(1000, 400)

    assert end_of_bar(ops_of("progress", frame, value=30, target=40)) == pytest.approx(frame.area.x + 750)
    assert end_of_bar(ops_of("progress", frame, value=60, target=40)) == pytest.approx(frame.area.right)
    for nothing in (-5, 0):
        ops = ops_of("progress", frame, value=nothing, target=40)
        assert not [op for op in ops if isinstance(op, Box) and op.color == DARK.series[0]]


@pytest.mark.parametrize(
    "fields",
    [
        {"value": 0.7, "target": 0.7, "unit": "percentunit"},
        {"value": 0.7, "target": 0.7, "unit": "percentunit", "minimum": 0.5},
        {"value": 70, "target": 70, "unit": "percent"},
    ],
)
def test_the_bar_under_a_percentage_is_that_percentage_whatever_its_target(fields: dict[str, object]) -> None:
    frame = frame_of(1000, 400)

    ops = ops_of("progress", frame, **fields)

    assert end_of_bar(ops) == pytest.approx(frame.area.x + 700)
    (tick,) = [op for op in ops if isinstance(op, Line) and op.color == DARK.text]
    assert tick.points[0][0] == pytest.approx(frame.area.x + 700)


def test_beyond_the_goal_the_goal_is_marked() -> None:
    frame = frame_of(1000, 400)

    ops = ops_of("progress", frame, value=50, target=40)

    notch = [op for op in ops if isinstance(op, Box) and op.color == DARK.card]
    assert [op.x + op.width / 2 for op in notch] == [pytest.approx(frame.area.x + 800)]


@pytest.mark.parametrize(
    ("expected", "words", "shape"),
    [(372_000, "€30.4k behind", Polygon), (300_000, "€41.6k ahead", Circle)],
)
def test_ahead_and_behind_are_told_by_words_and_shape(expected: float, words: str, shape: type) -> None:
    ops = ops_of("progress", frame_of(1200, 500), value=341_600, target=500_000, expected=expected, unit="currencyEUR")

    assert words in [op.text for op in ops if isinstance(op, Text)]
    assert isinstance(next(op for op in ops if isinstance(op, (Polygon, Circle))), shape)


def test_where_it_should_be_is_marked_on_the_bar() -> None:
    frame = frame_of(1000, 400)

    ops = ops_of("progress", frame, value=10, target=40, expected=20)

    (tick,) = [op for op in ops if isinstance(op, Line) and op.color == DARK.text]
    assert tick.points[0][0] == pytest.approx(frame.area.x + 500)


def test_going_down_to_a_goal_ahead_is_below() -> None:
    assert "8 ahead" in said(value=52, minimum=140, target=0, expected=60)
    assert "8 behind" in said(value=68, minimum=140, target=0, expected=60)
    assert "on schedule" in said(value=60, minimum=140, target=0, expected=60)
    assert "8\u202fpoints ahead" in said(value=0.83, unit="percentunit", expected=0.75)


def test_is_empty_without_a_value_or_a_goal() -> None:
    assert widget_of("progress", target=3).is_empty()
    assert widget_of("progress", value=3).is_empty()
    assert not widget_of("progress", value=0, unit="percentunit").is_empty()


# Differences so small that their share is nothing at all are no amounts of anybody.
AMOUNTS = st.floats(-1e18, 1e18).map(lambda amount: round(amount, 9))


@law
@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_start_is_nothing_and_goal_is_all(value: float, start: float, goal: float) -> None:
    progress = widget_of("progress", value=value, minimum=start, target=goal)
    assert isinstance(progress, Progress)

    assert progress.share_of(goal) == 1.0
    if goal / 2 != start / 2:
        assert progress.share_of(start) == 0.0
        assert (progress.share_of(value) >= 0) == ((value >= start) if goal > start else (value <= start))


def test_nothing_of_nothing_is_not_all_of_it() -> None:
    assert Progress(value=0, target=0).is_empty()
    assert Progress(value=5, target=5, minimum=5).is_empty()
    assert not Progress(value=1, target=0).is_empty()
    assert not Progress(value=0, target=1).is_empty()
    # Whoever is to have none, and has none, is there.
    assert not Progress(value=0, target=0, direction="down").is_empty()


# --- rows


def bars(ops: list[Op], color: str) -> list[float]:
    """Widths of the boxes of a color, from the top."""
    return [op.width for op in ops if isinstance(op, Box) and op.color == color]


def test_the_bar_of_a_row_is_the_percentage_beside_it() -> None:
    items = [{"label": name, "value": value} for name, value in (("Sign-in", 1), ("Payments", 0.5), ("Returns", 0))]

    ops = ops_of("progress", frame_of(1200, 500), unit="percentunit", decimals=0, items=items)

    tracks, filled = bars(ops, DARK.raised), bars(ops, DARK.series[0])
    assert len(set(tracks)) == 1
    assert len(tracks) == 3
    assert filled == [pytest.approx(tracks[0]), pytest.approx(0.5 * tracks[0])]
    assert [op.text for op in ops if isinstance(op, Text) and "%" in op.text] == ["100%", "50%", "0%"]


def test_of_amounts_a_row_shows_the_share_that_is_done_and_what_is_beyond_the_goal() -> None:
    items = [{"label": "Asia", "value": 5, "target": 10}, {"label": "Europe", "value": 25, "target": 20}]

    ops = ops_of("progress", frame_of(1200, 500), items=items)

    track = bars(ops, DARK.raised)[0]
    assert bars(ops, DARK.series[0]) == [pytest.approx(0.4 * track), pytest.approx(track)]
    assert {"50%", "125%"} <= {op.text for op in ops if isinstance(op, Text)}
    left = next(op.x for op in ops if isinstance(op, Box) and op.color == DARK.raised)
    notches = [op.x + op.width / 2 for op in ops if isinstance(op, Box) and op.color == DARK.card]
    assert notches == [pytest.approx(left + 0.8 * track)] * len(items)


def test_the_target_of_a_percentage_is_marked_on_its_whole_bar() -> None:
    ops = ops_of("progress", frame_of(1200, 500), unit="percent", items=[{"label": "A", "value": 30, "target": 60}])

    (track,) = [op for op in ops if isinstance(op, Box) and op.color == DARK.raised]
    (tick,) = [op for op in ops if isinstance(op, Line) and op.color == DARK.text]
    assert bars(ops, DARK.series[0]) == [pytest.approx(0.3 * track.width)]
    assert tick.points[0][0] == pytest.approx(track.x + 0.6 * track.width)


def test_a_row_without_value_or_goal_has_no_bar_and_one_of_less_has_its_own_start() -> None:
    items = [{"label": "a"}, {"label": "b", "value": 7}, {"label": "c", "value": 35, "minimum": 140, "target": 0}]

    ops = ops_of("progress", frame_of(1200, 500), items=items)

    assert bars(ops, DARK.series[0]) == [pytest.approx(0.75 * bars(ops, DARK.raised)[0])]
    assert widget_of("progress", items=items[:2]).is_empty()
    assert not widget_of("progress", items=items).is_empty()


def test_the_tile_is_as_good_as_its_worst_row() -> None:
    items = [{"value": 0.9}, {"value": 0.4}, {"value": 0.8, "level": "good"}]

    assert widget_of("progress", unit="percentunit", direction="up", amber=0.7, red=0.3, items=items).level() == "amber"
    assert widget_of("progress", items=[{"value": 1, "level": "red"}]).level() == "red"
