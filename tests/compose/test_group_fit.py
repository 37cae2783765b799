"""Rows of tiles laid out together: values of one size on one line, titles of one size, one set of further lines."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.context import PageContext
from displayd.compose.memo import Memo
from displayd.compose.page import compose
from displayd.document.model import Document, Page
from displayd.document.schedule import Showing
from displayd.scene.geometry import Rect
from displayd.scene.operations import Arc, Box, Cell, Scene, Text, Weight
from displayd.scene.visual_angle import font_px
from displayd.tile.fit import Shape, on_scale
from displayd.tile.frame import Frame
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import drawing_law
from tests.support.sample_pages import SIZES, dashboard, layout, layout_names, scene
from tests.widgets.strategies import NOW

PAGES = [(name, number) for name in layout_names() for number in range(len(layout(name).pages))]

BARE = Shape("under", frozenset())

Fields = Mapping[str, Any]


def page_of(widgets: Mapping[str, Fields], **fields: Any) -> Page:
    return msgspec.convert({"widgets": widgets, **fields}, Page)


def composed(page: Page, size: tuple[int, int] = (1920, 1080), unix_time: float = NOW, **fields: Any) -> Scene:
    document = Document(format=1, screen="test", pages=[page], **fields)
    context = PageContext(document, size, FixedFonts())
    return compose(context, Showing(0, page, unix_time, math.inf), unix_time)


def tiles(found: Scene) -> dict[str, Cell]:
    return {cell.name: cell for cell in found.cells if not cell.name.startswith("(")}


def values(cell: Cell) -> list[Text]:
    """The numbers of the value, or of several of one size: the largest texts of a tile."""
    figures = [op for op in cell.ops if isinstance(op, Text) and op.weight == "bold"]
    largest = max((op.size for op in figures), default=0.0)
    return [op for op in figures if op.size == largest]


def value_rows(page: Page, found: Scene) -> Iterator[list[Cell]]:
    """The tiles of each row that have a value of their own, two at least."""
    context = PageContext(Document(format=1, screen="test", pages=[page]), (found.width, found.height), FixedFonts())
    cells = tiles(found)
    by_row: dict[tuple[int, int], list[Cell]] = {}
    for name, cell in cells.items():
        widget = page.widgets[name]
        room = context.frame(Rect(0, 0, 2000, 2000), NOW)
        if not widget.is_empty() and widget.offer(room, BARE) is not None:
            by_row.setdefault((cell.rect.y, cell.rect.height), []).append(cell)
    yield from (row for row in by_row.values() if len(row) > 1)


def check_rows(page: Page, found: Scene) -> int:
    """Values of each row are of one size and on one line; how many rows there are."""
    count = 0
    for row in value_rows(page, found):
        figures = [op for cell in row for op in values(cell)]
        names = [cell.name for cell in row]
        assert max(op.size for op in figures) - min(op.size for op in figures) < 0.01, names
        assert max(op.y for op in figures) - min(op.y for op in figures) <= 1, names
        count += 1
    return count


@pytest.mark.parametrize("orientation", SIZES)
@pytest.mark.parametrize(("name", "number"), PAGES)
def test_values_of_one_row_of_a_shipped_page_are_of_one_size_and_on_one_line(
    name: str, number: int, orientation: str
) -> None:
    check_rows(dashboard(name).pages[number], scene(name, number, orientation))


def test_many_rows_of_the_shipped_pages_have_several_values() -> None:
    every = itertools.product(PAGES, SIZES)
    counts = [check_rows(dashboard(name).pages[number], scene(name, number, side)) for (name, number), side in every]

    assert sum(counts) >= 30


NUMBER: Fields = {
    "type": "number",
    "title": "Tickets",
    "value": 128,
    "previous": 141,
    "direction": "down",
    "amber": 150,
}
GAUGE: Fields = {
    "type": "gauge",
    "title": "In time",
    "value": 0.912,
    "unit": "percentunit",
    "direction": "up",
    "amber": 0.9,
}
PROGRESS: Fields = {"type": "progress", "title": "Delivered", "value": 207, "target": 420}
TREND: Fields = {"type": "sparkline", "title": "Load", "value": 3.5, "history": [1, 2, 3, 3.5]}
BULLET: Fields = {"type": "bullet", "title": "Onboarding", "value": 38, "target": 30, "unit": "d"}
SCORE: Fields = {"type": "health", "title": "Health", "value": 70, "amber": 75, "red": 50, "direction": "up"}
NUMBERS: Fields = {
    "type": "numbers",
    "title": "New",
    "items": [{"label": "Today", "value": 3}, {"label": "Week", "value": 20}],
}

KINDS: Mapping[str, Fields] = {
    "number": NUMBER,
    "gauge": GAUGE,
    "progress": PROGRESS,
    "sparkline": TREND,
    "bullet": BULLET,
    "health": SCORE,
    "numbers": NUMBERS,
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (2560, 1080), (3840, 2160), (864, 1080)])
def test_every_kind_with_a_value_lines_up_with_a_number(kind: str, size: tuple[int, int]) -> None:
    row = ["one other other", "chart chart chart"] if size[0] > 1000 else ["one other", "chart chart"]
    widgets = {"one": NUMBER, "other": KINDS[kind], "chart": {"type": "line", "series": []}}
    page = page_of(widgets, landscape=row, portrait=row)

    assert check_rows(page, composed(page, size)) == 1


fields_of_kinds = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.fixed_dictionaries(
        {"title": st.sampled_from(["Uptime", "Satisfied customers of this quarter", ""])},
        optional={} if kind == "numbers" else {"value": st.sampled_from([0.5, 7, 99.5, 1_284, 0.001, -3])},
    ).map(lambda fields: {**KINDS[kind], **fields})
)


@drawing_law(60)
@given(
    row=st.lists(fields_of_kinds, min_size=2, max_size=4),
    size=st.sampled_from([(1920, 1080), (1280, 720), (2560, 1080)]),
    rows=st.integers(1, 2),
)
def test_values_of_any_row_are_of_one_size_and_on_one_line(row: list[Fields], size: tuple[int, int], rows: int) -> None:
    names = [f"w{index}" for index in range(len(row))]
    template = [" ".join(names), *[" ".join(["rest"] * len(row))] * (rows - 1)]
    widgets = dict(zip(names, row, strict=True))
    if rows > 1:
        widgets["rest"] = {"type": "text", "text": "Welcome"}
    page = page_of(widgets, landscape=template)

    # From farther away a figure may be so long that it goes its own way: see below.
    check_rows(page, composed(page, size, viewing_m=4.0))


def test_gauges_alone_in_their_row_are_dials_and_beside_a_number_flat_scales() -> None:
    alone = composed(page_of({"a": GAUGE, "b": {**GAUGE, "value": 0.5}}, landscape=["a b"]))
    mixed = composed(page_of({"a": GAUGE, "b": NUMBER, "c": NUMBER}, landscape=["a b c"]))

    dials = [op for cell in tiles(alone).values() for op in cell.ops if isinstance(op, Arc)]
    assert {cell.name for cell in tiles(alone).values() if any(isinstance(op, Arc) for op in cell.ops)} == set("ab")
    assert len({op.y for op in dials}) == 1
    assert not any(isinstance(op, Arc) for op in tiles(mixed)["a"].ops)


def test_a_row_shows_one_set_of_further_lines() -> None:
    wordy: Fields = {
        **NUMBER,
        "value": 1_284_331,
        "target": 1_400_000,
        "previous_label": "the same week of the last year",
    }
    row = {"a": NUMBER, "b": {**NUMBER, "target": 99}, "c": wordy, "d": NUMBER}

    cells = tiles(composed(page_of(row, landscape=["a b c d"])))

    said = {name: " ".join(op.text for op in cell.ops if isinstance(op, Text)) for name, cell in cells.items()}
    assert ("target" in said["b"]) == ("target" in said["c"])
    assert not any("vs " in words for words in said.values())


def test_a_long_title_takes_two_lines_and_no_title_of_the_page_is_smaller() -> None:
    long: Fields = {**NUMBER, "title": "Satisfied customers of this and of the last quarter"}
    page = page_of({"a": NUMBER, "b": long, "c": NUMBER}, landscape=["a b c"])

    sizes = {
        op.size
        for cell in tiles(composed(page)).values()
        for op in cell.ops
        if isinstance(op, Text) and (op.text in "Tickets" or op.text in long["title"])
    }
    assert len(sizes) == 1
    check_rows(page, composed(page))


@pytest.mark.parametrize("fields", [NUMBER, GAUGE, PROGRESS], ids=["number", "gauge", "progress"])
def test_a_title_in_two_lines_stands_in_a_tile_of_half_a_page_from_five_metres(fields: Fields) -> None:
    names = ["a", "b", "c", "d"]
    widgets: dict[str, Fields] = {name: {**fields, "title": "Satisfied customers"} for name in names}
    page = page_of({**widgets, "rest": {"type": "line", "series": []}}, landscape=["rest " * 4, " ".join(names)])

    cells = tiles(composed(page))

    for name in names:
        said = [op.text for op in cells[name].ops if isinstance(op, Text)]
        assert said[:2] == ["Satisfied", "customers"]
        assert values(cells[name])


def test_titles_are_smaller_where_that_saves_low_tiles_a_second_line() -> None:
    title = "New tasks"
    row: dict[str, Fields] = {name: {**NUMBER, "title": title} for name in "abcd"}
    page = page_of(
        {**row, "rest": {"type": "line", "series": []}},
        landscape=["rest rest rest rest", "a b c d"],
        landscape_rows=[1.25, 1],
    )

    lines = set()
    for viewing_m in (4.0, 4.6, 5.0, 5.4, 5.8, 6.0):
        cell = tiles(composed(page, viewing_m=viewing_m))["a"]
        found = [op for op in cell.ops if isinstance(op, Text) and op.text in title]
        fits = FixedFonts().width(title, found[0].size, found[0].weight) <= found[0].max_width
        lines.add((len(found), round(found[0].size / font_px(16, (1920, 1080), 50, viewing_m), 3)))
        assert len(found) == (1 if fits else 2)
    assert lines == {(1, Frame.step), (1, 1.0), (2, Frame.step)}


def test_tiles_of_equal_size_have_values_of_one_size_in_every_row() -> None:
    page = page_of({"a": NUMBER, "b": GAUGE, "c": {**NUMBER, "value": 1_284}, "d": PROGRESS}, landscape=["a b", "c d"])

    assert len({op.size for cell in tiles(composed(page)).values() for op in values(cell)}) == 1


def test_a_value_that_grows_old_stays_where_it_is_and_as_large_as_it_was() -> None:
    aged = {**NUMBER, "as_of": NOW, "expire_after": 600}
    page = page_of({"a": aged, "b": NUMBER}, landscape=["a b"])

    fresh, old = (tiles(composed(page, unix_time=NOW + age)) for age in (0, 500))

    assert [(op.y, op.size) for op in values(fresh["a"])] == [(op.y, op.size) for op in values(old["a"])]
    assert fresh["b"] == old["b"]


def test_a_figure_too_long_for_its_tile_does_not_make_its_neighbours_small() -> None:
    awkward = {**NUMBER, "value": -9_999_999_999, "unit": "suffix: widgets", "decimals": 4}
    names = ["a", "b", "c", "d", "e", "f"]
    usual = page_of(dict.fromkeys(names, NUMBER), landscape=[" ".join(names)])
    page = page_of({name: awkward if name == "c" else NUMBER for name in names}, landscape=[" ".join(names)])

    assert values(tiles(composed(page))["a"])[0].size >= 0.7 * values(tiles(composed(usual))["a"])[0].size


@given(size=st.floats(10, 1000), smallest=st.floats(10, 80))
def test_sizes_of_the_scale_lie_below_what_is_asked_for_and_half_of_one_is_one(size: float, smallest: float) -> None:
    found = on_scale(size, smallest)

    assert found <= size * 1.001
    assert found > size / 1.2 or found == size
    if found >= 2 * smallest:
        assert on_scale(found / 2, smallest) == pytest.approx(found / 2)


BAR = {"type": "progress", "title": "Done so far", "value": 341, "target": 500, "expected": 372, "previous": 322}


def test_a_row_of_bars_keeps_its_bars_rather_than_the_notes_under_its_values() -> None:
    page = page_of({f"bar{n}": {**BAR, "previous_label": "at the end of last week"} for n in range(12)})

    # Twelve of them from five metres have room for neither.
    cells = tiles(composed(page, (640, 480), viewing_m=4.0)).values()

    assert all(any(isinstance(op, Box) for op in cell.ops[1:]) for cell in cells)
    assert not any("behind" in op.text for cell in cells for op in cell.ops if isinstance(op, Text))


def test_a_row_of_numbers_keeps_its_changes_rather_than_its_trends() -> None:
    past = [300 + hours % 3 for hours in range(24, -1, -1)]
    number = {"type": "number", "title": "Orders", "value": 341, "previous": 322, "history": past}
    page = page_of({f"number{n}": number for n in range(12)})

    for cell in tiles(composed(page, (640, 480))).values():
        assert [op.text for op in cell.ops if isinstance(op, Text) and op.text.startswith("+")]


class ColdFonts(FixedFonts):
    """Fonts that are loaded when they are first asked for, which takes a while."""

    seconds = 0.0
    """CPU time that was spent."""

    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        """As ever, but for the first time."""
        self.seconds = 1.5
        return super().width(text, size, weight, is_tabular)


def test_a_page_that_there_was_no_time_to_lay_out_at_a_cold_start_is_laid_out_as_any_other_soon_after() -> None:
    page = page_of(
        {"orders": {"type": "number", "title": "Orders", "value": 4321}, "load": GAUGE}, landscape=["orders load"]
    )
    fonts = ColdFonts()
    document = Document(format=1, screen="test", pages=[page])
    context = PageContext(document, (1920, 540), fonts, cpu_seconds=lambda: fonts.seconds)
    memo = Memo()

    first = compose(context, Showing(0, page, NOW, math.inf), NOW, memo=memo)
    later = compose(context, Showing(0, page, NOW, math.inf), first.again_at, memo=memo)

    assert NOW < first.until <= first.again_at < NOW + 60
    assert first.cells != composed(page, (1920, 540)).cells
    assert later.cells == composed(page, (1920, 540)).cells
    assert later.again_at == math.inf


GAUGE = {"type": "gauge", "title": "Load", "value": 95, "unit": "percent", "minimum": 0, "maximum": 100, "red": 90}
