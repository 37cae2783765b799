"""The rows of a list: a mark, a name, a figure, and under or beside them a detail and a time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.marks.marks import level_mark
from displayd.drawing.rows.rows import row_sizes
from displayd.drawing.rows.turn_foot import turn_foot
from displayd.drawing.rows.turning import turn_at
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side

__all__ = ["LINE", "TWO_LINES", "ShownItem", "item_rows"]

LINE = 1.3
"""Height of a row in font sizes."""

TWO_LINES = 2.45
"""Height of a row with something under the name, in font sizes."""

# So many rows at least, or all, make it worth to have two lines each; one less where names would be cut.
FEWEST = 3

# Height of the line that says which rows these are, width of a mark with its space, in font sizes.
FOOT, MARK = 1.3, 0.95

# A name that is cut shorter than this many font sizes says nothing.
NARROWEST = 3.5

# Rows farther apart than this, in heights of a row, no longer look like one list.
LOOSEST = 1.4


class ShownItem(NamedTuple):
    """One row as it is drawn; texts that are not there are empty."""

    label: str
    detail: str
    time: str
    values: Sequence[str]
    """The value, then without the word of its unit."""
    level: Level

    def value(self, is_short: bool) -> str:
        """The value as it is written."""
        return self.values[-1 if is_short else 0] if self.values else ""


class _Way(NamedTuple):
    """How all rows are laid out, on every page alike."""

    per_page: int
    pages: int
    pitch: float
    size: float
    has_two_lines: bool
    is_short: bool
    mark: float
    """Width of the column of marks, px."""
    has_foot: bool
    """True with a line about which rows these are."""


def item_rows(frame: Frame, items: Sequence[ShownItem], rotate_seconds: float) -> list[Op]:
    """The rows whose turn it is in `frame.area`, and which of all they are where they are not all."""
    way = _way(frame, items)
    turn = turn_at(frame.unix_time, rotate_seconds, way.pages)
    frame.changes_at(turn.until)
    first = turn.number * way.per_page
    shown = items[first : first + way.per_page]
    area, ops = frame.area, list[Op]()
    for number, item in enumerate(shown):
        top = area.y + number * way.pitch
        if number:
            ops.append(Line(((area.x, top), (area.right, top)), 2 * frame.unit, frame.theme.grid))
        ops += _row(frame, item, top, way)
    if way.has_foot:
        ops += turn_foot(frame, first, len(shown), len(items), turn.number, way.pages)
    return ops


def _way(frame: Frame, items: Sequence[ShownItem]) -> _Way:
    """Two lines a row where they are of use and leave enough rows on a page, else one."""
    area, small, count = frame.area, frame.small, len(items)
    mark = MARK if any(item.level != "none" for item in items) else 0.0
    is_long = any(frame.fonts.width(item.label, small, "medium") > area.width - mark * small for item in items)
    is_of_use = is_long or any(item.detail or (item.time and item.values) for item in items)
    rows = {line: int(area.height / (small * line) + 1e-6) for line in (TWO_LINES, LINE)}
    with_foot = {line: int((area.height - FOOT * small) / (small * line) + 1e-6) for line in rows}
    if is_of_use and rows[TWO_LINES] >= count:
        return _fitted(frame, items, count, TWO_LINES, mark, False)
    if is_of_use and with_foot[TWO_LINES] >= FEWEST - is_long:
        return _fitted(frame, items, with_foot[TWO_LINES], TWO_LINES, mark, True)
    if rows[LINE] >= count:
        return _fitted(frame, items, count, LINE, mark, False)
    if is_long and with_foot[LINE] < 2 and rows[TWO_LINES]:
        # One row that can be read through says more than half of it and its number.
        return _fitted(frame, items, 1, TWO_LINES, mark, False)
    return _fitted(frame, items, max(1, with_foot[LINE]), LINE, mark, with_foot[LINE] > 0)


def _fitted(frame: Frame, items: Sequence[ShownItem], fitting: int, line: float, mark: float, has_foot: bool) -> _Way:
    """The largest letters with which names and figures find room, `fitting` rows at most on a page."""
    # Pages of equal length, so that the rows keep their places.
    pages = math.ceil(len(items) / fitting)
    per_page = math.ceil(len(items) / pages)
    pitch = (frame.area.height - (FOOT * frame.small if has_foot else 0.0)) / per_page
    # A row on its own needs no air around it.
    largest = max(pitch / line, min(frame.small, pitch)) if per_page == 1 and line == LINE else pitch / line
    for is_short in (False, True):
        for size in row_sizes(frame, largest):
            loose = min(pitch, size * line * LOOSEST)
            way = _Way(per_page, pages, loose, size, line == TWO_LINES, is_short, mark * size, has_foot)
            if all(_fits(frame, item, way) for item in items):
                return way
    return way


def _fits(frame: Frame, item: ShownItem, way: _Way) -> bool:
    """True when the name is not cut; where it may go on in a second line, two thirds of it are enough in the first."""
    wanted = frame.fonts.width(item.label, way.size, "medium")
    if way.has_two_lines and not item.detail:
        wanted *= 0.6
    return wanted <= _room(frame, item, way)


def _room(frame: Frame, item: ShownItem, way: _Way) -> float:
    """Width that is left for the name, px."""
    value = item.value(way.is_short)
    beside = frame.fonts.width(value, way.size, "semibold") + way.size * 0.5 if value else 0.0
    return frame.area.width - way.mark - beside


def _row(frame: Frame, item: ShownItem, top: float, way: _Way) -> list[Op]:
    area, theme, size = frame.area, frame.theme, way.size
    middle = top + way.pitch / 2
    lines = _wrapped(frame, item, way)
    has_second = way.has_two_lines and bool(item.detail or item.time or len(lines) > 1)
    first = middle - (0.56 * size if has_second else 0.0)
    baseline = first + size * CAP_HEIGHT / 2
    ops: list[Op] = []
    if way.mark:
        ops += level_mark(item.level, area.x + size * 0.3, first, size * 0.55, theme)
    value, room = item.value(way.is_short), _room(frame, item, way)
    if value:
        ops.append(Text(area.right, baseline, value, size, theme.text, "right", "semibold", area.width - way.mark))
    left = area.x + way.mark
    if lines[0] and room > size:
        name = Text(left, baseline, lines[0], size, theme.text, "left", "medium", room)
        is_followed = not way.has_two_lines and bool(item.detail or item.time)
        ops.append(name if is_followed else name_from_its_side(name, frame))
    if has_second:
        return ops + _second(frame, item, lines[1:], left, baseline + size * 1.12, way)
    if not way.has_two_lines:
        ops += _beside(frame, item, baseline, room, way)
    return ops


def _wrapped(frame: Frame, item: ShownItem, way: _Way) -> list[str]:
    """The name in one line, or in two where a second one is free for it."""
    room = _room(frame, item, way)
    if not way.has_two_lines or item.detail or frame.fonts.width(item.label, way.size, "medium") <= room:
        return [item.label]
    return list(frame.fonts.wrap(item.label, way.size, "medium", max(room, way.size), 2))


def _second(frame: Frame, item: ShownItem, rest: Sequence[str], left: float, baseline: float, way: _Way) -> list[Op]:
    """What stands under the name: the rest of it or the detail, and the time."""
    area, theme, small = frame.area, frame.theme, frame.small
    room = area.right - left
    ops: list[Op] = []
    size = way.size if rest else small
    text = rest[0] if rest else item.detail
    width = frame.fonts.width(item.time, small)
    if item.time and width + (small * 0.6 + NARROWEST * small if text else 0.0) <= room:
        ops.append(Text(area.right, baseline, item.time, small, theme.dim, "right"))
        room -= width + small * 0.6
    if text and room > size:
        color = theme.text if rest else theme.dim
        name = Text(left, baseline, text, size, color, "left", "medium" if rest else "regular", room)
        ops.append(name_from_its_side(name, frame))
    return ops


def _beside(frame: Frame, item: ShownItem, baseline: float, room: float, way: _Way) -> list[Op]:
    """Detail and time on the line of the name, as far as they fit whole: the detail first."""
    theme, small = frame.theme, min(frame.small, way.size)
    left = frame.area.x + way.mark
    used = frame.fonts.width(item.label, way.size, "medium")
    used += way.size * 0.5 if item.label else 0.0
    ops: list[Op] = []
    if item.detail and (width := frame.fonts.width(item.detail, small)) <= room - used:
        ops.append(Text(left + used, baseline, item.detail, small, theme.dim))
        used += width + small * 0.6
    if item.time and frame.fonts.width(item.time, small) <= room - used:
        ops.append(Text(left + room, baseline, item.time, small, theme.dim, "right"))
    return ops
