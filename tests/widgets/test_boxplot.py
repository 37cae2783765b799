"""Box plots: the quartiles of everybody, one scale for all segments, and no line through words."""

from __future__ import annotations

import statistics
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Box, Circle, Line, Op, Text
from displayd.widgets.boxplot.quartiles import Spread, spread_of
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

ROWS = [["Small", 1, 2, 3, 4, 5], ["Large", 4, 5, 6, 7, 8]]


def boxes(ops: list[Op]) -> list[Box]:
    return [op for op in ops if isinstance(op, Box)]


@law
@given(st.lists(st.floats(-1e6, 1e6) | st.integers(-9, 9).map(float), min_size=1, max_size=60))
def test_figures_are_where_they_are_said_to_be(numbers: list[float]) -> None:
    spread = spread_of(numbers, is_quartiles=False)

    assert spread
    assert spread.low <= spread.first <= spread.median <= spread.third <= spread.high
    assert all(one < spread.low or one > spread.high for one in spread.far)
    if len(numbers) > 1:
        wanted = statistics.quantiles(numbers, n=4, method="inclusive")
        assert list(spread[1:4]) == pytest.approx(wanted)


def test_figures_far_from_the_others_stand_alone() -> None:
    assert spread_of([1, 2, 3, 4, 5, 100], False) == Spread(1, 2.25, 3.5, 4.75, 5, (100,))
    ops = ops_of("boxplot", rows=[["a", 1, 2, 3, 4, 5, 100]])

    assert sum(isinstance(op, Circle) for op in ops) == 1


def test_quartiles_may_be_given_and_have_to_rise() -> None:
    assert spread_of([1, 2, 3, 4, 5], True) == Spread(1, 2, 3, 4, 5)
    assert spread_of([5, 4, 3, 2, 1], True) is None
    assert spread_of([1, 2, 3], True) is None
    assert len(boxes(ops_of("boxplot", cells="quartiles", rows=[*ROWS, ["none", 5, 4, 3, 2, 1]]))) == 2


def test_all_segments_share_one_scale() -> None:
    small, large = boxes(ops_of("boxplot", frame_of(1400, 500), rows=ROWS))

    assert small.width == pytest.approx(large.width)
    assert small.x < large.x


def test_median_is_told_and_judged() -> None:
    limits: dict[str, Any] = {"direction": "up", "amber": 5, "red": 1}
    widget = widget_of("boxplot", rows=ROWS, **limits)

    assert {"3", "6"} <= set(texts_of("boxplot", rows=ROWS, **limits))
    assert widget.level() == "amber"


@pytest.mark.parametrize("width", [300, 450, 700, 1400])
def test_a_chart_never_becomes_a_list(width: int) -> None:
    ops = ops_of("boxplot", frame_of(width, 500), rows=[["A name of a segment", 1_000, 2_000, 3_000], ["b", 5, 6]])

    assert len(boxes(ops)) == 2


@pytest.mark.parametrize("width", [300, 450, 700, 1400])
def test_no_line_runs_through_names_or_medians(width: int) -> None:
    frame = frame_of(width, 500)
    ops = ops_of("boxplot", frame, rows=ROWS, benchmark=4, unit="suffix: widgets")
    words = [op for op in ops if isinstance(op, Text) and op.weight in ("medium", "semibold")]

    for line in (op for op in ops if isinstance(op, Line) and op.points[0][0] == op.points[1][0]):
        (x, top), (_, bottom) = line.points
        for op in words:
            long = frame.fonts.width(op.text, op.size, op.weight)
            left = op.x - long if op.align == "right" else op.x
            assert not (left + 1 < x < left + long - 1 and top < op.y and bottom > op.y - op.size * 0.7), op.text


def test_benchmark_is_inside_the_scale_and_dotted() -> None:
    ops = ops_of("boxplot", frame_of(1400, 500), rows=ROWS, benchmark=20)

    dotted = [op for op in ops if isinstance(op, Line) and op.dash]
    assert len(dotted) == 1
    assert frame_of().area.x < dotted[0].points[0][0] < 1410


def test_segments_that_do_not_fit_are_counted() -> None:
    texts = texts_of("boxplot", frame_of(900, 300), rows=[[f"host {n}", n, n + 1] for n in range(30)])

    shown = sum(text.startswith("host") for text in texts)
    assert f"+{30 - shown} more" in texts


@pytest.mark.parametrize("fields", [{"cells": "deciles"}, {"rows": [["a", [1]]]}, {"benchmark": "high"}])
def test_what_makes_no_box_plot_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        widget_of("boxplot", **{"rows": ROWS, **fields})


def test_without_figures_it_is_empty() -> None:
    assert widget_of("boxplot", rows=[["a"], ["b", None, "words"]]).is_empty()
    assert not widget_of("boxplot", rows=[["a", 0]]).is_empty()
