"""Thresholds and targets of line charts have names wherever there is room for them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Line, Op, Text
from displayd.scene.theme import THEMES
from tests.support.laws import drawing_law
from tests.widgets.drawing import frame_of, ops_of, texts_of

HOUR = 3600
START = 1_795_200_000
DARK = THEMES["dark"]


def points(*values: float | None) -> list[list[float | None]]:
    return [[START + HOUR * index, value] for index, value in enumerate(values)]


def named(ops: list[Op], name: str) -> Text:
    (found,) = [op for op in ops if isinstance(op, Text) and op.text.startswith(name)]
    return found


def test_thresholds_have_their_names_and_amounts_at_their_lines() -> None:
    ops = ops_of("line", points=points(10, 12, 11, 14), direction="down", amber=40, red=80, unit="ms", maximum=100)

    for name, color in (("warning 40", DARK.amber), ("critical 80", DARK.red)):
        word = named(ops, name)
        (line,) = [op for op in ops if isinstance(op, Line) and op.dash and op.color == color]
        assert word.color == color
        assert abs(word.y - line.points[0][1]) < 1.2 * word.size


def test_names_that_a_layout_gives_are_said() -> None:
    labels: dict[str, Any] = {"target_label": "budget", "amber_label": "as agreed", "red_label": "as in the contract"}

    texts = texts_of(
        "line", points=points(10, 12), direction="down", target=20, amber=50, red=80, maximum=100, **labels
    )

    for name in labels.values():
        assert any(text.startswith(name) for text in texts)
    assert not any(text.startswith(word) for text in texts for word in ("target", "warning", "critical"))


def test_zones_have_the_names_of_their_thresholds_once() -> None:
    fields: dict[str, Any] = {"thresholds": "zones", "direction": "down", "amber": 50, "red": 80, "maximum": 100}

    texts = texts_of("line", frame_of(1200, 700), points=points(10, 12), amber_label="full", **fields)

    assert [text for text in texts if text.startswith(("full", "critical"))] == ["full", "critical"]


def test_a_target_is_not_told_twice() -> None:
    texts = texts_of("line", frame_of(1400, 400), points=points(10, 12), target=20)

    assert sum("target" in text for text in texts) == 1


def test_a_target_that_has_no_place_beside_the_plot_is_named_in_it() -> None:
    series = [{"name": f"a line of some length {n}", "points": points(n, n)} for n in range(1, 6)]

    for size in ((520, 420), (620, 330), (420, 700)):
        texts = texts_of("line", frame_of(*size), series=series, target=90)

        assert sum(text.startswith("target") for text in texts) == 1, size


def test_where_lines_are_everywhere_the_name_stands_where_its_line_ends() -> None:
    series = [
        {"name": name, "points": points(*[one, 100 - one] * 40)} for name, one in (("by phone", 0), ("by mail", 3))
    ]

    ops = ops_of("line", frame_of(1200, 520), series=series, direction="down", amber=50, legend=["max"])

    word = named(ops, "warning")
    (line,) = [op for op in ops if isinstance(op, Line) and op.dash]
    assert word.x > line.points[-1][0]
    assert abs(word.y - line.points[0][1]) < word.size


@drawing_law(80)
@given(
    st.integers(400, 1800),
    st.integers(480, 1000),
    st.sampled_from(["en-GB", "de-DE", "ar-EG"]),
    st.booleans(),
)
def test_thresholds_have_names_in_every_tile_with_a_level_line(
    width: int, height: int, locale: str, is_up: bool
) -> None:
    fields = {"direction": "up", "amber": 40, "red": 20} if is_up else {"direction": "down", "amber": 60, "red": 80}
    frame = frame_of(width, height, locale=locale)

    ops = ops_of("line", frame, points=points(*[90 if is_up else 8] * 9), minimum=0, maximum=100, **fields)

    colors = {op.color for op in ops if isinstance(op, Text)}
    assert {DARK.amber, DARK.red} <= colors


@pytest.mark.parametrize("label", ["target_label", "amber_label", "red_label"])
def test_names_of_thresholds_are_no_longer_than_a_line(label: str) -> None:
    fields: dict[str, Any] = {label: "x" * 61}

    with pytest.raises(msgspec.ValidationError, match="length <= 60"):
        ops_of("line", points=points(1, 2), **fields)
