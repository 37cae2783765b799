"""Cells of equal size, each with a label, a figure and its notes; all figures of one size."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from displayd.drawing.figure.figure import figure, figure_width, hero
from displayd.drawing.figure.headline import poster_figure
from displayd.drawing.figure.notes import Note, note_lines, notes_ops, notes_width, stacked
from displayd.drawing.marks.marks import level_mark
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side

__all__ = ["Cells", "ShownFigure", "best_cells", "cell_height"]

# Heights in font sizes: of a label or a note, and of a figure.
WORDS, FIGURE = 1.28, 1.02

# Height of a row in which label and figure stand side by side, in font sizes.
ROW = 1.3

# Between columns and between rows, in 1080ths of the screen's short side; a thin line stands in the middle.
ACROSS, DOWN = 44.0, 28.0

# Figures of so much of their size in a full grid are as good as larger ones in a grid with a hole.
HOLE = 0.8

# Font size of the figures at most, in 1080ths of the screen's short side.
LARGEST = 190.0

# The same for a poster, as a share of the height of its tile.
POSTER_SHARE = 0.5

# In labels: figures that are to have targets, changes, or a cell of their own are at least so large.
WITH_TARGET, WITH_CHANGE, ALONE = 1.7, 1.4, 1.25

# In font sizes: the narrowest cell, and the space between a figure and the notes beside it.
NARROWEST, BESIDE = 3, 0.7


class ShownFigure(NamedTuple):
    """One figure with its words."""

    label: str
    forms: Sequence[Quantity]
    """The figure, then without the word of its unit; see `figure_forms`."""
    level: Level
    change: Note | None
    notes: Sequence[Note]
    """All notes, the change among them."""


class Cells(NamedTuple):
    """Where everything stands; lengths in px."""

    shown: Sequence[ShownFigure]
    columns: int
    width: float
    height: float
    size: float
    """Font size of all figures."""
    is_beside: bool
    """True with the notes on the right of the figures, False with them under them."""
    quantities: list[Quantity]
    lines: list[list[list[Note]]]
    """Of each figure the lines of notes."""

    @property
    def note_count(self) -> int:
        """How many notes there are."""
        return sum(len(line) for lines in self.lines for line in lines)

    def is_as_good_as(self, other: Cells) -> bool:
        """True with as many notes, and figures that are hardly smaller."""
        return self.note_count >= other.note_count and self.size >= 0.85 * other.size

    def draw(self, frame: Frame) -> list[Op]:
        """All cells, with thin lines between them."""
        ops = self._rules(frame)
        for index, (x, top) in enumerate(self._corners(frame)):
            ops += self._cell(frame, index, x, top)
        return ops

    def _cell(self, frame: Frame, index: int, x: float, top: float) -> list[Op]:
        """One figure, with the upper left corner of its cell at `x` and `top` px."""
        theme, small, one = frame.theme, frame.small, self.shown[index]
        y = top + max(0.0, self.height - self._used(frame)) / 2
        ops: list[Op] = []
        room = self.width
        if one.level in ("amber", "red"):
            mark = small * 0.66
            ops += level_mark(one.level, x + self.width - mark * 0.6, y + small * 0.6, mark, theme)
            room -= small
        if one.label and room > small:
            name = Text(x, y + small * 0.92, one.label, small, theme.dim, "left", "medium", room)
            ops.append(name_from_its_side(name, frame))
        y += small * WORDS * _has_labels(self.shown)
        baseline = y + self.size * (FIGURE + CAP_HEIGHT) / 2
        ops += figure(frame, self.quantities[index], x, baseline, self.size, theme.text)
        return ops + self._notes(frame, index, x, y, baseline)

    def _notes(self, frame: Frame, index: int, x: float, y: float, baseline: float) -> list[Op]:
        """The notes of a figure whose line begins at `y` px."""
        small, lines = frame.small, self.lines[index]
        high = self.size * FIGURE
        top = y + high
        if self.is_beside:
            x += figure_width(frame, self.quantities[index], self.size) + small * BESIDE
            top = baseline - small * 0.95 if len(lines) == 1 else y + (high - len(lines) * WORDS * small) / 2
        ops: list[Op] = []
        for number, line in enumerate(lines):
            ops += notes_ops(frame, line, x, top + (number * WORDS + 0.95) * small, small)
        return ops

    def _used(self, frame: Frame) -> float:
        """Height of what is in the highest cell."""
        under = 0 if self.is_beside else max(map(len, self.lines), default=0)
        return (under + _has_labels(self.shown)) * frame.small * WORDS + self.size * FIGURE

    def _corners(self, frame: Frame) -> Iterator[tuple[float, float]]:
        """Left and top of each cell, row by row."""
        for index in range(len(self.shown)):
            row, column = divmod(index, self.columns)
            across, down = self.width + ACROSS * frame.unit, self.height + DOWN * frame.unit
            yield frame.area.x + column * across, frame.area.y + row * down

    def _rules(self, frame: Frame) -> list[Op]:
        """Thin lines between columns and between rows."""
        area, theme, width = frame.area, frame.theme, 2 * frame.unit
        across, down = ACROSS * frame.unit, DOWN * frame.unit
        ops: list[Op] = []
        for column in range(1, self.columns):
            x = area.x + column * (self.width + across) - across / 2
            ops.append(Line(((x, area.y), (x, area.bottom)), width, theme.grid))
        for row in range(1, math.ceil(len(self.shown) / self.columns)):
            y = area.y + row * (self.height + down) - down / 2
            ops.append(Line(((area.x, y), (area.right, y)), width, theme.grid))
        return ops


def cell_height(frame: Frame, shown: Sequence[ShownFigure]) -> float:
    """Height in px of a cell with every note under a figure of good size, and the space to the next."""
    notes = max(len(one.notes) for one in shown)
    words = (notes + _has_labels(shown)) * WORDS * frame.small
    return words + 2 * frame.label * FIGURE + DOWN * frame.unit


def best_cells(frame: Frame, shown: Sequence[ShownFigure]) -> Cells | None:
    """The cells in `frame.area` with as many notes as leave the figures a good size.

    None where rows are better: they have room for more figures, and for changes beside small figures.
    """
    every = [one.notes for one in shown]
    changes = [[one.change] if one.change else [] for one in shown]
    has_rows = frame.area.height >= len(shown) * frame.small * ROW
    if any(every):
        cells = _largest(frame, shown, every)
        if cells is not None and cells.size >= WITH_TARGET * frame.label:
            return cells
    if any(changes):
        cells = _largest(frame, shown, changes)
        if cells is not None and cells.size >= WITH_CHANGE * frame.label:
            return cells
        if has_rows:
            return None
    cells = _largest(frame, shown, [[] for _ in shown])
    least = ALONE * frame.label if has_rows else frame.small
    return cells if cells is not None and cells.size >= least else None


def _largest(frame: Frame, shown: Sequence[ShownFigure], notes: Sequence[Sequence[Note]]) -> Cells | None:
    """The grid with the largest figures, notes under or beside them; None where no grid has room for the notes."""
    most_columns = int(frame.area.width / (NARROWEST * frame.small))
    most_rows = int(frame.area.height / (FIGURE * frame.small))
    every = [
        _grid(frame, shown, notes, columns, is_beside)
        for is_beside in ((False, True) if any(notes) else (False,))
        for columns in range(min(len(shown), most_columns), 0, -1)
        if columns * most_rows >= len(shown)
    ]
    return max((cells for cells in every if cells is not None), key=_merit, default=None)


def _merit(cells: Cells) -> float:
    """Size of the figures; less for a grid with a hole in it."""
    return cells.size * (HOLE if len(cells.shown) % cells.columns else 1.0)


def _grid(
    frame: Frame, shown: Sequence[ShownFigure], notes: Sequence[Sequence[Note]], columns: int, is_beside: bool
) -> Cells | None:
    """Cells in so many columns; None where a note or the figures have no room."""
    area, small = frame.area, frame.small
    rows = math.ceil(len(shown) / columns)
    width = (area.width - (columns - 1) * ACROSS * frame.unit) / columns
    height = (area.height - (rows - 1) * DOWN * frame.unit) / rows
    lines = [stacked(one) if is_beside else note_lines(frame, one, small, width) for one in notes]
    whole = [one for one in lines if one is not None]
    deepest = max(map(len, whole), default=0)
    words = (_has_labels(shown) + (0 if is_beside else deepest)) * small * WORDS
    most = poster_figure(frame, LARGEST, POSTER_SHARE)
    largest = min(most * frame.unit, (height - words) / FIGURE)
    if len(whole) < len(lines) or largest < small or width < NARROWEST * small:
        return None
    rooms = [width - is_beside * _beside(frame, one) for one in whole]
    heroes = [
        hero(frame, one.forms, WITH_CHANGE * frame.label, largest, room) for one, room in zip(shown, rooms, strict=True)
    ]
    size = min(size for _, size in heroes)
    quantities = [quantity for quantity, _ in heroes]
    if is_beside:
        # No unit is left out to make room beside it.
        is_short = any(quantity != one.forms[0] for quantity, one in zip(quantities, shown, strict=True))
        if is_short or (deepest > 1 and deepest * small * WORDS > size * FIGURE):
            return None
    return Cells(shown, columns, width, height, size, is_beside, quantities, whole)


def _beside(frame: Frame, lines: Sequence[Sequence[Note]]) -> float:
    """Width of notes beside a figure with the space before them, px."""
    widths = [notes_width(frame, line, frame.small) for line in lines]
    return max(widths) + frame.small * BESIDE if widths else 0.0


def _has_labels(shown: Sequence[ShownFigure]) -> bool:
    return any(one.label for one in shown)
