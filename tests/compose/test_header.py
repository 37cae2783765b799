"""The header: what it says, and what goes first where it has no room."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.header import (
    HEADER_LABELS,
    MOST_DOTS,
    WIDEST_LOGO_ASPECT,
    HeaderContent,
    header_cell,
    header_height,
)
from displayd.compose.header import header_content as content_of
from displayd.document.model import Document, decode
from displayd.document.schedule import Showing
from displayd.scene.geometry import Rect
from displayd.scene.operations import Cell, Circle, Picture, Text
from tests.support.fakes_fonts import FixedFonts

NOW = 1_795_291_683.0
DIGEST = "0" * 64

CONTENT = HeaderContent("Sales", "", "", 1.0, 0, 1, False)


def document(title: str = "", pages: list[dict[str, Any]] | None = None, **fields: Any) -> Document:
    found = [{"widgets": {"a": {"type": "text", "text": "x"}}, **page} for page in pages or [{}]]
    return decode(msgspec.json.encode({"format": 1, "screen": "s", "title": title, "pages": found, **fields}))


def drawn(content: HeaderContent, width: int = 1920, has_time: bool = True) -> Cell:
    context = PageContext(document(), (1920, 1080), FixedFonts(), {"logo.png": DIGEST}, has_time)
    return header_cell(content, context.frame(Rect(28, 28, width, round(HEADER_LABELS * context.label_px)), NOW))


def words(cell: Cell) -> list[str]:
    return [op.text for op in cell.ops if isinstance(op, Text)]


def dots(cell: Cell) -> list[Circle]:
    return [op for op in cell.ops if isinstance(op, Circle)]


@pytest.mark.parametrize(
    ("title", "page", "wanted"),
    [
        ("", {}, None),
        ("Lobby", {}, ("Lobby", "")),
        ("Lobby", {"title": "Visitors"}, ("Visitors", "")),
        ("Lobby", {"title": "Visitors", "dashboard": "Office"}, ("Visitors", "Office")),
        ("Lobby", {"title": "Office", "dashboard": "Office"}, ("Office", "")),
        ("Lobby", {"dashboard": "Office"}, ("Lobby", "")),
    ],
)
def test_page_is_called_by_its_own_title_else_by_its_screens(
    title: str, page: dict[str, Any], wanted: tuple[str, str] | None
) -> None:
    one = document(title, [page])
    content = content_of(one, Showing(0, one.pages[0], NOW, NOW + 1), is_sample=False)

    assert (content and (content.title, content.dashboard)) == wanted


def test_time_stands_at_the_right_edge_and_changes_with_the_minute() -> None:
    cell = drawn(CONTENT)
    (time,) = (op for op in cell.ops if isinstance(op, Text) and op.align == "right")

    assert (time.text, time.x) == ("20:08", cell.rect.right)
    assert cell.until == (NOW // 60 + 1) * 60


def test_clock_that_cannot_be_trusted_is_not_shown_and_nothing_changes_with_time() -> None:
    cell = drawn(CONTENT, has_time=False)

    assert words(cell) == ["Sales"]
    assert cell.until == float("inf")


@pytest.mark.parametrize(("count", "wanted"), [(1, 0), (2, 2), (MOST_DOTS, MOST_DOTS), (MOST_DOTS + 1, 0)])
def test_place_in_the_loop_is_shown_where_dots_can_be_counted(count: int, wanted: int) -> None:
    assert len(dots(drawn(CONTENT._replace(page_count=count)))) == wanted


def test_dot_of_this_page_is_larger_and_the_dots_are_in_order() -> None:
    found = dots(drawn(CONTENT._replace(page=1, page_count=3)))

    assert [dot.x for dot in found] == sorted(dot.x for dot in found)
    assert found[1].radius > found[0].radius == found[2].radius


def test_narrow_page_says_its_title_before_anything_else() -> None:
    content = CONTENT._replace(dashboard="Office in Amsterdam", page_count=3)
    wide, narrow = drawn(content), drawn(content, width=600)

    assert "Office in Amsterdam" in words(wide)
    assert dots(wide)
    assert "Sales" in words(narrow)
    assert "Office in Amsterdam" not in words(narrow)
    assert not dots(narrow)


@pytest.mark.parametrize(("width", "wanted"), [(1920, "Sample data"), (800, "Sample")])
def test_page_of_made_up_figures_says_so_as_far_as_there_is_room(width: int, wanted: str) -> None:
    assert wanted in words(drawn(CONTENT._replace(is_sample=True), width))


@pytest.mark.parametrize("aspect", [0.5, 1.0, WIDEST_LOGO_ASPECT, 20.0])
def test_logo_stands_before_the_title_and_leaves_it_room(aspect: float) -> None:
    cell = drawn(CONTENT._replace(logo="logo.png", logo_aspect=aspect))
    (logo,) = (op for op in cell.ops if isinstance(op, Picture))
    title = next(op for op in cell.ops if isinstance(op, Text) and op.text == "Sales")

    assert logo.digest == DIGEST
    assert logo.width == pytest.approx(logo.height * min(aspect, WIDEST_LOGO_ASPECT))
    assert logo.x == cell.rect.x
    assert title.x > logo.x + logo.width
    assert logo.y + logo.height <= cell.rect.bottom


def test_logo_that_has_not_arrived_leaves_no_gap() -> None:
    assert drawn(CONTENT._replace(logo="later.png")).ops == drawn(CONTENT).ops


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("width", [500, 900, 1864])
def test_title_is_cut_before_it_runs_into_what_stands_on_the_right(width: int, count: int) -> None:
    content = CONTENT._replace(
        title="A title that is far too long for any header " * 3, page_count=count, is_sample=True
    )
    cell = drawn(content, width)
    title = next(op for op in cell.ops if isinstance(op, Text) and op.weight == "bold")
    others = [op.x for op in dots(cell)] + [
        op.x - FixedFonts().width(op.text, op.size, op.weight)
        for op in cell.ops
        if isinstance(op, Text) and op.align == "right"
    ]

    assert title.x + title.max_width <= min(others)


def upright(content: HeaderContent, size: tuple[int, int] = (1080, 1920)) -> Cell:
    """The header of a whole page, in the height that it asks for."""
    context = PageContext(document(), size, FixedFonts(), {"logo.png": DIGEST})
    margin = round(28 * context.unit)
    room = Rect(margin, margin, size[0] - 2 * margin, size[1] - 2 * margin)
    frame = context.frame(room, NOW)
    area = Rect(room.x, room.y, room.width, round(header_height(content, frame)))
    return header_cell(content, context.frame(area, NOW))


@pytest.mark.parametrize("size", [(1080, 1920), (320, 480), (864, 1080), (2160, 3840)])
def test_upright_page_says_its_dashboard_and_its_place_in_the_loop_under_its_title(size: tuple[int, int]) -> None:
    cell = upright(CONTENT._replace(dashboard="Office in Amsterdam", page=1, page_count=3, is_sample=True), size)

    title, name = (
        next(op for op in cell.ops if isinstance(op, Text) and op.text == word)
        for word in ("Sales", "Office in Amsterdam")
    )
    assert name.x == title.x == cell.rect.x
    assert title.y < name.y - name.size * 0.8 < name.y + name.size * 0.2 < cell.rect.bottom
    assert [dot.x for dot in dots(cell)] == sorted(dot.x for dot in dots(cell))
    assert len(dots(cell)) == 3
    assert name.x + name.max_width < dots(cell)[0].x
    assert dots(cell)[-1].x + dots(cell)[-1].radius <= cell.rect.right
    assert all(title.y < dot.y < name.y for dot in dots(cell))
    assert "20:08" in words(cell)
    assert any(word.startswith("Sample") for word in words(cell))


def test_mark_of_made_up_figures_stands_under_a_long_title_of_an_upright_page_and_beside_a_short_one() -> None:
    long = CONTENT._replace(title="Same-day deliveries", dashboard="Beacon", page_count=3, is_sample=True)
    short = long._replace(title="Sales")

    places = {}
    for content in (long, short):
        cell = upright(content)
        title, mark = (
            next(op for op in cell.ops if isinstance(op, Text) and op.text.startswith(word))
            for word in (content.title, "Sample")
        )
        assert FixedFonts().width(title.text, title.size, title.weight) <= title.max_width
        assert mark.y + mark.size * 0.3 < cell.rect.bottom
        places[content] = mark.y - title.y
    assert places[long] > 40
    assert abs(places[short]) < 20


def test_upright_page_without_more_to_say_and_wide_pages_have_one_line() -> None:
    context = PageContext(document(), (1080, 1920), FixedFonts())
    more = CONTENT._replace(dashboard="Office", page_count=3)

    def lines(content: HeaderContent, width: int, height: int) -> float:
        frame = context.frame(Rect(28, 28, width, height), NOW)
        return header_height(content, frame) / frame.label

    assert lines(CONTENT, 1024, 1864) == lines(more, 1864, 1024) == lines(more, 600, 400) == HEADER_LABELS
    assert lines(more, 1024, 1864) > 1.5 * HEADER_LABELS
