"""A line across the bottom of the page that concerns the whole screen."""

from __future__ import annotations

from typing import NamedTuple

from displayd.scene.operations import Box, Cell, Text
from displayd.scene.theme import ink_on
from displayd.tile.frame import Frame, fitted_size

__all__ = ["NOTICE_CELL", "NOTICE_LABELS", "Notice", "notice_cell"]

NOTICE_CELL = "(notice)"
"""Name of the cell; no widget can be called that."""

NOTICE_LABELS = 1.4
"""Height of a notice, in labels (see `Frame.label`)."""


class Notice(NamedTuple):
    """What the screen has to say about itself, such as that its hub is away."""

    text: str
    level: str = "amber"
    """`amber` or `red`."""


def notice_cell(notice: Notice, frame: Frame) -> Cell:
    """`notice` on a bar that fills `frame.area`."""
    area, unit, theme = frame.area, frame.unit, frame.theme
    color = theme.level_color(notice.level)
    room = area.width - 56 * unit
    size = fitted_size(frame, [notice.text], frame.label, room, "semibold")
    middle = (area.x + area.width / 2, area.y + area.height / 2 + size * 0.36)
    text = Text(*middle, notice.text, size, ink_on(color), "center", "semibold", room)
    return Cell(NOTICE_CELL, area, theme.background, (Box(*area, color, 14 * unit), text))
