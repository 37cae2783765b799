"""A main figure with what is said about it: as large as there is room, and as many notes as leave it large."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.figure.figure import figure, figure_forms, figure_width, hero
from displayd.drawing.figure.notes import Note, note_lines, notes_ops, notes_width, stacked
from displayd.scene.operations import Op
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.numbers import Quantity
from displayd.tile.fit import on_scale
from displayd.tile.frame import Frame
from displayd.tile.measure import Measure
from displayd.tile.widget import Measured

__all__ = ["LARGEST", "Headline", "headline", "headline_height", "headline_of", "largest_figure", "poster_figure"]

LARGEST = 230.0
"""Font size of the largest figures of a page with many tiles, in 1080ths of the screen's short side."""

# Height of the digits of larger ones, as a share of that of the tile: alone on the page, and in a large tile.
POSTER_SHARE, TALL_SHARE = 0.55, 0.4

# Height of the figure's line in font sizes: capitals are 0.73 high, the rest is air.
LINE = 1.02

# Height of a line of notes in font sizes.
NOTE_LINE = 1.3

# Notes stand under a figure unless it is so many times larger with them on its right.
BESIDE_GAIN = 1.3

# A figure of less than so many labels, or 1080ths of the screen's short side, is no headline: notes go first.
LEAST, LEAST_UNITS = 1.7, 100.0

# In labels: the word of a unit goes rather than that the figure is smaller.
WITH_UNIT = 1.35


class Headline(NamedTuple):
    """A figure and its notes, in px."""

    quantity: Quantity
    size: float
    """Font size of the figure."""
    lines: list[list[Note]]
    """The notes that have room."""
    note_size: float
    is_beside: bool
    """True with the notes on the right of the figure, False with them under it."""

    @property
    def height(self) -> float:
        """From the top of the figure's line to the bottom of the last note."""
        figure_line = self.size * LINE
        return max(figure_line, self.notes_height) if self.is_beside else figure_line + self.notes_height

    @property
    def notes_height(self) -> float:
        """Of all lines of notes."""
        return len(self.lines) * self.note_size * NOTE_LINE

    @property
    def figure_height(self) -> float:
        """Of the line of the figure, from the top on."""
        return self.height if self.is_beside else self.size * LINE

    @property
    def notes(self) -> list[Note]:
        """Those that have room."""
        return [note for line in self.lines for note in line]

    @property
    def note_count(self) -> int:
        """How many notes there are."""
        return len(self.notes)

    def figure_width(self, frame: Frame) -> float:
        """Of the line of the figure, px: with the notes where they are beside it."""
        return self.width(frame) if self.is_beside else figure_width(frame, self.quantity, self.size)

    def width(self, frame: Frame) -> float:
        """Of all of it, px."""
        own = figure_width(frame, self.quantity, self.size)
        notes = max((notes_width(frame, line, self.note_size) for line in self.lines), default=0.0)
        return own + _space(self.note_size) + notes if self.is_beside and notes else max(own, notes)

    def draw(self, frame: Frame, x: float, top: float) -> list[Op]:
        """All of it, with its upper left corner at `x` and `top` px."""
        return self._drawn(frame, x, top, 0.0)

    def draw_centred(self, frame: Frame, middle: float, top: float) -> list[Op]:
        """All of it, the middle of each line at `middle` px."""
        if self.is_beside:
            return self.draw(frame, middle - self.width(frame) / 2, top)
        return self._drawn(frame, middle, top, 0.5)

    def _drawn(self, frame: Frame, x: float, top: float, before: float) -> list[Op]:
        """With `before` of each line, as a share of its width, on the left of `x` px."""
        line = self.figure_height
        # Sizes that hardly differ look like a mistake; the main figure of a page is as large as it can be.
        size = self.size if frame.is_poster or frame.is_hero else on_scale(self.size, frame.small)
        baseline = top + line / 2 + size * CAP_HEIGHT / 2
        own = figure_width(frame, self.quantity, size)
        ops = figure(frame, self.quantity, x - before * own, baseline, size, frame.theme.text)
        pitch = self.note_size * NOTE_LINE
        y = top + line
        if self.is_beside:
            x += own + _space(self.note_size)
            y = top + (line - len(self.lines) * pitch) / 2
            if len(self.lines) == 1:
                y = baseline - self.note_size * 0.95
        for index, notes in enumerate(self.lines):
            left = x - before * notes_width(frame, notes, self.note_size)
            ops += notes_ops(frame, notes, left, y + index * pitch + self.note_size * 0.95, self.note_size)
        return ops


def headline_height(frame: Frame, notes: Sequence[Note], width: float) -> float:
    """Height in px at which a headline in `width` px has its notes under a figure of good size.

    Notes that are wider than that do not count: no height makes room for them.
    """
    fitting = [note for note in notes if note_lines(frame, [note], frame.small, width) is not None]
    laid = [(note_lines(frame, fitting, size, width), size) for size in _note_sizes(frame)]
    heights = [len(lines) * size * NOTE_LINE for lines, size in laid if lines is not None]
    return 2.4 * frame.label * LINE + min(heights)


def largest_figure(frame: Frame, usual: float = LARGEST) -> float:
    """Font size of the largest figure in the tile of `frame`, in 1080ths of the screen's short side.

    Args:
        usual: that of a tile among many; where there is far more room than that the figure grows with the tile.
    """
    share = POSTER_SHARE if frame.is_poster else TALL_SHARE
    return max(usual, share * frame.area.height / CAP_HEIGHT / frame.unit)


def poster_figure(frame: Frame, usual: float, share: float) -> float:
    """As `largest_figure`, but `usual` in every tile but a poster: there as high as that `share` of the tile."""
    return max(usual, share * frame.area.height / frame.unit) if frame.is_poster else usual


def headline(
    frame: Frame,
    measure: Measured | Measure,
    value: float | None,
    notes: Sequence[Note],
    width: float,
    height: float,
    largest: float = LARGEST,
) -> Headline:
    """The figure with as many of `notes`, the most important first, as leave it a good size.

    Args:
        notes: one that has no room is left out, and with it the words that go on from it.
        width: room, px.
        height: room, px.
        largest: font size of the figure, in 1080ths of the screen's short side.
    """
    forms = figure_forms(frame, value, measure.unit, measure.decimals)
    return headline_of(frame, forms, notes, width, height, largest)


def headline_of(
    frame: Frame,
    forms: Sequence[Quantity],
    notes: Sequence[Note],
    width: float,
    height: float,
    largest: float = LARGEST,
) -> Headline:
    """As `headline`, for a figure that can be written in `forms`."""
    room = _Room(frame, forms, width, height, largest * frame.unit)
    alone = best = room.alone()
    if alone.size < frame.small:
        # What is left of the room is too little for words.
        return alone
    chosen: list[Note] = []
    is_left_out = False
    for note in notes:
        if note.mark == "none" and is_left_out:
            continue
        found = room.with_notes([*chosen, note], alone)
        is_left_out = found is None
        if found is not None:
            chosen, best = [*chosen, note], found
    return best


class _Room(NamedTuple):
    """Where a headline is to stand, px."""

    frame: Frame
    forms: Sequence[Quantity]
    width: float
    height: float
    largest: float

    def alone(self) -> Headline:
        """The figure without a note."""
        return self._sized([], self.frame.label, False)

    def with_notes(self, notes: Sequence[Note], alone: Headline) -> Headline | None:
        """With all of `notes`, under the figure or, where that leaves it clearly larger, beside it.

        None where the figure would be too small for one that is as large as in `alone`.
        """
        enough = min(_least(self.frame), 0.99 * alone.size)
        under = self._under(notes, enough)
        beside = self._beside(notes, alone, max(enough, BESIDE_GAIN * (under.size if under else 0.0)))
        return beside or under

    def _under(self, notes: Sequence[Note], enough: float) -> Headline | None:
        laid = [(note_lines(self.frame, notes, size, self.width), size) for size in _note_sizes(self.frame)]
        ways = [self._sized(lines, size, False) for lines, size in laid if lines is not None]
        fitting = [way for way in ways if way.size >= enough]
        return min(fitting, key=lambda way: len(way.lines), default=None)

    def _beside(self, notes: Sequence[Note], alone: Headline, enough: float) -> Headline | None:
        if alone.size < enough:
            return None
        lines = stacked(notes)
        ways = [self._sized(lines, size, True) for size in _note_sizes(self.frame)]
        fitting = [way for way in ways if way.quantity == alone.quantity and way.notes_height <= self.height]
        return next((way for way in fitting if way.size >= enough), None)

    def _sized(self, lines: list[list[Note]], note_size: float, is_beside: bool) -> Headline:
        width, height = self.width, self.height
        if is_beside:
            width -= max(notes_width(self.frame, line, note_size) for line in lines) + _space(note_size)
        else:
            height -= len(lines) * note_size * NOTE_LINE
        largest = max(1.0, min(self.largest, height / LINE))
        quantity, size = hero(self.frame, self.forms, WITH_UNIT * self.frame.label, largest, width)
        return Headline(quantity, size, lines, note_size, is_beside)


def _least(frame: Frame) -> float:
    """Font size in px that a main figure should have at least."""
    return max(LEAST * frame.label, LEAST_UNITS * frame.unit)


def _note_sizes(frame: Frame) -> tuple[float, float]:
    return frame.label, frame.small


def _space(note_size: float) -> float:
    """Between a figure and the notes beside it, px."""
    return note_size * 0.8
