"""Donuts: percents that add up, in the ring as in the rows, and names that can be read."""

from __future__ import annotations

import pytest

from displayd.scene.operations import Arc, Box, Polygon, Text
from displayd.scene.theme import THEMES
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]


def slices(*values: float | None) -> list[dict[str, object]]:
    return [{"label": f"s{number}", "value": value} for number, value in enumerate(values)]


def test_small_slices_are_put_together() -> None:
    slices = [{"label": f"s{n}", "value": 100 - n} for n in range(9)]

    texts = texts_of("donut", slices=slices)

    assert "4 others" in texts
    assert "s4" in texts
    assert "s5" not in texts


def test_a_sliver_is_not_said_to_be_nothing_nor_the_rest_to_be_all() -> None:
    texts = texts_of("donut", slices=[{"label": "most", "value": 9999}, {"label": "sliver", "value": 1}])

    assert {"<1%", ">99%"} <= set(texts)


def test_donut_is_empty_without_a_value() -> None:
    assert widget_of("donut", slices=[{"value": None}]).is_empty()
    assert not widget_of("donut", slices=[{"value": 0}]).is_empty()


@pytest.mark.parametrize("middle", ["total", "largest"])
@pytest.mark.parametrize("size", [(900, 500), (500, 900)])
def test_nothing_of_nothing_is_an_empty_ring(size: tuple[int, int], middle: str) -> None:
    ops = ops_of("donut", frame_of(*size), slices=slices(0, 0, None), middle=middle)
    texts = [op.text for op in ops if isinstance(op, Text)]

    assert [(op.start, op.end) for op in ops if isinstance(op, Arc)] == [(0.0, 360.0)]
    assert texts[:2] == ["0", "total"]
    assert not any("%" in text for text in texts)


@pytest.mark.parametrize("size", [(900, 500), (500, 900), (900, 220), (400, 300)])
def test_amounts_of_which_one_is_below_zero_are_no_shares(size: tuple[int, int]) -> None:
    ops = ops_of("donut", frame_of(*size), slices=slices(70, -20, None))
    texts = [op.text for op in ops if isinstance(op, Text)]

    assert {"70", "−20"} <= set(texts)
    assert "total" not in texts
    assert not any("%" in text for text in texts)
    assert not any(isinstance(op, Arc) for op in ops)
    assert any("below zero" in text for text in texts)


@pytest.mark.parametrize("size", [(900, 500), (500, 900)])
def test_nothing_at_all_is_an_empty_ring_and_no_share(size: tuple[int, int]) -> None:
    ops = ops_of("donut", frame_of(*size), slices=[{"label": "First", "value": 0}, {"label": "Second", "value": 0}])
    texts = [op.text for op in ops if isinstance(op, Text)]

    assert [(op.start, op.end, op.color) for op in ops if isinstance(op, Arc)] == [(0.0, 360.0, DARK.raised)]
    assert texts.count("0") == 3, "in the ring and in both rows"
    assert {"total", "First", "Second"} <= set(texts)
    assert not any("%" in text for text in texts)


def test_low_tile_of_nothing_has_an_empty_strip() -> None:
    ops = ops_of("donut", frame_of(400, 200), slices=[{"label": "First", "value": 0}, {"label": "Second", "value": 0}])

    assert any(isinstance(op, Box) and op.color == DARK.raised and op.width == 400 for op in ops)


def test_slices_with_levels_leave_their_colours_to_them() -> None:
    ops = ops_of(
        "donut", slices=[{"value": 1, "level": "amber"}, {"value": 1}, {"value": 1}, {"value": 1}, {"value": 1}]
    )

    chips = [op.color for op in ops if isinstance(op, (Box, Polygon))]
    assert chips.count(DARK.amber) == 1


def test_percents_add_up() -> None:
    texts = texts_of("donut", slices=slices(1, 1, 1))

    assert [text for text in texts if text.endswith("%")] == ["34%", "33%", "33%"]


def test_the_largest_share_is_the_same_in_the_ring_as_in_its_row() -> None:
    ops = ops_of("donut", slices=slices(2, 1, 1, 1, 1), middle="largest")

    texts = [op.text for op in ops if isinstance(op, Text)]
    assert texts[:3] == ["33", "%", "s0"]
    assert texts.count("33%") == 1


@pytest.mark.parametrize(("locale", "wanted"), [("de-DE", ">99\N{NO-BREAK SPACE}%"), ("tr-TR", ">%99")])
def test_percents_are_written_as_in_the_country(locale: str, wanted: str) -> None:
    texts = texts_of("donut", frame_of(locale=locale), slices=slices(9999, 1))

    assert wanted in texts


def test_slices_with_a_level_have_its_mark_beside_their_name() -> None:
    found = [{"label": "cross", "value": 3, "level": "red"}, {"label": "happy", "value": 9, "level": "good"}]

    ops = ops_of("donut", slices=found)

    assert [len(op.points) for op in ops if isinstance(op, Polygon)] == [4]


def test_a_wide_tile_has_a_ring_a_low_one_a_strip() -> None:
    wide, narrow = (ops_of("donut", frame_of(width, 300), slices=slices(3, 2, 1)) for width in (900, 320))

    assert sum(isinstance(op, Arc) for op in wide) == 3
    assert not any(isinstance(op, Arc) for op in narrow)
    assert sum(isinstance(op, Box) and op.height != op.width for op in narrow) == 3


def test_shares_give_way_before_names_are_cut_to_nothing() -> None:
    found = [{"label": "Promoters", "value": 3}, {"label": "Detractors", "value": 1}]

    texts = texts_of("donut", frame_of(270, 220), slices=found)

    assert texts == ["Promoters", "Detractors"]
