"""How long small lines are: said in words, once in a row of tiles and once in a column."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.context import PageContext
from displayd.compose.page import compose
from displayd.document.model import Document, Page
from displayd.document.schedule import Showing
from displayd.scene.operations import Line, Op, Text
from displayd.scene.theme import THEMES
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import drawing_law
from tests.widgets.drawing import NOW, frame_of, ops_of, texts_of, widget_of

BLUE = THEMES["dark"].series[0]
PAST = [3, 5, 4, 6, 8, 7, 9, 12]
DAY = "24\u202fh"


def number(**fields: Any) -> dict[str, Any]:
    return {"type": "number", "title": "Visitors", "value": 12, "history": PAST, "history_seconds": 86_400, **fields}


def said(rows: list[str], widgets: dict[str, dict[str, Any]], **fields: Any) -> dict[str, list[str]]:
    """The texts of each tile of a page."""
    page = msgspec.convert({"landscape": rows, "widgets": widgets}, Page)
    document = Document(format=1, screen="test", pages=[page], **fields)
    found = compose(PageContext(document, (1920, 1080), FixedFonts()), Showing(0, page, NOW, math.inf), NOW)
    return {cell.name: [op.text for op in cell.ops if isinstance(op, Text)] for cell in found.cells}


def line_in(ops: list[Op]) -> Line:
    (line,) = [op for op in ops if isinstance(op, Line) and op.color == BLUE]
    return line


@pytest.mark.parametrize("kind", ["number", "sparkline", "health"])
@pytest.mark.parametrize(
    ("seconds", "words"), [(86_160, DAY), (900, "15\u202fmin"), (2_592_000, "30 days"), (31_500_000, "1 year")]
)
def test_how_long_a_line_is_stands_beside_it(kind: str, seconds: float, words: str) -> None:
    fields = {"value": 12, "history": PAST}

    without, told = (
        texts_of(kind, frame_of(900, 500), **fields, **more) for more in ({}, {"history_seconds": seconds})
    )

    assert [text for text in told if text not in without] == [words]


def test_the_words_stand_where_the_line_begins_for_all_readers() -> None:
    for is_mirrored in (False, True):
        frame = replace(frame_of(900, 500), is_mirrored=is_mirrored)
        ops = ops_of("number", frame, value=12, history=PAST, history_seconds=86_400)
        (words,) = [op for op in ops if isinstance(op, Text) and op.text == DAY]
        xs = [x for x, _ in line_in(ops).points]

        # A tile for readers from the right is exchanged as a whole afterwards: the words end where the line begins.
        assert (max(xs) < words.x) if is_mirrored else (words.x < min(xs))


def test_a_row_of_tiles_says_once_how_long_its_lines_are() -> None:
    told = said(["a b c"], {name: number() for name in "abc"})

    assert [told[name].count(DAY) for name in "abc"] == [1, 0, 0]


def test_every_row_says_it_and_a_tile_of_another_length_does() -> None:
    widgets = {name: number() for name in "abcdef"} | {"c": number(history_seconds=2_592_000)}

    told = said(["a b c", "d e f"], widgets)

    assert [name for name in "abcdef" if DAY in told[name]] == ["a", "d"]
    assert [name for name in "abcdef" if "30 days" in told[name]] == ["c"]


def test_readers_from_the_right_are_told_in_their_first_tile() -> None:
    told = said(["a b c"], {name: number() for name in "abc"}, locale="he-IL")

    assert [any("24" in text for text in told[name]) for name in "abc"] == [True, False, False]


def test_a_table_of_trends_says_it_under_its_lines() -> None:
    items = [{"label": f"team {name}", "value": 4, "history": PAST} for name in "abc"]

    ops = ops_of("sparkline", frame_of(900, 500), items=items, history_seconds=7_776_000)

    words = [op for op in ops if isinstance(op, Text) and op.text == "90 days"]
    assert len(words) == 1
    assert words[0].y > max(op.y for op in ops if isinstance(op, Text) and op.text.startswith("team"))


def test_no_row_of_a_table_of_trends_goes_for_it() -> None:
    items = [{"label": f"team {name}", "value": 4, "history": PAST} for name in "abcdef"]

    for height in range(200, 700, 20):
        without, told = (
            sum(text.startswith("team") for text in texts_of("sparkline", frame_of(900, height), items=items, **more))
            for more in ({}, {"history_seconds": 86_400})
        )
        assert without == told


def test_a_column_says_it_in_its_heading() -> None:
    columns = [{"label": "Account"}, {"label": "Logins", "show": "sparkline", "history_seconds": 604_800}]
    rows = [["Northwind", "1 2 3 4"], ["Contoso", "4 3 2 1"]]

    wide, narrow = (texts_of("table", frame_of(width, 400), columns=columns, rows=rows) for width in (1400, 420))

    assert wide.count("Logins, 7 days") == 1
    assert not any("7 days" in text for text in narrow)


@drawing_law(150)
@given(st.integers(120, 1800), st.integers(60, 1000), st.sampled_from(["number", "sparkline"]), st.booleans())
def test_the_words_never_leave_the_tile_and_cost_no_line(width: int, height: int, kind: str, is_mirrored: bool) -> None:
    frame = replace(frame_of(width, height), is_mirrored=is_mirrored)

    without, told = (
        ops_of(kind, frame, value=12, history=PAST, **more) for more in ({}, {"history_seconds": 2_592_000})
    )

    assert sum(isinstance(op, Line) for op in without) == sum(isinstance(op, Line) for op in told)
    for op in told:
        if isinstance(op, Text) and op.text == "30 days":
            reach = frame.fonts.width(op.text, op.size)
            left = op.x if op.align == "left" else op.x - reach
            assert frame.area.x - 0.01 <= left
            assert left + reach <= frame.area.right + 0.01


@pytest.mark.parametrize("hours", [0, -1, 10**11, "a day"])
def test_what_is_no_length_is_refused(hours: object) -> None:
    with pytest.raises(msgspec.ValidationError, match="history_seconds"):
        widget_of("number", value=1, history_seconds=hours)
