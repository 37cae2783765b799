"""Donuts, tables, rankings and status lists: the right order, the worst never hidden, nothing lost unsaid."""

from __future__ import annotations

from displayd.scene import Box, Circle, Polygon, Text
from displayd.theme import THEMES
from displayd.widgets.ranking import Contender, ranked
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]


def test_small_slices_are_put_together() -> None:
    slices = [{"label": f"s{n}", "value": 100 - n} for n in range(9)]

    texts = texts_of("donut", slices=slices)

    assert "4 others" in texts
    assert "s4" in texts
    assert "s5" not in texts


def test_a_sliver_is_not_said_to_be_nothing_nor_the_rest_to_be_all() -> None:
    texts = texts_of("donut", slices=[{"label": "most", "value": 9999}, {"label": "sliver", "value": 1}])

    assert {"<1%", ">99%"} <= set(texts)


def test_donut_is_empty_without_a_share() -> None:
    assert widget_of("donut", slices=[{"value": 0}, {"value": -3}, {"value": None}]).is_empty()
    assert not widget_of("donut", slices=[{"value": 1}]).is_empty()


def test_slices_with_levels_leave_their_colours_to_them() -> None:
    ops = ops_of(
        "donut", slices=[{"value": 1, "level": "amber"}, {"value": 1}, {"value": 1}, {"value": 1}, {"value": 1}]
    )

    chips = [op.color for op in ops if isinstance(op, Box)]
    assert chips.count(DARK.amber) == 1


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


def test_bad_cells_have_colour_and_shape() -> None:
    columns = [{"label": "Health", "direction": "up", "amber": 75, "red": 50}]

    ops = ops_of("table", columns=columns, rows=[[90], [60], [40]])

    colors = {op.text: op.color for op in ops if isinstance(op, Text)}
    assert (colors["90"], colors["60"], colors["40"]) == (DARK.text, DARK.amber, DARK.red)
    assert sorted(len(op.points) for op in ops if isinstance(op, Polygon)) == [3, 4], "a triangle and a diamond"


def test_equal_values_have_equal_ranks() -> None:
    items = [Contender(label=label, value=value) for label, value in (("a", 3), ("b", 9), ("c", 9), ("d", 1))]

    order = ranked(items, is_descending=True)

    assert [(one.rank, one.item.label) for one in order] == [(1, "b"), (1, "c"), (3, "a"), (4, "d")]


def test_movement_comes_from_the_rank_before_or_the_value_before() -> None:
    by_rank = ranked([Contender(value=5, previous_rank=3), Contender(value=4, previous_rank=1)], is_descending=True)
    by_value = ranked([Contender(value=5, previous=1), Contender(value=4, previous=8)], is_descending=True)

    assert [one.moved for one in by_rank] == [2, -1]
    assert [one.moved for one in by_value] == [1, -1]


def test_those_without_a_value_stand_at_the_end_without_a_rank() -> None:
    order = ranked([Contender(label="x"), Contender(label="y", value=-5)], is_descending=False)

    assert [(one.rank, one.item.label) for one in order] == [(1, "y"), (0, "x")]


def test_smallest_first_when_small_is_good() -> None:
    texts = texts_of("leaderboard", order="asc", items=[{"label": "slow", "value": 90}, {"label": "quick", "value": 5}])

    assert texts.index("quick") < texts.index("slow")


def test_the_worst_state_comes_first_and_sets_the_level() -> None:
    items = [{"label": "a", "state": "up"}, {"label": "b", "state": "down"}, {"label": "c", "state": "degraded"}]
    widget = widget_of("status", items=items)

    texts = [op.text for op in widget.draw(frame_of()) if isinstance(op, Text)]

    assert [text for text in texts if text in "abc"] == ["b", "c", "a"]
    assert widget.level() == "red"


def test_each_state_has_a_shape_of_its_own() -> None:
    def shape(state: str) -> list[tuple[str, int]]:
        ops = ops_of("status", items=[{"label": "a", "state": state}])
        return [(type(op).__name__, len(getattr(op, "points", ()))) for op in ops if isinstance(op, (Circle, Polygon))]

    assert len({str(shape(state)) for state in ("up", "degraded", "down", "unknown")}) == 4


def test_what_is_left_over_is_said_to_be_up_or_not() -> None:
    up = [{"label": f"host {n}", "state": "up"} for n in range(90)]
    down = {"label": "bad", "state": "down"}

    calm = texts_of("status", frame_of(500, 300), items=[*up, down])
    alarm = texts_of("status", frame_of(500, 300), items=[*up, down], worst_first=False)

    assert "all up" in calm[-1]
    assert "1 down" in alarm[-1]


def test_a_state_counts_the_time_since_it_began() -> None:
    frame = frame_of()

    texts = texts_of("status", frame, items=[{"label": "a", "state": "down", "since": NOW - 130}])

    assert "down · 2\u202fmin" in texts
    assert frame.until == NOW + 50
