"""What holds for every widget, whatever its data and its tile: nothing is clipped, and nothing overlaps."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.card import card
from displayd.document.freshness import freshness_at
from displayd.paint.painter import Painter
from displayd.paint.text import PangoFonts
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Circle, Op, Picture, Polygon, Text
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.tile.frame import Frame
from displayd.tile.roles import Field, field_of
from displayd.tile.widget import Widget
from displayd.widgets import AnyWidget
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import drawing_law, quick_share
from tests.widgets import strategies
from tests.widgets.fields import AMOUNTS, SPOKEN, amounts_changed, changed, is_of_points, kind_of, words_changed
from tests.widgets.ink import Ink, fixed_ink, ink_of, pango_ink, share_pixels
from tests.widgets.strategies import HEADS, NOW, frames

pytestmark = pytest.mark.no_cover

# In lines of the smallest text: no tile of a page that anybody would hang is smaller inside, or with its card around.
CONTENT, TILE = (5.0, 2.0), (7.0, 5.0)

# In 1080ths of the short side: how far a tint behind a row and the end of a stroke may reach into the card's padding,
# which is 28 at the sides and 22 above and below.
REACH = 16

# In font sizes: how deep feet of letters may reach into what stands under them; they are seldom under each other.
FEET = 0.08

# Real letters are round, and the rectangles around them end at whole pixels.
PIXELS = 2.0

# The tiles of usual pages, at 1080p; the smallest that makes sense; and one on a TV that hangs far away.
USUAL_TILES = [
    (612, 458, 44.5),
    (1244, 458, 44.5),
    (502, 620, 44.5),
    (316, 224, 44.5),
    (420, 330, 30.0),
    (900, 500, 84.0),
]

every_kind = pytest.mark.parametrize("kind", sorted(strategies.WIDGETS))


def widget_of(kind: str, *parts: dict[str, Any]) -> Widget:
    fields = {name: value for part in parts for name, value in part.items()}
    widget: Widget = msgspec.convert({"type": kind, **fields}, AnyWidget)
    return widget


def tile_ops(widget: Widget, frame: Frame) -> list[Op]:
    """The widget with its card, as it stands on a page."""
    freshness = freshness_at(widget, NOW)
    if widget.takes_whole_cell() and freshness.state in ("fresh", "ageing"):
        return widget.draw(frame)
    return card(widget, frame, freshness, widget.sample)


class Letters(NamedTuple):
    """How texts are measured."""

    ink: Callable[[Text], Ink]
    slack: float
    """How far their rectangles may reach over the edge of a tile, px."""
    overlap: Callable[[Op, Op, Ink], bool]
    """True where a text and what is painted after it are on each other; handed both, and what both rectangles share."""


FIXED = Letters(fixed_ink, 0.5, lambda text, later, common: True)


@functools.cache
def painter() -> Painter:
    return Painter(PangoFonts("en"))


@functools.cache
def real() -> Letters:
    return Letters(functools.partial(pango_ink, painter().fonts), PIXELS, functools.partial(share_pixels, painter()))


def check_ink(ops: list[Op], area: Rect, reach: float, letters: Letters = FIXED) -> None:
    """Nothing reaches out of `area`, no text stands on another, and no shape is painted over a text.

    Args:
        reach: how far shapes and the feet of letters may reach out of `area`, px.
    """
    tile, slack = Ink(area.x, area.y, area.right, area.bottom), letters.slack
    texts: list[tuple[Text, Ink]] = []
    for op in ops:
        ink = ink_of(op, letters.ink)
        assert all(math.isfinite(edge) for edge in ink), op
        if isinstance(op, Text):
            if not op.text.strip():
                continue
            assert op.size > 0, op
            assert op.max_width >= 0, op
            assert ink._replace(bottom=min(op.y, ink.bottom)).is_in(tile, slack + 0.5), (op, ink)
        assert ink.is_in(tile, reach + 0.5 + (slack if isinstance(op, Text) else 0.0)), (op, ink)
        if isinstance(op, (Text, Box, Circle, Polygon, Picture)):
            for text, under in texts:
                feet = FEET * max(text.size, op.size if isinstance(op, Text) else 0.0)
                is_clear = under.is_clear_of(ink, slack, feet + slack)
                assert is_clear or not letters.overlap(text, op, under.common(ink)), (text, op)
        if isinstance(op, Text):
            texts.append((op, ink))


@every_kind
@drawing_law(100)
@given(data=st.data(), frame=frames(CONTENT))
def test_content_stays_in_its_tile_and_no_text_on_another(kind: str, data: st.DataObject, frame: Frame) -> None:
    widget = widget_of(kind, data.draw(strategies.WIDGETS[kind]))

    ops = [] if widget.is_empty() else widget.draw(frame)

    reach = 0.0 if widget.takes_whole_cell() else REACH * frame.unit
    check_ink(ops, frame.area, reach)
    assert frame.until > NOW


@every_kind
@drawing_law(30)
@given(data=st.data(), head=HEADS, frame=frames(TILE))
def test_a_tile_stays_in_its_cell_whatever_its_state(
    kind: str, data: st.DataObject, head: dict[str, Any], frame: Frame
) -> None:
    widget = widget_of(kind, data.draw(strategies.WIDGETS[kind]), head)

    ops = tile_ops(widget, frame)

    check_ink(ops, frame.area, 0.0)


def plain(value: Any) -> Any:
    """`value` with the letters that people write; others may be as high as they like."""
    if isinstance(value, str):
        known = "".join(strategies.PEOPLE_WRITE)
        return "".join(
            letter if (letter.isascii() and letter.isprintable()) or letter in known else "m" for letter in value
        )
    if isinstance(value, list):
        return [plain(one) for one in value]
    return {name: plain(one) for name, one in value.items()} if isinstance(value, dict) else value


@every_kind
@drawing_law(12)
@given(data=st.data(), head=HEADS)
def test_a_tile_in_real_letters_stays_in_its_cell(kind: str, data: st.DataObject, head: dict[str, Any]) -> None:
    frame = data.draw(frames(TILE, painter().fonts))
    widget = widget_of(kind, plain(data.draw(strategies.WIDGETS[kind])), head)

    ops = tile_ops(widget, frame)

    check_ink(ops, frame.area, 0.0, real())


@every_kind
@drawing_law(40)
@given(data=st.data(), width=st.integers(32, 220), height=st.integers(32, 150))
def test_no_tile_is_too_small_to_be_drawn(kind: str, data: st.DataObject, width: int, height: int) -> None:
    widget = widget_of(kind, data.draw(strategies.WIDGETS[kind]))
    formatter = Formatter("en-GB", "Europe/London")
    frame = Frame(Rect(3, 4, width, height), 1.0, THEMES["dark"], FixedFonts(), formatter, NOW)

    ops = [] if widget.is_empty() else widget.draw(frame)

    assert all(math.isfinite(edge) for op in ops for edge in ink_of(op))


LONG_LISTS = (300, 200, 100, 60, 50, 24)
"""How many points, rows or items; the first that a widget allows."""

Fields = dict[str, Any]


def with_amounts(kind: str, data: Fields, amount: Callable[[float], float | None]) -> Fields:
    """Fields of a widget with other amounts in all the same places."""

    def change(field: Field, value: Any) -> Any:
        return amounts_changed(field, value, amount) if field.role.kind in AMOUNTS else value

    return changed(kind_of(kind), data, change)


def with_words(kind: str, data: Fields) -> Fields:
    """Fields of a widget with labels of sixty letters."""

    def change(field: Field, value: Any) -> Any:
        return words_changed(value, lambda text: strategies.SIXTY) if field.role.kind in SPOKEN else value

    return changed(kind_of(kind), data, change)


def with_count(kind: str, data: Fields, count: int) -> Fields:
    """Fields of a widget with lists of `count`; only the times of their points differ."""
    # Where there are cells, the items say what the columns are.
    repeated = {"past", "cells"} if field_of(kind_of(kind), "cells") else {"past", "parts"}

    def change(field: Field, value: Any) -> Any:
        if field.role.kind not in repeated or not value or not isinstance(value, list):
            return value
        copies = [value[at % len(value)] for at in range(count)]
        if is_of_points(field):
            return [[NOW - (count - at) * 60, one[1]] for at, one in enumerate(copies)]
        return copies

    return changed(kind_of(kind), data, change)


def widget_with(kind: str, change: Callable[[str, Fields], Fields]) -> Widget | None:
    """The widget's first example with a change, None where the change makes it say nothing or is refused."""
    example = next(iter(msgspec.convert({"type": kind}, AnyWidget).examples().values()))
    try:
        return widget_of(kind, change(kind, dict(example)))
    except msgspec.ValidationError:
        return None


def with_gaps(kind: str, data: Fields) -> Fields:
    """Fields of a widget with every third amount missing."""
    turns = itertools.cycle([False, True, True])
    return with_amounts(kind, data, lambda amount: amount if next(turns) else None)


def each(amount: Callable[[float], float | None]) -> Callable[[str, Fields], Fields]:
    return functools.partial(with_amounts, amount=amount)


CASES: dict[str, Callable[[str, Fields], Fields]] = {
    "zeros": each(lambda amount: 0.0),
    "negatives": each(lambda amount: -abs(amount) - 1),
    "nothing": each(lambda amount: None),
    "giants": each(lambda amount: 9_999_999_999.0),
    "negative giants": each(lambda amount: -9_999_999_999.0),
    "all equal": each(lambda amount: 7.0),
    "gaps": with_gaps,
    "long labels": with_words,
    "long labels and giants": lambda kind, data: with_words(
        kind, with_amounts(kind, data, lambda one: 9_999_999_999.0)
    ),
    "one point, one row": functools.partial(with_count, count=1),
    **{f"{count} points, {count} rows": functools.partial(with_count, count=count) for count in LONG_LISTS},
}
"""0, negatives, null, 9,999,999,999, 60-letter labels, 1 to 300 points, all-equal series, gaps, one-row tables."""


@every_kind
@pytest.mark.parametrize("case", quick_share(list(CASES), 2))
def test_nothing_overlaps_in_what_is_awkward(kind: str, case: str) -> None:
    widget = widget_with(kind, CASES[case])
    if widget is None:
        # Refused when it arrives, so it never comes to be drawn.
        return
    for (width, height, floor_px), locale in zip(USUAL_TILES, strategies.LOCALES, strict=False):
        formatter = Formatter(locale, "Europe/London")
        pictures = {"example.png": "0" * 64}
        frame = Frame(
            Rect(7, 9, width, height),
            1.0,
            THEMES["dark"],
            FixedFonts(),
            formatter,
            NOW,
            pictures.get,
            floor_px=floor_px,
        )

        check_ink(tile_ops(widget, frame), frame.area, 0.0)

    frame = dataclasses.replace(frame, fonts=painter().fonts)
    check_ink(tile_ops(widget, frame), frame.area, 0.0, real())


def test_hardly_anything_awkward_is_refused() -> None:
    refused = {
        (kind, case)
        for kind in strategies.WIDGETS
        for case in CASES
        if not case[0].isdigit() and widget_with(kind, CASES[case]) is None
    }
    longest = {
        kind: max(
            (count for count in LONG_LISTS if widget_with(kind, functools.partial(with_count, count=count))), default=0
        )
        for kind in strategies.WIDGETS
    }

    assert refused == set()
    assert longest["line"] == longest["number"] == longest["bar"] == 300
