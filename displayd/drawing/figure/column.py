"""A value with its notes under it and a graphic under that or on its right: the face that tiles of a row share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from displayd.drawing.figure.figure import figure, figure_size, figure_width, fitting_figure, hero
from displayd.drawing.figure.notes import Note, note_lines, notes_ops
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op
from displayd.text.numbers import Quantity
from displayd.tile.fit import Fit, Offer, Part, Shape
from displayd.tile.frame import Frame

__all__ = ["Column", "Graphic", "column_offer", "column_ops"]

# Height of a line of notes in font sizes.
NOTE_LINE = 1.3

# Lines of notes at most: more would be read by nobody.
MOST_LINES = 2

# With the graphic on its right the value has so much of the width, and this space in gaps between them.
BESIDE_SHARE, BESIDE_GAPS = 0.46, 3

# In labels: the word of a unit goes rather than that the value is smaller.
WITH_UNIT = 1.35

Draw = Callable[[Frame, Rect], list[Op]]


class Graphic(NamedTuple):
    """A line, a bar or a dial that goes with a value; heights in px."""

    least: float
    """Lower than this it says nothing."""

    most: float
    """Higher than this it says no more."""

    draw: Draw
    """Draws it in a rectangle of the page."""

    span: str = ""
    """How long it is, in words."""

    is_face: bool = True
    """True where it is what the tile is about, and not only a trend that goes with a number."""


class Column(NamedTuple):
    """A value with what may stand around it."""

    forms: Sequence[Quantity]
    """Ways to write the value; see `figure_forms`."""

    notes: Sequence[Note]
    """The most important first."""

    graphic: Graphic | None = None


def column_offer(frame: Frame, column: Column, shape: Shape) -> Offer | None:
    """What `column` can do in `shape`; None where a note has no room in it."""
    if shape.arrangement == "around":
        return None
    width = _words(frame, shape).width
    lines = _lines(frame, column.notes, shape.parts, width)
    if lines is None or len(lines) > MOST_LINES:
        return None
    if "since" in shape.parts:
        without = _lines(frame, column.notes, shape.parts - {"since"}, width)
        # Since when a change is goes on the line of the change, or takes more room than it is worth.
        if without is not None and len(without) < len(lines):
            return None
    tall = 4.0 * frame.area.height
    value_px = hero(frame, column.forms, WITH_UNIT * frame.label, tall, width)[1]
    graphic, most = 0.0, 0.0
    if column.graphic is not None and "graphic" in shape.parts:
        graphic, most = column.graphic.least + 1.5 * frame.gap, column.graphic.most + 1.5 * frame.gap
        if shape.arrangement == "beside":
            graphic, most = 0.0, 0.0
    is_face = column.graphic is not None and column.graphic.is_face
    span = column.graphic.span if column.graphic is not None and "graphic" in shape.parts else ""
    return Offer(value_px, 0.0, len(lines) * frame.small * NOTE_LINE, graphic, most, is_face, span)


def column_ops(frame: Frame, column: Column, fit: Fit) -> list[Op]:
    """`column` in `frame.area`, which may be lower than what was decided for: then notes and graphic give way."""
    area, theme = frame.area, frame.theme
    words = _words(frame, fit.shape)
    quantity = fitting_figure(frame, column.forms, fit.value_px, words.width)
    size = figure_size(frame, quantity, fit.value_px, words.width)
    baseline = area.y + fit.baseline_px
    ops = figure(frame, quantity, area.x, baseline, size, theme.text)
    top = area.y + fit.notes_top_px
    lines = _lines(frame, column.notes, fit.shape.parts, words.width) or []
    for number, line in enumerate(lines):
        y = top + (number * NOTE_LINE + 0.95) * frame.small
        if y + 0.25 * frame.small <= area.bottom:
            ops += notes_ops(frame, line, area.x, y, frame.small)
    if column.graphic is None or "graphic" not in fit.shape.parts:
        return ops
    room = _graphic_room(frame, fit, words, figure_width(frame, quantity, size))
    if room.height < column.graphic.least * 0.98 or room.width < 2 * frame.label:
        return ops
    return ops + column.graphic.draw(frame, room)


def _graphic_room(frame: Frame, fit: Fit, words: Rect, value_width: float) -> Rect:
    area = frame.area
    if fit.shape.arrangement == "beside":
        left = max(words.right, area.x + value_width) + BESIDE_GAPS * frame.gap
        return Rect(round(left), area.y, area.right - round(left), area.height)
    bottom = min(area.y + fit.height_px, area.bottom)
    top = area.y + fit.height_px - fit.graphic_px + 1.5 * frame.gap
    return Rect(area.x, round(top), area.width, max(0, round(bottom - top)))


def _words(frame: Frame, shape: Shape) -> Rect:
    """Room for the value and its notes."""
    area = frame.area
    if shape.arrangement == "beside" and "graphic" in shape.parts:
        return Rect(area.x, area.y, round(area.width * BESIDE_SHARE), area.height)
    return area


def _lines(frame: Frame, notes: Sequence[Note], parts: frozenset[Part], width: float) -> list[list[Note]] | None:
    """Those of `notes` that are among `parts`, in lines; None when one is too wide."""
    return note_lines(frame, [note for note in notes if note.part in parts], frame.small, width)
