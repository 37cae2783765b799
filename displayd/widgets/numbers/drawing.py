"""Figures in cells or in rows."""

from __future__ import annotations

import math
from dataclasses import replace

from displayd.drawing.figure.error_budget import budget_figure, budget_notes
from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.figure.notes import change_note, notes_of
from displayd.drawing.rows.graph_rows import GraphRow, graph_rows
from displayd.scene.operations import Op, Text
from displayd.tile.fit import Offer, Shape
from displayd.tile.frame import Frame
from displayd.tile.measure import measure_of
from displayd.widgets.numbers.cells import ShownFigure, best_cells, cell_height
from displayd.widgets.numbers.one_row import row_offer, row_ops
from displayd.widgets.numbers.widget import Figure, Numbers

__all__ = ["draw", "offer", "wanted_height"]

# Width of a cell that is wide enough, in labels, and height of the line under all cells, in font sizes.
CELL_WIDTH, FOOT = 5.0, 1.28


def draw(widget: Numbers, frame: Frame) -> list[Op]:
    """Cells with label, figure and notes; without room for all of them, rows."""
    shown = [_shown(widget, frame, item) for item in widget.items]
    if frame.fit is not None:
        return row_ops(frame, shown, frame.fit)
    cells = best_cells(frame, shown)
    if cells is None:
        rows = [GraphRow(one.label, one.forms, one.level, one.change) for one in shown]
        laid = graph_rows(frame, rows, shortest=0)
        frame.leaves_out(laid.untold)
        return laid.ops
    if not widget.previous_label or not cells.note_count:
        return cells.draw(frame)
    area, size = frame.area, frame.small
    above = replace(frame, area=area.inset(0, 0, 0, round(size * FOOT)))
    with_foot = best_cells(above, shown)
    if with_foot is None or not with_foot.is_as_good_as(cells):
        return cells.draw(frame)
    text, y = frame.format.say("vs {label}", label=widget.previous_label), area.bottom - size * 0.26
    return [*with_foot.draw(above), Text(area.x, y, text, size, frame.theme.dim, max_width=area.width)]


def offer(widget: Numbers, frame: Frame, shape: Shape) -> Offer | None:
    """All figures in one row of cells, where it has room for them."""
    return row_offer(frame, [_shown(widget, frame, item) for item in widget.items], shape)


def wanted_height(widget: Numbers, frame: Frame) -> float:
    """Cells with all their notes, as many side by side as have room."""
    shown = [_shown(widget, frame, item) for item in widget.items]
    columns = max(1, min(len(shown), int(frame.area.width / (CELL_WIDTH * frame.label))))
    cell = cell_height(frame, shown)
    return math.ceil(len(shown) / columns) * cell


def _shown(widget: Numbers, frame: Frame, item: Figure) -> ShownFigure:
    measure, known = measure_of(widget, item), widget.availability_of(item)
    if known is not None:
        notes = budget_notes(known, frame)
        return ShownFigure(item.label, [budget_figure(known, frame)], widget.level_of_figure(item), None, notes)
    forms = figure_forms(frame, item.value, measure.unit, measure.decimals)
    notes = notes_of(frame, measure, item.value, item.previous, "", item.target)
    change = change_note(frame, measure, item.value, item.previous, item.target is not None)
    return ShownFigure(item.label, forms, widget.level_of_figure(item), change, notes)
