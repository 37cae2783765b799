"""Small multiples: a chart for each of many lines, all on one scale and one stretch of time."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Box, Circle, Line, Op, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.tile.frame import Frame
from tests.support.laws import drawing_law
from tests.widgets.drawing import NOW, frame_of, ops_of, widget_of

DAY = 86_400
DARK = THEMES["dark"]
BLUE = DARK.series[0]


def series(*ends: float | None, name: str = "shop") -> list[dict[str, Any]]:
    """Lines that go up to these values."""
    return [
        {
            "name": f"{name} {chr(65 + number % 26)}{number // 26 or ''}",
            "points": [
                [NOW - DAY + 7200 * step, None if end is None else end * (step + 12) / 24] for step in range(13)
            ],
        }
        for number, end in enumerate(ends)
    ]


def multiples(*ends: float | None, frame: Frame | None = None, **fields: Any) -> list[Op]:
    return ops_of("line", frame, arrangement="multiples", series=series(*ends), **fields)


def texts(ops: list[Op]) -> list[str]:
    return [op.text for op in ops if isinstance(op, Text)]


def names(ops: list[Op]) -> list[str]:
    """Of the charts, in reading order."""
    found = [op for op in ops if isinstance(op, Text) and op.text.startswith("shop")]
    return [op.text for op in sorted(found, key=lambda op: (op.y, op.x))]


def lines_of(ops: list[Op]) -> list[Line]:
    return [op for op in ops if isinstance(op, Line) and op.color == BLUE]


def test_every_line_has_a_chart_with_its_name_and_value() -> None:
    ops = multiples(10, 20, 30, 40)

    assert len(lines_of(ops)) == 4
    assert names(ops) == ["shop A", "shop B", "shop C", "shop D"]
    assert {"10", "20", "30", "40"} <= set(texts(ops))


def test_all_charts_have_one_scale() -> None:
    ops = multiples(10, 40, frame=frame_of(1200, 400), minimum=0)

    low, high = (line.points for line in lines_of(ops))
    rise_low, rise_high = (points[0][1] - points[-1][1] for points in (low, high))
    assert rise_high == pytest.approx(4 * rise_low, rel=0.02)


def test_the_largest_comes_first_where_the_layout_says_so() -> None:
    ends = (20, 40, 10, 30)

    given_so, desc, asc = (names(multiples(*ends, order=order)) for order in ("given", "desc", "asc"))

    assert given_so == ["shop A", "shop B", "shop C", "shop D"]
    assert desc == ["shop B", "shop D", "shop A", "shop C"]
    assert asc == desc[::-1]


def test_lines_without_room_are_counted() -> None:
    ops = multiples(*range(1, 41), frame=frame_of(900, 420), order="desc")

    shown = len(names(ops))
    assert 2 <= shown < 40
    assert f"+{40 - shown} more" in texts(ops)
    assert names(ops)[0] == "shop N1", "the largest"


def test_a_bad_level_among_those_left_out_is_marked_where_they_are_counted() -> None:
    fields: dict[str, Any] = {"direction": "up", "amber": 5, "red": 1, "order": "desc", "frame": frame_of(900, 420)}

    bad, good = (multiples(*range(lowest, lowest + 40), **fields) for lowest in (0, 10))

    assert DARK.red in {op.color for op in bad if isinstance(op, Polygon)}
    assert DARK.red not in {op.color for op in good if isinstance(op, Polygon)}


def test_times_are_told_once_and_the_ends_of_the_scale_in_every_row() -> None:
    ops = multiples(10, 20, 30, 40, frame=frame_of(1000, 600), minimum=0, maximum=50, unit="percent")

    said = texts(ops)
    rows = len({op.y for op in ops if isinstance(op, Text) and op.text.startswith("shop")})
    assert said.count("now") == 1
    assert sum(text.startswith("24") for text in said) == 1
    assert said.count("0%") == said.count("50%") == rows > 1


def test_values_have_equal_decimals_and_one_size() -> None:
    ops = multiples(10.25, 2, 300.5, unit="ms", frame=frame_of(1400, 500))

    values = [op for op in ops if isinstance(op, Text) and re.fullmatch(r"[\d.]+", op.text) and op.weight != "regular"]
    assert [op.text for op in values] == ["10.3", "2.0", "300.5"]
    assert len({op.size for op in values}) == 1


def test_thresholds_and_target_are_in_every_chart_and_named_once() -> None:
    fields: dict[str, Any] = {"direction": "down", "amber": 60, "red": 80, "target": 20, "minimum": 0, "maximum": 100}

    ops = multiples(5, 5, 5, 5, frame=frame_of(1400, 900), **fields)

    dashed = [op.color for op in ops if isinstance(op, Line) and op.dash]
    assert [dashed.count(color) for color in (DARK.amber, DARK.red, DARK.text)] == [4, 4, 4]
    for name in ("warning", "critical", "target"):
        assert sum(text.startswith(name) for text in texts(ops)) == 1


def test_a_bad_value_is_marked() -> None:
    ops = multiples(5, 50, 95, direction="down", amber=40, red=90)

    colors = {op.color for op in ops if isinstance(op, Polygon)}
    assert {DARK.amber, DARK.red} <= colors
    assert widget_of("line", arrangement="multiples", series=series(5, 95), direction="down", red=90).level() == "red"


def test_gaps_bars_and_steps_are_drawn_in_each() -> None:
    gaps = [{"name": n, "points": [[NOW - 300, 1], [NOW - 200, None], [NOW - 100, 2], [NOW, 3]]} for n in ("a", "b")]

    dots = ops_of("line", arrangement="multiples", series=gaps)
    barred = ops_of("line", arrangement="multiples", series=gaps, shape="bars")
    stepped = ops_of("line", arrangement="multiples", series=gaps, shape="steps")

    assert len([op for op in dots if isinstance(op, Circle) and op.color == BLUE]) == 4
    assert len([op for op in barred if isinstance(op, Box) and op.color == BLUE]) == 6
    assert all(
        one[0] == other[0] or one[1] == other[1]
        for line in lines_of(stepped)
        for one, other in zip(line.points, line.points[1:], strict=False)
    )


def test_one_line_is_a_chart_as_ever() -> None:
    one = series(10)

    assert ops_of("line", arrangement="multiples", series=one) == ops_of("line", series=one)


def test_readers_from_the_right_begin_at_the_right() -> None:
    frame = frame_of(1400, 300)

    left, right = (
        [op for op in multiples(1, 2, 3, frame=replace(frame, is_mirrored=one)) if isinstance(op, Text)]
        for one in (False, True)
    )

    x_left, x_right = ({op.text: op.x for op in ops if op.text.startswith("shop")} for ops in (left, right))
    assert sorted(x_left, key=x_left.__getitem__) == ["shop A", "shop B", "shop C"]
    # What is kept is exchanged once more with the whole tile.
    assert sorted(x_right, key=x_right.__getitem__) == ["shop A", "shop B", "shop C"]


@drawing_law(150)
@given(
    st.integers(2, 40),
    st.integers(260, 3000),
    st.integers(190, 1900),
    st.sampled_from(["en-GB", "de-DE", "hi-IN"]),
    st.booleans(),
    st.sampled_from(["given", "desc", "asc"]),
)
def test_all_lines_are_drawn_or_counted_at_every_size(
    count: int, width: int, height: int, locale: str, is_mirrored: bool, order: str
) -> None:
    frame = replace(frame_of(width, height), is_mirrored=is_mirrored)

    ops = multiples(*range(10, 10 + count), frame=frame, order=order, minimum=0)

    shown = len([op for op in ops if isinstance(op, Circle) and op.color == BLUE])
    left_over = [int(text[1:-5]) for text in texts(ops) if text.endswith(" more")]
    # The card says what has no place in the tile.
    assert shown + sum(left_over) + sum(frame.left_out) == count
    assert shown >= 1
    assert any(text.startswith("24") for text in texts(ops))
    area = frame.area
    for op in ops:
        if isinstance(op, Circle):
            assert area.x <= op.x <= area.right
            assert area.y <= op.y <= area.bottom


@drawing_law(60)
@given(st.integers(2, 40), st.integers(500, 3000), st.integers(300, 1900))
def test_the_scale_of_small_charts_is_told_at_every_size(count: int, width: int, height: int) -> None:
    frame = frame_of(width, height)

    said = set(texts(multiples(*range(10, 10 + count), frame=frame, minimum=0, maximum=100, unit="percent")))

    assert {"0%", "100%"} <= said
    assert "now" in said


def test_charts_and_their_words_keep_clear_of_each_other() -> None:
    ops = multiples(*range(10, 22), frame=frame_of(1600, 900))

    shown = sorted(
        (op for op in ops if isinstance(op, Text) and op.text.startswith("shop")), key=lambda op: (op.y, op.x)
    )
    rows = {op.y for op in shown}
    assert len(shown) == 12
    assert all(b - a > 2 * shown[0].size for a, b in zip(sorted(rows), sorted(rows)[1:], strict=False))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"series": series(*range(41))}, "length <= 40"),
        ({"arrangement": "grid"}, "arrangement"),
        ({"order": "value"}, "order"),
    ],
)
def test_what_is_none_is_refused(fields: dict[str, Any], reason: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=reason):
        widget_of("line", **{"arrangement": "multiples", "series": series(1, 2), **fields})


def test_in_one_plot_there_are_the_eight_lines_that_end_highest() -> None:
    drawn = ops_of("line", frame_of(1800, 1000), series=series(*range(1, 13)))

    assert sorted(names(drawn)) == [f"shop {letter}" for letter in "EFGHIJKL"]


def test_a_tile_that_is_too_low_for_a_chart_has_its_words_alone_and_in_its_room() -> None:
    frame = frame_of(186, 75)

    ops = multiples(-1e18, 3, frame=frame, amber=5.0, direction="up")

    assert not [op for op in ops if isinstance(op, Circle)]
    assert frame.left_out == [1]
    for op in ops:
        if isinstance(op, Text):
            assert op.x >= frame.area.x
            assert op.x + frame.fonts.width(op.text, op.size, op.weight) <= frame.area.right + 0.5
