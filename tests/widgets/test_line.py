"""Lines: gaps stay gaps, peaks survive thinning, the newest figure is written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from displayd.scene import Area, Circle, Line
from displayd.theme import THEMES
from displayd.widgets.trace import runs, thinned
from tests.laws import law
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

HOUR = 3600
START = 1_795_200_000
BLUE = THEMES["dark"].series[0]


def points(*values: float | None) -> list[list[float | None]]:
    return [[START + HOUR * index, value] for index, value in enumerate(values)]


def traces(*values: float | None, **fields: object) -> list[Line]:
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


def test_the_newest_value_is_written_large_with_its_unit() -> None:
    texts = texts_of("line", points=points(400, 410, 425.5), unit="reqps")

    assert texts[:2] == ["426", "\u202freq/s"]


def test_several_lines_have_their_names_and_values_at_their_ends() -> None:
    series = [{"name": "web", "points": points(10, 30)}, {"name": "api", "points": points(50, 90)}]

    texts = texts_of("line", frame_of(1200, 500), series=series)

    assert {"web", "30", "api", "90"} <= set(texts)


def test_the_unit_is_said_once_when_there_are_several_lines() -> None:
    series = [{"name": name, "points": points(100, value)} for name, value in (("web", 300), ("api", 900))]

    texts = texts_of("line", frame_of(1200, 500), series=series, unit="reqps")

    assert texts.count("\u202freq/s") == 1
    assert {"300", "900"} <= set(texts)


def test_only_a_single_line_is_shaded_unless_told() -> None:
    two = [{"name": "a", "points": points(1, 2)}, {"name": "b", "points": points(2, 3)}]

    assert any(isinstance(op, Area) for op in ops_of("line", points=points(1, 2)))
    assert not any(isinstance(op, Area) for op in ops_of("line", series=two))
    assert any(isinstance(op, Area) for op in ops_of("line", series=two, area=True))


def test_level_is_that_of_the_worst_newest_value() -> None:
    series = [{"points": points(99, 1)}, {"points": points(1, 60)}]

    assert widget_of("line", series=series, direction="down", amber=50, red=90).level() == "amber"


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
