"""The memo: what is used again, and what makes it forget."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from msgspec import structs

from displayd.compose.context import PageContext
from displayd.compose.group_fit import Planned
from displayd.compose.memo import TRY_AGAIN_SECONDS, CellKey, Memo
from displayd.document.model import Document, decode
from displayd.scene.geometry import Rect
from displayd.scene.operations import Cell
from tests.support.fakes_fonts import FixedFonts

KEY = CellKey(0, "a")


def document(count: int = 1, **fields: Any) -> Document:
    page = {"widgets": {"a": {"type": "text", "text": "x"}, "b": {"type": "text", "text": "y"}}}
    return decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": [page] * count, **fields}))


CONTEXT = PageContext(document(), (1920, 1080), FixedFonts())


def cell(until: float = float("inf")) -> Cell:
    return Cell("a", Rect(0, 0, 1, 1), "#000000", (), until)


def never() -> Cell:
    raise AssertionError("made again")


@pytest.fixture
def memo() -> Memo:
    made = Memo()
    made.begin(CONTEXT)
    return made


def test_cell_of_equal_content_is_the_same_object(memo: Memo) -> None:
    first = memo.cell(KEY, ("x", [1]), 10.0, cell)

    assert memo.cell(KEY, ("x", [1]), 11.0, never) is first


@pytest.mark.parametrize(
    ("key", "content", "unix_time"),
    [
        (KEY, "other", 11.0),
        (CellKey(1, "a"), "x", 11.0),
        (CellKey(0, "b"), "x", 11.0),
        (KEY._replace(is_before=True), "x", 11.0),
        (KEY, "x", 20.0),
        (KEY, "x", 9.0),
    ],
    ids=["content", "page", "name", "before its figures", "time is up", "clock was put back"],
)
def test_cell_is_made_anew_when_anything_else_may_be_seen(
    key: CellKey, content: object, unix_time: float, memo: Memo
) -> None:
    memo.cell(KEY, "x", 10.0, lambda: cell(until=20.0))
    new = cell(until=30.0)

    assert memo.cell(key, content, unix_time, lambda: new) is new


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, size=(1080, 1920)),
        lambda one: replace(one, has_time=False),
        lambda one: replace(one, pictures={"a.png": "0" * 64}),
        lambda one: replace(one, document=document(theme="light")),
        lambda one: replace(one, document=document(locale="de")),
        lambda one: replace(one, document=document(timezone="Asia/Tokyo")),
        lambda one: replace(one, document=document(viewing_m=6.0)),
    ],
    ids=["size", "time", "pictures", "theme", "locale", "time zone", "distance"],
)
def test_nothing_is_kept_when_everything_would_look_otherwise(
    change: Callable[[PageContext], PageContext], memo: Memo
) -> None:
    memo.cell(KEY, "x", 10.0, cell)
    memo.areas(0, "x", dict)
    memo.begin(change(CONTEXT))
    new, areas = cell(), {"a": Rect(0, 0, 5, 5)}

    assert memo.cell(KEY, "x", 10.0, lambda: new) is new
    assert memo.areas(0, "x", lambda: areas) is areas


def test_document_with_the_same_looks_keeps_what_it_still_has(memo: Memo) -> None:
    first = memo.cell(KEY, "x", 10.0, cell)
    memo.cell(CellKey(1, "a"), "x", 10.0, cell)
    memo.begin(replace(CONTEXT, document=document(title="Another")))
    new = cell()

    assert memo.cell(KEY, "x", 11.0, never) is first
    assert memo.cell(CellKey(1, "a"), "x", 11.0, lambda: new) is new


def test_areas_are_kept_while_their_content_is_equal(memo: Memo) -> None:
    first = memo.areas(0, ("page", 5), lambda: {"a": Rect(0, 0, 1, 1)})

    assert memo.areas(0, ("page", 5), dict) is first
    assert memo.areas(0, ("page", 6), dict) == {}
    assert memo.areas(1, ("page", 5), dict) == {}


def test_context_is_the_last_one_while_everything_is_the_same() -> None:
    memo, one, fonts, pictures = Memo(), document(), FixedFonts(), {"a.png": "0" * 64}
    first = memo.context_of(one, (1920, 1080), fonts, pictures, True)
    memo.begin(first)
    others = [
        memo.context_of(document(), (1920, 1080), fonts, pictures, True),
        memo.context_of(one, (1080, 1920), fonts, pictures, True),
        memo.context_of(one, (1920, 1080), FixedFonts(), pictures, True),
        memo.context_of(one, (1920, 1080), fonts, {}, True),
        memo.context_of(one, (1920, 1080), fonts, pictures, False),
    ]

    assert memo.context_of(one, (1920, 1080), fonts, pictures, True) is first
    assert all(other is not first for other in others)
    assert others[3].pictures == {}


def test_what_is_not_as_it_should_be_is_told_by_tile_and_page(memo: Memo) -> None:
    memo.cell(KEY, "x", 10.0, lambda: structs.replace(cell(), fault="too slow"))
    memo.cell(CellKey(0, "b"), "y", 10.0, cell)

    assert memo.faults() == ["a on page 1: too slow"]

    memo.cell(KEY, "z", 10.0, cell)
    assert memo.faults() == []


def test_what_there_was_no_time_for_is_tried_again_ever_later_and_then_given_up(memo: Memo) -> None:
    slow = structs.replace(cell(), is_cut_short=True)
    now = 10.0

    for seconds in TRY_AGAIN_SECONDS:
        kept = memo.cell(KEY, "x", now, lambda: slow)
        plans = memo.plans(0, "x", now, lambda: Planned({}, 1e9, is_cut_short=True))
        assert (kept.until, plans.until) == (now + seconds, now + seconds)
        assert memo.cell(KEY, "x", now + seconds - 0.1, never) is kept
        now += seconds

    assert memo.cell(KEY, "x", now, lambda: slow).until == float("inf")
    assert memo.plans(0, "x", now, lambda: Planned({}, 1e9, is_cut_short=True)).until == float("inf")
    assert memo.cell(KEY, "other", now, lambda: slow).until == now + TRY_AGAIN_SECONDS[0]


def test_what_is_there_at_the_second_try_stays(memo: Memo) -> None:
    memo.cell(KEY, "x", 10.0, lambda: structs.replace(cell(), is_cut_short=True))

    made = memo.cell(KEY, "x", 10.0 + TRY_AGAIN_SECONDS[0], cell)

    assert memo.cell(KEY, "x", 1e6, never) is made
