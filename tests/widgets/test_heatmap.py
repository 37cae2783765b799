"""Heat maps and cohorts: more is stronger, every figure can be read, and where there is none a legend says it."""

from __future__ import annotations

import pytest

from displayd.drawing.marks.ramp import level_tint
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Op, Polygon, Text
from displayd.scene.theme import THEMES, contrast_ratio
from displayd.tile.frame import Frame
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

ROWS = [["Mon", 1, 20, 300], ["Tue", None, 5, 100]]
KEPT = [["Sep", 120, 1.0, 0.9, 0.8], ["Oct", 140, 1.0, 0.7], ["Nov", 90, 1.0]]


def cells(ops: list[Op]) -> list[Box]:
    """The coloured cells; the steps of the legend have no round corners."""
    return [op for op in ops if isinstance(op, Box) and op.radius]


def test_more_is_farther_from_the_card() -> None:
    frame = frame_of(800, 300)

    drawn = cells(ops_of("heatmap", frame, rows=ROWS))

    contrasts = [contrast_ratio(cell.color, frame.theme.card) for cell in drawn]
    by_value = [contrasts[index] for index in (0, 3, 1, 4, 2)]
    assert by_value == sorted(by_value)
    assert by_value[0] > 1.05, "the least is still seen"


def test_null_leaves_a_hole() -> None:
    assert len(cells(ops_of("heatmap", rows=ROWS))) == 5


@pytest.mark.parametrize("theme", THEMES)
def test_every_figure_can_be_read_on_its_cell(theme: str) -> None:
    plain = frame_of(1800, 300)
    frame = Frame(plain.area, 1.0, THEMES[theme], plain.fonts, plain.format, plain.unix_time)
    rows = [["", *range(row * 12, row * 12 + 12)] for row in range(5)]

    ops = ops_of("heatmap", frame, rows=rows)

    drawn, figures = cells(ops), [op for op in ops if isinstance(op, Text)]
    assert len(drawn) == len(figures) == 60
    for cell, figure in zip(drawn, figures, strict=True):
        assert contrast_ratio(cell.color, figure.color) >= 4.5
    assert len({figure.color for figure in figures}) == 1, "letters do not flip from one cell to the next"


def test_without_room_for_figures_there_is_a_legend() -> None:
    rows = [[f"row {row}", *range(row, row + 24)] for row in range(7)]

    wide, middle, narrow = (
        texts_of("heatmap", frame_of(width, 350), rows=rows, unit="suffix: tickets") for width in (1400, 560, 340)
    )

    assert wide[-2:] == ["0\u202ftickets", "29\u202ftickets"]
    assert middle[-2:] == ["0", "29\u202ftickets"]
    assert narrow[-2:] == ["0", "29"]
    assert "17" not in wide


def test_headings_may_name_the_names_too() -> None:
    with_corner = texts_of("heatmap", rows=ROWS, columns=["Day", "a", "b", "c"])
    without = texts_of("heatmap", rows=ROWS, columns=["a", "b", "c"])

    assert with_corner == without
    assert "Day" not in with_corner


def test_bad_cells_have_a_shape() -> None:
    ops = ops_of("heatmap", frame_of(1200, 400), rows=ROWS, amber=50, red=200)

    assert sorted(len(op.points) for op in ops if isinstance(op, Polygon)) == [3, 4]
    assert widget_of("heatmap", rows=ROWS, amber=50, red=200).level() == "red"


@pytest.mark.parametrize("width", [1200, 200])
def test_a_map_with_thresholds_is_red_where_it_is_red(width: int) -> None:
    frame = frame_of(width, 400)
    theme = frame.theme

    drawn = cells(ops_of("heatmap", frame, rows=ROWS, amber=50, red=200))

    wanted = [level_tint(theme, level) for level in ("good", "good", "red", "good", "amber")]
    assert [cell.color for cell in drawn] == wanted


def test_cells_without_room_for_a_shape_say_their_level_by_their_size() -> None:
    rows = [["", *([1, 20, 300] * 12)] for _ in range(9)]
    frame = frame_of(420, 300)
    theme = frame.theme

    ops = ops_of("heatmap", frame, rows=rows, amber=10, red=200, direction="down")

    areas = {
        level: {round(c.width * c.height, 3) for c in cells(ops) if c.color == level_tint(theme, level)}
        for level in ("good", "amber", "red")
    }
    assert not [op for op in ops if isinstance(op, Polygon)]
    assert all(len(found) == 1 for found in areas.values())
    assert max(areas["good"]) < max(areas["amber"]) < max(areas["red"])


def test_beside_figures_the_colours_are_told_where_nothing_else_has_room() -> None:
    def steps(frame: Frame, kind: str = "heatmap", **fields: object) -> list[Box]:
        return [op for op in ops_of(kind, frame, **fields) if isinstance(op, Box) and not op.radius]

    frame = frame_of(1400, 300)
    in_corner = steps(frame, rows=[["A name with many letters", 1, 20, 300]], columns=["a", "b", "c"])
    after_last = steps(frame, "cohort", rows=KEPT, unit="percentunit", decimals=0)
    without = [
        ops_of("heatmap", frame, rows=[["", 1, 20, 300], ["", 4, 5, 6]] * 3),
        ops_of("heatmap", frame, rows=[["a", 3, 3]]),
    ]

    assert len(in_corner) == len(after_last) == 10
    assert max(step.x + step.width for step in in_corner) < 700
    assert min(step.x for step in after_last) > 600
    assert all(not [op for op in ops if isinstance(op, Box) and not op.radius] for ops in without)


def test_names_too_close_to_be_read_are_thinned() -> None:
    rows = [[f"h{row}", row] for row in range(40)]

    names = [text for text in texts_of("heatmap", frame_of(500, 400), rows=rows) if text.startswith("h")]

    assert 2 <= len(names) <= 9
    assert names[0] == "h0"


def test_a_cohort_is_a_triangle_with_sizes_and_ages() -> None:
    ops = ops_of("cohort", frame_of(1000, 400), rows=KEPT, unit="percentunit", decimals=0)

    texts = [op.text for op in ops if isinstance(op, Text)]
    assert {"Sep", "120", "100%", "90%", "80%", "0", "1", "2"} <= set(texts)
    lengths: dict[float, int] = {}
    for cell in cells(ops):
        lengths[cell.y] = lengths.get(cell.y, 0) + 1
    assert [lengths[y] for y in sorted(lengths)] == [3, 2, 1]


def test_sizes_go_first_then_signs_then_figures() -> None:
    def texts(width: int) -> set[str]:
        return set(texts_of("cohort", frame_of(width, 300), rows=KEPT, unit="percentunit", decimals=0))

    assert {"120", "90%"} <= texts(900)
    assert "90%" in texts(460)
    assert "120" not in texts(460)
    assert {"90", "80"} <= texts(400)
    assert "90" not in texts(240)


def test_words_are_no_amounts() -> None:
    assert widget_of("heatmap", rows=[["a", "x", None]]).is_empty()
    assert widget_of("cohort", rows=[["a", 120], ["b", 3, "x"], []]).is_empty()
    assert not widget_of("cohort", rows=[["a", None, 0]]).is_empty()


def test_a_tile_of_nothing_but_a_cell_is_drawn() -> None:
    frame = frame_of()
    frame.area = Rect(0, 0, 60, 50)

    assert cells(ops_of("heatmap", frame, rows=[["", 1]]))
