"""Names of what is drawn in several colours: whole, clear of each other, counted where they have no room."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.chart.end_labels import end_labels, part_of_end_labels
from displayd.drawing.chart.legend import Entry, cut_to_row, legend, part_of_legend
from displayd.scene.operations import Text
from tests.support.laws import law
from tests.widgets.drawing import frame_of

BLUE = "#5aa9ff"
FRAME = frame_of(600, 400)


def entries(*names: str, value: str = "12") -> list[Entry]:
    return [Entry(name, value, BLUE) for name in names]


def test_one_row_is_as_large_as_labels_several_are_small() -> None:
    one, two = legend(FRAME, entries("a", "b"), 2), legend(FRAME, entries("first name", "second name"), 2)

    assert one is not None
    assert (one.size, len(one.rows)) == (FRAME.label, 1)
    assert two is not None
    assert (two.size, len(two.rows)) == (FRAME.small, 2)


def test_nothing_is_cut_unless_asked_for() -> None:
    long = entries("a name that is much longer than the chart is wide")

    cut = legend(FRAME, long, 1, cut=cut_to_row(FRAME, long))

    assert legend(FRAME, long, 1) is None
    assert cut is not None
    name, value = (op for op in cut.draw(FRAME) if isinstance(op, Text))
    assert name.text.startswith("a name")
    assert name.text.endswith("…")
    assert value.x > name.x + FRAME.fonts.width(name.text, name.size, name.weight)
    assert value.x + FRAME.fonts.width(value.text, value.size, value.weight) <= FRAME.area.right


def test_names_without_room_are_counted() -> None:
    names = entries("first", "second", "third", "fourth", "fifth")

    row = part_of_legend(FRAME, names)
    beside = part_of_end_labels(FRAME, names, 300, 190)

    assert [op.text for op in row.draw(FRAME) if isinstance(op, Text)] == ["first", "second", "+3"]
    assert beside is not None
    assert [label.entry.name for label in beside.labels] == ["first", "second", "+3 more"]


def test_labels_at_the_ends_have_the_name_above_the_value_where_there_is_height() -> None:
    high, low = (end_labels(FRAME, entries("web", "api"), 300, height) for height in (220, 120))

    assert high is not None
    assert low is not None
    assert high.labels[0].is_stacked
    assert not low.labels[0].is_stacked
    assert high.width < low.width


@law
@given(st.lists(st.floats(0, 400), min_size=1, max_size=6), st.booleans())
def test_labels_stand_in_the_order_of_their_levels_and_clear_of_each_other(levels: list[float], is_long: bool) -> None:
    labels = end_labels(FRAME, entries(*("name" * (1 + is_long) for _ in levels)), 400, 400)

    assert labels is not None
    middles = labels.middles(levels, 0.0, 400.0)

    order = sorted(range(len(levels)), key=lambda index: levels[index])
    for upper, lower in itertools.pairwise(order):
        gap = (labels.labels[upper].height + labels.labels[lower].height) / 2
        assert middles[lower] - middles[upper] >= gap - 0.01
    assert all(middles[index] - label.height / 2 >= -0.01 for index, label in enumerate(labels.labels))
    assert all(middles[index] + label.height / 2 <= 400.01 for index, label in enumerate(labels.labels))
