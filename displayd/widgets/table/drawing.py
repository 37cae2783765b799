"""Headings and rows of cells, which turn where they are too many."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.chart.trend_line import span_words, trendline
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.ramp import level_tint
from displayd.drawing.rows.rows import MORE_LINE, row_plan
from displayd.drawing.rows.turn_foot import turn_foot
from displayd.drawing.rows.turning import turn_at
from displayd.scene.geometry import Rect
from displayd.scene.operations import Align, Box, Color, Line, Op, Text, Weight
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.table.cells import TableCell, column_cells, key_column
from displayd.widgets.table.tracks import MARK, SPACE, ColumnLook, Track, best_tracks
from displayd.widgets.table.widget import Column, Table

__all__ = ["draw", "wanted_height"]

# Heights of a row and of the row of headings, in font sizes.
LINE, HEADING_LINE = 1.25, 1.4


def draw(widget: Table, frame: Frame) -> list[Op]:
    """Headings, the rows whose turn it is, and which of all they are."""
    area, theme = frame.area, frame.theme
    heading, page = _plan(widget, frame)
    columns = [column_cells(widget, frame, index) for index in range(len(widget.columns))]
    tracks, size = best_tracks(frame, _looks(widget, columns, bool(heading)), columns, page.size)
    kept = {track.column for track in tracks}
    named = enumerate(widget.columns, 1)
    names = [column.label or f"column {number}" for number, column in named if number - 1 not in kept]
    frame.leaves_out(len(names), names)
    turn = turn_at(frame.unix_time, widget.rotate_seconds, page.pages)
    frame.changes_at(turn.until)
    first = turn.number * page.per_page
    ops: list[Op] = []
    if heading:
        for track in tracks:
            label, baseline = _heading_of(frame, widget.columns[track.column], track.width), area.y + frame.small * 0.9
            ops += _placed(frame, label, track, baseline, frame.small, theme.dim, "regular", widget)
    numbers = range(first, min(first + page.per_page, len(widget.rows)))
    for place, number in enumerate(numbers):
        top = area.y + heading + place * page.pitch
        if place or heading:
            ops.append(Line(((area.x, top), (area.right, top)), 2 * frame.unit, theme.grid))
        for track in tracks:
            ops += _cell_ops(widget, frame, columns[track.column][number], track, top, page.pitch, size)
    if page.has_foot:
        ops += turn_foot(frame, first, len(numbers), len(widget.rows), turn.number, page.pages)
    return ops


def wanted_height(widget: Table, frame: Frame) -> float:
    """Headings and all rows."""
    return _heading(widget, frame) + len(widget.rows) * frame.label * LINE


def _heading_of(frame: Frame, column: Column, width: float) -> str:
    """What a column is called, and how long its lines are where that has room."""
    span = span_words(frame, column.history_seconds) if column.show == "sparkline" else ""
    full = ", ".join(filter(None, (column.label, span)))
    return full if frame.fonts.width(full, frame.small) <= width else column.label


class _Page(NamedTuple):
    """How rows stand on every page."""

    per_page: int
    pages: int
    pitch: float
    """From the top of one row to that of the next, px."""
    size: float
    """Font size that the height allows, px."""
    has_foot: bool


def _heading(widget: Table, frame: Frame) -> float:
    """Height of the row of headings, px; 0 when no column has one."""
    return (
        frame.small * HEADING_LINE if any(column.label or column.history_seconds for column in widget.columns) else 0.0
    )


def _plan(widget: Table, frame: Frame) -> tuple[float, _Page]:
    """Height of the headings, px, and the rows; two rows say more than one with headings."""
    heading, count = _heading(widget, frame), len(widget.rows)
    page = _page(frame, frame.area.height - heading, count)
    if heading and (page.per_page < min(2, count) or page.size < frame.small * 0.999):
        return 0.0, _page(frame, frame.area.height, count)
    return heading, page


def _page(frame: Frame, height: float, count: int) -> _Page:
    """Pages of equal length, so that the rows keep their places."""
    plan = row_plan(frame, height, count, LINE)
    pages = math.ceil(count / plan.shown)
    per_page = math.ceil(count / pages)
    if per_page == plan.shown:
        return _Page(per_page, pages, plan.pitch, plan.size, plan.left_over > 0)
    plan = row_plan(frame, height - frame.small * MORE_LINE, per_page, LINE)
    return _Page(per_page, pages, plan.pitch, plan.size, True)


def _looks(widget: Table, columns: Sequence[Sequence[TableCell]], has_headings: bool) -> list[ColumnLook]:
    key = key_column(widget, columns)
    owns = _own_headings([column.label for column in widget.columns])
    looks = []
    for index, (column, cells) in enumerate(zip(widget.columns, columns, strict=True)):
        align: Align = column.align or ("left" if any(cell.is_words or cell.past for cell in cells) else "right")
        has_graph = any(cell.share is not None or cell.past for cell in cells)
        heading, own = (column.label, owns[index]) if has_headings else ("", "")
        looks.append(ColumnLook(heading, align, index == key, has_graph, own))
    return looks


def _own_headings(labels: Sequence[str]) -> list[str]:
    """As much of each label as tells it from the others, with the mark of what is cut; nothing where that is little."""
    owns = []
    for place, label in enumerate(labels):
        others = [other for at, other in enumerate(labels) if at != place and other != label]
        common = max((_common_letters(label, other) for other in others), default=0)
        owns.append("" if common < 2 else label if common + 2 >= len(label) else f"{label[: common + 1]}…")
    return owns


def _common_letters(one: str, other: str) -> int:
    """How many letters two texts begin with together."""
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in pairs)


def _cell_ops(
    widget: Table, frame: Frame, cell: TableCell, track: Track, top: float, pitch: float, size: float
) -> list[Op]:
    """One cell of a row that begins at `top` px."""
    theme, middle = frame.theme, top + pitch / 2
    ops: list[Op] = []
    if widget.columns[track.column].show == "background" and cell.level != "none":
        reach = min(SPACE * size * 0.4, frame.gap)
        high = min(pitch - 4 * frame.unit, size * LINE * 1.3)
        tint, corner = level_tint(theme, cell.level), 6 * frame.unit
        ops.append(Box(track.x - reach, middle - high / 2, track.width + 2 * reach, high, tint, corner))
        cell = cell._replace(level="none") if cell.level == "good" else cell
    if cell.past:
        room = Rect(round(track.x), round(middle - size * 0.45), int(track.width), round(size * 0.9))
        return frame.kept(trendline(frame, cell.past, room, theme.series[0]), room.x, room.right)
    if cell.share is not None and track.graph > size:
        long, high = track.graph - size * 0.4, size * 0.55
        ops += _bar(frame, cell, track.x, middle - high / 2, long, high)
        track = track._replace(x=track.x + track.graph, width=track.width - track.graph)
    baseline = middle + track.size * CAP_HEIGHT / 2
    return ops + _words(widget, frame, cell, track, baseline, bool(ops) and cell.share is None)


def _bar(frame: Frame, cell: TableCell, x: float, top: float, long: float, high: float) -> list[Op]:
    """A bar on a track that shows what a full one would be, px."""
    theme, radius = frame.theme, min(6 * frame.unit, high / 2)
    color = theme.level_color(cell.level) if cell.level in ("amber", "red") else theme.series[0]
    ops: list[Op] = [Box(x, top, long, high, theme.raised, radius)]
    if cell.share:
        ops.append(Box(x, top, max(2 * radius, long * cell.share), high, color, radius))
    return ops


def _words(widget: Table, frame: Frame, cell: TableCell, track: Track, baseline: float, is_tinted: bool) -> list[Op]:
    """The text of a cell; the mark of a bad level stands before its figure, after words."""
    theme, text, size = frame.theme, track.text(cell), track.size
    if cell.level not in ("amber", "red"):
        ink = theme.dim if cell.is_nothing else theme.text
        return _placed(frame, text, track, baseline, size, ink, track.weight, widget if cell.is_words else None)
    color = theme.text if is_tinted else theme.level_color(cell.level)
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
