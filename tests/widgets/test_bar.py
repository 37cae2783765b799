"""Bars: whole lengths from zero, values that do not collide with targets, labels that make sense."""

from __future__ import annotations

import pytest

from displayd.scene import Box, Line, Text
from displayd.theme import THEMES
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]


def bars(*values: float | None, **fields: object) -> list[dict[str, object]]:
    return [{"label": f"b{index}", "value": value, **fields} for index, value in enumerate(values)]


def solid(ops: list[object], color: str = DARK.series[0]) -> list[Box]:
    """The square parts of the bars in this colour; the round ones lie under them."""
    return [op for op in ops if isinstance(op, Box) and op.color == color and not op.radius]


def test_columns_are_as_high_as_their_values() -> None:
    ops = ops_of("bar", bars=bars(10, 20, 40))

    heights = [box.height for box in ops if isinstance(box, Box) and box.radius]
    assert heights == pytest.approx([heights[2] / 4, heights[2] / 2, heights[2]])


def test_negative_columns_hang_from_zero() -> None:
    up, down = (box for box in ops_of("bar", bars=bars(10, -10)) if isinstance(box, Box) and box.radius)

    assert up.y + up.height == pytest.approx(down.y)


def test_values_are_written_where_they_fit_and_ticks_where_not() -> None:
    assert {"10", "20", "40"} <= set(texts_of("bar", bars=bars(10, 20, 40)))
    assert "1,023" not in texts_of("bar", bars=bars(*range(1000, 1100)))


def test_a_value_moves_out_of_the_way_of_its_target() -> None:
    ops = ops_of("bar", bars=[{"label": "a", "value": 95, "target": 98}, {"label": "b", "value": 100}])

    value = next(op for op in ops if isinstance(op, Text) and op.text == "95")
    target = next(op for op in ops if isinstance(op, Line) and op.color == DARK.text)
    assert value.y < target.points[0][1]


def test_long_labels_lay_the_bars_down() -> None:
    short = ops_of("bar", bars=[{"label": "Mon", "value": 1}, {"label": "Tue", "value": 2}])
    long = ops_of("bar", bars=[{"label": f"A department with a long name {n}", "value": n} for n in range(1, 5)])

    assert len({op.y for op in short if isinstance(op, Text) and op.text in ("Mon", "Tue")}) == 1
    assert len({op.y for op in long if isinstance(op, Text) and op.text.startswith("A ")}) == 4


def test_the_last_bar_stands_out() -> None:
    ops = ops_of("bar", bars=bars(10, 20, 40), highlight="last")

    assert len(solid(ops)) == 1


def test_a_highlight_that_is_no_label_dims_nothing() -> None:
    ops = ops_of("bar", bars=bars(10, 20, 40), highlight="somebody who left")

    assert len(solid(ops)) == 3


def test_bars_beyond_a_threshold_have_its_colour_and_the_tile_its_level() -> None:
    widget = widget_of("bar", bars=bars(10, 45, 60), direction="down", amber=40, red=50)

    ops = widget.draw(frame_of())

    assert (len(solid(ops)), len(solid(ops, DARK.amber)), len(solid(ops, DARK.red))) == (1, 1, 1)
    assert widget.level() == "red"


def test_rows_that_do_not_fit_are_counted() -> None:
    texts = texts_of("bar", frame_of(900, 300), bars=bars(*range(20)), horizontal=True)

    shown = sum(text.startswith("b") for text in texts)
    assert f"+{20 - shown} more" in texts


def test_of_many_labels_the_last_is_shown() -> None:
    texts = texts_of("bar", bars=[{"label": str(day), "value": day} for day in range(1, 121)])

    assert "120" in texts


def test_is_empty_without_a_value() -> None:
    assert widget_of("bar").is_empty()
    assert widget_of("bar", bars=bars(None, None, target=3)).is_empty()
    assert not widget_of("bar", bars=bars(0)).is_empty()
