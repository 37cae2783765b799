"""Bars: whole lengths from zero, values that do not collide with targets, labels that make sense."""

from __future__ import annotations

from typing import Any

import pytest

from displayd.scene.operations import Box, Circle, Line, Op, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.widgets.bar.series import Bar, BarSeries, aligned
from tests.widgets.drawing import frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]


def bars(*values: float | None, **fields: object) -> list[dict[str, object]]:
    return [{"label": f"b{index}", "value": value, **fields} for index, value in enumerate(values)]


def solid(ops: list[Op], color: str = DARK.series[0]) -> list[Box]:
    """The square parts of the bars in this colour; the round ones lie under them."""
    return [op for op in ops if isinstance(op, Box) and op.color == color and not op.radius]


def test_columns_are_as_high_as_their_values() -> None:
    ops = ops_of("bar", bars=bars(10, 20, 40))

    heights = [box.height for box in ops if isinstance(box, Box) and box.radius]
    assert heights == pytest.approx([heights[2] / 4, heights[2] / 2, heights[2]])


def test_negative_columns_hang_from_zero() -> None:
    up, down = (box for box in ops_of("bar", bars=bars(10, -10)) if isinstance(box, Box) and box.radius)

    assert up.y + up.height == pytest.approx(down.y)


def test_values_are_written_where_they_fit_and_ticks_where_not() -> None:
    assert {"10", "20", "40"} <= set(texts_of("bar", bars=bars(10, 20, 40)))
    assert "1,023" not in texts_of("bar", bars=bars(*range(1000, 1100)))


def test_a_value_moves_out_of_the_way_of_its_target() -> None:
    ops = ops_of("bar", bars=[{"label": "a", "value": 95, "target": 98}, {"label": "b", "value": 100}])

    value = next(op for op in ops if isinstance(op, Text) and op.text == "95")
    target = next(op for op in ops if isinstance(op, Line) and op.color == DARK.text)
    assert value.y < target.points[0][1]


def test_long_labels_lay_the_bars_down() -> None:
    short = ops_of("bar", bars=[{"label": "Mon", "value": 1}, {"label": "Tue", "value": 2}])
    long = ops_of("bar", bars=[{"label": f"A department with a long name {n}", "value": n} for n in range(1, 5)])

    assert len({op.y for op in short if isinstance(op, Text) and op.text in ("Mon", "Tue")}) == 1
    assert len({op.y for op in long if isinstance(op, Text) and op.text.startswith("A ")}) == 4


@pytest.mark.parametrize("width", range(260, 700, 20))
def test_a_few_bars_never_go_without_their_names(width: int) -> None:
    labels = ["4 h", "1 d", "3 d", "3 d+"]
    items = [{"label": label, "value": 47.0 - number} for number, label in enumerate(labels)]

    texts = texts_of("bar", frame_of(width, 340), bars=items)

    assert [label for label in labels if label not in texts] == []


def test_the_last_bar_stands_out() -> None:
    ops = ops_of("bar", bars=bars(10, 20, 40), highlight="last")

    assert len(solid(ops)) == 1


def test_a_highlight_that_is_no_label_dims_nothing() -> None:
    ops = ops_of("bar", bars=bars(10, 20, 40), highlight="somebody who left")

    assert len(solid(ops)) == 3


def test_bars_beyond_a_threshold_have_its_colour_and_the_tile_its_level() -> None:
    widget = widget_of("bar", bars=bars(10, 45, 60), direction="down", amber=40, red=50)

    ops = widget.draw(frame_of())

    assert (len(solid(ops)), len(solid(ops, DARK.amber)), len(solid(ops, DARK.red))) == (1, 1, 1)
    assert widget.level() == "red"


def test_rows_that_do_not_fit_are_counted() -> None:
    texts = texts_of("bar", frame_of(900, 300), bars=bars(*range(20)), horizontal=True)

    shown = sum(text.startswith("b") for text in texts)
    assert f"+{20 - shown} more" in texts


def test_of_many_labels_the_last_is_shown() -> None:
    texts = texts_of("bar", bars=[{"label": str(day), "value": day} for day in range(1, 121)])

    assert "120" in texts


def test_is_empty_without_a_value() -> None:
    assert widget_of("bar").is_empty()
    assert widget_of("bar", bars=bars(None, None, target=3)).is_empty()
    assert not widget_of("bar", bars=bars(0)).is_empty()


def series(**values: tuple[float | None, ...]) -> list[dict[str, object]]:
    """A series for each name, its bars labelled `b0`, `b1` ..."""
    return [{"name": name, "bars": bars(*amounts)} for name, amounts in values.items()]


def of_color(ops: list[Any], color: str) -> list[Box]:
    """The bars of one colour, without samples in a legend, from left to right and from top to bottom."""
    boxes = [op for op in ops if isinstance(op, Box) and op.color == color and op.width != op.height]
    # The square half of a bar with a round end lies on the whole bar.
    whole = [box for box in boxes if not any(other is not box and covers(other, box) for other in boxes)]
    return sorted(whole, key=lambda box: (box.x, box.y))


def covers(one: Box, other: Box) -> bool:
    return (
        one.x <= other.x
        and one.y <= other.y
        and one.x + one.width >= other.x + other.width
        and one.y + one.height >= other.y + other.height
    )


BLUE, SECOND, THIRD = DARK.series[:3]


def test_bars_of_one_label_stand_together_whatever_their_order() -> None:
    one = BarSeries(name="one", bars=[Bar(label="a", value=1), Bar(label="b", value=2), Bar(label="a", value=3)])
    other = BarSeries(name="other", bars=[Bar(label="b", value=4), Bar(label="c", value=5)])

    rows = [(label, [bar and bar.value for bar in found]) for label, found in aligned([one, other])]

    assert rows == [("a", [1, None]), ("b", [2, 4]), ("a", [3, None]), ("c", [None, 5])]


def test_grouped_bars_stand_side_by_side_in_the_order_of_the_legend() -> None:
    ops = ops_of("bar", frame_of(1300, 400), series=series(opened=(10, 20), solved=(40, 30)))

    first, second = of_color(ops, BLUE), of_color(ops, SECOND)
    assert [box.height for box in (*first, *second)] == pytest.approx([second[0].height * n / 4 for n in (1, 2, 4, 3)])
    assert first[0].x < second[0].x < first[1].x < second[1].x
    texts = [op.text for op in ops if isinstance(op, Text)]
    assert texts.index("opened") < texts.index("solved")
    assert {"10", "20", "40", "30", "b0", "b1"} <= set(texts)


def test_stacked_bars_stand_on_each_other_with_their_sum_above() -> None:
    ops = ops_of("bar", frame_of(1300, 500), arrangement="stacked", series=series(basic=(10, 20), team=(30, None)))

    lower, upper = of_color(ops, BLUE)[0], of_color(ops, SECOND)[0]
    assert upper.y + upper.height == pytest.approx(lower.y, abs=4), "but for the seam"
    assert upper.height == pytest.approx(3 * lower.height, rel=0.05)
    texts = {op.text: op for op in ops if isinstance(op, Text)}
    assert texts["40"].y < upper.y
    assert "20" in texts


def test_names_of_stacked_series_stand_beside_their_blocks() -> None:
    ops = ops_of("bar", frame_of(900, 450), arrangement="stacked", series=series(basic=(10, 40), team=(10, 45)))

    texts = {op.text: op for op in ops if isinstance(op, Text)}
    for name, color in (("basic", BLUE), ("team", SECOND)):
        block = of_color(ops, color)[-1]
        assert block.y < texts[name].y < block.y + block.height + texts[name].size
        assert texts[name].x > block.x + block.width


def test_negative_parts_of_a_stack_hang_below_zero_and_the_sum_is_net() -> None:
    ops = ops_of("bar", frame_of(1300, 500), arrangement="stacked", series=series(won=(30, 10), lost=(-10, -40)))

    won, lost = of_color(ops, BLUE), of_color(ops, SECOND)
    assert won[0].y + won[0].height == pytest.approx(lost[0].y)
    assert lost[1].height == pytest.approx(4 * lost[0].height, rel=0.05)
    assert {"20", "\N{MINUS SIGN}30"} <= {op.text for op in ops if isinstance(op, Text)}


@pytest.mark.parametrize("is_lying", [False, True])
def test_shares_are_equally_long_and_their_percents_add_up(is_lying: bool) -> None:
    found = series(a=(1, 700), b=(1, 200), c=(1, 100))

    ops = ops_of("bar", frame_of(1300, 600), arrangement="share", horizontal=is_lying, series=found)

    percents = [int(op.text[:-1]) for op in ops if isinstance(op, Text) and op.text.endswith("%")]
    assert sorted(percents) == sorted([34, 33, 33, 70, 20, 10])
    ends = [box.x + box.width if is_lying else box.y for box in of_color(ops, THIRD)]
    assert ends[0] == pytest.approx(ends[1])


def test_nothing_of_nothing_has_no_share() -> None:
    ops = ops_of("bar", frame_of(1300, 600), arrangement="share", series=series(a=(3, 0), b=(1, 0)))

    figures = [op.text for op in ops if isinstance(op, Text) and op.weight == "semibold"]
    assert sorted(figures) == ["25%", "75%"]


def test_amounts_of_which_one_is_below_zero_have_no_shares() -> None:
    ops = ops_of("bar", frame_of(1300, 600), arrangement="share", series=series(a=(3, 3), b=(-9, 0), c=(1, 1)))

    figures = [op.text for op in ops if isinstance(op, Text) and op.weight == "semibold"]
    assert sorted(figures) == ["25%", "75%", "below zero"]


@pytest.mark.parametrize("is_lying", [False, True])
def test_a_target_is_a_dotted_line_across_all_bars(is_lying: bool) -> None:
    ops = ops_of("bar", frame_of(1000, 500), bars=bars(10, 30, 20), target=25, horizontal=is_lying)

    dots = [op for op in ops if isinstance(op, Line) and op.dash]
    along = {point[0 if is_lying else 1] for line in dots for point in line.points}
    across = [point[1 if is_lying else 0] for line in dots for point in line.points]
    assert len(along) == 1
    assert max(across) - min(across) > 0.6 * (500 if is_lying else 1000)
    boxes = of_color(ops, BLUE)
    beyond = [box.x + box.width > next(iter(along)) if is_lying else box.y < next(iter(along)) for box in boxes]
    assert sum(beyond) == 1, "30 only"
    assert {"target", "25"} <= {op.text for op in ops if isinstance(op, Text)}


def test_thresholds_are_for_whole_stacks() -> None:
    fields = {"series": series(a=(30,), b=(30,)), "direction": "down", "amber": 50, "red": 90}

    assert widget_of("bar", **fields, arrangement="stacked").level() == "amber"
    assert widget_of("bar", **fields, arrangement="grouped").level() == "good"
    assert widget_of("bar", **fields, arrangement="share").level() == "none"


@pytest.mark.parametrize("value", [60, 2])
@pytest.mark.parametrize("is_lying", [False, True])
def test_a_bad_bar_has_a_mark_however_short_it_is(value: float, is_lying: bool) -> None:
    high = [{"label": "a", "value": value, "level": "red"}, {"label": "b", "value": 60}]

    ops = ops_of("bar", frame_of(900, 450), bars=high, horizontal=is_lying)

    assert [len(op.points) for op in ops if isinstance(op, Polygon)] == [4], "a diamond"


def test_a_series_with_a_level_has_its_colour_and_its_mark_in_the_legend() -> None:
    found = [
        {"name": name, "level": level, "bars": bars(3, 4)}
        for name, level in (("happy", "good"), ("so-so", "amber"), ("cross", "red"), ("asleep", "none"))
    ]

    ops = ops_of("bar", frame_of(1300, 500), arrangement="share", horizontal=True, series=found)

    assert len(of_color(ops, DARK.red)) == 2
    assert sorted(len(op.points) for op in ops if isinstance(op, Polygon)) == [3, 4]
    assert any(isinstance(op, Circle) and op.color == DARK.good for op in ops)


def test_several_lying_bars_have_values_beside_them_or_an_axis_below_or_at_least_all_their_labels() -> None:
    found = series(opened=(10, 20, 30), solved=(40, 30, 20))

    high, medium, low = (
        texts_of("bar", frame_of(900, height), series=found, horizontal=True) for height in (600, 310, 250)
    )

    assert sorted(text for text in high if text.isdigit()) == ["10", "20", "20", "30", "30", "40"]
    assert sorted(text for text in medium if text.isdigit()) == ["0", "10", "20", "30", "40"]
    assert not any(text.isdigit() for text in low)
    assert all({"b0", "b1", "b2"} <= set(texts) for texts in (high, medium, low))


def test_values_are_left_out_rather_than_rounded_to_fit() -> None:
    values = (1_284, 9_213, 4_418, 2_260, 3_150)
    wide, narrow = (set(texts_of("bar", frame_of(width, 400), bars=bars(*values))) for width in (1000, 560))

    assert {"1,284", "9,213", "4,418", "2,260", "3,150"} <= wide
    assert not {"1.3k", "9.2k", "4.4k", "2.3k", "3.2k"} & narrow


@pytest.mark.parametrize("width", [280, 330, 420, 600])
def test_a_chart_in_a_narrow_tile_stays_a_chart(width: int) -> None:
    bars = [{"label": f"A long name of a channel {number}", "value": 12_345 * number} for number in range(1, 9)]
    frame = frame_of(width, 400)
    ops = ops_of("bar", frame, bars=bars, horizontal=True, unit="currencyEUR")

    drawn = [op for op in ops if isinstance(op, Box) and op.color != DARK.raised]
    texts = [op.text for op in ops if isinstance(op, Text)]
    shown = sum("long name" in text for text in texts)
    assert drawn
    assert max(op.x + op.width for op in ops if isinstance(op, Box)) - frame.area.x >= 0.2 * width
    assert shown == 8 or f"+{8 - shown} more" in texts


def test_lying_bars_stand_on_tracks_of_the_whole_scale() -> None:
    bars = [{"label": "a very long name", "value": 0.23}, {"label": "another long name", "value": 0.4}]
    ops = ops_of("bar", frame_of(900, 300), bars=bars, horizontal=True, unit="percentunit")

    tracks = [op for op in ops if isinstance(op, Box) and op.color == DARK.raised]
    drawn = [op for op in ops if isinstance(op, Box) and op.color != DARK.raised and op.radius]
    assert len(tracks) == 2
    assert drawn[0].width == pytest.approx(0.23 * tracks[0].width, abs=1), "a share is drawn on its whole scale"


@pytest.mark.parametrize("size", [(900, 400), (260, 300)])
def test_columns_stand_on_tracks_where_a_whole_is_known(size: tuple[int, int]) -> None:
    def tracks(**fields: object) -> list[Box]:
        ops = ops_of("bar", frame_of(*size), horizontal=False, **fields)
        return [op for op in ops if isinstance(op, Box) and op.color == DARK.raised]

    shares = [{"label": label, "value": value} for label, value in (("a", 0.2), ("b", 0.5))]
    amounts = [{"label": label, "value": value} for label, value in (("a", 20), ("b", 50))]

    of_shares, of_scores = tracks(bars=shares, unit="percentunit"), tracks(bars=amounts, maximum=80)
    assert len(of_shares) == len(of_scores) == 2
    assert len({(one.y, one.height) for one in of_shares}) == 1
    assert tracks(bars=amounts) == [], "how much there can be, nobody knows"
    assert tracks(bars=[{"label": "a", "value": 1.4}], unit="percentunit") == []


def test_legend_names_both_periods_and_what_the_ticks_are() -> None:
    fields = {"previous_label": "last week", "now_label": "this week"}
    bars = [{"label": "Mon", "value": 5, "previous": 4, "target": 6}, {"label": "Tue", "value": 7, "previous": 8}]

    assert {"this week", "last week", "target"} <= set(texts_of("bar", frame_of(1400, 500), bars=bars, **fields))


@pytest.mark.parametrize(("sort", "wanted"), [("given", "bac-"), ("rising", "bca-"), ("falling", "acb-")])
def test_bars_are_sorted_as_asked_and_unknown_ones_come_last(sort: str, wanted: str) -> None:
    bars = [{"label": "b", "value": 1}, {"label": "a", "value": 9}, {"label": "c", "value": 5}, {"label": "-"}]
    ops = ops_of("bar", frame_of(900, 500), bars=bars, sort=sort)

    names = sorted((op.x, op.text) for op in ops if isinstance(op, Text) and op.text in set("abc-"))
    assert "".join(name for _, name in names) == wanted
