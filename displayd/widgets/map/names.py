"""Names and figures of places: beside their marks, else aside with a thin line, else counted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.drawing.rows.rows import more_text
from displayd.scene.geometry import Rect
from displayd.scene.operations import Color, Line, Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.direction import is_right_to_left
from displayd.tile.frame import Frame
from displayd.widgets.map.ground import Bounds, Ground, Lead
from displayd.widgets.map.pins import Pin

__all__ = ["Named", "is_told", "name_ops"]

# Between a mark and its name, in font sizes.
SPACE = 0.3

# Between words and the next ones on the same line, in font sizes.
BETWEEN = 0.25

# A name and its figure take no more of the map's width than this, and a name that is wider alone is cut to less.
WIDEST, WIDEST_CUT = 0.7, 0.5

# A name that is cut to fewer font sizes than this says nothing.
LEAST_CUT = 3.0

# Words aside: how far from their mark, in font sizes, nearest first, and in how many directions.
LENGTHS, DIRECTIONS = (0.8, 1.4, 2.0, 2.8, 3.6, 4.6), 16

# A line ends at the side of its words, or over or under them, where it runs in this direction at least (a sine).
UPRIGHT = 0.3

# A map with more lines than this is a net.
MOST_LEADS = 8

# How many places along an edge are tried for the number of those without a name.
EDGE_STEPS = 8

# Width of a line in 1080ths of the screen's short side, and between it and the words, in font sizes.
LEAD_WIDTH, LEAD_SPACE = 2.5, 0.16


class Named(NamedTuple):
    """A pin with what is written beside it."""

    pin: Pin
    name: str
    figure: str
    others: str = ""
    """How many more it stands for, such as `+2`."""
    is_sum: bool = False
    """True when `figure` is that of all, False when it is that of the one with the name."""


class Piece(NamedTuple):
    """A text and how it is written; `width` is its room, px."""

    text: str
    weight: Weight
    color: Color
    width: float


class Written(NamedTuple):
    """Words on the map."""

    words: list[Piece]
    spot: Bounds
    lead: Lead | None = None
    color: Color = ""
    """Of the line."""


def name_ops(
    frame: Frame, area: Rect, named: Sequence[Named], color: Color, has_list: bool, unplaced: int = 0
) -> list[Op]:
    """Names in `color` and figures beside their pins; those that come first get their places first, others none.

    Args:
        area: room for the words, which may be larger than the map.
        has_list: True when the places are also in a list, so that no name must be on the map.
        unplaced: places that have no mark, and are counted with those that have no name.
    """
    marks = [_around(one.pin) for one in named]
    space = BETWEEN * frame.small
    ground = Ground(area, marks, space)
    written: dict[int, Written] = {}
    for number, one in enumerate(named):
        found = _beside(frame, area, one, ground, marks[number], color)
        if found is None and number == 0 and not has_list and one.pin.level in ("amber", "red"):
            found = _aside(frame, area, one, ground, marks[0], color)
            # What is wrong matters more than a clear view of what is well; numbers stay readable.
            kept = [mark for other, mark in zip(named, marks, strict=True) if other is one or other.pin.number]
            found = found or _beside(frame, area, one, Ground(area, kept, space), marks[0], color)
        if found is not None:
            ground.take(found.spot, found.lead)
            written[number] = found
    _write_aside(frame, area, named, ground, marks, color, written)
    more = [] if has_list else _counted(frame, area, named, ground, written, unplaced)
    return [op for _, one in sorted(written.items()) for op in _written(frame, one)] + more


def is_told(frame: Frame, room: float, one: Named, ops: Sequence[Op]) -> bool:
    """Whether `ops` have the words of `one`, or a map of `room` px width has no place for any of them."""
    texts = {op.text for op in ops if isinstance(op, Text)}
    variants = _variants(frame, one, room, "")
    return not variants or any(words[0].text in texts for words in variants)


def _write_aside(
    frame: Frame,
    area: Rect,
    named: Sequence[Named],
    ground: Ground,
    marks: Sequence[Bounds],
    color: Color,
    written: dict[int, Written],
) -> None:
    """Adds to `written` words with a line for pins that have none beside them, the first few of those."""
    without = [number for number, one in enumerate(named) if number not in written and (one.name or one.figure)]
    for number in without[:MOST_LEADS]:
        found = _aside(frame, area, named[number], ground, marks[number], color)
        if found is not None:
            ground.take(found.spot, found.lead)
            written[number] = found


def _counted(
    frame: Frame, area: Rect, named: Sequence[Named], ground: Ground, written: dict[int, Written], unplaced: int
) -> list[Op]:
    """How many have no name; names are taken out of `written`, the last first, until that has room."""

    def nameless() -> int:
        return unplaced + sum(not one.pin.number and bool(one.name) for i, one in enumerate(named) if i not in written)

    more = _more(frame, area, nameless(), ground)
    while nameless() and not more and len(written) > 1:
        last = written.pop(max(written))
        ground.give_back(last.spot, last.lead)
        more = _more(frame, area, nameless(), ground)
    return more


def _more(frame: Frame, area: Rect, count: int, ground: Ground) -> list[Op]:
    """How many places have no name beside them, in a corner or else along an edge; nothing for 0 or without room."""
    text, size = more_text(frame, count), frame.small
    width = frame.fonts.width(text, size)
    inset = size * 0.3
    first, last = area.x + inset, area.right - inset - width
    between = [first + (last - first) * step / EDGE_STEPS for step in range(1, EDGE_STEPS)]
    for left in (first, last, *between):
        for top in (area.bottom - inset - size, area.y + inset):
            if count and ground.is_free((left, top, left + width, top + size)):
                return [Text(left, top + size * (1 + CAP_HEIGHT) / 2, text, size, frame.theme.dim)]
    return []


def _beside(frame: Frame, area: Rect, one: Named, ground: Ground, mark: Bounds, color: Color) -> Written | None:
    """The longest words that have room beside a pin; without the figure rather than aslant of it."""
    for is_aslant in (False, True):
        for words in _variants(frame, one, area.width, color):
            for spot in _spots(frame, area, one.pin, _width(words), is_aslant):
                if ground.is_free(spot, mark):
                    return Written(words, spot)
    return None


def _aside(frame: Frame, area: Rect, one: Named, ground: Ground, mark: Bounds, color: Color) -> Written | None:
    """The longest words that have room with a line to their pin, as near as can be."""
    for words in _variants(frame, one, area.width, color):
        for spot, lead in _places_aside(frame, area, one.pin, _width(words)):
            if ground.is_free(spot) and ground.is_clear(lead, mark):
                return Written(words, spot, lead, frame.theme.dim)
    return None


def _places_aside(frame: Frame, area: Rect, pin: Pin, width: float) -> Iterator[tuple[Bounds, Lead]]:
    """Where words of `width` px may stand away from a pin, with the lines to them, the nearest first."""
    high, space = frame.small, LEAD_SPACE * frame.small
    turns = sorted(range(DIRECTIONS), key=lambda turn: (min(turn % 8, -turn % 8), turn))
    for length in LENGTHS:
        for turn in turns:
            angle = 2 * math.pi * turn / DIRECTIONS
            across, down = math.cos(angle), math.sin(angle)
            start = (pin.x + across * pin.radius, pin.y + down * pin.radius)
            x, y = pin.x + across * (pin.reach + length * high), pin.y + down * (pin.reach + length * high)
            if abs(across) > UPRIGHT:
                left = x + space if across > 0 else x - space - width
                yield (left, y - high / 2, left + width, y + high / 2), Lead(start, (x, y))
            left = min(max(x - width / 2, area.x), area.right - width)
            if abs(down) > UPRIGHT and left <= x <= left + width:
                top = y if down > 0 else y - high
                yield (left, top, left + width, top + high), Lead(start, (x, y))


def _variants(frame: Frame, one: Named, room: float, color: Color) -> list[list[Piece]]:
    """What may be written beside a pin on a map of `room` px width, from the most to the least."""

    def piece(text: str, weight: Weight, ink: Color) -> Piece:
        return Piece(text, weight, ink, frame.fonts.width(text, frame.small, weight))

    def line(*parts: tuple[str, Weight, Color]) -> list[Piece]:
        told = [part for part in parts if part[0]]
        return [
            piece(text + " " * (part is not told[-1]), weight, ink) for part in told for text, weight, ink in [part]
        ]

    figure: tuple[str, Weight, Color] = (one.figure, "semibold", frame.theme.text)
    if not one.name:
        return [line(figure)] if one.figure and (one.is_sum or not one.others) else []
    others: tuple[str, Weight, Color] = (one.others, "medium", color)
    name = piece(one.name, "medium", color)
    if name.width > room * WIDEST:
        if room * WIDEST_CUT < LEAST_CUT * frame.small:
            return []
        return [[name._replace(width=room * WIDEST_CUT)]]
    short = line((one.name, "medium", color), others)
    long = line((one.name, "medium", color), *((others, figure) if one.is_sum else (figure, others)))
    return [long, short] if one.figure and _width(long) <= room * WIDEST else [short]


def _width(words: Sequence[Piece]) -> float:
    return sum(piece.width for piece in words)


def _spots(frame: Frame, area: Rect, pin: Pin, width: float, is_aslant: bool) -> Iterator[Bounds]:
    """Where words of `width` px may stand: right and left of a pin, under and over it, or else aslant of it."""
    high = frame.small
    space = pin.reach + high * SPACE
    centred = min(max(pin.x - width / 2, area.x), area.right - width)
    lefts = {"right": pin.x + space, "left": pin.x - space - width, "centre": centred}
    tops = {"middle": pin.y - high / 2, "over": pin.y - pin.reach - high, "under": pin.y + pin.reach}
    straight = (("right", "middle"), ("left", "middle"), ("centre", "under"), ("centre", "over"))
    aslant = (("right", "over"), ("right", "under"), ("left", "over"), ("left", "under"))
    for across, up in aslant if is_aslant else straight:
        left, top = lefts[across], tops[up]
        yield left, top, left + width, top + high


def _around(pin: Pin) -> Bounds:
    return pin.x - pin.reach, pin.y - pin.reach, pin.x + pin.reach, pin.y + pin.reach


def _written(frame: Frame, one: Written) -> list[Op]:
    left, top, _, _ = one.spot
    baseline = top + frame.small * (1 + CAP_HEIGHT) / 2
    ops: list[Op] = []
    if one.lead is not None:
        ops.append(Line(tuple(one.lead), LEAD_WIDTH * frame.unit, one.color))
    is_reversed = is_right_to_left(one.words[0].text)
    for text, weight, color, width in reversed(one.words) if is_reversed else one.words:
        ops.append(Text(left, baseline, text, frame.small, color, "left", weight, width + 0.5))
        left += width
    return ops
