"""Marks of places on a map, as large as their values, and names beside them where there is room."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import more_text
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Circle, Color, Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.direction import is_right_to_left
from displayd.tile.frame import Frame

__all__ = ["Named", "Pin", "name_ops", "pin_ops", "pin_radii"]

# A triangle or a diamond that is smaller than this is taken for a disc.
LEAST_SHAPE = 17.0

# Radii in 1080ths of the screen's short side: the least that is seen, that of places without values, the largest.
LEAST, PLAIN, LARGEST = 11.0, 16.0, 50.0

# The largest disc is no more than this share of the map's shorter side.
LARGEST_SHARE = 0.1

# Between a mark and its name, in font sizes.
SPACE = 0.3

# All discs together cover no more of the map than this.
LARGEST_SUM = 0.06

# A name and its figure take no more of the map's width than this, and a name that is wider alone is cut to less.
WIDEST, WIDEST_CUT = 0.7, 0.5

# A name that is cut to fewer font sizes than this says nothing.
LEAST_CUT = 3.0

Bounds = tuple[float, float, float, float]
"""Left, top, right and bottom, px."""


class Pin(NamedTuple):
    """A mark on the map, in px."""

    x: float
    y: float
    radius: float
    level: Level
    is_known: bool
    """False for a place without a value among others with one: it is a ring."""


class Named(NamedTuple):
    """A pin with what is written beside it."""

    pin: Pin
    name: str
    figure: str


def pin_radii(frame: Frame, area: Rect, values: Sequence[float | None]) -> list[float]:
    """Radii in px of discs whose areas compare as `values` do; the sign is not seen."""
    unit = frame.unit
    largest = max(PLAIN * unit, min(LARGEST * unit, LARGEST_SHARE * min(area.width, area.height)))
    top = max((abs(value) for value in values if value is not None), default=0.0)
    if not top:
        return [PLAIN * unit for _ in values]
    shares = [math.sqrt(abs(value or 0.0) / top) for value in values]
    covered = math.pi * largest * largest * sum(share * share for share in shares)
    largest *= min(1.0, math.sqrt(LARGEST_SUM * area.width * area.height / covered))
    return [max(LEAST * unit, largest * share) for share in shares]


def pin_ops(frame: Frame, pins: Sequence[Pin], sea: Color) -> list[Op]:
    """The marks, large ones first, each with a rim in the colour of the sea that sets it off from the next."""
    theme = frame.theme
    rim = 3 * frame.unit
    ops: list[Op] = []
    for pin in sorted(pins, key=lambda pin: -pin.radius):
        x, y, radius = pin.x, pin.y, pin.radius
        if pin.level in ("amber", "red"):
            ops += level_mark(pin.level, x, y, 2 * radius, theme, sea)
            ops += level_mark(pin.level, x, y + (rim * 0.3 if pin.level == "amber" else 0), 2 * (radius - rim), theme)
            continue
        color = theme.good if pin.level == "good" else theme.series[0]
        ops += [Circle(x, y, radius, sea), Circle(x, y, radius - rim, color)]
        if not pin.is_known:
            ops.append(Circle(x, y, max(0.0, radius - 2.6 * rim), sea))
    return ops


def name_ops(frame: Frame, area: Rect, named: Sequence[Named], color: Color, has_list: bool) -> list[Op]:
    """Names in `color` and figures beside their pins; those that come first get their places first, others none.

    Args:
        area: room for the words, which may be larger than the map.
        has_list: True when the places are also in a list, so that no name must be on the map.
    """
    taken: list[Bounds] = [_around(one.pin) for one in named]
    written: list[list[Op]] = []
    nameless = 0
    for number, one in enumerate(named):
        others = [bounds for index, bounds in enumerate(taken) if index != number]
        words, spot = _placed(frame, area, one, others, color)
        if spot is None and number == 0 and not has_list and one.pin.level in ("amber", "red"):
            # What is wrong matters more than a clear view of what is well.
            words, spot = _placed(frame, area, one, taken[:1], color)
        if spot is not None:
            written.append(_written(frame, words, spot))
            taken.append(spot)
        elif one.name:
            nameless += 1
    more = [] if has_list else _more(frame, area, nameless, taken)
    while nameless and not has_list and not more and len(written) > 1:
        # The last name makes way for the number of those that have none.
        written.pop()
        taken.pop()
        nameless += 1
        more = _more(frame, area, nameless, taken)
    return [op for ops in written for op in ops] + more


def _more(frame: Frame, area: Rect, count: int, taken: Sequence[Bounds]) -> list[Op]:
    """How many places have no name beside them, in the first corner that has room for it; nothing for 0."""
    text, size = more_text(frame, count), frame.small
    width = frame.fonts.width(text, size)
    inset = size * 0.3
    for left in (area.x + inset, area.right - inset - width):
        for top in (area.bottom - inset - size, area.y + inset):
            spot = (left, top, left + width, top + size)
            if count and _is_free(spot, area, taken):
                return [Text(left, top + size * (1 + CAP_HEIGHT) / 2, text, size, frame.theme.dim)]
    return []


class Piece(NamedTuple):
    """A text and how it is written; `width` is its room, px."""

    text: str
    weight: Weight
    color: Color
    width: float


def _placed(
    frame: Frame, area: Rect, one: Named, taken: Sequence[Bounds], color: Color
) -> tuple[list[Piece], Bounds | None]:
    """The longest words that have room beside a pin; without the figure rather than aslant of it."""
    variants = _variants(frame, one, area.width, color)
    for is_aslant in (False, True):
        for words in variants:
            for spot in _spots(frame, area, one.pin, sum(piece.width for piece in words), is_aslant):
                if _is_free(spot, area, taken):
                    return words, spot
    return [], None


def _variants(frame: Frame, one: Named, room: float, color: Color) -> list[list[Piece]]:
    """What may be written beside a pin on a map of `room` px width, from the most to the least."""

    def piece(text: str, weight: Weight, ink: Color) -> Piece:
        return Piece(text, weight, ink, frame.fonts.width(text, frame.small, weight))

    figure = piece(one.figure, "semibold", frame.theme.text)
    if not one.name:
        return [[figure]] if one.figure else []
    name = piece(one.name, "medium", color)
    if name.width > room * WIDEST:
        if room * WIDEST_CUT < LEAST_CUT * frame.small:
            return []
        name = name._replace(width=room * WIDEST_CUT)
    start = piece(f"{one.name} ", "medium", color)
    both = [start, figure] if one.figure and start.width + figure.width <= room * WIDEST else []
    return [both, [name]] if both else [[name]]


def _spots(frame: Frame, area: Rect, pin: Pin, width: float, is_aslant: bool) -> Iterator[Bounds]:
    """Where words of `width` px may stand: right and left of a pin, under and over it, or else aslant of it."""
    high = frame.small
    space = pin.radius + high * SPACE
    centred = min(max(pin.x - width / 2, area.x), area.right - width)
    lefts = {"right": pin.x + space, "left": pin.x - space - width, "centre": centred}
    tops = {"middle": pin.y - high / 2, "over": pin.y - pin.radius - high, "under": pin.y + pin.radius}
    straight = (("right", "middle"), ("left", "middle"), ("centre", "under"), ("centre", "over"))
    aslant = (("right", "over"), ("right", "under"), ("left", "over"), ("left", "under"))
    for across, up in aslant if is_aslant else straight:
        left, top = lefts[across], tops[up]
        yield left, top, left + width, top + high


def _is_free(spot: Bounds, area: Rect, taken: Sequence[Bounds]) -> bool:
    left, top, right, bottom = spot
    if left < area.x or top < area.y or right > area.right or bottom > area.bottom:
        return False
    return all(right <= one[0] or one[2] <= left or bottom <= one[1] or one[3] <= top for one in taken)


def _around(pin: Pin) -> Bounds:
    return pin.x - pin.radius, pin.y - pin.radius, pin.x + pin.radius, pin.y + pin.radius


def _written(frame: Frame, words: Sequence[Piece], spot: Bounds) -> list[Op]:
    left, top, _, _ = spot
    baseline = top + frame.small * (1 + CAP_HEIGHT) / 2
    ops: list[Op] = []
    is_reversed = is_right_to_left(words[0].text)
    for text, weight, color, width in reversed(words) if is_reversed else words:
        ops.append(Text(left, baseline, text, frame.small, color, "left", weight, width + 0.5))
        left += width
    return ops
