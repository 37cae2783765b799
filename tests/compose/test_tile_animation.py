"""What moves: only for a moment, and nothing else makes room for it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from displayd.compose.card import card
from displayd.compose.figure_changes import COUNT_SECONDS, GLOW_SECONDS, Change
from displayd.compose.tile_animation import in_motion
from displayd.document.freshness import freshness_at
from displayd.scene.geometry import Rect
from displayd.scene.operations import Arc, Box, Cell, Line, Op, Text
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from displayd.widgets import AnyWidget
from displayd.widgets.number.widget import Number
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import drawing_law
from tests.widgets import strategies

NOW = 1_795_291_683.0
THEME = THEMES["dark"]

RECT = Rect(40, 50, 400, 300)


def cell(*ops: Op, until: float = float("inf")) -> Cell:
    return Cell("one", RECT, THEME.background, (Box(*RECT, THEME.card, 18), *ops), until)


def figure(text: str, **fields: Any) -> Text:
    return Text(60, 200, text, 90, THEME.text, weight="bold", is_tabular=False, **fields)


def change(numbers: set[str], counts: bool = True, glows: bool = True) -> Change:
    return Change(NOW, Number(value=1284), frozenset(numbers), counts, glows)


def seen(one: Cell) -> str:
    """The figure as it is read, whatever parts it is made of."""
    return "".join(op.text for op in sorted((op for op in one.ops if isinstance(op, Text)), key=lambda op: op.x))


def at(old: Cell, new: Cell, after: float, change: Change) -> Cell:
    return in_motion(old, new, change, NOW + after, THEME, FixedFonts())


def test_figure_counts_from_the_old_to_the_new() -> None:
    old, new = cell(figure("1,284")), cell(figure("1,310"))
    texts = [seen(at(old, new, step / 25, change({"1,310"}))) for step in range(17)]

    amounts = [int(text.replace(",", "")) for text in texts]
    assert amounts == sorted(amounts)
    assert 1284 < amounts[0] < 1310
    assert amounts[-1] == 1310
    assert len(set(amounts)) > 6


def test_at_the_end_there_is_the_tile_as_it_is() -> None:
    old, new = cell(figure("1,284")), cell(figure("1,310"))

    assert at(old, new, GLOW_SECONDS, change({"1,310"})) == new
    assert at(old, new, COUNT_SECONDS, change({"1,310"}, glows=False)) == new


def test_next_picture_is_always_due_later_and_pictures_are_few() -> None:
    old, new = cell(figure("1,284")), cell(figure("1,310"))
    moment, pictures = NOW, 0
    while moment < NOW + 2:
        one = in_motion(old, new, change({"1,310"}), moment, THEME, FixedFonts())
        assert one.until > moment
        pictures += 1
        moment = one.until

    assert 20 <= pictures <= 30


@settings(max_examples=60, deadline=None)
@given(
    st.integers(100_000, 999_999),
    st.integers(100_000, 999_999),
    st.floats(0, 0.6),
    st.sampled_from(["left", "center", "right"]),
)
def test_digits_stay_in_their_places(old: int, new: int, after: float, align: Any) -> None:
    """No character leaves the place that the one of the final figure has, so nothing is overlapped that was free."""
    fonts = FixedFonts()
    final = figure(f"{new:,}", align=align)
    one = at(cell(figure(f"{old:,}", align=align)), cell(final), after, change({f"{new:,}"}))

    def extent(op: Text) -> tuple[float, float]:
        width = fonts.width(op.text, op.size, op.weight)
        left = op.x - {"left": 0.0, "center": 0.5, "right": 1.0}[op.align] * width
        return left, left + width

    parts = [op for op in one.ops if isinstance(op, Text)]
    assert {(op.y, op.size, op.color) for op in parts} == {(final.y, final.size, final.color)}
    assert min(extent(op)[0] for op in parts) >= extent(final)[0] - 0.01
    assert max(extent(op)[1] for op in parts) <= extent(final)[1] + 0.01


def test_figure_with_another_number_of_digits_is_there_at_once() -> None:
    old, new = cell(figure("998")), cell(figure("1,003"))

    assert seen(at(old, new, 0.1, change({"1,003"}))) == "1,003"


def test_what_is_no_figure_stays_as_it_is() -> None:
    words = Text(60, 90, "12 of 15 rooms", 40, THEME.dim)
    old = cell(words, figure("1,284"))
    new = cell(Text(60, 90, "14 of 15 rooms", 40, THEME.dim), figure("1,310"))

    assert "14 of 15 rooms" in [op.text for op in at(old, new, 0.1, change({"1,310"})).ops if isinstance(op, Text)]


def test_dial_sweeps() -> None:
    track = Arc(200, 200, 90, 20, -120, 120, "#333333")
    old = cell(figure("4"), track, Arc(200, 200, 90, 20, -120, -60, "#00ff00"))
    new = cell(figure("5"), track, Arc(200, 200, 90, 20, -120, 60, "#00ff00"))
    ends = [
        [op.end for op in at(old, new, after, change({"5"})).ops if isinstance(op, Arc)] for after in (0.0, 0.2, 0.6)
    ]

    assert all(end[0] == 120 for end in ends)
    assert -60 < ends[0][1] < ends[1][1] < ends[2][1] == 60


def test_bar_grows_but_never_covers_what_stands_beside_it() -> None:
    def bar(width: float) -> Box:
        return Box(60, 100, width, 30, "#00ff00", 9)

    grown = [
        op
        for op in at(cell(figure("4"), bar(100)), cell(figure("5"), bar(200)), 0.1, change({"5"})).ops
        if isinstance(op, Box)
    ][1]
    shrunk = [
        op
        for op in at(cell(figure("5"), bar(200)), cell(figure("4"), bar(100)), 0.1, change({"5"})).ops
        if isinstance(op, Box)
    ][1]

    assert 100 < grown.width < 200
    assert shrunk == bar(100)


def test_bar_on_a_track_moves_both_ways() -> None:
    track = Box(60, 100, 300, 30, THEME.raised, 9)

    def bar(width: float) -> Box:
        return Box(60, 100, width, 30, "#00ff00", 9)

    one = at(cell(figure("5"), track, bar(200)), cell(figure("4"), track, bar(100)), 0.1, change({"5"}))

    assert 100 < [op for op in one.ops if isinstance(op, Box)][2].width < 200


def test_card_lights_up_and_fades() -> None:
    old, new = cell(figure("1,284")), cell(figure("1,310"))
    colors = [
        card.color
        for after in (0.0, 0.4, 0.8, 1.2)
        if isinstance(card := at(old, new, after, change(set(), counts=False)).ops[0], Box)
    ]

    assert len(set(colors)) == 4
    assert THEME.card not in colors
    assert [int(color[1:3], 16) for color in colors] == sorted((int(color[1:3], 16) for color in colors), reverse=True)


def test_tile_without_a_card_does_not_light_up() -> None:
    old = Cell("one", RECT, THEME.background, (figure("11:59"),))
    new = Cell("one", RECT, THEME.background, (figure("12:00"),))

    assert at(old, new, 0.1, change(set(), counts=False)) == new


def test_tile_that_reads_as_before_stands_still() -> None:
    """With 1.3k on the glass for 1,284 and for 1,310, there is nothing new to see."""
    old, new = (cell(figure("1.3k"), Line(((60, y), (90, 120)), 5, "#ffffff")) for y in (100, 110))

    assert at(old, new, 0.1, change({"1,310"})) == new


def test_tile_that_changes_with_time_still_does() -> None:
    old, new = cell(figure("1,284")), cell(figure("1,310"), until=NOW + 0.005)

    assert at(old, new, 0.0, change(set(), counts=False)).until == NOW + 0.005


def drawn(kind: str, fields: dict[str, Any], area: Rect) -> Cell:
    """A tile of any kind, as it stands on a page."""
    widget = msgspec.convert({"type": kind, **fields}, AnyWidget)
    frame = Frame(area, 1.0, THEME, FixedFonts(), Formatter(), NOW)
    return Cell("one", area, THEME.background, tuple(card(widget, frame, freshness_at(widget, NOW), False)))


def text_box(op: Text) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a text, px."""
    width = FixedFonts().width(op.text, op.size, op.weight)
    width = min(width, op.max_width) if op.max_width > 0 else width
    left = op.x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[op.align]
    return left, op.y - op.size, left + width, op.y


@pytest.mark.parametrize("kind", sorted(strategies.WIDGETS))
@drawing_law(25)
@given(data=st.data(), after=st.floats(0, 0.6), width=st.integers(300, 1200), height=st.integers(200, 800))
def test_texts_of_every_widget_stay_where_the_new_tile_has_them(
    kind: str, data: st.DataObject, after: float, width: int, height: int
) -> None:
    old, new = (drawn(kind, data.draw(strategies.WIDGETS[kind]), Rect(40, 50, width, height)) for _ in range(2))
    # As if all figures of the tile had changed.
    numbers = {part for op in new.ops if isinstance(op, Text) for part in op.text.split() if part[:1].isdecimal()}
    moving = at(old, new, after, change(numbers))

    places = [text_box(op) for op in new.ops if isinstance(op, Text)]
    for op in moving.ops:
        if isinstance(op, Text):
            left, top, right, bottom = text_box(op)
            hair = 0.01 + right / 1e6
            assert any(
                place[0] - hair <= left
                and right <= place[2] + hair
                and place[1] <= top + hair
                and bottom <= place[3] + hair
                for place in places
            )
        elif isinstance(op, Arc):
            assert op.start <= op.end
    assert at(old, new, GLOW_SECONDS, change(numbers)) == new
