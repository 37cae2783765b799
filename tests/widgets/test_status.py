"""Status lists: the worst is never hidden, every state has a shape of its own, nothing is left over unsaid."""

from __future__ import annotations

import pytest

from displayd.scene.operations import Box, Circle, Polygon, Text
from displayd.scene.theme import THEMES
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of

DARK = THEMES["dark"]
LEVEL_COLORS = (DARK.good, DARK.amber, DARK.red)


def test_the_worst_state_comes_first_and_sets_the_level() -> None:
    items = [{"label": "a", "state": "up"}, {"label": "b", "state": "down"}, {"label": "c", "state": "degraded"}]
    widget = widget_of("status", items=items)

    texts = [op.text for op in widget.draw(frame_of()) if isinstance(op, Text)]

    assert [text for text in texts if text in "abc"] == ["b", "c", "a"]
    assert widget.level() == "red"


def test_each_state_has_a_shape_of_its_own() -> None:
    def shape(state: str) -> list[tuple[str, int]]:
        ops = ops_of("status", items=[{"label": "a", "state": state}])
        return [(type(op).__name__, len(getattr(op, "points", ()))) for op in ops if isinstance(op, (Circle, Polygon))]

    assert len({str(shape(state)) for state in ("up", "degraded", "down", "unknown")}) == 4


def test_a_dozen_stands_in_columns_with_every_name() -> None:
    names = [f"system-{number}" for number in range(12)]

    ops = ops_of("status", frame_of(900, 300), items=[{"label": name, "state": "up"} for name in names])

    places = {op.text: op.x for op in ops if isinstance(op, Text)}
    assert set(places) == set(names)
    assert len(set(places.values())) > 1


def test_a_crowd_is_marks_and_the_names_of_what_is_not_up() -> None:
    up = [{"label": f"a rather long host name {number}", "state": "up"} for number in range(90)]

    ops = ops_of("status", frame_of(560, 350), items=[*up, {"label": "bad", "state": "down"}], worst_first=False)

    texts = [op.text for op in ops if isinstance(op, Text)]
    assert "bad" in texts
    assert "90 up" in texts
    assert sum(isinstance(op, Circle) for op in ops) == 90


def test_what_is_left_over_is_said_to_be_up_or_not() -> None:
    up = [{"label": f"a rather long service name {number}", "state": "up"} for number in range(9)]
    down = {"label": "bad", "state": "down"}

    calm = texts_of("status", frame_of(500, 300), items=[*up, down])
    alarm = texts_of("status", frame_of(500, 300), items=[*up, down], worst_first=False)

    assert "all up" in calm[-1]
    assert "1 down" in alarm[-1]


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ({"state": "down", "since": NOW - 130}, "down 2\u202fmin"),
        ({"state": "up", "since": NOW - 130}, "up 2\u202fmin"),
        ({"state": "down", "since": NOW - 130, "detail": "no answer"}, "no answer · 2\u202fmin"),
        ({"state": "degraded", "detail": "slow"}, "slow"),
        ({"state": "unknown"}, "unknown"),
    ],
)
def test_a_state_says_why_and_since_when(item: dict[str, object], text: str) -> None:
    assert text in texts_of("status", items=[{"label": "a", **item}])


def test_age_is_counted_until_it_reads_differently() -> None:
    frame = frame_of()

    texts_of("status", frame, items=[{"label": "a", "state": "down", "since": NOW - 130}])

    assert frame.until == NOW + 50


def test_no_age_while_the_clock_is_not_to_be_trusted() -> None:
    frame = frame_of()
    frame.has_time = False

    texts = texts_of("status", frame, items=[{"label": "a", "state": "down", "since": NOW - 130}])

    assert texts == ["down", "a"]


def test_notes_of_what_is_well_stand_at_all_rows_or_none() -> None:
    items = [{"label": label, "state": "up", "detail": "120 ms"} for label in ("Web", "A longer name")]
    bad = {"label": "Mail", "state": "down", "detail": "dead"}

    wide, narrow = (texts_of("status", frame_of(width, 220), items=[*items, bad]) for width in (700, 380))

    assert wide.count("120 ms") == 2
    assert narrow.count("120 ms") == 0
    assert "dead" in narrow


def blocks(**item: object) -> list[Box]:
    """The blocks of the history of one service."""
    ops = ops_of("status", frame_of(900, 300), items=[{"label": "a", "state": "up", **item}])
    return [op for op in ops if isinstance(op, Box) and op.color in (*LEVEL_COLORS, DARK.dim)]


def test_history_is_blocks_of_colour_and_height() -> None:
    drawn = blocks(history=["unknown", "up", "degraded", "down"])

    assert [block.color for block in drawn] == [DARK.dim, *LEVEL_COLORS]
    assert [block.height for block in drawn] == sorted({block.height for block in drawn})
    assert [block.x for block in drawn] == sorted({block.x for block in drawn}), "the newest on the right"


def test_a_short_outage_in_a_long_history_is_not_lost() -> None:
    drawn = blocks(history=["up"] * 300 + ["down"] + ["up"] * 299)

    assert 10 < len(drawn) < 600
    assert [block.color for block in drawn].count(DARK.red) == 1


def test_amounts_become_states_by_their_thresholds() -> None:
    drawn = blocks(history=[100, None, 250, 400], amber=200, red=300)

    assert [block.color for block in drawn] == [DARK.good, DARK.dim, DARK.amber, DARK.red]
    assert blocks(history=[100, 250]) == [], "without thresholds they say nothing"


def test_definition_is_shown_only_below_all_rows() -> None:
    items = [{"label": str(number), "state": "up"} for number in range(5)]
    frame = frame_of(500, 500)

    wanted = widget_of("status", items=items).wanted_height(frame)

    assert len(texts_of("status", frame_of(500, int(wanted) + 1), items=items)) == 5


DAY = {"state": "up", "history": ["up", "degraded", "down", "up"] * 6, "history_seconds": 86_400}


def test_strips_of_one_length_have_an_axis_of_time_and_a_key_of_higher_blocks() -> None:
    wide = texts_of("status", frame_of(1200, 400), items=[{"label": "a", **DAY}, {"label": "b", **DAY}])
    narrow = texts_of("status", frame_of(420, 400), items=[{"label": "a", **DAY}, {"label": "b", **DAY}])

    assert wide[-4:] == ["24\u202fh ago", "now", "degraded", "down"]
    assert narrow[-2:] == ["24\u202fh ago", "now"]


def test_an_axis_under_strips_begins_and_ends_with_them() -> None:
    ops = ops_of("status", frame_of(700, 400), items=[{"label": "a", **DAY}])

    strip = [op for op in ops if isinstance(op, Box) and op.color in LEVEL_COLORS]
    start, end = (
        next(op for op in ops if isinstance(op, Text) and op.text == text) for text in ("24\u202fh ago", "now")
    )
    assert (start.align, end.align) == ("left", "right")
    assert abs(start.x - min(block.x for block in strip)) < 12
    assert abs(end.x - max(block.x + block.width for block in strip)) < 12


@pytest.mark.parametrize("other", [{"history_seconds": 3_600}, {"history_seconds": None}])
def test_strips_that_begin_at_different_times_have_no_axis(other: dict[str, object]) -> None:
    texts = texts_of("status", frame_of(900, 400), items=[{"label": "a", **DAY}, {"label": "b", **DAY, **other}])

    assert "now" not in texts


def test_an_axis_takes_no_row_its_place_and_says_nothing_without_a_clock() -> None:
    items = [{"label": f"s{number}", **DAY} for number in range(3)]
    low, high = frame_of(900, 180), frame_of(900, 500)
    high.has_time = False

    assert {"s0", "s1", "s2"} <= set(texts_of("status", low, items=items))
    assert "now" not in texts_of("status", low, items=items)
    assert "now" not in texts_of("status", high, items=items)
