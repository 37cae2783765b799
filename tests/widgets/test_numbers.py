"""Several figures: all of one size, as many notes as leave it large, and a count of those that do not fit."""

from __future__ import annotations

import pytest

from displayd.scene.operations import Line, Op, Text
from displayd.scene.theme import THEMES
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]

ITEMS = [
    {"label": "Open", "value": 128, "previous": 141, "direction": "down", "amber": 120},
    {"label": "Answered", "value": 42, "previous": 40, "direction": "up", "target": 60},
    {"label": "Closed", "value": 1_284, "previous": 1_284},
]


def figures(ops: list[Op]) -> list[Text]:
    """The figures of cells."""
    return [op for op in ops if isinstance(op, Text) and op.weight == "bold"]


def test_all_figures_have_one_size() -> None:
    ops = ops_of("numbers", frame_of(1000, 300), items=ITEMS)

    found = figures(ops)
    assert [op.text for op in found] == ["128", "42", "1,284"]
    assert len({op.size for op in found}) == 1


def test_figures_stand_in_a_row_or_where_the_tile_is_high_in_a_column() -> None:
    row = figures(ops_of("numbers", frame_of(1000, 300), items=ITEMS))
    column = figures(ops_of("numbers", frame_of(300, 900), items=ITEMS))

    assert len({op.y for op in row}) == 1
    assert len({op.x for op in column}) == 1
    assert sorted(op.y for op in column) == [op.y for op in column]


def test_a_thin_line_stands_between_two_figures() -> None:
    lines = [op for op in ops_of("numbers", frame_of(1000, 300), items=ITEMS) if isinstance(op, Line)]

    assert len(lines) == 2
    assert {line.color for line in lines} == {DARK.grid}


def test_targets_go_before_changes_and_changes_before_figures() -> None:
    def shown(height: int) -> set[str]:
        return set(texts_of("numbers", frame_of(1000, height), items=ITEMS))

    assert {"−9.2%", "target 60", "1,284"} <= shown(400)
    assert {"−9.2%", "1,284"} <= shown(190)
    assert "target 60" not in shown(190)
    assert {"128", "42"} <= shown(120)


def test_what_does_not_fit_is_counted() -> None:
    texts = texts_of("numbers", frame_of(400, 200), items=[{"label": f"n{n}", "value": n} for n in range(30)])

    assert texts[0] == "0"
    assert texts[-1].startswith("+")
    assert texts[-1] == f"+{30 - len([text for text in texts if text.startswith('n')])} more"


def test_what_the_changes_refer_to_is_said_once() -> None:
    texts = texts_of("numbers", frame_of(1000, 500), items=ITEMS, previous_label="last week")

    assert texts.count("vs last week") == 1
    assert "vs last week" not in texts_of(
        "numbers", frame_of(1000, 500), items=[{"label": "Open", "value": 3}], previous_label="last week"
    )


def test_the_level_is_that_of_the_worst_figure() -> None:
    assert widget_of("numbers", items=ITEMS).level() == "amber"
    assert widget_of("numbers", items=[*ITEMS, {"value": 1, "level": "red"}]).level() == "red"
    assert widget_of("numbers", items=ITEMS[1:]).level() == "none"


@pytest.mark.parametrize("unit", [None, "percentunit"])
def test_items_have_the_unit_of_the_widget_unless_they_have_their_own(unit: str | None) -> None:
    texts = texts_of("numbers", unit="currencyEUR", items=[{"value": 0.5} | ({"unit": unit} if unit else {})])

    assert "".join(texts) == ("50%" if unit else "€0.50")


def test_thresholds_of_an_item_stand_in_for_all_of_the_widgets() -> None:
    fields = {"amber": 10, "red": 20, "direction": "down"}

    assert widget_of("numbers", items=[{"value": 15}], **fields).level() == "amber"
    assert widget_of("numbers", items=[{"value": 15, "amber": 50}], **fields).level() == "good"
    assert widget_of("numbers", items=[{"value": 30, "amber": 50}], **fields).level() == "good"


def test_is_empty_without_a_value() -> None:
    assert widget_of("numbers", items=[{"label": "x"}, {"label": "y"}]).is_empty()
    assert not widget_of("numbers", items=[{"label": "x"}, {"value": 0}]).is_empty()
