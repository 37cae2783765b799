"""Coloured cells with their names."""

from __future__ import annotations

from displayd.drawing.heat.cells import heat_cells
from displayd.drawing.heat.plan import HeatRow, heat_height
from displayd.scene.operations import Op
from displayd.tile.cells import amounts_after
from displayd.tile.frame import Frame
from displayd.widgets.heatmap.widget import Heatmap

__all__ = ["draw", "wanted_height"]


def draw(widget: Heatmap, frame: Frame) -> list[Op]:
    """The cells with their names, and figures or a legend."""
    values = amounts_after(widget.rows, 1)
    names = [str(row[0]) if row and isinstance(row[0], str) else "" for row in widget.rows]
    rows = [HeatRow(name, "", cells) for name, cells in zip(names, values, strict=True)]
    return heat_cells(frame, widget, rows, widget.columns)


def wanted_height(widget: Heatmap, frame: Frame) -> float:
    """All rows, high enough for figures, or for their names over a legend."""
    return heat_height(frame, len(widget.rows))
