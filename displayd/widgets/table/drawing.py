"""Headings, rows of cells, and how many are left over."""

from __future__ import annotations

from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import RowPlan, more_row, row_plan
from displayd.scene.operations import Align, Color, Line, Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.cells import CellValue
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.table.tracks import MARK, TableCell, Track, best_tracks
from displayd.widgets.table.widget import Table

__all__ = ["draw", "wanted_height"]

# Heights of a row and of the row of headings, in font sizes.
LINE, HEADING_LINE = 1.25, 1.4


def draw(widget: Table, frame: Frame) -> list[Op]:
    """Headings, rows as far as they fit, and how many are left over."""
    area, theme = frame.area, frame.theme
    heading, plan = _plan(widget, frame)
    cells = [_cells(widget, frame, row) for row in widget.rows[: plan.shown]]
    labels = [column.label if heading else "" for column in widget.columns]
    tracks, size = best_tracks(frame, labels, _aligns(widget, cells), cells, plan.size)
    ops: list[Op] = []
    if heading:
        for track in tracks:
            label, baseline = labels[track.column], area.y + frame.small * 0.9
            ops += _placed(frame, label, track, baseline, frame.small, theme.dim, "regular", widget)
    for number, row in enumerate(cells):
        top = area.y + heading + number * plan.pitch
        if number or heading:
            ops.append(Line(((area.x, top), (area.right, top)), 2 * frame.unit, theme.grid))
        for track in tracks:
            baseline = top + plan.pitch / 2 + size * CAP_HEIGHT / 2
            ops += _cell_ops(widget, frame, row[track.column], track, baseline, size)
    return ops + more_row(frame, plan.left_over)


def wanted_height(widget: Table, frame: Frame) -> float:
    """Headings and all rows."""
    return _heading(widget, frame) + len(widget.rows) * frame.label * LINE


def _heading(widget: Table, frame: Frame) -> float:
    """Height of the row of headings, px; 0 when no column has one."""
    return frame.small * HEADING_LINE if any(column.label for column in widget.columns) else 0.0


def _plan(widget: Table, frame: Frame) -> tuple[float, RowPlan]:
    """Height of the headings, px, and the rows; two rows say more than one with headings."""
    heading, count = _heading(widget, frame), len(widget.rows)
    plan = row_plan(frame, frame.area.height - heading, count, LINE)
    if heading and (plan.shown < min(2, count) or plan.size < frame.small * 0.999):
        return 0.0, row_plan(frame, frame.area.height, count, LINE)
    return heading, plan


def _cells(widget: Table, frame: Frame, row: list[CellValue]) -> list[TableCell]:
    cells = []
    for index, column in enumerate(widget.columns):
        value = row[index] if index < len(row) else None
        if isinstance(value, str):
            cells.append(TableCell(value, True, False, "none", value))
            continue
        forms = [form.text for form in figure_forms(frame, value, column.unit, column.decimals)]
        cells.append(TableCell(forms[0], False, value is None, column.level_of(value), min(forms, key=len)))
    return cells


def _aligns(widget: Table, cells: list[list[TableCell]]) -> list[Align]:
    return [
        column.align or ("left" if any(row[index].is_words for row in cells) else "right")
        for index, column in enumerate(widget.columns)
    ]


def _cell_ops(widget: Table, frame: Frame, cell: TableCell, track: Track, baseline: float, size: float) -> list[Op]:
    """One cell; the mark of a bad level stands before its figure, after words."""
    theme, text = frame.theme, track.text(cell)
    if cell.level not in ("amber", "red"):
        ink = theme.dim if cell.is_nothing else theme.text
        return _placed(frame, text, track, baseline, size, ink, track.weight, widget if cell.is_words else None)
    color = theme.level_color(cell.level)
    if track.width < 2 * size:
        return _placed(frame, text, track, baseline, size, color, track.weight)
    room = max(track.width - size * MARK, 0.0)
    middle, reach = baseline - size * CAP_HEIGHT / 2, min(track.text_width, room)
    own = min(frame.fonts.width(text, size, track.weight), room)
    if track.align == "left":
        return [
            *_placed(frame, text, track._replace(width=room), baseline, size, color, track.weight),
            *level_mark(cell.level, track.x + own + size * 0.5, middle, size * 0.55, theme),
        ]
    if track.align == "center":
        left = track.x + (track.width - own - size * MARK) / 2 + size * MARK
        inner = track._replace(x=left, width=own, align="left")
    else:
        left = track.x + track.width - reach
        inner = track._replace(x=track.x + track.width - room, width=room)
    return [
        *_placed(frame, text, inner, baseline, size, color, track.weight),
        *level_mark(cell.level, left - size * 0.5, middle, size * 0.55, theme),
    ]


def _placed(
    frame: Frame,
    text: str,
    track: Track,
    baseline: float,
    size: float,
    color: Color,
    weight: Weight,
    words_of: Table | None = None,
) -> list[Op]:
    """`text` in its column.

    Args:
        words_of: the table, for words: they begin on the side that they run from, unless it has said where.
    """
    if not text:
        return []
    x = track.x + track.width * {"left": 0.0, "center": 0.5, "right": 1.0}[track.align]
    op = Text(x, baseline, text, size, color, track.align, weight, track.width)
    return [name_from_its_side(op, frame) if words_of and words_of.columns[track.column].align is None else op]
