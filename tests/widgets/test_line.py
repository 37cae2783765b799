"""Lines: gaps stay gaps, peaks survive thinning, the newest figure is written."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.operations import Area, Circle, Line, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.tile.widget import Widget
from displayd.tools.gallery import examples
from displayd.widgets.line.trace import runs, thinned
from displayd.widgets.line.widget import LineChart
from tests.support.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

HOUR = 3600
START = 1_795_200_000
DARK = THEMES["dark"]
BLUE = DARK.series[0]


def points(*values: float | None) -> list[list[float | None]]:
    return [[START + HOUR * index, value] for index, value in enumerate(values)]


def traces(*values: float | None, **fields: Any) -> list[Line]:
    ops = ops_of("line", points=points(*values), **fields)
    return [op for op in ops if isinstance(op, Line) and op.color == BLUE]


def test_missing_values_leave_a_gap() -> None:
    lines = traces(1, 2, None, 4, 5)

    assert [len(line.points) for line in lines] == [2, 2]
    assert lines[0].points[-1][0] < lines[1].points[0][0]


def test_a_value_between_gaps_is_a_dot() -> None:
    ops = ops_of("line", points=points(1, 2, None, 3, None, 4, 5))

    dots = [op for op in ops if isinstance(op, Circle) and op.color == BLUE]
    assert len(dots) == 2, "the one between gaps and the newest"


def test_points_out_of_order_are_put_in_order() -> None:
    lines = ops_of("line", points=points(1, 2, 3)[::-1])

    assert lines == ops_of("line", points=points(1, 2, 3))


def test_values_of_which_nobody_knows_when_they_were_stand_over_no_times() -> None:
    ops = ops_of("line", history=[1, 2, None, 4, 9], events=[{"time": 2, "label": "v2"}], incomplete_from=3)

    texts = [op.text for op in ops if isinstance(op, Text)]
    lines = [op for op in ops if isinstance(op, Line) and op.color == BLUE]
    assert [len(line.points) for line in lines] == [2, 2]
    assert "9" in texts
    assert not {"now", "v2"} & set(texts)


def test_values_without_times_are_not_looked_at_beside_others_that_have_some() -> None:
    ops = ops_of("line", points=points(1, 2), history=[7, 8], series=[{"name": "a", "history": [5, 6]}])

    assert ops == ops_of("line", points=points(1, 2))


def test_several_lines_without_times_have_one_each() -> None:
    widget = widget_of("line", series=[{"name": "A", "history": [1, 2]}, {"name": "B", "history": [3, None]}])

    assert isinstance(widget, LineChart)
    assert [(one.name, one.points) for one in widget.lines()] == [("A", [(0, 1), (1, 2)]), ("B", [(0, 3), (1, None)])]
    assert not widget.has_times()


def test_the_newest_value_is_written_large_with_its_unit() -> None:
    ops = ops_of("line", points=points(400, 410, 425.5), unit="reqps")

    sizes = {op.text: op.size for op in ops if isinstance(op, Text)}
    assert "\u202freq/s" in sizes
    assert sizes["426"] == max(sizes.values()) > frame_of().label


def test_several_lines_have_their_names_and_values_at_their_ends() -> None:
    series = [{"name": "web", "points": points(10, 30)}, {"name": "api", "points": points(50, 90)}]

    texts = texts_of("line", frame_of(1200, 500), series=series)

    assert {"web", "30", "api", "90"} <= set(texts)


def test_the_unit_is_said_once_when_there_are_several_lines() -> None:
    series = [{"name": name, "points": points(100, value)} for name, value in (("web", 300), ("api", 900))]

    texts = texts_of("line", frame_of(1200, 500), series=series, unit="reqps")

    assert texts.count("\u202freq/s") == 1
    assert {"300", "900"} <= set(texts)


def test_the_unit_gives_way_to_a_line_that_runs_where_it_would_stand() -> None:
    low, high = (
        ops_of("line", frame_of(1200, 500), unit="reqps", series=[{"name": name, "points": one} for name in ("a", "b")])
        for one in (points(100, 900, 1000), points(1000, 900, 100))
    )

    for ops, is_apart in ((low, False), (high, True)):
        unit = texts_in(ops)["\u202freq/s"]
        left = min(op.points[0][0] for op in ops if isinstance(op, Line) and op.color == DARK.grid)
        assert (unit.x + 6 * unit.size * 0.56 < left) == is_apart


def test_only_a_single_line_is_shaded_unless_told() -> None:
    two = [{"name": "a", "points": points(1, 2)}, {"name": "b", "points": points(2, 3)}]

    assert any(isinstance(op, Area) for op in ops_of("line", points=points(1, 2)))
    assert not any(isinstance(op, Area) for op in ops_of("line", series=two))
    assert any(isinstance(op, Area) for op in ops_of("line", series=two, area=True))


@pytest.mark.parametrize(
    ("values", "is_filled"),
    [((480, 490, 485), False), ((0, 490, 485), True), ((-5, 3, 2), True), ((-480, -490), False)],
)
def test_what_does_not_begin_at_zero_is_never_filled(values: tuple[float, ...], is_filled: bool) -> None:
    for area in (None, True):
        ops = ops_of("line", points=points(*values), area=area)

        assert any(isinstance(op, Area) for op in ops) is is_filled


@pytest.mark.parametrize(
    ("direction", "amber", "red", "seen"),
    [("down", 1.0, 5.0, "amber"), ("up", 0.5, 0.2, "amber"), ("down", None, 5.0, "red"), ("down", 0.65, 5.0, "amber")],
)
def test_the_nearest_threshold_is_always_on_the_scale(
    direction: str, amber: float | None, red: float | None, seen: str
) -> None:
    ops = ops_of("line", points=points(0.6, 0.8, 0.7), direction=direction, amber=amber, red=red)

    dashed = {op.color for op in ops if isinstance(op, Line) and op.dash}
    assert dashed == {DARK.amber if seen == "amber" else DARK.red}


def test_level_is_that_of_the_worst_newest_value() -> None:
    series = [{"points": points(99, 1)}, {"points": points(1, 60)}]

    assert widget_of("line", series=series, direction="down", amber=50, red=90).level() == "amber"


def texts_in(kind_ops: list[Any]) -> dict[str, Text]:
    return {op.text: op for op in kind_ops if isinstance(op, Text)}


def plot_height(ops: list[Any]) -> float:
    """From the lowest to the highest line of the grid, px."""
    levels = [op.points[0][1] for op in ops if isinstance(op, Line) and op.color == DARK.grid]
    return max(levels) - min(levels)


TYPICAL = [
    widget
    for kind, name, widget in examples()
    if kind == "line" and name not in ("awkward", "two axes", "small multiples")
]


@pytest.mark.parametrize("widget", TYPICAL)
@pytest.mark.parametrize("size", [(612, 458), (1244, 458), (1024, 420), (502, 620)])
@pytest.mark.parametrize("floor_px", [28.0, 44.5, 60.0, 80.0])
def test_a_chart_has_almost_half_of_its_tile(widget: Widget, size: tuple[int, int], floor_px: float) -> None:
    frame = replace(frame_of(), floor_px=floor_px)
    head = round(frame.label * 1.3) + 44
    inner = replace(frame, area=frame.area._replace(width=size[0] - 56, height=size[1] - head))

    ops = widget.draw(inner)

    # From far away the names of several lines, beside times and ticks, may cost a third of that, and more where nobody
    # would know when the lines begin and end.
    least = 0.45 if floor_px < 40 else 0.29 if floor_px < 50 else 0.2
    assert plot_height(ops) >= least * size[1] - 2
    assert all(op.size >= inner.small for op in ops if isinstance(op, Text))


def test_values_give_way_before_names_and_names_before_times() -> None:
    series = [{"name": name, "points": points(100, value)} for name, value in (("web shop", 300), ("payments", 900))]
    frames = [frame_of(900, 330), frame_of(420, 330), frame_of(600, 200)]

    high, medium, low = (set(texts_of("line", frame, series=series)) for frame in frames)

    assert {"web shop", "300", "payments", "900"} <= high
    assert any(":" in text for text in high)
    assert {"web shop", "300", "payments", "900"} <= medium
    assert any(":" in text for text in medium)
    assert {"web shop", "payments"} <= low
    assert not {"300", "900"} & low


def test_of_many_lines_the_last_are_left_without_a_name() -> None:
    series = [{"name": f"line {number}", "points": points(number, number)} for number in range(1, 9)]

    texts = texts_of("line", frame_of(700, 260), series=series)

    named = [text for text in texts if text.startswith("line")]
    assert sorted(named) == [f"line {number}" for number in range(1, len(named) + 1)]
    assert f"+{8 - len(named)} more" in texts


@pytest.mark.parametrize("size", [(1400, 500), (700, 420), (560, 300)])
@pytest.mark.parametrize("axis", ["left", "right"])
@pytest.mark.parametrize("ends", [(1, 90, 40), (90, 40, 1), (40, 1, 90)])
def test_names_stand_in_the_order_of_the_document_however_the_lines_end(
    size: tuple[int, int], axis: str, ends: tuple[int, ...]
) -> None:
    names = ("in", "out", "disk")
    series = [{"name": name, "points": points(5, value)} for name, value in zip(names, ends, strict=True)]
    other = {"name": "other", "axis": axis, "points": points(1, 0)}

    ops = ops_of("line", frame_of(*size), series=[*series, other], right_unit="s", minimum=0)

    found = [op for op in ops if isinstance(op, Text) and op.text in names]
    assert [op.text for op in sorted(found, key=lambda op: (op.y, op.x))] == list(names)


def test_names_that_are_not_at_the_ends_of_their_lines_have_samples_of_their_colours() -> None:
    def chips(*ends: int) -> set[str]:
        series = [{"name": f"line {value}", "points": points(5, value)} for value in ends]
        ops = ops_of("line", frame_of(1200, 500), series=series)
        return {op.color for op in ops if isinstance(op, Line) and op.points[0][0] > 900 and len(op.points) == 2}

    assert chips(90, 40) & set(DARK.series) == set()
    assert chips(40, 90) & set(DARK.series) == set(DARK.series[:2])


@pytest.mark.parametrize("now", [70, 29, 1])
def test_what_the_figure_is_compared_with_is_smaller_and_never_above_it(now: float) -> None:
    fields = {"points": points(5, 6, now), "before": points(1, 2, 30, 40), "before_label": "last week"}

    texts = texts_in(ops_of("line", frame_of(1400, 400), now_label="this week", unit="reqps", **fields))

    figure, before, value = texts[str(now)], texts["last week"], texts["30"]
    assert figure.size > value.size
    assert figure.y < value.y or abs(figure.y - value.y) > figure.size
    assert before.color == value.color == DARK.dim
    assert "this week" in texts


def test_a_line_of_one_period_has_no_name_for_it() -> None:
    assert "this week" not in texts_of("line", points=points(1, 2), now_label="this week")


@pytest.mark.parametrize("name", ["amber", "red"])
def test_a_target_on_a_threshold_is_one_line_in_the_colour_of_the_threshold(name: str) -> None:
    fields: dict[str, Any] = {"target": 85, "direction": "up", name: 85}

    ops = ops_of("line", points=points(80, 90, 100), **fields)

    (line,) = [op for op in ops if isinstance(op, Line) and op.dash]
    assert line.color == (DARK.amber if name == "amber" else DARK.red)


@pytest.mark.parametrize("size", [(556, 380), (446, 540), (420, 330), (340, 300)])
@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
def test_ends_of_the_scale_and_of_the_time_are_told_in_every_tile_that_has_height(
    size: tuple[int, int], locale: str
) -> None:
    series = [{"name": name, "points": points(9e5, value)} for name, value in (("in", 3e6), ("out", 9e6))]

    ops = ops_of("line", frame_of(*size, locale=locale), series=series, unit="Bps", minimum=0)

    texts = [op.text for op in ops if isinstance(op, Text)]
    assert {"0", "10"} <= {re.sub(r"[.,]0", "", text).removesuffix("\N{NARROW NO-BREAK SPACE}MB/s") for text in texts}
    assert any(":" in text for text in texts)
    assert {"in", "out"} <= set(texts)


def test_names_of_equal_beginnings_are_still_told_apart() -> None:
    series = [{"name": f"Department of flowers {n}", "points": points(n, 90 - n)} for n in (1, 2)]

    texts = texts_of("line", frame_of(560, 380), series=series)

    cut = [text for text in texts if text.startswith("D") and "…" in text]
    assert [text[-1] for text in cut] == ["1", "2"]


def test_the_running_period_is_dashed_and_its_last_dot_hollow() -> None:
    ops = ops_of("line", points=points(10, 20, 30, 5), incomplete_from=START + 3 * HOUR)

    whole, dashed = (op for op in ops if isinstance(op, Line) and op.color == BLUE)
    assert (len(whole.points), whole.dash) == (3, ())
    assert len(dashed.points) == 2
    assert dashed.dash
    assert dashed.points[0] == whole.points[-1]
    dots = [op.color for op in ops if isinstance(op, Circle)]
    assert dots == [DARK.card, BLUE, DARK.card]


def test_the_level_is_that_of_the_last_complete_period() -> None:
    fields = {"points": points(90, 95, 12), "direction": "up", "amber": 80, "red": 50}

    assert widget_of("line", **fields).level() == "red"
    assert widget_of("line", **fields, incomplete_from=START + 2 * HOUR).level() == "good"


def test_the_period_before_is_pale_behind_and_named_with_its_value_at_this_time() -> None:
    before = points(1, 2, 30, 40, 50)

    ops = ops_of("line", frame_of(1400, 400), points=points(5, 6, 70), before=before, before_label="last week")

    lines = [op for op in ops if isinstance(op, Line) and len(op.points) > 2]
    assert [len(line.points) for line in lines] == [5, 3]
    assert lines[0].color != lines[1].color == BLUE
    assert {"70", "last week", "30"} <= set(texts_in(ops))


def test_events_are_marked_and_the_latest_keep_their_labels() -> None:
    times = [START + HOUR * share for share in (0.1, 2.0, 2.2, 2.35, 9.0)]
    events = [{"time": time, "label": f"v{number}"} for number, time in enumerate(times)]

    ops = ops_of("line", frame_of(700, 500), points=points(1, 2, 3, 4), events=events)

    labels = sorted(text for text in texts_in(ops) if text.startswith("v"))
    assert labels == ["v0", "v2", "v3"], "1 is too near to 2, 4 is not in the time on show"
    poles = {op.points[0][0] for op in ops if isinstance(op, Line) and op.points[0][0] == op.points[1][0]}
    assert len(poles) == 4
    assert any(isinstance(op, Polygon) for op in ops)


def test_the_right_axis_has_its_own_unit_and_no_say_in_the_level() -> None:
    series = [
        {"name": "orders", "points": points(900, 1400)},
        {"name": "sent back", "axis": "right", "points": points(0.02, 0.05)},
    ]
    fields = {"series": series, "right_unit": "percentunit", "minimum": 0, "right_minimum": 0, "direction": "up"}

    ops = ops_of("line", frame_of(1100, 500), **fields)

    texts = texts_in(ops)
    zeros = texts["0"], texts["0%"]
    assert zeros[0].y == zeros[1].y
    assert zeros[0].x < 200
    assert zeros[1].x > 900
    assert texts["1,500"].y == texts["6%"].y
    assert {"1,400", "5%"} <= set(texts)
    assert widget_of("line", **fields, amber=100, red=50).level() == "good"


def test_is_empty_without_a_value() -> None:
    assert widget_of("line").is_empty()
    assert widget_of("line", points=points(None, None)).is_empty()
    assert not widget_of("line", points=points(0)).is_empty()


@law
@given(st.lists(st.tuples(st.floats(0, 300), st.floats(0, 100)), min_size=1, max_size=600))
def test_thinning_keeps_the_ends_and_the_extremes(pairs: list[tuple[float, float]]) -> None:
    line = sorted(pairs)

    kept = thinned(line, 2.0)

    assert len(kept) <= 4 * 151
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    heights = [y for _, y in line]
    assert {min(heights), max(heights)} <= {y for _, y in kept}
    assert set(kept) <= set(line)


@law
@given(st.lists(st.tuples(st.floats(0, 1e9), st.none() | st.floats(0, 1)), max_size=60, unique_by=lambda one: one[0]))
def test_runs_hold_every_value_once_in_order(pairs: list[tuple[float, float | None]]) -> None:
    joined = [point for run in runs(pairs) for point in run]

    assert joined == sorted((time, value) for time, value in pairs if value is not None)
