"""Leaderboards: equal values with equal ranks, movement that is seen, names that can be read."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.scene.operations import Box, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.widgets.leaderboard.ranking import Contender, ranked
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]


def test_equal_values_have_equal_ranks() -> None:
    items = [Contender(label=label, value=value) for label, value in (("a", 3), ("b", 9), ("c", 9), ("d", 1))]

    order = ranked(items, is_descending=True)

    assert [(one.rank, one.item.label) for one in order] == [(1, "b"), (1, "c"), (3, "a"), (4, "d")]


def test_movement_comes_from_the_rank_before_or_the_value_before() -> None:
    by_rank = ranked([Contender(value=5, previous_rank=3), Contender(value=4, previous_rank=1)], is_descending=True)
    by_value = ranked([Contender(value=5, previous=1), Contender(value=4, previous=8)], is_descending=True)

    assert [one.moved for one in by_rank] == [2, -1]
    assert [one.moved for one in by_value] == [1, -1]


def test_a_newcomer_has_not_moved_and_does_not_hide_how_the_others_did() -> None:
    items = [Contender(value=9), Contender(value=5, previous=1), Contender(value=4, previous=8)]

    order = ranked(items, is_descending=True)

    assert [one.moved for one in order] == [None, 0, -2]


def test_those_without_a_value_stand_at_the_end_without_a_rank() -> None:
    order = ranked([Contender(label="x"), Contender(label="y", value=-5)], is_descending=False)

    assert [(one.rank, one.item.label) for one in order] == [(1, "y"), (0, "x")]


def test_smallest_first_when_small_is_good() -> None:
    texts = texts_of("leaderboard", order="asc", items=[{"label": "slow", "value": 90}, {"label": "quick", "value": 5}])

    assert texts.index("quick") < texts.index("slow")


def test_movement_is_a_triangle_and_a_number() -> None:
    items = [{"label": "a", "value": 9, "previous_rank": 3}, {"label": "b", "value": 8, "previous_rank": 1}]

    ops = ops_of("leaderboard", items=items)

    numbers = [(op.text, op.color) for op in ops if isinstance(op, Text) and op.color in (DARK.good, DARK.red)]
    tips = [min(op.points, key=lambda point: abs(point[0] - sum(x for x, _ in op.points) / 3)) for op in ops
            if isinstance(op, Polygon)]  # fmt: skip
    feet = [max(y for _, y in op.points) for op in ops if isinstance(op, Polygon)]
    assert numbers == [("2", DARK.good), ("1", DARK.red)]
    assert tips[0][1] < feet[0], "up"
    assert tips[1][1] == feet[1], "down"


def test_nobody_is_first_where_all_are_equal() -> None:
    items = [{"label": label, "value": 0, "previous_rank": rank} for rank, label in enumerate("abc", 1)]

    texts = texts_of("leaderboard", items=items)

    assert sorted(texts) == ["0", "0", "0", "a", "b", "c"]


def test_bars_compare_and_the_leader_stands_out() -> None:
    ops = ops_of("leaderboard", items=[{"label": "a", "value": 40}, {"label": "b", "value": 10}])

    tracks, bars = [[op for op in ops if isinstance(op, Box)][start::2] for start in (0, 1)]
    assert bars[0].width == tracks[0].width
    assert abs(bars[1].width - tracks[1].width / 4) < 0.01
    assert bars[0].color != bars[1].color


@pytest.mark.parametrize(
    ("fields", "values", "whole"),
    [
        ({"maximum": 100}, (53, 29), 100),
        ({"maximum": 50}, (53, 29), 53),
        ({"unit": "percentunit"}, (0.5, 0.25), 1),
        ({"unit": "percent"}, (140, 70), 140),
        ({}, (53, 29), 53),
    ],
)
def test_a_full_bar_is_the_whole_where_there_is_one_and_the_largest_value_elsewhere(
    fields: dict[str, Any], values: tuple[float, float], whole: float
) -> None:
    items = [{"label": "a", "value": values[0]}, {"label": "b", "value": values[1]}]

    boxes = [op.width for op in ops_of("leaderboard", **fields, items=items) if isinstance(op, Box)]
    shares = [bar / track for track, bar in zip(boxes[::2], boxes[1::2], strict=True)]

    assert shares == pytest.approx([value / whole for value in values], abs=0.01)


def test_bad_values_have_colour_and_shape() -> None:
    fields: dict[str, Any] = {
        "direction": "up",
        "amber": 50,
        "red": 20,
        "items": [{"value": 70}, {"value": 30}, {"value": 10}],
    }

    ops = ops_of("leaderboard", **fields)

    assert sorted(len(op.points) for op in ops if isinstance(op, Polygon)) == [3, 4]
    assert widget_of("leaderboard", **fields).level() == "red"


def test_values_stand_under_names_where_that_costs_no_row() -> None:
    items = [{"label": "Support Lisbon", "value": 340}, {"label": "Support Oslo", "value": 2_800}]

    ops = ops_of("leaderboard", frame_of(420, 400), unit="s", items=items)

    lines = {op.text: op.y for op in ops if isinstance(op, Text)}
    assert lines["Support Oslo"] < lines["46.7\u202fmin"] < lines["Support Lisbon"]


def test_rows_that_do_not_fit_are_counted() -> None:
    texts = texts_of("leaderboard", frame_of(600, 300), items=[{"label": f"p{n}", "value": n} for n in range(30)])

    names = [text for text in texts if text.startswith("p")]
    assert f"+{30 - len(names)} more" in texts
    assert names[0] == "p29"


@pytest.mark.parametrize("width", [300, 420, 700, 1400])
@pytest.mark.parametrize("height", [200, 330, 600])
def test_no_edge_of_a_bar_runs_through_words(width: int, height: int) -> None:
    items = [{"label": f"Agy {number}", "value": 7 * number, "detail": "Sales"} for number in range(1, 6)]
    frame = frame_of(width, height)
    ops = ops_of("leaderboard", frame, items=items)
    bars = [op for op in ops if isinstance(op, Box)]
    words = [op for op in ops if isinstance(op, Text)]

    assert bars
    for op in words:
        for bar in bars:
            # From the top of the letters to their feet.
            assert bar.y >= op.y + 0.2 * op.size or bar.y + bar.height <= op.y - 0.72 * op.size, op.text


def test_debts_alone_have_bars_as_long_as_they_are_large() -> None:
    ops = ops_of("leaderboard", items=[{"label": "a", "value": -50}, {"label": "b", "value": -100}])

    bars = [op.width for op in ops if isinstance(op, Box) and op.color != DARK.raised]
    tracks = {op.width for op in ops if isinstance(op, Box) and op.color == DARK.raised}
    assert bars == pytest.approx([max(tracks) / 2, max(tracks)])


def test_names_alone_are_told_in_their_order_without_ranks_and_bars() -> None:
    items = [{"label": "Bo", "previous_rank": 2}, {"label": "Amelia"}, {"label": "Chidi"}]

    ops = ops_of("leaderboard", items=items)

    assert [op.text for op in ops if isinstance(op, Text) and op.text != "–"] == ["Bo", "Amelia", "Chidi"]
    assert [op.text for op in ops if isinstance(op, Text)].count("–") == 3
    assert not [op for op in ops if isinstance(op, Box)]


def test_who_has_neither_names_nor_values_has_no_data() -> None:
    assert widget_of("leaderboard", items=[{"label": " "}, {}]).is_empty()
    assert not widget_of("leaderboard", items=[{"label": "Bo"}]).is_empty()
