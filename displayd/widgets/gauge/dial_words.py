"""What is written in and under a dial: the figure, what is said about it, the ends of the scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.figure.dial import RIM, Dial
from displayd.drawing.figure.figure import feet, figure, figure_width, fitting_figure, hanging
from displayd.drawing.figure.notes import Note, notes_ops, notes_width
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame

__all__ = ["ROW", "DialContent", "DialWords", "dial_words", "ends_row", "row_words"]

ROW = 1.3
"""Height of the row under a dial, in font sizes."""

# How far its baseline is below the arc, in font sizes.
DROP = 1.05

# From the baseline of a note to the lowest that the figure above it may reach, in font sizes.
CLEAR = 1.2

# The figure stands so much lower than the middle of a ring, which is open at the bottom; a share of the radius.
LOWER = 0.08

# Share of the room inside the arc that a figure takes at most.
FILL = 0.93


class DialContent(NamedTuple):
    """What is to be said on a dial and under it."""

    forms: Sequence[Quantity]
    """Ways to write the figure, from the longest to the shortest."""
    notes: Sequence[Note]
    ends: tuple[str, str] | None
    """Texts of the lower and upper end of the scale; None to leave them out."""


class DialWords(NamedTuple):
    """A dial and the words that belong to it, in px."""

    dial: Dial
    quantity: Quantity
    size: float
    """Font size of the figure."""
    baseline: float
    ends: tuple[tuple[float, str], ...]
    """Middle and text of the ends of the scale; empty for none."""
    notes: Sequence[Note]
    note_size: float
    note_line: float
    """Baseline of the notes."""
    row: float
    """Baseline of the ends."""

    @property
    def note_count(self) -> int:
        """How many notes there are."""
        return len(self.notes)

    def draw(self, frame: Frame) -> list[Op]:
        """All words."""
        ops = figure(frame, self.quantity, self.dial.x, self.baseline, self.size, frame.theme.text, "center")
        ops += _ends_ops(frame, self.dial, self.ends, self.row)
        left = self.dial.x - notes_width(frame, self.notes, self.note_size) / 2 if self.notes else 0.0
        return ops + notes_ops(frame, self.notes, left, self.note_line, self.note_size)


def dial_words(frame: Frame, said: DialContent) -> DialWords | None:
    """The largest dial in `frame.area` with all that is to be said, None where that has no room.

    Notes stand in the opening of the dial, else between the ends of the scale, else in a row of their own.
    """
    notes, ends = said.notes, said.ends
    area, row = frame.area, frame.small * ROW
    ring = Dial.within(area.x, area.y, area.width, area.height - (row if ends else 0.0), frame.unit)
    if notes and ring.is_ring and (inside := _inside(frame, said, ring)):
        return inside
    for rows in (1, 2) if notes and ends else (int(bool(notes or ends)),):
        dial = Dial.within(area.x, area.y, area.width, area.height - rows * row, frame.unit)
        if rows > 1 and not dial.is_ring:
            # Height that the figure would miss.
            continue
        if (found := _below(frame, said, dial, rows)) is not None:
            return found
    return None


def row_words(frame: Frame, said: DialContent, has_row: bool, size: float | None = None) -> DialWords | None:
    """As `dial_words`, with dial and figure where those of every other dial in an area of this size are.

    Args:
        has_row: True to leave a line under the dial, for the notes between the ends of the scale.
        size: font size of the figure, px; the largest if None.
    """
    area, small = frame.area, frame.small
    dial = Dial.within(area.x, area.y, area.width, area.height - has_row * small * ROW, frame.unit)
    row = dial.foot + small * DROP
    placed = _placed_ends(frame, dial, said.ends)
    if placed is None or dial.inner < small:
        return None
    room = float(area.width)
    if placed:
        widths = [frame.fonts.width(text, small) for _, text in placed]
        room = 2 * min(dial.x - placed[0][0] - widths[0] / 2, placed[1][0] - widths[1] / 2 - dial.x) - 3 * frame.gap
    if notes_width(frame, said.notes, small) > room:
        return None
    reach = dial.inner * FILL
    quantity = fitting_figure(frame, said.forms, min(2 * frame.label, reach), 1.7 * reach)
    lowest = min(dial.foot, row - small * CLEAR) if has_row else dial.foot
    largest = reach if size is None else size
    while True:
        half = largest * CAP_HEIGHT / 2
        # As if every unit were a word with feet.
        middle = min(LOWER * dial.radius, lowest - dial.y - half - feet(frame, largest))
        corner = math.hypot(figure_width(frame, quantity, largest) / 2, max(abs(middle - half), abs(middle + half)))
        if corner <= reach or largest < 2 or size is not None:
            break
        largest *= 0.97
    return DialWords(dial, quantity, largest, dial.y + middle + half, placed, said.notes, small, row, row)


def _below(frame: Frame, said: DialContent, dial: Dial, rows: int) -> DialWords | None:
    """With the notes under the dial, None where they or the ends have no room there.

    Args:
        rows: 2 for notes under the ends of the scale, 1 for notes between them.
    """
    notes = said.notes
    area, row = frame.area, dial.foot + frame.small * DROP
    placed = _placed_ends(frame, dial, said.ends)
    if placed is None:
        return None
    room = 2 * min(dial.x - area.x, area.right - dial.x)
    if placed and rows < 2:
        widths = [frame.fonts.width(text, frame.small) for _, text in placed]
        room = 2 * min(dial.x - placed[0][0] - widths[0] / 2, placed[1][0] - widths[1] / 2 - dial.x) - 3 * frame.gap
    note_line = row + (rows - 1) * frame.small * ROW if notes else row
    size = next((size for size in (frame.label, frame.small) if notes_width(frame, notes, size) <= room), 0.0)
    if notes and (not size or note_line > area.bottom):
        return None
    lowest = min(dial.foot, row - size * CLEAR) if notes else dial.foot
    quantity, figure_size, baseline = _figure(frame, said, dial, lowest)
    return DialWords(dial, quantity, figure_size, baseline, placed, notes, size, note_line, row)


def ends_row(frame: Frame, dial: Dial, ends: tuple[str, str]) -> list[Op]:
    """The texts of the ends of the scale under those of the arc; both or none."""
    row = dial.foot + frame.small * DROP
    placed = _placed_ends(frame, dial, ends) or ()
    return _ends_ops(frame, dial, placed, row)


def _ends_ops(frame: Frame, dial: Dial, ends: Sequence[tuple[float, str]], baseline: float) -> list[Op]:
    """The ends of the scale, the lower one on the left as in the dial."""
    ops: list[Op] = [Text(x, baseline, text, frame.small, frame.theme.dim, "center") for x, text in ends]
    return frame.kept(ops, *dial.sides)


def _inside(frame: Frame, said: DialContent, dial: Dial) -> DialWords | None:
    """With the notes between the ends of the arc, None where they have no room there."""
    size = frame.small
    baseline = dial.foot - size * 0.1
    room = 2 * math.sqrt(max(0.0, dial.inner**2 - (baseline - dial.y) ** 2)) - 2 * frame.gap
    placed = _placed_ends(frame, dial, said.ends)
    if placed is None or notes_width(frame, said.notes, size) > room:
        return None
    quantity, figure_size, figure_line = _figure(frame, said, dial, baseline - size * CLEAR)
    row = dial.foot + size * DROP
    return DialWords(dial, quantity, figure_size, figure_line, placed, said.notes, size, baseline, row)


def _placed_ends(frame: Frame, dial: Dial, ends: tuple[str, str] | None) -> tuple[tuple[float, str], ...] | None:
    """Where the ends of the scale stand, None where they have no room; empty when they are not asked for."""
    if ends is None:
        return ()
    area, row = frame.area, dial.foot + frame.small * DROP
    widths = [frame.fonts.width(text, frame.small) for text in ends]
    if max(widths) > dial.radius * 0.9 or row > area.bottom:
        return None
    # No farther out than the rim, so that they keep clear of what stands beside the dial.
    rim = dial.radius + dial.stroke / 2 + RIM * frame.unit
    left, right = max(float(area.x), dial.x - rim), min(float(area.right), dial.x + rim)
    placed = []
    for text, width, side in zip(ends, widths, (-1, 1), strict=True):
        x = min(max(dial.end_x(side), left + width / 2), right - width / 2)
        placed.append((x, text))
    return tuple(placed)


def _figure(frame: Frame, said: DialContent, dial: Dial, lowest: float) -> tuple[Quantity, float, float]:
    """The figure inside the arc, its font size and its baseline.

    Args:
        lowest: how far down the figure may reach, px from the top of the page.
    """
    reach = dial.inner * FILL
    wanted = min(2 * frame.label, reach)
    quantity = fitting_figure(frame, said.forms, wanted, 1.7 * reach)
    size = reach
    while True:
        half = size * CAP_HEIGHT / 2
        middle = min(LOWER * dial.radius, lowest - dial.y - half - hanging(frame, quantity, size))
        corner = math.hypot(figure_width(frame, quantity, size) / 2, max(abs(middle - half), abs(middle + half)))
        if corner <= reach or size < 2:
            return quantity, size, dial.y + middle + half
        size *= 0.97
