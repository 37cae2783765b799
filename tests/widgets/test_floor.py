"""Text is never smaller than the viewer can read; what has no room is left out, the least important first."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.scene.geometry import Rect
from displayd.scene.operations import Text
from displayd.scene.theme import THEMES
from displayd.text.formatter import Formatter
from displayd.text.units import unit_of
from displayd.tile.frame import Frame
from displayd.tile.roles import Field
from displayd.tile.widget import Widget
from displayd.tools.gallery import examples
from displayd.widgets import AnyWidget
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import drawing_law, quick_share
from tests.widgets import strategies
from tests.widgets.fields import AMOUNTS, LIMITS, SPOKEN, amounts_changed, changed, kind_of, words_changed
from tests.widgets.parts import FILLED, Filled
from tests.widgets.strategies import NOW, frames

pytestmark = pytest.mark.no_cover

# In lines of the smallest text: from this size on everything that a widget shows can be read, whatever its data. It is
# 490 by 267 px on a TV of 50 inches at 4 m, at 1080p: the inside of a tile of a page of three by three.
READABLE = (11.0, 6.0)

# The inside of a tile of 316 by 224 px there, about a third of that, which is the least that a page has room for.
TINY = (5.8, 3.0)

ROUNDING = 0.995
"""Fonts of two machines differ by less."""

LARGEST, MOST_DECIMALS = 9_999_999_999.0, 3

# A row that only says how many are left out, such as `+3 more`.
COUNT = re.compile(r"\+\d+($|,| more)")

every_kind = pytest.mark.parametrize("kind", sorted(strategies.WIDGETS))


def believable(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Fields with amounts of up to ten digits and three decimals, short dates, and no digit in any word."""

    def amount(value: float) -> float:
        return round(min(max(value, -LARGEST), LARGEST), MOST_DECIMALS)

    def change(field: Field, value: Any) -> Any:
        if field.role.kind in SPOKEN | {"text"}:
            value = words_changed(value, lambda text: re.sub(r"\d", "x", text))
        if field.role.kind == "unit" and value is not None and unit_of(value).kind == "moment":
            # How long a date is, its pattern says: that is for whoever writes it.
            return "time:D MMM"
        if field.role.kind in AMOUNTS | LIMITS:
            value = amounts_changed(field, value, amount)
        return min(value, MOST_DECIMALS) if field.role.kind == "decimals" and value is not None else value

    return changed(kind_of(kind), data, change)


def widget_of(kind: str, fields: Mapping[str, Any]) -> Widget:
    widget: Widget = msgspec.convert({"type": kind, **fields}, AnyWidget)
    return widget


def texts_of(widget: Widget, frame: Frame) -> list[Text]:
    """What is to be read on the widget; a row that only counts what was left out does not count."""
    ops = [] if widget.is_empty() else widget.draw(frame)
    return [op for op in ops if isinstance(op, Text) and op.text.strip() and not COUNT.match(op.text)]


def has_figure(text: Text) -> bool:
    """True for an amount, known or not, with its words if it has any."""
    return text.text in ("–", "True", "False") or any(letter.isdigit() for letter in text.text)


def is_figure(text: Text) -> bool:
    return any(letter.isdigit() for letter in text.text) and text.weight in ("semibold", "bold")


def excess(text: Text) -> float:
    """How much wider than its room a text is: 0.25 for a quarter, 0 or less where it is not cut."""
    width = FixedFonts().width(text.text, text.size, text.weight)
    return width / text.max_width - 1 if text.max_width else 0.0


@every_kind
@drawing_law(80)
@given(data=st.data(), frame=frames(READABLE))
def test_all_text_is_large_enough_and_no_figure_is_cut(kind: str, data: st.DataObject, frame: Frame) -> None:
    widget = widget_of(kind, believable(kind, data.draw(strategies.WIDGETS[kind])))

    for text in texts_of(widget, frame):
        assert text.size >= ROUNDING * frame.small, text
        assert kind in ("announcement", "text", "qr") or not is_figure(text) or excess(text) <= 0.01, text


@every_kind
@drawing_law(80)
@given(data=st.data(), frame=frames(TINY))
def test_only_figures_shrink_and_only_when_no_words_are_left(kind: str, data: st.DataObject, frame: Frame) -> None:
    widget = widget_of(kind, believable(kind, data.draw(strategies.WIDGETS[kind])))

    texts = texts_of(widget, frame)

    figures = [text for text in texts if has_figure(text)]
    words = [text for text in texts if not any(abs(text.y - figure.y) <= 1 for figure in figures)]
    if kind != "picture":
        assert all(text.size >= ROUNDING * frame.small for text in words), words
        assert not words or not figures or max(one.size for one in figures) >= ROUNDING * frame.small, words
    for text in texts:
        if kind not in ("announcement", "text", "qr") and is_figure(text) and excess(text) > 0.01:
            assert text.size <= frame.small * 1.01, "a figure is made smaller before it is cut"


# From a narrow tile on a far TV to half a page.
WIDTHS = quick_share((300, 380, 460, 560, 680, 820, 1000, 1300, 1860), 2)
HEIGHTS = quick_share((160, 200, 260, 320, 400, 500, 640, 800, 1000), 2)
FLOORS = (36.0, 44.5, 64.0)
FLOORS_OF_CHARTS = (28.0, 44.5, 80.0)

every_filled = pytest.mark.parametrize("name", FILLED)


def frame_of(width: int, height: int, floor_px: float = 44.5) -> Frame:
    formatter, pictures = Formatter("en-GB", "Europe/London"), {"logo.png": "0" * 64}
    area = Rect(10, 20, width, height)
    return Frame(area, 1.0, THEMES["dark"], FixedFonts(), formatter, NOW, pictures.get, floor_px=floor_px)


def standing(filled: Filled, widget: Widget, frame: Frame) -> set[str]:
    """The parts of `widget` that stand on the glass."""
    ops = widget.draw(frame)
    return {part for part, is_told in filled.parts.items() if is_told(ops)}


@pytest.mark.parametrize("widget", [widget for kind, _, widget in examples() if kind in ("bar", "donut")])
@pytest.mark.parametrize("size", [(556, 349), (1188, 349), (260, 190), (446, 511)])
@pytest.mark.parametrize("floor_px", FLOORS_OF_CHARTS)
def test_no_text_of_a_chart_is_smaller_than_can_be_read(widget: Widget, size: tuple[int, int], floor_px: float) -> None:
    frame = frame_of(*size, floor_px)

    ops = widget.draw(frame)

    # The unit in a ring is part of its figure.
    assert all(op.size >= frame.small for op in ops if isinstance(op, Text))


@every_filled
def test_no_part_takes_the_room_of_a_more_important_one(name: str) -> None:
    filled = FILLED[name]
    widget = widget_of(filled.kind, filled.fields)
    order = list(filled.parts)
    without = {part: widget_of(filled.kind, filled.without(part)) for part in filled.sources}

    for width in WIDTHS:
        for height in HEIGHTS:
            for floor_px in FLOORS:
                frame = functools.partial(frame_of, width, height, floor_px)
                there = standing(filled, widget, frame())
                for place, part in enumerate(order):
                    more_important = set(order[place + 1 :]) - there
                    if part in there and part in without and more_important:
                        robbed = more_important & standing(filled, without[part], frame())
                        assert robbed == set(), (part, width, height, floor_px)


@every_filled
def test_every_part_stands_in_a_large_tile_and_none_but_the_last_in_a_tiny_one(name: str) -> None:
    filled = FILLED[name]
    widget = widget_of(filled.kind, filled.fields)
    large = [frame_of(width, height, 30.0) for width in (820, 1300, 1860) for height in (500, 800, 1060)]

    there = [standing(filled, widget, frame) for frame in large]

    assert set().union(*there) == set(filled.parts)
    in_tiny = standing(filled, widget, frame_of(134, 67))
    order = list(filled.parts)
    assert len(in_tiny) <= max(1, len(order) // 2), in_tiny


@every_filled
def test_at_the_wanted_height_only_the_less_important_half_may_be_left_out(name: str) -> None:
    filled = FILLED[name]
    widget = widget_of(filled.kind, filled.fields)
    order = list(filled.parts)
    needed = set(order[(len(order) + 1) // 2 :])

    for width in (612, 940, 1244, 1860):
        tiles = [(height, frame_of(width, height)) for height in range(160, 1060, 20)]
        wanted = [frame for height, frame in tiles if widget.wanted_height(frame) <= height]
        assert wanted, "it wants more than a page"
        for frame in wanted:
            assert needed <= standing(filled, widget, frame), frame.area
