"""Figures in one row of cells that stand on one line with the values of the tiles beside them."""

from __future__ import annotations

from collections.abc import Sequence

from displayd.drawing.figure.figure import figure, figure_size, fitting_figure, hero
from displayd.drawing.figure.notes import Note, note_lines, notes_ops
from displayd.drawing.marks.marks import level_mark
from displayd.scene.operations import Line, Op, Text
from displayd.tile.fit import Fit, Offer, Shape
from displayd.tile.frame import Frame
from displayd.widgets.numbers.cells import ACROSS, NARROWEST, WITH_CHANGE, WORDS, ShownFigure

__all__ = ["row_offer", "row_ops"]

# Height of a line of notes in font sizes, and lines of them at most.
NOTE_LINE, MOST_LINES = 1.3, 2


def row_offer(frame: Frame, shown: Sequence[ShownFigure], shape: Shape) -> Offer | None:
    """What all of `shown` can do side by side; None where a name or a note has no room."""
    width = _cell_width(frame, len(shown))
    if shape.arrangement != "under" or width < NARROWEST * frame.small:
        return None
    lines = [note_lines(frame, _chosen(one, shape), frame.small, width) for one in shown]
    deepest = max((MOST_LINES + 1 if one is None else len(one) for one in lines), default=0)
    if deepest > MOST_LINES or any(frame.fonts.width(one.label, frame.small, "medium") > width for one in shown):
        return None
    tall = 4.0 * frame.area.height
    sizes = [hero(frame, one.forms, WITH_CHANGE * frame.label, tall, width)[1] for one in shown]
    label = WORDS * frame.small if any(one.label for one in shown) else 0.0
    return Offer(min(sizes), label, deepest * NOTE_LINE * frame.small)


def row_ops(frame: Frame, shown: Sequence[ShownFigure], fit: Fit) -> list[Op]:
    """All of `shown` side by side, with thin lines between them."""
    area, theme, small, width = frame.area, frame.theme, frame.small, _cell_width(frame, len(shown))
    ops: list[Op] = []
    for number, one in enumerate(shown):
        x = area.x + number * (width + ACROSS * frame.unit)
        if number:
            rule = x - ACROSS * frame.unit / 2
            ops.append(Line(((rule, area.y), (rule, area.bottom)), 2 * frame.unit, theme.grid))
        y, room = area.y + fit.value_top_px - WORDS * small, width
        if one.level in ("amber", "red"):
            mark = small * 0.66
            ops += level_mark(one.level, x + width - mark * 0.6, y + small * 0.6, mark, theme)
            room -= small
        if one.label and room > small:
            ops.append(Text(x, y + small * 0.92, one.label, small, theme.dim, "left", "medium", room))
        quantity = fitting_figure(frame, one.forms, fit.value_px, width)
        size = figure_size(frame, quantity, fit.value_px, width)
        ops += figure(frame, quantity, x, area.y + fit.baseline_px, size, theme.text)
        for place, line in enumerate(note_lines(frame, _chosen(one, fit.shape), small, width) or []):
            baseline = area.y + fit.notes_top_px + (place * NOTE_LINE + 0.95) * small
            if baseline + 0.25 * small <= area.bottom:
                ops += notes_ops(frame, line, x, baseline, small)
    return ops


def _chosen(one: ShownFigure, shape: Shape) -> list[Note]:
    return [note for note in one.notes if note.part in shape.parts]


def _cell_width(frame: Frame, count: int) -> float:
    return (frame.area.width - (count - 1) * ACROSS * frame.unit) / max(1, count)
