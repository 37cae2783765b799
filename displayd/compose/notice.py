"""A bar with a line or two that concern the whole screen or page."""

from __future__ import annotations

from typing import NamedTuple

from displayd.scene.operations import Box, Cell, Op, Text
from displayd.scene.theme import ink_on
from displayd.tile.frame import Frame, fitted_size

__all__ = ["NOTICE_CELL", "Notice", "notice_cell", "notice_height", "notice_ops"]

NOTICE_CELL = "(notice)"
"""Name of the cell; no widget can be called that."""

# Heights in labels, see `Frame.label`.
_LINE = 1.4
_SECOND_LINE = 1.1

# Of the text of a notice and what belongs to it, two each.
_MOST_LINES = 4

# Height of a line of text, in font sizes.
_LINE_HEIGHT = 1.15


# Lines are broken by their usual digits; those that are equally wide need a little more room.
_TABULAR = 0.96


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
    return Cell(NOTICE_CELL, frame.area, frame.theme.background, tuple(notice_ops(notice, frame)))


def notice_ops(notice: Notice, frame: Frame) -> list[Op]:
    """The bar that fills `frame.area`, with as much of `notice` as has room on it."""
    area, unit = frame.area, frame.unit
    color = frame.theme.level_color(notice.level)
    room = _room(frame)
    lines = _lines(notice, frame, int(area.height / (frame.small * _LINE_HEIGHT)))
    most = area.height / _LINE_HEIGHT / len(lines)
    size = fitted_size(frame, lines, min(frame.label, most), room, "semibold")
    step = min(_SECOND_LINE * frame.label, area.height / len(lines))
    texts = []
    for number, line in enumerate(lines):
        middle = area.y + area.height / 2 + (number - (len(lines) - 1) / 2) * step
        x, y = area.x + area.width / 2, middle + size * 0.36
        texts.append(Text(x, y, line, size, ink_on(color), "center", "semibold", room))
    return [Box(*area, color, 14 * unit), *texts]


def _lines(notice: Notice, frame: Frame, most: int = _MOST_LINES) -> list[str]:
    """All of it in one line if it can be read so, else in as few as it needs; the first words alone without room.

    Args:
        most: lines that there is room for.
    """
    parts = [notice.text, notice.more] if notice.more else [notice.text]
    lines = [" · ".join(parts)]
    if not _fits(lines[0], frame):
        lines = [line for part in parts for line in _wrapped(part, frame)]
    if len(lines) > most:
        lines = _wrapped(notice.text, frame)
    return lines if len(lines) <= most else [notice.text]


def _wrapped(text: str, frame: Frame) -> list[str]:
    if _fits(text, frame):
        return [text]
    return list(frame.fonts.wrap(text, frame.small, "semibold", _TABULAR * _room(frame), 2))


def _fits(text: str, frame: Frame) -> bool:
    return frame.fonts.width(text, frame.small, "semibold") <= _room(frame)


def _room(frame: Frame) -> float:
    """How wide the words may be, px."""
    return frame.area.width - 56 * frame.unit
