"""Definitions have their turn at the foot of a page, where nothing else changes for them."""

from __future__ import annotations

import functools
import math
from typing import Any

import pytest
from msgspec import structs

from displayd.compose.context import PageContext
from displayd.compose.definitions import DEFINITION_CELL, TURN_SECONDS
from displayd.compose.memo import Memo
from displayd.compose.page import compose
from displayd.document.model import Document, Page
from displayd.document.schedule import Showing, showing_at
from displayd.document.settings import DefinitionsShown
from displayd.paint.text import PangoFonts
from displayd.protocol.limits import NEW_SECONDS
from displayd.scene.operations import Scene, Text
from displayd.tile.widget import Widget
from displayd.widgets.line.widget import LineChart
from displayd.widgets.number.widget import Number

NOW = 1_795_291_680.0
LANDSCAPE, PORTRAIT = (1920, 1080), (1080, 1920)
ABOUT = {"a": "Orders paid today", "b": "Visits to the shop", "c": "Parcels on their way"}

fonts = functools.cache(PangoFonts)


def page_of(names: str = "abc", seconds: float = 20.0, **fields: Any) -> Page:
    widgets: dict[str, Widget] = {
        name: Number(title=f"Tile {name}", about=ABOUT.get(name, ""), value=41.0) for name in names
    }
    return Page(seconds=seconds, widgets=widgets, **fields)


def document_of(*pages: Page, **fields: Any) -> Document:
    return Document(format=1, screen="one", pages=list(pages), **fields)


def scene_at(
    document: Document, unix_time: float, size: tuple[int, int] = LANDSCAPE, memo: Memo | None = None
) -> Scene:
    showing = showing_at(document, unix_time)
    return compose(PageContext(document, size, fonts(document.locale)), showing, unix_time, memo=memo)


def told(scene: Scene) -> str:
    """What stands at the foot of a page; empty for nothing."""
    return " ".join(op.text for cell in scene.cells if cell.name == DEFINITION_CELL for op in _texts(cell.ops))


def in_tile(scene: Scene, name: str) -> str:
    return " ".join(op.text for cell in scene.cells if cell.name == name for op in _texts(cell.ops))


def _texts(ops: Any) -> list[Text]:
    return [op for op in ops if isinstance(op, Text)]


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_one_definition_at_a_time_with_the_title_of_its_tile(size: tuple[int, int]) -> None:
    scene = scene_at(document_of(page_of()), 0.0, size)

    assert told(scene) == "Tile a Orders paid today"
    assert not any(ABOUT[name] in in_tile(scene, name) for name in "abc")


def test_every_definition_has_its_turn_and_then_the_first_again() -> None:
    document = document_of(page_of())

    heard = [told(scene_at(document, turn * TURN_SECONDS)) for turn in range(4)]

    assert [one.removeprefix("Tile ")[:1] for one in heard] == ["a", "b", "c", "a"]


@pytest.mark.parametrize("loop", [(20.0, 20.0), (20.0, 60.0), (5.0, 7.0), (31.5, 12.0), (20.0, 20.0, 20.0)])
def test_no_loop_of_pages_leaves_a_definition_out(loop: tuple[float, ...]) -> None:
    document = document_of(*(page_of("abc" if number == 0 else "b", one) for number, one in enumerate(loop)))
    heard = set()
    for rounds in range(3):
        # The first page as it comes.
        moment = rounds * sum(loop)
        while (showing := showing_at(document, moment)).index == 0:
            heard.add(told(scene_at(document, moment)))
            moment = min(showing.until, moment + TURN_SECONDS)

    assert heard == {f"Tile {name} {ABOUT[name]}" for name in "abc"}


@pytest.mark.parametrize("seconds", [20.0, 25.0, 39.9])
def test_a_definition_stays_long_enough_to_be_read(seconds: float) -> None:
    document = document_of(page_of(seconds=seconds), page_of("b"))
    changes = [0.0]
    while (until := scene_at(document, changes[-1]).until) < seconds:
        changes.append(until)

    assert min(after - before for before, after in zip(changes, [*changes[1:], seconds], strict=True)) >= TURN_SECONDS


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_a_turn_changes_nothing_else_on_the_page(size: tuple[int, int]) -> None:
    document = document_of(page_of(title="Shop"), page_of("b"))
    before, after = (scene_at(document, moment, size) for moment in (0.0, TURN_SECONDS))

    assert told(before) != told(after)
    others = [[cell for cell in scene.cells if cell.name != DEFINITION_CELL] for scene in (before, after)]
    assert others[0] == others[1]


def test_screens_with_one_clock_tell_the_same_whenever_they_were_started() -> None:
    document, memo = document_of(page_of(), page_of("b")), Memo()
    moments = [NOW + step * 3.7 for step in range(40)]

    kept = [scene_at(document, moment, memo=memo) for moment in moments]

    assert kept == [scene_at(document, moment) for moment in moments]


@pytest.mark.parametrize(("shown", "foot", "tile"), [("always", "", True), ("never", "", False)])
def test_a_page_may_have_all_of_them_or_none(shown: DefinitionsShown, foot: str, tile: bool) -> None:
    near = 4.0
    for document in (
        document_of(page_of(definitions=shown), viewing_m=near),
        document_of(page_of(), definitions=shown, viewing_m=near),
        document_of(page_of(definitions=shown), definitions="in-turn", viewing_m=near),
    ):
        scene = scene_at(document, 0.0)

        assert told(scene) == foot
        assert [ABOUT[name] in in_tile(scene, name) for name in "abc"] == [tile] * 3


def test_a_page_may_have_them_in_turn_on_a_screen_that_has_all() -> None:
    assert told(scene_at(document_of(page_of(definitions="in-turn"), definitions="always"), 0.0))


def test_a_new_tile_tells_its_definition_for_a_day() -> None:
    page = page_of()
    widgets = {**page.widgets, "b": structs.replace(page.widgets["b"], changed_at=NOW)}
    document = document_of(structs.replace(page, widgets=widgets))
    first, last, later = (scene_at(document, NOW + since) for since in (0.0, NEW_SECONDS - 1, NEW_SECONDS))

    for scene in (first, last):
        assert [ABOUT[name] in in_tile(scene, name) for name in "abc"] == [False, True, False]
    assert not any(ABOUT[name] in in_tile(later, name) for name in "abc")
    assert first.until <= NOW + NEW_SECONDS


def test_a_tile_alone_on_its_page_has_its_definition_in_it() -> None:
    scene = scene_at(document_of(page_of("a")), 0.0)

    assert told(scene) == ""
    assert ABOUT["a"] in in_tile(scene, "a")


def test_a_page_without_definitions_gives_its_tiles_all_the_room() -> None:
    without, with_one = (scene_at(document_of(page_of(names)), 0.0) for names in ("xyz", "axy"))

    assert told(without) == ""
    assert max(cell.rect.bottom for cell in without.cells) > max(
        cell.rect.bottom for cell in with_one.cells if cell.name != DEFINITION_CELL
    )


def test_a_page_of_a_few_lines_keeps_them_for_its_tiles() -> None:
    assert told(scene_at(document_of(page_of(), viewing_m=12.0), 0.0)) == ""


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_a_definition_too_long_for_the_line_goes_on_in_the_next_turn(size: tuple[int, int]) -> None:
    words = [f"word{number}" for number in range(40)]
    page = Page(widgets={"a": Number(title="Long", about=" ".join(words), value=1.0), "b": Number(value=2.0)})
    document, heard = document_of(page), list[str]()
    for turn in range(12):
        scene = scene_at(document, turn * TURN_SECONDS, size)
        if heard and told(scene) == heard[0]:
            break
        heard.append(told(scene))
        for op in _texts(cell_ops(scene)):
            assert fonts("en-GB").width(op.text, op.size, op.weight, op.is_tabular) <= scene.width

    assert len(heard) > 1
    assert [word for one in heard for word in one.replace("…", "").split()] == ["Long", *words]
    assert heard[0].endswith("…")
    assert heard[-1].startswith("…")


def cell_ops(scene: Scene) -> Any:
    return next(cell.ops for cell in scene.cells if cell.name == DEFINITION_CELL)


def test_a_definition_of_blanks_is_none_and_a_title_may_be_missing() -> None:
    widgets: dict[str, Widget] = {
        "a": Number(title="Blank", about="\u200b ", value=1.0),
        "b": Number(about="Only this", value=2.0),
    }

    assert told(scene_at(document_of(Page(widgets=widgets)), 0.0)) == "Only this"


@pytest.mark.parametrize(
    ("locale", "title", "about", "is_right"),
    [
        ("en-GB", "Orders", "Paid today", False),
        ("en-GB", "הזמנות", "ששולמו היום", True),
        ("he-IL", "הזמנות", "ששולמו היום", True),
        ("he-IL", "Orders", "Paid today", False),
    ],
)
def test_a_definition_begins_on_the_side_of_its_letters(locale: str, title: str, about: str, is_right: bool) -> None:
    widgets: dict[str, Widget] = {"a": Number(title=title, about=about, value=1.0), "b": Number(value=2.0)}
    ops = _texts(cell_ops(scene_at(document_of(Page(widgets=widgets), locale=locale), 0.0)))

    assert [op.align for op in ops] == ["right" if is_right else "left"] * 2
    assert (ops[0].x > ops[1].x) == is_right


def test_one_moment_without_a_loop_tells_the_first() -> None:
    document = document_of(page_of(), page_of("b"))
    showing = Showing(0, document.pages[0], NOW, math.inf)

    assert "Tile a" in told(compose(PageContext(document, LANDSCAPE, fonts("en-GB")), showing, NOW))


def test_the_pale_line_of_a_chart_is_named() -> None:
    week = 7 * 86400.0
    points: list[tuple[float, float | None]] = [(NOW - week + hour * 3600.0, 5.0 + hour) for hour in range(24)]
    chart = LineChart(title="Orders", about="Orders paid", points=points, before=points, before_label="last week")

    def line_of(widget: LineChart, locale: str = "en-GB", other: str = "") -> str:
        page = Page(widgets={"chart": widget, "other": Number(title="Other", about=other, value=1.0)})
        return told(scene_at(document_of(page, locale=locale), NOW))

    assert line_of(chart) == "Orders Orders paid · pale line: last week"
    assert line_of(structs.replace(chart, about=""), other="Paid") == "Orders pale line: last week"
    assert line_of(structs.replace(chart, about="")) == ""
    assert line_of(structs.replace(chart, before=[])) == "Orders Orders paid"
    assert line_of(structs.replace(chart, points=[], history=[1.0, 2.0])) == "Orders Orders paid"
    assert "pale line" not in line_of(chart, "de-DE")
