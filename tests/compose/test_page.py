"""Pages as scenes: everything has its place, time changes only what it must, and faults stay in their cells."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from displayd.compose.context import PageContext
from displayd.compose.figure_changes import Change
from displayd.compose.memo import Memo
from displayd.compose.notice import Notice
from displayd.compose.page import compose
from displayd.document.model import Document, decode
from displayd.document.schedule import showing_at
from displayd.scene.geometry import Rect
from displayd.scene.operations import Arc, Op, Scene, Text, Weight
from displayd.scene.theme import THEMES
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import COARSEST, Frame
from displayd.widgets.number.widget import Number
from displayd.widgets.sla.widget import Sla

NOW = 1_795_291_683.0


class FixedFonts:
    """Every character half an em wide: the same on every machine."""

    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        return len(text) * size * 0.5

    def wrap(
        self, text: str, size: float, weight: Weight, max_width: float, most_lines: int | None = None
    ) -> list[str]:
        room = max(1, int(max_width / (size * 0.5)))
        return [text[start : start + room] for start in range(0, len(text), room)]


FONTS = FixedFonts()


def document(**fields: Any) -> Document:
    widgets = {
        "one": {"type": "number", "title": "One", "value": 1.0},
        "two": {"type": "number", "title": "Two", "value": 2.0, "as_of": NOW - 30, "expire_after": 600.0},
    }
    page = {"title": "Figures", "landscape": ["one two"], "widgets": widgets}
    data = {"format": 1, "screen": "s", "pages": [page], **fields}
    return decode(msgspec.json.encode(data))


def composed(doc: Document, at: float = NOW, size: tuple[int, int] = (1920, 1080), **options: Any) -> Scene:
    given = {name: options.pop(name) for name in ("pictures", "has_time") if name in options}
    return compose(PageContext(doc, size, FONTS, **given), showing_at(doc, at), at, **options)


def texts(scene: Scene, cell: str | None = None) -> list[str]:
    return [op.text for one in scene.cells if cell in (None, one.name) for op in one.ops if isinstance(op, Text)]


def cell_names(scene: Scene) -> list[str]:
    return [cell.name for cell in scene.cells]


def test_page_has_a_header_and_a_cell_per_widget() -> None:
    assert cell_names(composed(document())) == ["(header)", "one", "two"]


def test_equal_arguments_give_equal_scenes() -> None:
    assert composed(document()) == composed(document())
    assert composed(document()).digest() == composed(document()).digest()


def test_memo_changes_nothing_but_the_work() -> None:
    memo = Memo()
    doc = document()
    first = composed(doc, memo=memo)
    again = composed(doc, at=NOW + 1, memo=memo)

    assert again.cells[1] is first.cells[1]
    assert again == composed(doc, at=NOW + 1)


def test_memo_forgets_a_cell_when_its_time_is_up() -> None:
    memo = Memo()
    doc = document()
    composed(doc, memo=memo)
    later = composed(doc, at=NOW + 400, memo=memo)

    assert later == composed(doc, at=NOW + 400)
    assert any("as of" in text for text in texts(later, "two"))


def test_memo_notices_a_logo_of_another_shape() -> None:
    memo, pictures = Memo(), {"logo.svg": "0" * 64}
    composed(document(logo="logo.svg", logo_aspect=1.0), memo=memo, pictures=pictures)
    wide = document(logo="logo.svg", logo_aspect=3.0)

    assert composed(wide, memo=memo, pictures=pictures) == composed(wide, pictures=pictures)


def test_memo_does_not_keep_tiles_that_no_document_has_any_more() -> None:
    memo = Memo()
    first = document()
    one, two = composed(first, memo=memo).cells[1:]
    # As long a figure as before, so that the row stays as it was.
    widgets = {"one": first.pages[0].widgets["one"], "three": {"type": "number", "title": "Other", "value": 7}}
    composed(document(pages=[{"title": "Figures", "landscape": ["one three"], "widgets": widgets}]), memo=memo)
    again = composed(first, memo=memo).cells

    assert again[1] is one
    assert again[2] is not two


def test_value_growing_stale_is_a_change_that_is_foreseen() -> None:
    scene = composed(document())

    assert next(cell for cell in scene.cells if cell.name == "two").until == NOW - 30 + 300


@pytest.mark.parametrize(("age", "expected"), [(0, "2"), (299, "2"), (301, "as of"), (601, "Out of date")])
def test_age_of_a_value_is_visible(age: float, expected: str) -> None:
    shown = texts(composed(document(), at=NOW - 30 + age), "two")

    assert any(expected in text for text in shown)


def test_four_states_are_four_pictures() -> None:
    doc = document()
    broken = msgspec.structs.replace(doc.pages[0].widgets["two"], error="no answer from the database")
    page = msgspec.structs.replace(doc.pages[0], widgets={**doc.pages[0].widgets, "two": broken})
    error = composed(msgspec.structs.replace(doc, pages=[page]))
    ops = {composed(doc, at=NOW + age).cells[2].ops for age in (0, 400, 800)} | {error.cells[2].ops}

    assert len(ops) == 4


@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (480, 320)])
def test_no_tile_moves_for_a_notice(size: tuple[int, int]) -> None:
    notice = Notice("No news from the hub since 14:02", more="figures of 14:01")
    without, with_notice = composed(document(), size=size), composed(document(), size=size, notice=notice)

    assert cell_names(with_notice) == cell_names(without)
    assert with_notice.cells[1:] == without.cells[1:]
    assert with_notice.cells[0].rect == without.cells[0].rect
    assert any(isinstance(op, Text) and op.text.startswith(notice.text) for op in with_notice.cells[0].ops)


def test_a_notice_leaves_time_and_place_in_the_loop_in_the_header() -> None:
    pages = [{"title": "Figures", "widgets": {"a": {"type": "number", "value": n}}} for n in range(3)]
    doc = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": pages}))
    without, with_notice = (composed(doc, notice=one).cells[0].ops for one in (None, Notice("No answer")))

    assert [op for op in without if op in with_notice] == [op for op in without if not is_title(op)]


def is_title(op: Op) -> bool:
    return isinstance(op, Text) and op.text == "Figures"


@settings(max_examples=30, deadline=None)
@given(st.integers(320, 3840), st.integers(240, 3840))
def test_on_a_page_without_header_a_notice_lies_over_the_lower_edge_and_changes_nothing_else(
    width: int, height: int
) -> None:
    page = {"widgets": {"hi": {"type": "number", "title": "Visitors", "value": 42}}}
    doc = decode(msgspec.json.encode({"format": 1, "screen": "s", "pages": [page]}))
    (tile,) = composed(doc, size=(width, height)).cells
    bar, cut = composed(doc, size=(width, height), notice=Notice("No answer since 14:02")).cells

    assert cut.ops == tile.ops
    assert (cut.rect.x, cut.rect.y, cut.rect.bottom) == (tile.rect.x, tile.rect.y, min(bar.rect.y, tile.rect.bottom))
    assert bar.rect.bottom <= height


def test_untrusted_clock_shows_no_time_of_day() -> None:
    assert "20:08" in texts(composed(document()))
    assert "20:08" not in texts(composed(document(), has_time=False))


def test_made_up_data_is_marked_once_when_all_of_it_is() -> None:
    doc = document()
    widgets = {name: msgspec.structs.replace(one, sample=True) for name, one in doc.pages[0].widgets.items()}
    marked = msgspec.structs.replace(doc, pages=[msgspec.structs.replace(doc.pages[0], widgets=widgets)])

    assert [text for text in texts(composed(marked)) if "ample" in text] == ["Sample data"]


def test_made_up_data_among_real_is_marked_on_its_tile() -> None:
    doc = document()
    one = msgspec.structs.replace(doc.pages[0].widgets["one"], sample=True)
    page = msgspec.structs.replace(doc.pages[0], widgets={**doc.pages[0].widgets, "one": one})
    scene = composed(msgspec.structs.replace(doc, pages=[page]))

    assert "sample data" in texts(scene, "one")
    assert "sample data" not in texts(scene, "two")


@pytest.mark.parametrize("is_all", [True, False])
def test_made_up_data_is_marked_with_a_palette_of_one_series_too(is_all: bool) -> None:
    palette = {**msgspec.to_builtins(THEMES["dark"]), "series": ["#5aa9ff"]}
    widgets = {name: {"type": "number", "value": 1, "sample": is_all or name == "one"} for name in ("one", "two")}
    scene = composed(document(palette=palette, pages=[{"title": "Figures", "widgets": widgets}]))

    assert any(text.lower() == "sample data" for text in texts(scene))


@pytest.mark.expects_log
def test_widget_that_raises_is_a_card_in_its_own_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    doc = document()
    draw = Number.draw

    def broken(self: Number, frame: Frame) -> Any:
        if self.title == "One":
            raise ZeroDivisionError("boom")
        return draw(self, frame)

    monkeypatch.setattr(Number, "draw", broken)
    scene = composed(doc)

    assert "Cannot be drawn" in texts(scene, "one")
    assert "2" in texts(scene, "two")


@pytest.mark.expects_log
def test_what_draws_a_widget_may_be_broken_and_only_its_own_cell_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sla, "PACKAGE", "tests.no_such_package")
    widgets = {"one": {"type": "sla", "items": [{"label": "A"}]}, "two": {"type": "number", "value": 2}}
    scene = composed(document(pages=[{"title": "Figures", "landscape": ["one two"], "widgets": widgets}]))

    assert "Cannot be drawn" in texts(scene, "one")
    assert "2" in texts(scene, "two")


@pytest.mark.expects_log
def test_tile_that_cannot_move_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: Any) -> Any:
        raise OverflowError("too many digits")

    monkeypatch.setattr("displayd.compose.tile_cell.in_motion", broken)
    change = Change(NOW - 0.1, Number(title="One", value=7), frozenset({"1"}), counts=True, glows=True)

    assert composed(document(), moving={"one": change}) == composed(document())


@pytest.mark.expects_log
def test_that_a_widget_cannot_be_drawn_is_said_as_large_as_everything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Number, "draw", lambda self, frame: 1 / 0)
    far, near = (composed(document(viewing_m=metres)) for metres in (6.0, 3.0))

    def sizes(scene: Scene) -> list[float]:
        return [op.size for op in scene.cells[1].ops if isinstance(op, Text)]

    assert min(sizes(far)) > 1.4 * min(sizes(near))


def test_portrait_stacks_what_landscape_puts_side_by_side() -> None:
    wide, high = composed(document()), composed(document(), size=(1080, 1920))

    assert wide.cells[1].rect.y == wide.cells[2].rect.y
    assert high.cells[1].rect.y <= high.cells[2].rect.y


@settings(max_examples=60, deadline=None)
@given(st.integers(320, 3840), st.integers(240, 3840), st.booleans())
def test_cells_never_overlap_and_stay_on_the_page(width: int, height: int, has_notice: bool) -> None:
    scene = composed(document(), size=(width, height), notice=Notice("Something") if has_notice else None)

    for index, cell in enumerate(scene.cells):
        rect = cell.rect
        assert rect.x >= 0
        assert rect.y >= 0
        assert rect.right <= width
        assert rect.bottom <= height
        for other in scene.cells[index + 1 :]:
            apart = rect.right <= other.rect.x or other.rect.right <= rect.x
            assert apart or rect.bottom <= other.rect.y or other.rect.bottom <= rect.y


# --- one figure with the page to itself


def alone(kind: str, size: tuple[int, int], **fields: Any) -> Scene:
    page = {"widgets": {"hi": {"type": kind, **fields}}}
    data = {"format": 1, "screen": "lobby", "timezone": "Europe/London", "pages": [page]}
    return composed(decode(msgspec.json.encode(data)), size=size)


def ink(op: Text) -> tuple[float, float]:
    """Left and right end of a text that is not cut."""
    width = FONTS.width(op.text, op.size)
    left = op.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[op.align]
    return left, left + width


def text_of(scene: Scene, words: str) -> Text:
    return next(op for cell in scene.cells for op in cell.ops if isinstance(op, Text) and op.text == words)


PANELS = [(1920, 1080), (1080, 1920), (480, 320), (320, 480), (3840, 2160), (2560, 1080)]


@pytest.mark.parametrize("size", PANELS)
def test_one_number_fills_the_page_and_stands_in_its_middle(size: tuple[int, int]) -> None:
    scene = alone("number", size, title="Visitors", value=42)

    value, title = text_of(scene, "42"), text_of(scene, "Visitors")
    digits, (left, right) = value.size * CAP_HEIGHT, ink(value)
    assert 0.4 < digits / size[1] < 0.55 or 0.85 < (right - left) / size[0] < 0.97
    assert (left + right) / 2 == pytest.approx(size[0] / 2, abs=1)
    assert value.y - digits / 2 == pytest.approx(size[1] / 2, abs=0.06 * size[1])
    assert sum(ink(title)) / 2 == pytest.approx(size[0] / 2, abs=1)
    # Or as large as text is made at all: a wide page of few inches has large titles anyhow.
    largest = COARSEST * Frame.step * min(size) / 1080
    assert title.size > min(1.4 * text_of(composed(document(), size=size), "One").size, 0.999 * largest)


def test_what_is_said_about_one_number_stands_under_its_middle() -> None:
    scene = alone(
        "number", (1920, 1080), value=1284, previous=1200, target=1500, about="Orders of today", history=[1, 2]
    )

    note = [
        op for cell in scene.cells for op in cell.ops if isinstance(op, Text) and op.text in ("+7.0%", "target 1,500")
    ]
    assert ink(note[0])[0] < 960 < ink(note[-1])[1]
    assert text_of(scene, "Orders of today").align == "center"
    assert sum(ink(text_of(scene, "1,284"))) / 2 == pytest.approx(960, abs=1)


@pytest.mark.parametrize("size", PANELS)
def test_one_gauge_is_in_the_middle_with_its_figure_inside(size: tuple[int, int]) -> None:
    scene = alone("gauge", size, title="Done", value=42, maximum=100)

    dial = next(op for cell in scene.cells for op in cell.ops if isinstance(op, Arc))
    value = text_of(scene, "42")
    left, right = ink(value)
    assert dial.x == pytest.approx(size[0] / 2, abs=1)
    assert dial.radius > 0.3 * min(size)
    assert dial.x - dial.radius < left < dial.x < right < dial.x + dial.radius
    assert value.y - value.size * CAP_HEIGHT > dial.y - dial.radius


@pytest.mark.parametrize("size", PANELS)
def test_one_clock_fills_its_page(size: tuple[int, int]) -> None:
    time = text_of(alone("clock", size), "20:08")

    left, right = ink(time)
    assert (left + right) / 2 == pytest.approx(size[0] / 2, abs=1)
    assert time.size * CAP_HEIGHT > 0.45 * size[1] or right - left > 0.85 * size[0]


def test_figures_of_a_page_of_two_are_larger_than_among_many() -> None:
    pair = text_of(composed(document()), "1")
    many = {str(number): {"type": "number", "value": number} for number in range(1, 9)}
    page = {"landscape": ["1 2 3 4", "5 6 7 8"], "widgets": many}

    assert pair.size > 1.5 * text_of(composed(document(pages=[page])), "1").size
    assert pair.align == "left"
    assert ink(pair)[0] < 100


def test_page_for_readers_from_the_right_has_its_first_tile_on_the_right_and_the_clock_on_the_left() -> None:
    plain, scene = composed(document()), composed(document(locale="he"))

    by_name, there = ({cell.name: cell.rect for cell in one.cells} for one in (plain, scene))
    assert there == {name: rect.mirrored(Rect(0, 0, 1920, 1080)) for name, rect in by_name.items()}
    assert there["one"].x > there["two"].right
    clock, title = (op for op in scene.cells[0].ops if isinstance(op, Text))
    assert (clock.align, clock.x) == ("left", scene.cells[0].rect.x)
    assert (title.text, title.align) == ("Figures", "left")


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(["he", "ar", "fa-IR"]), st.integers(200, 3840), st.integers(200, 3840))
def test_mirrored_cells_stay_on_the_glass(locale: str, width: int, height: int) -> None:
    glass = Rect(0, 0, width, height)

    for cell in composed(document(locale=locale), size=(width, height)).cells:
        assert cell.rect.mirrored(glass).mirrored(glass) == cell.rect
        assert cell.rect.x >= 0
        assert cell.rect.right <= width
