"""Tables: figures on the right, the first columns and rows kept longest, nothing bad by colour alone."""

from __future__ import annotations

from displayd.scene.operations import Polygon, Text
from displayd.scene.theme import THEMES
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]

ACCOUNTS = {
    "columns": [{"label": "Account"}, {"label": "Sum", "unit": "currencyEUR"}, {"label": "Owner"}],
    "rows": [["Northwind", 1284, "Amelia"], ["Contoso", 9_310, "Bo"]],
}


def test_columns_of_numbers_are_set_right() -> None:
    ops = ops_of("table", columns=[{"label": "Who"}, {"label": "Sum"}], rows=[["a", 1], ["b", None], ["c", 1_000]])

    aligns = {op.text: op.align for op in ops if isinstance(op, Text)}
    assert (aligns["a"], aligns["1,000"], aligns["Sum"], aligns["Who"]) == ("left", "right", "right", "left")


def test_rows_that_do_not_fit_are_counted() -> None:
    texts = texts_of("table", frame_of(900, 330), columns=[{"label": "n"}], rows=[[n] for n in range(40)])

    shown = [text for text in texts if text.isdigit()]
    assert f"+{40 - len(shown)} more" in texts
    assert shown == [str(n) for n in range(len(shown))]


def test_columns_that_do_not_fit_are_left_out_from_the_end() -> None:
    texts = texts_of(
        "table", frame_of(420, 300), columns=[{"label": f"column {n}"} for n in range(6)], rows=[["word"] * 6]
    )

    assert "column 0" in texts
    assert "column 5" not in texts


def test_a_column_is_left_out_before_a_figure_changes() -> None:
    wide = texts_of("table", frame_of(900, 300), **ACCOUNTS)
    tiny = texts_of("table", frame_of(420, 300), **ACCOUNTS)

    assert {"€1,284", "Amelia"} <= set(wide)
    assert {"Northwind", "€1,284"} <= set(tiny)
    assert "Amelia" not in tiny


def test_words_begin_on_the_side_that_they_run_from() -> None:
    columns = [{"label": "الاسم"}, {"label": "القيمة"}]
    ops = ops_of("table", frame_of(900, 400), columns=columns, rows=[["سارة", 12], ["Zoe", 7]])
    sides = {op.text: (op.align, op.x) for op in ops if isinstance(op, Text)}

    assert sides["Zoe"] == ("left", 10)
    assert sides["سارة"][0] == "right"
    assert 10 < sides["سارة"][1] < sides["12"][1]
    assert sides["الاسم"] == sides["سارة"]


def test_a_column_that_says_its_side_keeps_it() -> None:
    ops = ops_of("table", frame_of(900, 400), columns=[{"align": "left"}, {}], rows=[["سارة", 12]])

    assert next(op for op in ops if isinstance(op, Text) and op.text == "سارة").align == "left"


def test_headings_make_way_for_a_second_row() -> None:
    high, low = (texts_of("table", frame_of(900, height), **ACCOUNTS) for height in (200, 120))

    assert {"Account", "Northwind", "Contoso"} <= set(high)
    assert {"Northwind", "Contoso"} <= set(low)
    assert "Account" not in low


def test_few_rows_are_set_larger_than_many() -> None:
    def size(count: int) -> float:
        ops = ops_of("table", frame_of(900, 400), columns=[{}], rows=[["a"]] * count)
        return max(op.size for op in ops if isinstance(op, Text))

    assert size(2) > size(5) >= size(40) == frame_of().small


def test_bad_cells_have_colour_and_shape() -> None:
    columns = [{"label": "Health", "direction": "up", "amber": 75, "red": 50}]

    ops = ops_of("table", columns=columns, rows=[[90], [60], [40]])

    colors = {op.text: op.color for op in ops if isinstance(op, Text)}
    assert (colors["90"], colors["60"], colors["40"]) == (DARK.text, DARK.amber, DARK.red)
    assert sorted(len(op.points) for op in ops if isinstance(op, Polygon)) == [3, 4], "a triangle and a diamond"


def test_the_shape_stays_wherever_the_figure_stands() -> None:
    for align in ("left", "center", "right"):
        ops = ops_of("table", columns=[{"align": align, "red": 50}], rows=[[60], [10]])

        assert [len(op.points) for op in ops if isinstance(op, Polygon)] == [4], align


def test_definition_is_shown_only_below_all_rows() -> None:
    widget, frame = widget_of("table", **ACCOUNTS), frame_of(900, 500)

    wanted = widget.wanted_height(frame)

    assert "+1 more" not in texts_of("table", frame_of(900, int(wanted) + 1), **ACCOUNTS)
    assert wanted > 2 * frame.label
