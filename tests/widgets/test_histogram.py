"""Histograms: everything is counted once, and the marks say what so many do not exceed."""

from __future__ import annotations

import itertools
import statistics
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Box, Line, Text
from displayd.widgets.histogram.counting import Bin, bins_of, percentile, percentile_of_bins
from displayd.widgets.histogram.widget import Histogram
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

# Of values apart by less than a float holds, no range can be told from the next.
FEW = st.lists(
    st.floats(-1e6, 1e6).map(lambda value: round(value, 3)) | st.integers(-50, 50).map(float), min_size=1, max_size=80
)


def bins(**fields: Any) -> list[Bin]:
    widget = widget_of("histogram", **fields)
    assert isinstance(widget, Histogram)
    return bins_of(widget)


@law
@given(FEW, st.none() | st.integers(2, 60))
def test_every_value_is_in_one_range(values: list[float], count: int | None) -> None:
    found = bins(values=values, **({} if count is None else {"bins": count}))

    assert sum(one.number for one in found) == len(values)
    assert all(one.low < one.high for one in found)
    assert all(one.high == other.low for one, other in itertools.pairwise(found))
    assert found[0].low <= min(values)
    assert max(values) <= found[-1].high


@law
@given(FEW)
def test_quartiles_are_those_of_everybody(values: list[float]) -> None:
    if len(values) > 1:
        wanted = statistics.quantiles(values, n=4, method="inclusive")

        assert [percentile(sorted(values), share) for share in (25, 50, 75)] == pytest.approx(wanted)


def test_ranges_have_round_ends() -> None:
    found = bins(values=[3, 17, 22, 38, 41, 55, 61, 78], bins=8)

    assert [one.low for one in found] == [0, 10, 20, 30, 40, 50, 60, 70]


def test_what_lies_outside_a_given_scale_is_counted_at_its_ends() -> None:
    found = bins(values=[-5, 5, 15, 500], minimum=0, maximum=20, bins=2)

    assert [(one.low, one.high, one.number) for one in found] == [(0, 10, 2), (10, 20, 2)]


def test_ranges_that_were_counted_already_are_taken_as_they_are() -> None:
    found = bins(rows=[[10, 20, 4], [0, 10, 6], ["words", 1, 2], [5, 5, 1], [7, 3, 1], [1, 2, -1], [1]])

    assert found == [(0, 10, 6), (10, 20, 4)]
    assert percentile_of_bins(found, 50) == pytest.approx(10 * 5 / 6)
    assert percentile_of_bins(found, 80) == pytest.approx(15)


def test_marks_say_what_so_many_do_not_exceed() -> None:
    texts = texts_of("histogram", frame_of(1400, 600), values=list(range(101)), unit="suffix: min")

    assert {"50% ≤ 50\u202fmin", "90% ≤ 90\u202fmin"} <= {text.replace(" min", "\u202fmin") for text in texts}


def test_shares_with_one_figure_are_said_once() -> None:
    texts = texts_of("histogram", frame_of(1400, 600), values=[3, 3, 3], percentiles=[25, 50, 90])

    assert [text for text in texts if "≤" in text] == ["90% ≤ 3"]


@pytest.mark.parametrize("size", [(1400, 600), (700, 500), (450, 400), (300, 260)])
@pytest.mark.parametrize("skew", [1, 3])
def test_no_line_runs_through_words_and_no_words_stand_on_others(size: tuple[int, int], skew: int) -> None:
    frame = frame_of(*size)
    ops = ops_of(
        "histogram", frame, values=[number**skew for number in range(101)], percentiles=[10, 50, 75, 95], unit="ms"
    )
    texts = [op for op in ops if isinstance(op, Text) and "≤" in op.text]
    boxes = [(op.x, op.x + frame.fonts.width(op.text, op.size, op.weight), op.y - op.size * 0.73, op.y) for op in texts]

    for one, other in itertools.combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
    marks = [op for op in ops if isinstance(op, Line) and op.width == 3 * frame.unit]
    for mark, (left, right, top, bottom) in itertools.product(marks, boxes):
        (x, start), (_, end) = mark.points
        assert not (left < x < right and start < bottom and end > top)


def test_higher_is_more() -> None:
    ops = ops_of("histogram", frame_of(900, 500), rows=[[0, 1, 10], [1, 2, 20], [2, 3, 0]])

    heights = [op.height for op in ops if isinstance(op, Box)]
    assert len(heights) == 2
    assert heights[1] == pytest.approx(2 * heights[0])


@pytest.mark.parametrize(
    "fields",
    [{"bins": 1}, {"bins": 61}, {"percentiles": [-1]}, {"percentiles": [101]}, {"percentiles": [1, 2, 3, 4, 5]}],
)
def test_what_makes_no_histogram_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        widget_of("histogram", values=[1, 2], **fields)


def test_without_anything_counted_it_is_empty() -> None:
    assert widget_of("histogram", values=[None], rows=[["a", 1, 2]]).is_empty()
    assert not widget_of("histogram", values=[0]).is_empty()
