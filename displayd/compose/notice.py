"""A line across the bottom of the page that concerns the whole screen."""

from __future__ import annotations

from typing import NamedTuple

from displayd.scene.operations import Box, Cell, Text
from displayd.scene.theme import ink_on
from displayd.tile.frame import Frame, fitted_size

__all__ = ["NOTICE_CELL", "Notice", "notice_cell", "notice_height"]

NOTICE_CELL = "(notice)"
"""Name of the cell; no widget can be called that."""

# Heights in labels, see `Frame.label`.
_LINE = 1.4
_SECOND_LINE = 1.1


class Notice(NamedTuple):
    """What the screen has to say about itself, such as that its hub is away."""

    text: str
    level: str = "amber"
    """`amber` or `red`."""
    more: str = ""
    """What belongs to it, and may stand in a line of its own where the page is narrow; empty for nothing."""


def notice_height(notice: Notice, frame: Frame) -> float:
    """How high the bar is on a page as wide as `frame.area`, px."""
    return (_LINE + _SECOND_LINE * (len(_lines(notice, frame)) - 1)) * frame.label


def notice_cell(notice: Notice, frame: Frame) -> Cell:
    """`notice` on a bar that fills `frame.area`."""
    area, unit, theme = frame.area, frame.unit, frame.theme
    color = theme.level_color(notice.level)
    room = _room(frame)
    lines = _lines(notice, frame)
    size = fitted_size(frame, lines, frame.label, room, "semibold")
    texts = []
    for number, line in enumerate(lines):
        middle = area.y + area.height / 2 + (number - (len(lines) - 1) / 2) * _SECOND_LINE * frame.label
        x, y = area.x + area.width / 2, middle + size * 0.36
        texts.append(Text(x, y, line, size, ink_on(color), "center", "semibold", room))
    return Cell(NOTICE_CELL, area, theme.background, (Box(*area, color, 14 * unit), *texts))


def _lines(notice: Notice, frame: Frame) -> list[str]:
    """One line if it can be read so, else two."""
    if not notice.more:
        return [notice.text]
    whole = f"{notice.text} · {notice.more}"
    fits = frame.fonts.width(whole, frame.small, "semibold") <= _room(frame)
    return [whole] if fits else [notice.text, notice.more]


def _room(frame: Frame) -> float:
    """How wide the words may be, px."""
    return frame.area.width - 56 * frame.unit
