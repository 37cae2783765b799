"""Tables: figures on the right, the first columns and rows kept longest, nothing bad by colour alone."""

from __future__ import annotations

import pytest

from displayd.drawing.marks.ramp import level_tint
from displayd.scene.operations import Box, Line, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.tile.frame import Frame
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


def test_rows_that_do_not_fit_come_in_turns_of_equal_length() -> None:
    fields = {"columns": [{"label": "n"}], "rows": [[f"row {n}"] for n in range(40)], "rotate_seconds": 5}
    seen = []
    for turn in range(40):
        frame = frame_of(900, 330, 1_000_000.0 + 5 * turn)
        texts = texts_of("table", frame, **fields)
        rows = [text for text in texts if text.startswith("row ")]
        first = int(rows[0].removeprefix("row "))
        assert f"{first + 1}–{first + len(rows)} of 40" in texts or f"{first + 1} of 40" in texts
        assert frame.until == 1_000_005.0 + 5 * turn
        seen += rows

    assert set(seen) == {f"row {n}" for n in range(40)}


def test_nothing_turns_where_all_rows_have_room() -> None:
    frame = frame_of(900, 500)

    texts = texts_of("table", frame, **ACCOUNTS)

    assert not any(" of " in text for text in texts)
    assert frame.until == float("inf")


def test_columns_keep_their_places_while_the_rows_turn() -> None:
    fields = {"columns": [{"label": "Who"}, {"label": "Sum"}], "rows": [["a" * (n % 30 + 1), n**3] for n in range(60)]}

    places = set()
    for turn in range(20):
        ops = ops_of("table", frame_of(700, 330, 1_000_000.0 + 8 * turn), **fields)
        places.add(tuple((op.text, op.x) for op in ops if isinstance(op, Text) and op.text in ("Who", "Sum")))

    assert len(places) == 1


@pytest.mark.parametrize("height", range(150, 700, 35))
@pytest.mark.parametrize("rows", [1, 5, 23])
def test_the_last_row_is_whole(height: int, rows: int) -> None:
    frame = frame_of(900, height)
    ops = ops_of("table", frame, columns=[{"label": "Who"}, {"label": "Sum"}], rows=[["agy", n] for n in range(rows)])

    assert (
        max(op.y + 0.22 * op.size for op in ops if isinstance(op, Text) and op.text == "agy") <= frame.area.bottom + 1
    )


def test_figures_of_a_column_have_one_scale_and_equal_decimals() -> None:
    columns = [{"label": "Who"}, {"label": "Sum", "unit": "currencyEUR"}, {"label": "Wait", "unit": "h"}]
    rows = [["a", 48_000, 8.5], ["b", 31_500, 2.75], ["c", 27_000, 0]]
    ops = ops_of("table", frame_of(1400, 500), columns=columns, rows=rows)

    right = {op.text: op.x for op in ops if isinstance(op, Text) and op.align == "right"}
    assert {"€48.0k", "€31.5k", "€27.0k", "8.50\u202fh", "2.75\u202fh"} <= set(right)
    assert right["€48.0k"] == right["€31.5k"] == right["€27.0k"]


def test_figures_too_far_apart_for_one_scale_keep_their_own() -> None:
    texts = texts_of("table", columns=[{"label": "n"}], rows=[[9_999_999_999], [5]])

    assert {"10.0B", "5"} <= set(texts)


def test_the_column_that_the_table_is_about_is_larger_and_stays() -> None:
    columns = [{"label": "Who"}, {"label": "Team"}, {"label": "Waits", "key": True}, {"label": "Open"}]
    rows = [["Northwind Traders", "Enterprise", 31, 5], ["Contoso", "Mid-market", 17, 4]]
    wide = {
        op.text: op.size
        for op in ops_of("table", frame_of(1500, 300), columns=columns, rows=rows)
        if isinstance(op, Text)
    }
    narrow = texts_of("table", frame_of(420, 300), columns=columns, rows=rows)

    assert wide["31"] > wide["5"] == wide["Enterprise"]
    assert {"Waits", "31"} <= set(narrow)
    assert "Open" not in narrow


def test_the_first_figures_are_what_a_table_is_about_when_it_does_not_say() -> None:
    ops = ops_of("table", frame_of(1500, 300), columns=[{}, {}, {}], rows=[["a", 31, 5]])

    sizes = {op.text: op.size for op in ops if isinstance(op, Text)}
    assert sizes["31"] > sizes["5"]


def test_bars_stand_on_tracks_of_the_whole_scale_and_never_under_words() -> None:
    columns = [{"label": "Who"}, {"label": "Done", "unit": "percentunit", "show": "bar"}]
    frame = frame_of(1200, 400)
    ops = ops_of("table", frame, columns=columns, rows=[["a", 0.5], ["b", 1.0], ["c", 0.0], ["d", None]])

    boxes = [op for op in ops if isinstance(op, Box)]
    tracks = [box for box in boxes if box.color == DARK.raised]
    bars = [box for box in boxes if box.color == DARK.series[0]]
    assert [len(tracks), len(bars)] == [3, 2], "nothing has no bar, and 0 has an empty track"
    assert bars[0].width == pytest.approx(tracks[0].width / 2)
    assert bars[1].width == pytest.approx(tracks[1].width)
    figures = [op for op in ops if isinstance(op, Text) and op.text.endswith("%")]
    for figure in figures:
        assert (
            figure.x - frame.fonts.width(figure.text, figure.size, figure.weight) >= tracks[0].x + tracks[0].width - 1
        )


def test_bars_go_before_the_figures_that_they_stand_for() -> None:
    columns = [{"label": "Who"}, {"label": "Done", "show": "bar"}]
    texts = texts_of("table", frame_of(330, 400), columns=columns, rows=[["Northwind", 50], ["Contoso", 100]])

    assert {"50", "100"} <= set(texts)


def test_a_cell_on_the_colour_of_its_level_keeps_its_mark() -> None:
    columns = [{"label": "Who"}, {"label": "Health", "show": "background", "direction": "up", "amber": 75, "red": 50}]
    ops = ops_of("table", frame_of(900, 500), columns=columns, rows=[["a", 90], ["b", 60], ["c", 40]])

    tints = [op.color for op in ops if isinstance(op, Box)]
    assert tints == [level_tint(DARK, level) for level in ("good", "amber", "red")]
    assert sorted(len(op.points) for op in ops if isinstance(op, Polygon)) == [3, 4]


def test_earlier_values_are_a_line() -> None:
    columns = [{"label": "Who"}, {"label": "Weeks", "show": "sparkline"}]
    ops = ops_of("table", frame_of(900, 500), columns=columns, rows=[["a", "3 5 4; 8"], ["b", "nonsense"], ["c", 7]])

    lines = [op for op in ops if isinstance(op, Line) and len(op.points) == 4]
    assert len(lines) == 1
    assert [op.text for op in ops if isinstance(op, Text)].count("–") == 2


@pytest.mark.parametrize(
    ("column", "gaps", "wanted"),
    [
        (
            {"unit": "percentunit", "decimals": 0},
            [-0.54, 0.2, 0, 0.001],
            ["−54\u202fpoints", "+20\u202fpoints", "0\u202fpoints", "0\u202fpoints"],
        ),
        ({"unit": "percent"}, [-46.5, 20], ["−46.5\u202fpoints", "+20.0\u202fpoints"]),
        ({"unit": "currencyEUR"}, [1200, -80, "new"], ["+€1,200", "−€80", "new"]),
        ({}, [3, None], ["+3", "–"]),
    ],
)
def test_differences_have_a_sign_and_those_of_percentages_are_points(
    column: dict[str, object], gaps: list[object], wanted: list[str]
) -> None:
    columns = [{"label": "Who"}, {"label": "Gap", "show": "difference", **column}]
    rows = [[f"who {number}", gap] for number, gap in enumerate(gaps)]

    texts = texts_of("table", frame_of(1200, 700), columns=columns, rows=rows)

    assert [text for text in texts if not text.startswith("who ")][2:] == wanted


def test_dates_are_days_in_the_words_of_the_place() -> None:
    columns = [{"label": "Who"}, {"label": "Due", "show": "date"}]
    rows = [
        ["a", "2026-12-03"],
        ["b", 1_798_000_000],
        ["c", "soon"],
        ["d", "2031-05-01T10:00:00Z"],
        ["e", None],
        ["f", -5],
    ]
    frame = frame_of(1200, 700)
    texts = texts_of("table", frame, columns=columns, rows=rows)

    assert {"3 Dec", "23 Dec", "soon", "2031-05-01", "–", "-5"} <= {text.removesuffix(".0") for text in texts}
    assert frame.until < float("inf"), "another day may have other words"


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


NAMED_ALIKE = ["CPU Usage", "CPU Requests", "CPU Requests %", "CPU Limits", "CPU Limits %"]


def cut(op: Text, frame: Frame) -> str:
    """As much of a text as is seen."""
    if op.max_width is None or frame.fonts.width(op.text, op.size) <= op.max_width + 1:
        return op.text
    lengths = range(len(op.text))
    room = [n for n in lengths if frame.fonts.width(f"{op.text[:n]}…", op.size) <= op.max_width + 1]
    return f"{op.text[: max(room, default=0)]}…"


@pytest.mark.parametrize("width", range(400, 1900, 100))
def test_no_two_headings_are_cut_to_the_same_and_columns_left_out_are_counted(width: int) -> None:
    frame = frame_of(width, 500)
    columns = [{"label": "Namespace"}, *({"label": label} for label in NAMED_ALIKE)]
    ops = ops_of("table", frame, columns=columns, rows=[["monitoring", *range(5)], ["payments", *range(5, 10)]])

    headings = [op for op in ops if isinstance(op, Text) and op.text.startswith("CPU")]
    assert len({cut(op, frame) for op in headings}) == len(headings)
    figures = [op for op in ops if isinstance(op, Text) and op.text.isdigit()]
    assert sum(frame.left_out) == 5 - len(figures) / 2


def test_a_table_that_shows_all_columns_leaves_nothing_out() -> None:
    frame = frame_of(900, 500)
    texts_of("table", frame, **ACCOUNTS)

    assert frame.left_out == []
