"""Numbers: what is left out first, what is abbreviated before it shrinks, and good told from bad without colour."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.figure.figure import figure_forms, fitting_figure, fitting_text
from displayd.scene.operations import Area, Circle, Line, Op, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.tile.frame import Frame
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]

EVERYTHING = {
    "value": 1_284,
    "previous": 1_377,
    "previous_label": "last week",
    "target": 1_500,
    "direction": "up",
    "history": [1_310, 1_352, 1_377, 1_301, 1_284],
}

EVERY_PART = {"sparkline", "target", "change label", "change"}


def parts(ops: list[Op]) -> set[str]:
    """Which of the parts of `EVERYTHING` are drawn."""
    texts = {op.text for op in ops if isinstance(op, Text)}
    found = {"change": "−6.8%", "change label": "vs last week", "target": "target 1,500"}
    shown = {part for part, text in found.items() if text in texts}
    return shown | ({"sparkline"} if any(isinstance(op, Line) for op in ops) else set())


@law
@given(st.integers(150, 900), st.integers(60, 700), st.sampled_from([28.0, 44.5, 80.0]))
def test_a_part_never_takes_the_room_of_a_more_important_one(width: int, height: int, floor: float) -> None:
    frame = replace(frame_of(width, height), floor_px=floor)
    fields = {"sparkline": "history", "target": "target", "change label": "previous_label"}

    shown, left = parts(ops_of("number", frame, **EVERYTHING)), dict(EVERYTHING)

    for part, field in fields.items():
        del left[field]
        shown.discard(part)
        assert parts(ops_of("number", frame, **left)) == shown


@pytest.mark.parametrize("width", [420, 600, 900])
def test_a_lower_tile_shows_no_more(width: int) -> None:
    # From the height on at which the sparkline no longer stands beside the figure.
    heights = range(round(width / 2.3) + 1, 900, 10)
    every = [len(parts(ops_of("number", frame_of(width, height), **EVERYTHING))) for height in heights]

    assert every == sorted(every)


def test_a_large_tile_shows_everything() -> None:
    assert parts(ops_of("number", frame_of(600, 600), **EVERYTHING)) == EVERY_PART


def test_a_tile_of_the_wanted_height_leaves_nothing_out() -> None:
    for width in (420, 600, 900, 1400):
        number, frame = widget_of("number", **EVERYTHING), frame_of(width, 300)
        # What is wanted depends on the shape, and the shape on what is wanted.
        for _ in range(3):
            frame = frame_of(width, round(number.wanted_height(frame) + 1))

        assert parts(number.draw(frame)) == EVERY_PART, width


@law
@given(st.integers(120, 900), st.integers(40, 500), st.sampled_from([28.0, 44.5, 80.0]))
def test_nothing_but_the_figure_is_ever_smaller_than_the_smallest_text(width: int, height: int, floor: float) -> None:
    frame = replace(frame_of(width, height), floor_px=floor)

    texts = [op for op in ops_of("number", frame, **EVERYTHING) if isinstance(op, Text)]

    assert all(op.size >= frame.small for op in texts) or "".join(op.text for op in texts) in ("1,284", "1.3k")


def test_a_unit_goes_before_the_figure_gets_small_and_the_figure_stays_as_it_is() -> None:
    assert texts_of("number", frame_of(400, 150), value=1_284) == ["1,284"]
    assert texts_of("number", frame_of(150, 150), value=1_284) == ["1,284"]
    assert texts_of("number", frame_of(900, 150), value=1_284, unit="suffix: widgets") == ["1,284", "\u202fwidgets"]
    assert texts_of("number", frame_of(250, 150), value=1_284, unit="suffix: widgets") == ["1,284"]


@pytest.mark.parametrize(
    ("value", "direction", "shape"),
    [(110, "up", Circle), (90, "down", Circle), (90, "up", Polygon), (110, "down", Polygon)],
)
def test_better_is_a_disc_and_worse_a_diamond(value: float, direction: str, shape: type) -> None:
    ops = ops_of(
        "number",
        frame_of(600, 300),
        value=value,
        previous=100,
        direction=direction,
        amber=0 if direction == "up" else 200,
    )

    around, arrow = [op for op in ops if isinstance(op, (Circle, Polygon))]
    assert isinstance(around, shape)
    assert around.color == (DARK.good if shape is Circle else DARK.red)
    assert isinstance(arrow, Polygon)
    assert arrow.color == DARK.card
    assert is_up(arrow) == (value > 100)


def test_a_change_that_is_neither_good_nor_bad_is_a_bare_arrow() -> None:
    ops = ops_of("number", frame_of(600, 300), value=90, previous=100)

    (arrow,) = [op for op in ops if isinstance(op, (Circle, Polygon))]
    assert isinstance(arrow, Polygon)
    assert arrow.color == DARK.dim
    assert not is_up(arrow)


def test_a_change_that_is_not_to_be_seen_is_not_judged() -> None:
    ops = ops_of("number", frame_of(600, 300), value=100_000_000.0001, previous=100_000_000, direction="down")

    assert not [op for op in ops if isinstance(op, (Circle, Polygon))]
    assert DARK.red not in {op.color for op in ops if isinstance(op, Text)}


def test_the_sparkline_stands_beside_the_figure_in_a_wide_tile_and_under_it_in_others() -> None:
    fields = {"value": 5, "history": [1, 2, 3, 4, 5]}

    def left_and_top(frame: Frame) -> tuple[float, float]:
        (area,) = [op for op in ops_of("number", frame, **fields) if isinstance(op, Area)]
        return min(x for x, _ in area.points) - frame.area.x, min(y for _, y in area.points) - frame.area.y

    assert left_and_top(frame_of(1000, 300))[0] > 400
    assert left_and_top(frame_of(500, 400))[0] < 10
    assert left_and_top(frame_of(500, 400))[1] > 200


def is_up(arrow: Polygon) -> bool:
    """True for a triangle that stands on its foot."""
    heights = sorted(y for _, y in arrow.points)
    return heights[1] == heights[2]


# --- figures in less room


def test_the_word_of_a_unit_goes_where_it_has_no_room_and_the_number_is_the_same() -> None:
    frame = frame_of()
    forms = figure_forms(frame, 1_284, "suffix: widgets")

    found = [fitting_text(frame, forms, 50, width) for width in (1000, 260, 1)]

    assert found == ["1,284\u202fwidgets", "1,284", "1,284"]
    assert fitting_figure(frame, forms, 50, 1).text == "1,284"


def test_signs_stay_with_the_figure_and_words_may_go() -> None:
    def shortest(value: float, unit: str) -> str:
        return figure_forms(frame_of(), value, unit)[-1].text.replace("\u202f", " ")

    assert shortest(0.123, "percentunit") == "12.3%"
    assert shortest(0.0123, "s") == "12.3 ms"
    assert shortest(12_345, "currencyEUR") == "€12.3k"
    assert shortest(950, "reqps") == "950"
    assert shortest(7, "prefix:number ") == "7"
