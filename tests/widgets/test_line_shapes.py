"""Lines as stacks, shares, steps and bars, over gaps and on a logarithmic scale."""

from __future__ import annotations

import itertools
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Area, Box, Circle, Line, Op, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.widgets.line.series import Series
from displayd.widgets.line.stack import stack_of
from displayd.widgets.line.trace import stepped
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

HOUR = 3600
START = 1_795_200_000
DARK = THEMES["dark"]
NOT_LOG = "no log scale here"
BLUE = DARK.series[0]
WIDE = frame_of(1200, 500)


def points(*values: float | None) -> list[list[float | None]]:
    return [[START + HOUR * index, value] for index, value in enumerate(values)]


def series_of(**lines: list[list[float | None]]) -> list[dict[str, Any]]:
    return [{"name": name, "points": one} for name, one in lines.items()]


def boxes(ops: list[Op], color: str) -> list[Box]:
    return [op for op in ops if isinstance(op, Box) and op.color == color and op.height > 40]


CHANNELS = series_of(mail=points(50, 40, 60), chat=points(30, 30, 30), phone=points(20, 10, 10))


def test_a_stack_has_an_area_for_each_line_and_the_total_above() -> None:
    ops = ops_of("line", WIDE, series=CHANNELS, arrangement="stacked")

    areas = [op for op in ops if isinstance(op, Polygon)]
    assert [op.color[:7] for op in areas] == list(DARK.series[:3])
    for lower, upper in itertools.pairwise(areas):
        assert set(lower.points[:3]) <= set(upper.points), "each stands on the one before"
    texts = {op.text: op for op in ops if isinstance(op, Text)}
    assert {"mail", "60", "chat", "30", "phone", "10", "total", "100"} <= set(texts)
    assert texts["total"].y < texts["phone"].y < texts["chat"].y < texts["mail"].y


def test_shares_are_of_the_whole_scale_and_in_percent() -> None:
    ops = ops_of("line", WIDE, series=CHANNELS, arrangement="share", unit="short", amber=40, direction="down")

    texts = [op.text for op in ops if isinstance(op, Text)]
    assert {"0%", "100%", "60%", "30%", "10%"} <= set(texts)
    assert "100" in texts, "the total is an amount"
    assert not [op for op in ops if isinstance(op, Line) and op.dash], "thresholds are no shares"
    tops = {min(y for _, y in op.points) for op in ops if isinstance(op, Polygon)}
    assert min(tops) == min(op.points[0][1] for op in ops if isinstance(op, Line) and op.color == DARK.grid)


def test_a_total_is_not_named_where_its_value_has_no_room() -> None:
    for width, height in ((420, 300), (340, 260)):
        texts = texts_of("line", frame_of(width, height), series=CHANNELS, arrangement="stacked")

        assert ("total" in texts) <= ("100" in texts)


def test_the_level_of_a_stack_is_that_of_its_total_and_shares_have_none() -> None:
    fields = {"series": CHANNELS, "amber": 80, "red": 150, "direction": "down"}

    assert widget_of("line", **fields).level() == "good"
    assert widget_of("line", **fields, arrangement="stacked").level() == "amber"
    assert widget_of("line", **fields, arrangement="share").level() == "none"
    assert widget_of("line", **fields, arrangement="stacked", incomplete_from=START).level() == "none"


def test_lines_of_other_times_are_stacked_where_they_are_and_a_right_axis_is_not() -> None:
    stack = stack_of(
        [
            Series(points=[(0.0, 10.0), (10.0, 20.0), (20.0, 20.0)]),
            Series(points=[(5.0, 1.0), (15.0, 3.0), (21.0, 5.0)]),
        ],
        is_share=False,
    )

    assert stack.times == (0.0, 5.0, 10.0, 15.0, 20.0, 21.0)
    assert stack.levels[0] == (10.0, 15.0, 20.0, 20.0, 20.0, 20.0)
    assert stack.levels[1][1:4] == (16.0, 22.0, 23.0)
    assert stack.total == 25.0
    ops = ops_of("line", WIDE, series=[*CHANNELS, {"name": "r", "axis": "right", "points": points(1, 2)}],
                 arrangement="stacked", right_unit="s")  # fmt: skip
    assert len([op for op in ops if isinstance(op, Polygon)]) == 3


def test_a_line_that_has_ended_adds_nothing_any_more() -> None:
    ended, running = (Series(points=[(float(time), 5.0) for time in range(end)]) for end in (4, 40))

    stack = stack_of([running, ended], is_share=False)

    assert stack.levels[1][:4] == (10.0,) * 4
    assert stack.total == 5.0


@law
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 50), st.none() | st.integers(0, 1000)),
            min_size=1,
            max_size=20,
            unique_by=lambda p: p[0],
        ),
        min_size=1,
        max_size=5,
    )
)
def test_shares_add_up_and_areas_do_not_cross(rows: list[list[tuple[int, int | None]]]) -> None:
    lines = [Series(points=[(float(time), value) for time, value in row]) for row in rows]

    amounts, shares = stack_of(lines, is_share=False), stack_of(lines, is_share=True)

    for stack in (amounts, shares):
        for lower, upper in itertools.pairwise(stack.levels):
            assert all(one <= other + 1e-9 for one, other in zip(lower, upper, strict=True))
    assert amounts.levels[-1][-1] == pytest.approx(amounts.total)
    assert all(top == pytest.approx(1.0) or top == 0.0 for top in shares.levels[-1])


def test_steps_stay_level_until_the_next_point() -> None:
    assert stepped([(0, 1), (1, 5), (2, 5), (3, 2)]) == [(0, 1), (1, 1), (1, 5), (2, 5), (2, 5), (3, 5), (3, 2)]
    assert stepped([(0, 1)]) == [(0, 1)]

    (line,) = [op for op in ops_of("line", points=points(1, 5, 2), shape="steps")
               if isinstance(op, Line) and op.color == BLUE]  # fmt: skip

    assert all(one[0] == other[0] or one[1] == other[1] for one, other in itertools.pairwise(line.points))


def test_bars_stand_on_zero_side_by_side_inside_the_plot() -> None:
    ops = ops_of("line", WIDE, series=series_of(a=points(100, 90, 95), b=points(80, 85, 99)), shape="bars")

    left, right = boxes(ops, BLUE), boxes(ops, DARK.series[1])
    assert len(left) == len(right) == 3
    assert {round(bar.y + bar.height, 6) for bar in left + right} == {round(left[0].y + left[0].height, 6)}
    for one, other in zip(left, right, strict=True):
        assert one.x + one.width <= other.x
    grid = [op for op in ops if isinstance(op, Line) and op.color == DARK.grid]
    assert all(grid[0].points[0][0] <= bar.x <= bar.x + bar.width <= grid[0].points[-1][0] + 0.01
               for bar in left + right)  # fmt: skip
    assert not [op for op in ops if isinstance(op, Circle)]


def test_bars_and_a_line_share_a_chart() -> None:
    series = [
        {"name": "orders", "shape": "bars", "points": points(100, 90, 95)},
        {"name": "sent back", "axis": "right", "points": points(0.02, 0.03, 0.02)},
    ]

    ops = ops_of("line", WIDE, series=series, right_unit="percentunit")

    assert len(boxes(ops, BLUE)) == 3
    assert [op for op in ops if isinstance(op, Line) and op.color == DARK.series[1] and len(op.points) == 3]
    assert {"orders", "95", "sent back", "2%"} <= {op.text for op in ops if isinstance(op, Text)}


def test_bars_of_a_period_that_still_runs_are_pale() -> None:
    ops = ops_of("line", points=points(100, 90, 30), shape="bars", incomplete_from=START + 2 * HOUR)

    assert len(boxes(ops, BLUE)) == 2
    assert len([op for op in ops if isinstance(op, Box) and op.color.startswith(BLUE)]) == 3


def test_more_bars_than_pixels_keep_the_highest() -> None:
    values = [1.0] * 600
    values[301] = 50.0

    ops = ops_of("line", frame_of(500, 400), points=points(*values), shape="bars")

    bars = [op for op in ops if isinstance(op, Box) and op.color == BLUE]
    assert len(bars) <= 250
    assert max(bar.height for bar in bars) > 20 * min(bar.height for bar in bars)


@pytest.mark.parametrize(("missing", "lines", "lowest"), [("gap", 2, False), ("connect", 1, False), ("zero", 1, True)])
def test_missing_values_are_gaps_connected_or_zeros(missing: str, lines: int, lowest: bool) -> None:
    ops = ops_of("line", points=points(5, 6, None, 6, 5), missing=missing, minimum=0, area=False)

    found = [op for op in ops if isinstance(op, Line) and op.color == BLUE]
    assert len(found) == lines
    floor = max(op.points[0][1] for op in ops if isinstance(op, Line) and op.color == DARK.grid)
    assert (floor in {y for line in found for _, y in line.points}) is lowest


def test_a_value_that_is_missing_now_counts_as_zero_only_where_it_is_drawn_so() -> None:
    fields = {"points": points(90, 95, None), "direction": "up", "amber": 80, "red": 50}

    assert widget_of("line", **fields).level() == "good"
    assert widget_of("line", **fields, missing="zero").level() == "red"
    assert widget_of("line", points=points(None, None), missing="zero").is_empty()


def test_on_a_log_scale_ten_times_as_much_is_equally_high() -> None:
    ops = ops_of("line", points=points(1, 10, 100, 1000), scale="log", area=True)

    (line,) = [op for op in ops if isinstance(op, Line) and op.color == BLUE]
    steps = [one[1] - other[1] for one, other in itertools.pairwise(line.points)]
    assert steps == pytest.approx([steps[0]] * 3)
    texts = [op.text for op in ops if isinstance(op, Text)]
    assert {"1", "1,000"} <= set(texts)
    assert NOT_LOG not in texts
    assert not [op for op in ops if isinstance(op, Area)], "there is no zero to stand on"


@pytest.mark.parametrize(
    "fields",
    [
        {"points": points(0, 10, 100)},
        {"points": points(-1, 10, 100)},
        {"points": points(1, 10), "minimum": 0},
        {"points": points(1, 10), "shape": "bars"},
        {"series": CHANNELS, "arrangement": "stacked"},
    ],
)
def test_a_chart_that_cannot_have_a_log_scale_says_so(fields: dict[str, Any]) -> None:
    assert NOT_LOG in texts_of("line", WIDE, scale="log", **fields)


@pytest.mark.parametrize(
    ("field", "word"),
    [("arrangement", "piled"), ("shape", "dots"), ("missing", "skip"), ("scale", "sqrt"), ("arrangement", None)],
)
def test_other_words_are_refused(field: str, word: str | None) -> None:
    with pytest.raises(msgspec.ValidationError, match=field):
        widget_of("line", points=points(1), **{field: word})
