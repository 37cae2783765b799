"""The line under rows that come in turns: which ones these are."""

from __future__ import annotations

from displayd.drawing.marks.dots import dots, dots_width
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame

__all__ = ["turn_foot"]


def turn_foot(frame: Frame, first: int, shown: int, count: int, page: int, pages: int) -> list[Op]:
    """`7–12 of 40` at the bottom of `frame.area`, and a dot for each page where they have room.

    Args:
        first: number of the first row on show, from 0.
        page: whose turn it is, from 0.
    """
    area, theme, size = frame.area, frame.theme, frame.small
    numbers = f"{first + 1}–{first + shown}" if shown > 1 else f"{first + 1}"
    text = frame.format.say("{rows} of {count}", rows=numbers, count=count)
    baseline = area.bottom - size * 0.28
    ops: list[Op] = [Text(area.x, baseline, text, size, theme.dim, max_width=area.width)]
    if frame.fonts.width(text, size) + dots_width(frame, pages) + size * 0.6 <= area.width:
        ops += dots(frame, page, pages, area.right, baseline - size * CAP_HEIGHT / 2)
    return ops
