"""Zones of thresholds and bands of what is usual, behind the lines."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.scene.operations import Line, Op, Polygon, Text
from displayd.scene.theme import THEMES
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

HOUR = 3600
START = 1_795_200_000
DARK = THEMES["dark"]
WIDE = frame_of(1200, 500)


def points(*values: float | None) -> list[list[float | None]]:
    return [[START + HOUR * index, value] for index, value in enumerate(values)]


def shades(ops: list[Op], color: str) -> list[Polygon]:
    return [op for op in ops if isinstance(op, Polygon) and op.color.startswith(color) and len(op.color) > 7]


def span(shade: Polygon) -> tuple[float, float]:
    ys = [y for _, y in shade.points]
    return min(ys), max(ys)


def threshold_y(ops: list[Op], color: str) -> float:
    return next(op.points[0][1] for op in ops if isinstance(op, Line) and op.color == color and op.dash)


@pytest.mark.parametrize(("direction", "amber", "red"), [("down", 60, 80), ("none", 60, 80), ("up", 40, 20)])
def test_zones_lie_on_the_bad_side_of_their_thresholds(direction: str, amber: float, red: float) -> None:
    ops = ops_of("line", WIDE, points=points(50, 55, 52), amber=amber, red=red, direction=direction,
                 minimum=0, maximum=100, thresholds="zones")  # fmt: skip

    (warning,), (critical,) = shades(ops, DARK.amber), shades(ops, DARK.red)
    at_amber, at_red = threshold_y(ops, DARK.amber), threshold_y(ops, DARK.red)
    assert sorted(span(warning)) == pytest.approx(sorted((at_amber, at_red)))
    assert span(critical)[1 if direction != "up" else 0] == pytest.approx(at_red)
    texts = {op.text: op for op in ops if isinstance(op, Text)}
    assert span(warning)[0] < texts["warning"].y <= span(warning)[1]
    assert span(critical)[0] < texts["critical"].y <= span(critical)[1]
    assert ops.index(warning) < min(number for number, op in enumerate(ops) if isinstance(op, Line)), (
        "zones are behind all lines"
    )


def test_thresholds_are_lines_only_when_nothing_is_said() -> None:
    ops = ops_of("line", WIDE, points=points(50, 90), amber=60, red=80, direction="down")

    assert not shades(ops, DARK.amber)
    assert "warning" not in [op.text for op in ops if isinstance(op, Text)]


def test_a_zone_is_not_named_where_its_name_has_no_room() -> None:
    fields: dict[str, Any] = {"points": points(1, 99), "amber": 60, "red": 62, "direction": "down"}

    texts = texts_of("line", WIDE, **fields, minimum=0, maximum=100, thresholds="zones")

    assert "warning" not in texts
    assert "critical" in texts


def test_shares_have_no_zones() -> None:
    series = [{"name": "a", "points": points(50, 40)}, {"name": "b", "points": points(50, 40)}]

    ops = ops_of("line", WIDE, series=series, arrangement="share", amber=60, red=80, thresholds="zones")

    assert not shades(ops, DARK.amber)


def test_a_band_between_two_amounts_is_drawn_across_and_named() -> None:
    ops = ops_of("line", WIDE, points=points(22, 23, 22), bands=[{"name": "allowed", "low": 18, "high": 27}])

    (band,) = shades(ops, DARK.dim)
    assert len({y for _, y in band.points}) == 2
    xs = [x for x, _ in band.points]
    line = next(op for op in ops if isinstance(op, Line) and op.color == DARK.series[0])
    assert min(xs) <= line.points[0][0]
    assert max(xs) >= line.points[-1][0]
    assert "allowed" in [op.text for op in ops if isinstance(op, Text)]
    assert "normal range" in texts_of("line", WIDE, points=points(22), bands=[{"low": 18}])


def test_a_band_follows_its_points_and_has_the_gaps_of_them() -> None:
    band = {"low_points": points(10, 12, None, 11, 10), "high_points": points(30, 32, 31, 33, 30)}

    ops = ops_of("line", WIDE, points=points(20, 21, 22, 21, 20), bands=[band])

    left, right = shades(ops, DARK.dim)
    assert max(x for x, _ in left.points) < min(x for x, _ in right.points)


def test_points_of_a_band_before_and_after_the_lines_do_not_leave_the_plot() -> None:
    band = {"low_points": [[START - 9 * HOUR, 0], [START + 9 * HOUR, 18]], "high": 30}

    ops = ops_of("line", WIDE, points=points(20, 21), bands=[band])

    (shade,) = shades(ops, DARK.dim)
    line = next(op for op in ops if isinstance(op, Line) and op.color == DARK.series[0])
    xs = [x for x, _ in shade.points]
    assert min(xs) == pytest.approx(line.points[0][0])
    assert max(xs) == pytest.approx(line.points[-1][0])


def test_a_band_without_an_upper_edge_reaches_the_top() -> None:
    ops = ops_of("line", WIDE, points=points(20, 21), bands=[{"low": 5}], minimum=0, maximum=40)

    (shade,) = shades(ops, DARK.dim)
    assert min(y for _, y in shade.points) == pytest.approx(
        min(op.points[0][1] for op in ops if isinstance(op, Line) and op.color == DARK.grid)
    )


def test_a_band_is_on_the_scale_and_has_no_say_in_the_level() -> None:
    fields: dict[str, Any] = {"points": points(20, 21), "bands": [{"low": 100, "high": 200}]}

    assert "200" in texts_of("line", WIDE, **fields)
    assert widget_of("line", **fields, amber=50, red=60, direction="down").level() == "good"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"thresholds": "areas"}, "thresholds"),
        ({"thresholds": None}, "thresholds"),
        ({"bands": [{"low": "much"}]}, "bands"),
        ({"bands": [{"lower": 3}]}, "bands"),
        ({"bands": [{}, {}, {}]}, "bands"),
        ({"bands": [{"low_points": [[1]]}]}, "bands"),
    ],
)
def test_what_is_no_zone_and_no_band_is_refused(fields: dict[str, Any], word: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=word):
        widget_of("line", points=points(1), **fields)


@pytest.mark.parametrize("band", [{}, {"low": 30, "high": 10}, {"low_points": points(None)}, {"low": -5, "high": 0}])
def test_an_odd_band_is_drawn_without_harm(band: dict[str, Any]) -> None:
    for fields in ({}, {"scale": "log"}, {"minimum": 15, "maximum": 16}):
        assert ops_of("line", WIDE, points=points(10, 20), bands=[band], **fields)


@pytest.mark.parametrize("width", [60, 150, 200, 300, 400])
def test_a_name_that_is_wider_than_the_plot_is_left_out(width: int) -> None:
    frame = frame_of(width, 600)
    band = {"name": "what is usual on a working day", "low": 10, "high": 12}

    ops = ops_of("line", frame, points=points(1, 1), bands=[band], amber=20, red=40, maximum=60,
                 thresholds="zones")  # fmt: skip

    for op in ops:
        if isinstance(op, Text) and op.align == "left" and not op.max_width:
            assert op.x + frame.fonts.width(op.text, op.size, op.weight) <= frame.area.right + 0.01
