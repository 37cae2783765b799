"""A triangle of coloured cells."""

from __future__ import annotations

from displayd.drawing.heat.cells import heat_cells
from displayd.drawing.heat.plan import HeatRow, heat_height
from displayd.scene.operations import Op
from displayd.tile.cells import CellValue, amounts_after
from displayd.tile.frame import Frame
from displayd.widgets.cohort.widget import Cohort

__all__ = ["draw", "wanted_height"]


def draw(widget: Cohort, frame: Frame) -> list[Op]:
    """The cells with their names and sizes, and figures or a legend."""
    values = amounts_after(widget.rows, 2)
    rows = [
        HeatRow(_text(frame, row[0] if row else None), _text(frame, row[1] if len(row) > 1 else None), cells)
        for row, cells in zip(widget.rows, values, strict=True)
    ]
    headings = widget.columns or [str(age) for age in range(len(values[0]))]
    return heat_cells(frame, widget, rows, headings)


def wanted_height(widget: Cohort, frame: Frame) -> float:
    """All rows, high enough for figures, or for their names over a legend."""
    return heat_height(frame, len(widget.rows))


def _text(frame: Frame, cell: CellValue) -> str:
    """A name or a size as it is written; empty for nothing."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else frame.format.text(cell)
