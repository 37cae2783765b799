"""Bullet graphs: zones, bar, target and benchmark on one scale."""

from __future__ import annotations

import pytest

from displayd.scene.operations import Box, Line, Op, Polygon, Text
from displayd.scene.theme import THEMES
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]

ADOPTION = {"value": 0.47, "target": 0.6, "benchmark": 0.3, "unit": "percentunit", "direction": "up"}
ZONES = {"amber": 0.5, "red": 0.25}


def marks(ops: list[Op]) -> tuple[list[Line], list[Polygon]]:
    """Strokes in the colour of text, and triangles under the bar."""
    foot = max(op.y + op.height for op in ops if isinstance(op, Box) and op.width > 20)
    ticks = [op for op in ops if isinstance(op, Line) and op.color == DARK.text]
    return ticks, [op for op in ops if isinstance(op, Polygon) and min(y for _, y in op.points) >= foot]


def test_target_and_benchmark_are_marked_by_different_shapes_at_their_places() -> None:
    frame = frame_of(1000, 400)

    (tick,), (caret,) = marks(ops_of("bullet", frame, **ADOPTION))

    assert tick.points[0][0] == pytest.approx(frame.area.x + 600)
    assert caret.points[0][0] == pytest.approx(frame.area.x + 300)


def test_the_bar_reaches_to_the_value() -> None:
    frame = frame_of(1000, 400)

    bars = [op for op in ops_of("bullet", frame, **ADOPTION) if isinstance(op, Box) and op.color == DARK.series[0]]

    assert max(op.x + op.width for op in bars) == pytest.approx(frame.area.x + 470)


def test_zones_fill_the_scale_between_the_thresholds() -> None:
    frame = frame_of(1000, 400)

    boxes = [op for op in ops_of("bullet", frame, **ADOPTION, **ZONES) if isinstance(op, Box) and op.width > 100]

    edges = {round(op.x + op.width - frame.area.x) for op in boxes}
    assert {1000, 500 - 4, 250 - 4} <= edges


def test_a_better_side_below_turns_the_zones_round() -> None:
    def leftmost(direction: str) -> str:
        ops = ops_of("bullet", value=5, maximum=10, amber=4, red=6, direction=direction)
        return next(op.color for op in ops if isinstance(op, Box) and op.width > 100)

    assert leftmost("down") != leftmost("up")


def test_what_the_marks_are_is_said_with_the_same_marks() -> None:
    texts = texts_of("bullet", frame_of(1000, 400), **ADOPTION, benchmark_label="median of all offices")

    assert {"target 60%", "median of all offices 30%"} <= set(texts)


def test_a_benchmark_is_not_marked_where_there_is_no_room_to_say_what_it_is() -> None:
    ops = ops_of("bullet", frame_of(300, 200), **ADOPTION)

    ticks, carets = marks(ops)
    assert len(ticks) == 1
    assert carets == []


def test_uptime_is_looked_at_through_a_lens() -> None:
    fields = {"value": 0.9993, "unit": "percentunit", "direction": "up", "amber": 0.999, "red": 0.99}

    assert {"98%", "100%"} <= set(texts_of("bullet", frame_of(1000, 400), **fields))


def test_the_ends_of_the_scale_go_before_the_notes() -> None:
    def shown(height: int) -> set[str]:
        return set(texts_of("bullet", frame_of(1000, height), **ADOPTION))

    assert {"0%", "100%", "target 60%"} <= shown(400)
    assert "0%" not in shown(230)
    assert "target 60%" in shown(230)


def test_a_tile_that_is_too_low_for_a_bar_has_the_figure() -> None:
    ops = ops_of("bullet", frame_of(200, 90), **ADOPTION)

    assert "".join(op.text for op in ops if isinstance(op, Text)) == "47%"
    assert not [op for op in ops if isinstance(op, Box)]


ROWS = [{"label": "A", "value": 50, "target": 80}, {"label": "B", "value": 100, "target": 80}]


def test_rows_of_one_unit_are_on_one_scale() -> None:
    (first, second), _ = marks(ops_of("bullet", frame_of(900, 300), items=ROWS))

    assert first.points[0][0] == second.points[0][0]


def test_rows_with_ends_of_their_own_are_on_scales_of_their_own() -> None:
    rows = [{"label": "A", "value": 50, "target": 80, "maximum": 100}, {"label": "B", "value": 1, "target": 80}]

    (first, second), _ = marks(ops_of("bullet", frame_of(900, 300), items=rows, maximum=800))

    assert first.points[0][0] > second.points[0][0] + 100


def test_the_marks_of_rows_are_explained_only_where_every_row_has_room() -> None:
    assert "target" in texts_of("bullet", frame_of(900, 300), items=ROWS)
    assert "target" not in texts_of("bullet", frame_of(900, 130), items=ROWS)
    assert "target" not in texts_of("bullet", frame_of(900, 300), items=ROWS * 20)


def test_the_level_of_rows_is_that_of_the_worst() -> None:
    fields = {"direction": "down", "amber": 60, "red": 90}

    assert widget_of("bullet", items=ROWS, **fields).level() == "red"
    assert widget_of("bullet", items=ROWS[:1], **fields).level() == "good"


def test_is_empty_without_a_value() -> None:
    assert widget_of("bullet", target=3).is_empty()
    assert widget_of("bullet", items=[{"label": "A", "target": 3}]).is_empty()
    assert not widget_of("bullet", items=[{"label": "A", "value": 0}]).is_empty()


def test_a_note_never_takes_the_room_of_a_more_important_one() -> None:
    fields: dict[str, object] = {**ADOPTION, "previous": 0.44, "previous_label": "last quarter"}
    needles = {"change label": "vs last quarter", "change": "+3\u202fpoints", "target": "target 60%"}
    order = list(needles)
    names = {"change label": "previous_label", "change": "previous"}
    for height in range(100, 520, 15):
        frame, left = frame_of(700, height), {key: fields[key] for key in fields if key != "benchmark"}
        shown = {part for part in order if needles[part] in texts_of("bullet", frame, **left)}
        for part in order[:-1]:
            del left[names[part]]
            shown.discard(part)

            assert shown == {one for one in order if needles[one] in texts_of("bullet", frame, **left)}, height
