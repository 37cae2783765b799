"""Funnels: how many go on at each step and in all, and where the fewest do."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.scene.operations import Box, Op, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.widgets.funnel.stages import conversions, overall_conversion, ratio_text, weakest_step
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]

SALES = [
    {"label": "Leads", "value": 1000, "previous": 800},
    {"label": "Demo", "value": 400, "previous": 380},
    {"label": "Offer", "value": 60, "previous": 60},
    {"label": "Won", "value": 30, "previous": 16},
]


def pill_texts(ops: list[Op]) -> list[str]:
    """Texts on a pill in the colour of text."""
    pills = [op for op in ops if isinstance(op, Box) and op.color == DARK.text]
    return [
        op.text
        for op in ops
        if isinstance(op, Text) and any(pill.x < op.x <= pill.x + pill.width and pill.y < op.y < pill.y + pill.height
                                        for pill in pills)
    ]  # fmt: skip


def test_conversion_is_of_the_stage_before() -> None:
    assert conversions([1000, 400, 60]) == [None, 0.4, 0.15]
    assert overall_conversion([1000, 400, 60]) == 0.06


def test_nothing_is_known_of_steps_from_nothing_to_the_unknown_and_below_zero() -> None:
    assert conversions([0, 5, None, 7, -2]) == [None] * 5
    assert overall_conversion([0, 5]) is None
    assert overall_conversion([5]) is None
    assert overall_conversion([]) is None


def test_the_weakest_step_is_the_one_at_which_the_fewest_go_on() -> None:
    assert weakest_step([None, 0.4, 0.15, 0.5]) == 2
    assert weakest_step([None, 0.4, 0.4]) is None
    assert weakest_step([None]) is None


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(0.4283, "43%"), (0.0448, "4.5%"), (0, "0%"), (1, "100%"), (0.996, "99.6%"), (1e-9, "<0.1%"), (1e9, ">1,000%")],
)
def test_conversions_are_short(ratio: float, text: str) -> None:
    assert ratio_text(frame_of(), ratio) == text


@pytest.mark.parametrize(("width", "height"), [(560, 350), (1200, 350), (450, 600)])
def test_all_is_said_in_either_direction(width: int, height: int) -> None:
    texts = texts_of("funnel", frame_of(width, height), stages=SALES)

    assert {"Leads", "Won", "40%", "15%", "50%", "Overall", "3.0%"} <= set(texts)


@pytest.mark.parametrize(("width", "height"), [(560, 350), (1200, 350), (450, 600)])
def test_the_weakest_step_stands_out(width: int, height: int) -> None:
    ops = ops_of("funnel", frame_of(width, height), stages=SALES)

    assert pill_texts(ops) == ["15%"]


def test_how_many_came_to_a_stage_stands_on_its_line_and_the_arrow_goes_before_a_name_is_cut() -> None:
    for width in (700, 560, 420):
        ops = ops_of("funnel", frame_of(width, 600), stages=SALES)

        lines = {op.text: op.y for op in ops if isinstance(op, Text)}
        assert abs(lines["15%"] - lines["Offer"]) < 8
        names = [op for op in ops if isinstance(op, Text) and op.text in ("Leads", "Demo", "Offer", "Won")]
        fonts = frame_of(width, 600).fonts
        assert all(fonts.width(op.text, op.size, op.weight) <= (op.max_width or width) for op in names)
        assert any(isinstance(op, Polygon) for op in ops) == (width > 420)


def test_a_wide_funnel_runs_from_left_to_right_and_narrows() -> None:
    ops = ops_of("funnel", frame_of(1200, 350), stages=SALES)

    stages = [op for op in ops if isinstance(op, Box) and op.color == DARK.series[0]]
    assert [box.x for box in stages] == sorted(box.x for box in stages)
    assert [box.height for box in stages] == sorted((box.height for box in stages), reverse=True)
    assert sum(isinstance(op, Polygon) for op in ops) >= 3, "ways between the stages"


def test_change_of_the_whole_is_told() -> None:
    texts = texts_of("funnel", frame_of(900, 350), stages=SALES)

    assert "+1\u202fpoint" in texts


def test_stages_that_do_not_fit_are_counted_and_the_whole_is_still_told() -> None:
    texts = texts_of("funnel", frame_of(560, 200), stages=SALES)

    assert "+2 more, overall 3.0%" in texts


def test_thresholds_judge_the_last_stage() -> None:
    fields: dict[str, Any] = {"direction": "up", "amber": 50, "red": 20, "stages": SALES}

    assert widget_of("funnel", **fields).level() == "amber"
    assert any(isinstance(op, Polygon) and op.color == DARK.amber for op in ops_of("funnel", **fields))


@pytest.mark.parametrize("size", [(1300, 400), (600, 420)])
def test_amounts_below_zero_have_no_bars_no_shares_and_a_word_on_why(size: tuple[int, int]) -> None:
    def bars(values: list[float]) -> tuple[list[Box], list[str]]:
        stages = [{"label": f"Stage {number}", "value": value} for number, value in enumerate(values)]
        ops = ops_of("funnel", frame_of(*size), stages=stages)
        texts = [op.text for op in ops if isinstance(op, Text)]
        return [op for op in ops if isinstance(op, Box) and op.color == DARK.series[0]], texts

    some, all_of_them, nothing, usual = bars([100, -20, 10]), bars([-40, -20, -5]), bars([0, 0, 0]), bars([100, 20, 0])

    assert not some[0] + all_of_them[0] + nothing[0]
    assert not [text for text in some[1] + all_of_them[1] + nothing[1] if "%" in text]
    assert "below zero" in some[1][-1]
    assert "below zero" in all_of_them[1][-1]
    assert not [text for text in nothing[1] if "below" in text]
    assert usual[0]
    assert any("%" in text for text in usual[1])


def test_is_empty_without_a_value() -> None:
    assert widget_of("funnel", stages=[{"label": "a"}]).is_empty()
    assert not widget_of("funnel", stages=[{"value": 0}]).is_empty()


def test_definition_is_shown_only_where_it_costs_no_stage() -> None:
    stages = [{"label": f"A stage of the funnel {number}", "value": 100 - number} for number in range(6)]
    frame = frame_of(800, 400)

    wanted = widget_of("funnel", stages=stages).wanted_height(frame)

    assert wanted > 6 * frame.label
    assert "Overall" in texts_of("funnel", frame_of(800, int(wanted) + 1), stages=stages)


@pytest.mark.parametrize("size", [(900, 500), (500, 300)])
def test_nothing_of_nothing_has_no_share(size: tuple[int, int]) -> None:
    texts = texts_of("funnel", frame_of(*size), stages=[{"label": name, "value": 0} for name in "abc"])

    assert [text for text in texts if text == "0"] == ["0"] * 3
    assert not any("%" in text for text in texts)
