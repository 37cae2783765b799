"""Tiles for readers from the right: every example of every widget, and what never turns."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.tile_cell import TileContent, tile_cell
from displayd.document.model import Document, decode
from displayd.scene.geometry import Rect
from displayd.scene.operations import Arc, Box, Cell, Line, Op, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.tile.widget import Widget
from displayd.tools.gallery import NOW, examples
from displayd.widgets import AnyWidget
from tests.support.fakes_fonts import FixedFonts
from tests.widgets.test_laws import REACH, check_ink

AREA = Rect(40, 60, 620, 460)

EXAMPLES = [pytest.param(widget, id=f"{kind}-{name}") for kind, name, widget in examples()]


def document(locale: str) -> Document:
    page = {"widgets": {"a": {"type": "text", "text": "x"}}}
    return decode(msgspec.json.encode({"format": 1, "screen": "s", "locale": locale, "pages": [page]}))


def cell_of(widget: Widget, locale: str, is_mirrored: bool) -> Cell:
    """The tile of `widget`, with figures as `locale` writes them."""
    pictures = {"example.png": "0" * 64}
    context = PageContext(document(locale), (1920, 1080), FixedFonts(), pictures)
    frame = replace(context.frame(AREA, NOW), is_mirrored=is_mirrored)
    return tile_cell(TileContent("a", widget, AREA, widget.sample), frame)


def widget_of(kind: str, **fields: Any) -> Widget:
    widget: Widget = msgspec.convert({"type": kind, **fields}, AnyWidget)
    return widget


def texts(cell: Cell) -> dict[str, Text]:
    return {op.text: op for op in cell.ops if isinstance(op, Text)}


def left_of(op: Text) -> float:
    """Where the letters begin, px."""
    width = FixedFonts().width(op.text, op.size, op.weight, op.is_tabular)
    return op.x - {"left": 0.0, "center": 0.5, "right": 1.0}[op.align] * width


@pytest.mark.parametrize("widget", EXAMPLES)
def test_every_example_stays_in_its_tile_and_says_the_same(widget: Widget) -> None:
    cell, plain = cell_of(widget, "he", is_mirrored=True), cell_of(widget, "he", is_mirrored=False)

    assert not cell.fault
    check_ink(list(cell.ops), AREA, REACH)
    assert Counter(op.text for op in cell.ops if isinstance(op, Text)) == Counter(
        op.text for op in plain.ops if isinstance(op, Text)
    )


def test_a_page_for_readers_from_the_right_has_its_stripe_and_names_on_the_right() -> None:
    widget = widget_of("list", title="פניות", items=[{"label": "תקלה", "value": 8, "level": "red"}])
    cell = cell_of(widget, "he", is_mirrored=True)

    title, name, value = (texts(cell)[text] for text in ("פניות", "תקלה", "8"))
    assert title.align == name.align == "right"
    assert value.align == "left"
    assert value.x < name.x <= title.x
    stripe = [op for op in cell.ops if isinstance(op, Box) and op.color == THEMES["dark"].red]
    assert [op.x + op.width for op in stripe] == [AREA.right]


@pytest.mark.parametrize(
    ("locale", "title", "align"),
    [("en-GB", "Sales", "left"), ("en-GB", "מכירות", "right"), ("he", "מכירות", "right"), ("he", "Sales", "left")],
)
def test_a_title_begins_on_the_side_that_it_runs_from(locale: str, title: str, align: str) -> None:
    cell = cell_of(widget_of("number", title=title, value=3), locale, is_mirrored=locale == "he")

    assert texts(cell)[title].align == align


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("list", {"items": [{"label": "שרה", "value": 1}]}),
        ("leaderboard", {"items": [{"label": "שרה", "value": 1}]}),
        ("status", {"items": [{"label": "שרה", "state": "up"}]}),
        ("table", {"columns": [{"label": "א"}, {"label": "ב"}], "rows": [["שרה", 3]]}),
        ("bullet", {"items": [{"label": "שרה", "value": 1}]}),
    ],
)
def test_a_name_that_runs_from_the_right_begins_at_the_right_on_every_page(kind: str, fields: dict[str, Any]) -> None:
    for is_mirrored in (False, True):
        assert texts(cell_of(widget_of(kind, **fields), "en-GB", is_mirrored))["שרה"].align == "right"


def test_latin_names_on_a_page_for_readers_from_the_right_stay_beside_their_marks() -> None:
    items = [{"label": "VPN", "state": "down"}, {"label": "תשלומים", "state": "up"}]
    cell = cell_of(widget_of("status", items=items), "he", is_mirrored=True)

    assert texts(cell)["VPN"].align == texts(cell)["תשלומים"].align == "right"


def test_a_note_beside_a_name_from_the_right_is_not_written_over() -> None:
    items = [{"label": "שרה", "state": "down", "detail": "no answer"}]
    cell = cell_of(widget_of("status", items=items), "en-GB", is_mirrored=False)

    check_ink(list(cell.ops), AREA, REACH)


@pytest.mark.parametrize(
    ("unit", "locale", "is_number_left"),
    [("currencyUSD", "en-GB", False), ("percentunit", "he", True), ("ms", "he", True), ("h", "he", False)],
)
def test_what_belongs_to_a_number_stands_where_its_letters_run(unit: str, locale: str, is_number_left: bool) -> None:
    cell = cell_of(widget_of("number", value=0.5, unit=unit), locale, is_mirrored=True)
    number, around = sorted((op for op in cell.ops if isinstance(op, Text)), key=lambda op: -op.size)[:2]

    assert (left_of(number) < left_of(around)) is is_number_left


@pytest.mark.parametrize(
    ("kind", "fields", "drawn"),
    [
        ("qr", {"text": "https://example.com/1"}, Box),
        ("line", {"points": [[NOW - 100 * (9 - at), float(at * at)] for at in range(10)]}, Line),
        ("number", {"value": 3, "history": [1, 2, 5, 3]}, Line),
        ("gauge", {"value": 0.2, "unit": "percentunit", "maximum": 1}, Arc),
        ("donut", {"slices": [{"label": "a", "value": 3}, {"label": "b", "value": 1}]}, Arc),
        ("map", {"places": [{"label": "Galway", "lat": 53.3, "lon": -9.0}]}, Polygon),
        ("number", {"value": 3, "as_of": NOW - 500, "expire_after": 600}, Line),
    ],
)
def test_what_has_a_direction_of_its_own_is_not_turned(kind: str, fields: dict[str, Any], drawn: type[Op]) -> None:
    widget = widget_of(kind, **fields)
    there, here = (
        [op for op in cell_of(widget, "en-GB", is_mirrored).ops if isinstance(op, drawn)]
        for is_mirrored in (True, False)
    )
    # The card and its stripe do change sides.
    cards = [op for op in here if isinstance(op, Box) and op.radius >= 10]
    there, here = there[len(cards) :], here[len(cards) :]

    assert here
    moved = _first_x(there) - _first_x(here)
    assert [_rounded(op, 0.0) for op in there] == [_rounded(op, moved) for op in here]


def _first_x(ops: list[Op]) -> float:
    first = ops[0]
    return first.points[0][0] if isinstance(first, Line | Polygon) else getattr(first, "x")  # noqa: B009


def _rounded(op: Op, moved: float) -> Any:
    """`op` moved by so many px to the right, in whole hundredths of a px."""
    fields = msgspec.structs.asdict(op)
    if "points" in fields:
        fields["points"] = tuple((round(x + moved, 2), round(y, 2)) for x, y in fields["points"])
    else:
        fields["x"] = round(fields["x"] + moved, 2)
    return fields


def test_columns_with_names_are_read_as_their_names_and_those_with_dates_as_time() -> None:
    def order(labels: tuple[str, ...]) -> list[str]:
        bars = [{"label": label, "value": 1} for label in labels]
        found = texts(cell_of(widget_of("bar", bars=bars, horizontal=False), "he", is_mirrored=True))
        return sorted((label for label in labels), key=lambda label: left_of(found[label]))

    assert order(("א", "ב", "ג")) == ["ג", "ב", "א"]
    assert order(("1.11", "2.11", "3.11")) == ["1.11", "2.11", "3.11"]
