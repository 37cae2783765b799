"""The cell of a widget: to the edges or as a card, and what stands in for one that cannot be drawn."""

from __future__ import annotations

import itertools
import logging
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.figure_changes import Change
from displayd.compose.tile_cell import TileContent, moving_cell, tile_cell
from displayd.document.model import decode
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Cell, Picture, Text
from displayd.tile.frame import Frame
from displayd.widgets import AnyWidget
from displayd.widgets.number.widget import Number
from displayd.widgets.picture import PictureTile
from tests.compose.fattest import KINDS
from tests.support.fakes_fonts import FixedFonts

NOW = 1_795_291_683.0
NOON = 1_795_867_200.0
AREA = Rect(28, 112, 612, 458)


def context() -> PageContext:
    page = {"widgets": {"a": {"type": "text", "text": "x"}}}
    document = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": [page]}))
    return PageContext(document, (1920, 1080), FixedFonts(), {"a.png": "0" * 64})


def cell_of(widget: Any, says_sample: bool = False, unix_time: float = NOW) -> Cell:
    return tile_cell(TileContent("one", widget, AREA, says_sample), context().frame(AREA, unix_time))


def words(cell: Cell) -> list[str]:
    return [op.text for op in cell.ops if isinstance(op, Text)]


def test_cell_has_the_name_and_the_place_of_its_content() -> None:
    cell = cell_of(Number(title="Orders", value=7))

    assert (cell.name, cell.rect, cell.background) == ("one", AREA, context().theme.background)
    assert isinstance(cell.ops[0], Box)
    assert {"Orders", "7"} <= set(words(cell))


def test_cell_is_good_until_its_data_is_older_or_its_widget_changes() -> None:
    assert cell_of(Number(value=7)).until == float("inf")
    assert cell_of(Number(value=7, as_of=NOW, expire_after=600.0)).until == NOW + 300


def test_cell_that_says_how_long_ago_something_was_is_good_until_that_changes() -> None:
    cell = cell_of(Number(value=(NOON - 7500) * 1000, unit="dateTimeFromNow"), unix_time=NOON)

    assert "−2\u202fh" in words(cell)
    assert cell.until == NOON + 3300


def test_cell_says_no_time_from_now_while_the_clock_is_not_to_be_trusted() -> None:
    frame = replace(context().frame(AREA, NOON), has_time=False)
    cell = tile_cell(TileContent("one", Number(value=NOON * 1000, unit="dateTimeFromNow"), AREA, False), frame)

    assert "2026-11-28 12:00:00" in words(cell)
    assert cell.until == float("inf")


@pytest.mark.parametrize(
    ("fields", "is_whole"),
    [
        ({}, True),
        ({"title": "Plan"}, False),
        ({"error": "no answer"}, False),
        ({"as_of": NOW - 500, "expire_after": 600.0}, False),
        ({"as_of": NOW - 400, "expire_after": 600.0}, True),
    ],
    ids=["untitled", "titled", "no answer", "stale", "ageing"],
)
def test_widget_that_wants_its_whole_cell_has_it_while_its_data_is_good(fields: dict[str, Any], is_whole: bool) -> None:
    cell = cell_of(PictureTile(source="a.png", **fields))

    assert (cell.ops == (Picture(*AREA, "0" * 64),)) is is_whole


def test_made_up_figures_are_marked_where_the_page_does_not_say_it_for_all() -> None:
    widget = Number(value=7, sample=True)

    assert "sample data" in words(cell_of(widget, says_sample=True))
    assert "sample data" not in words(cell_of(widget))


@pytest.mark.expects_log
@pytest.mark.parametrize(("title", "wanted"), [("Orders", "Orders: ZeroDivisionError"), ("", "one: ZeroDivisionError")])
def test_widget_that_raises_is_named_in_its_own_cell(title: str, wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Number, frame: Frame) -> Any:
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(Number, "draw", broken)
    cell = cell_of(Number(title=title, value=7))

    assert cell.rect == AREA
    assert "Cannot be drawn" in words(cell)
    assert wanted in " ".join(words(cell))
    assert cell.fault == "cannot be drawn: ZeroDivisionError"


def test_widget_that_takes_too_long_is_a_card_and_was_cut_short(caplog: pytest.LogCaptureFixture) -> None:
    clock = itertools.count(0.0, 0.4)
    widget = Number(title="Orders", value=7, as_of=NOW, expire_after=600.0)
    with caplog.at_level(logging.CRITICAL):
        cell = tile_cell(TileContent("one", widget, AREA, False), context().frame(AREA, NOW), lambda: next(clock))

    assert {"Cannot be drawn in time", "Orders"} <= set(words(cell))
    assert cell.fault == "cannot be drawn in time"
    assert cell.is_cut_short


def test_only_what_is_not_as_it_should_be_has_a_fault() -> None:
    assert cell_of(Number(title="Orders", value=7)).fault == ""


def test_tile_is_on_its_way_from_one_figure_to_the_other() -> None:
    before = Number(value=10)
    change = Change(NOW - 0.2, before, frozenset({"90"}), counts=True, glows=False)
    old, new = cell_of(before), cell_of(Number(value=90))
    moving = moving_cell(old, new, change, context(), NOW)

    # While it counts, each digit stands in its own place.
    assert 10 < int("".join(words(moving))) < 90
    assert NOW < moving.until < NOW + 0.1


def texts_replaced(value: Any, text: str) -> Any:
    """`value`, part of a document, with another text in place of every free one."""
    if isinstance(value, dict):
        return {name: text if name in FREE_TEXTS else texts_replaced(one, text) for name, one in value.items()}
    return [texts_replaced(one, text) for one in value] if isinstance(value, list) else value


FREE_TEXTS = ("title", "about", "label", "name", "detail", "text", "caption", "done", "previous_label")

EXAMPLES = [
    pytest.param({"type": tag, **fields}, id=f"{tag}-{name}")
    for tag, widget in KINDS.items()
    for name, fields in widget.examples().items()
]


@pytest.mark.parametrize("invisible", ["\u200b", "\u00ad\ufeff\u202e", "\u0301"], ids=["blank", "marks", "accent"])
@pytest.mark.parametrize("fields", EXAMPLES)
def test_text_of_which_nothing_is_seen_is_as_no_text(fields: dict[str, Any], invisible: str) -> None:
    empty, unseen = (msgspec.convert(texts_replaced(fields, text), AnyWidget) for text in ("", invisible))

    assert cell_of(unseen) == cell_of(empty)
