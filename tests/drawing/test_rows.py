"""Rows: as many as can be read, and the fewer, the larger."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.rows.rows import MORE_LINE, row_plan, row_sizes
from tests.support.laws import law
from tests.widgets.drawing import frame_of


@law
@given(st.floats(30, 2000), st.integers(1, 300), st.sampled_from([1.25, 1.3, 2.4]))
def test_rows_and_the_line_about_the_others_fit(height: float, count: int, line: float) -> None:
    frame = frame_of()

    plan = row_plan(frame, height, count, line)

    assert plan.shown >= 1
    assert plan.shown * plan.pitch + (frame.small * MORE_LINE if plan.left_over else 0.0) <= height + 0.01
    assert plan.left_over in (0, count - plan.shown)
    if plan.shown > 1:
        assert plan.size >= frame.small * 0.999
        assert plan.size * line <= plan.pitch * 1.002


def test_few_rows_get_larger_in_steps() -> None:
    frame = frame_of()

    sizes = [row_plan(frame, 400, count, 1.25).size for count in range(1, 9)]

    assert sizes == sorted(sizes, reverse=True)
    assert set(sizes) <= set(row_sizes(frame, 1000))


def test_what_is_left_over_is_counted() -> None:
    plan = row_plan(frame_of(), 350, 40, 1.25)

    assert (plan.shown, plan.left_over) == (5, 35)
