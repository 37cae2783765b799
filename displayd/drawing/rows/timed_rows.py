"""Rows that begin with a time: events, departures, birthdays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from displayd.drawing.rows.rows import RowPlan, more_row, row_plan, row_sizes
from displayd.scene.operations import Box, Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame

__all__ = ["TimedRow", "day_words", "rows_room", "timed_height", "timed_rows"]

# Height of a row, and of one with a second line, in font sizes.
LINE, TWO_LINES = 1.42, 2.45

# A name that is cut to fewer font sizes says nothing; between columns, in font sizes.
NARROWEST, SPACE = 4.0, 0.7

# The bar at a row that is on now: width, and how far left of the words, in 1080ths of the screen's short side.
BAR, BAR_LEFT = 6, 14


class TimedRow(NamedTuple):
    """One row; texts that are not there are empty."""

    lead: str
    """When it is."""
    label: str
    detail: str = ""
    tail: str = ""
    """What stands at the end, such as `in 4 min`."""
    is_now: bool = False
    is_heading: bool = False
    """True for the name of a day, in `label`, over its rows."""


class _Way(NamedTuple):
    """How all rows are laid out."""

    plan: RowPlan
    size: float
    has_second: bool
    is_stacked: bool
    """True with the time over the name, where there is no room beside it."""
    lead_width: float
    tail_width: float
    is_tail_below: bool = False
    """True with what stands at the end on the second line, where names have no room beside it."""


def timed_rows(frame: Frame, rows: Sequence[TimedRow]) -> list[Op]:
    """The rows from the top of `frame.area`, as many as fit, and how many are left over."""
    if not rows or frame.area.height < frame.small * 0.8:
        return []
    way = _way(frame, rows)
    shown = list(rows[: way.plan.shown])
    while len(shown) > 1 and shown[-1].is_heading:
        shown.pop()
    left_over = sum(not row.is_heading for row in rows[len(shown) :])
    ops: list[Op] = []
    for number, row in enumerate(shown):
        top = frame.area.y + number * way.plan.pitch
        if number and not shown[number - 1].is_heading:
            ops.append(Line(((frame.area.x, top), (frame.area.right, top)), 2 * frame.unit, frame.theme.grid))
        ops += _row(frame, row, top, way)
    return ops + more_row(frame, *(left_over, 0) if way.plan.left_over else (0, left_over))


def timed_height(frame: Frame, rows: Sequence[TimedRow]) -> float:
    """Height in px at which all rows are shown, with what stands under their names."""
    line = TWO_LINES if any(row.detail for row in rows) else LINE
    return len(rows) * frame.label * line


def rows_room(frame: Frame) -> int:
    """How many rows of one line `frame.area` has room for."""
    return int(frame.area.height / (frame.small * LINE) + 1e-6)


def day_words(frame: Frame, unix_time: float, today: str, tomorrow: str) -> str:
    """The day of `unix_time` as a heading: `Today`, `Tomorrow`, `Monday 30 November`."""
    days = frame.format.days_until(unix_time, frame.unix_time)
    return {0: today, 1: tomorrow}.get(days) or frame.format.date(unix_time, "long")


def _way(frame: Frame, rows: Sequence[TimedRow]) -> _Way:
    """Two lines a row where that loses no row, else one; the largest letters with which no name is cut.

    Names go before what stands at the end of their rows, and before their times beside them.
    """
    one, two = (row_plan(frame, frame.area.height, len(rows), line) for line in (LINE, TWO_LINES))
    has_details = any(row.detail for row in rows)
    plan = two if has_details and two.shown >= one.shown else one
    ways = [_measured(frame, rows, plan, size, plan is two) for size in row_sizes(frame, plan.size)]
    whole = next((way for way in ways if all(_fits(frame, row, way) for row in rows[: plan.shown])), None)
    if whole is not None:
        return whole
    plain = [_measured(frame, rows, plan, way.size, plan is two, has_tails=False) for way in ways]
    named = [
        (way if plan is two else way._replace(tail_width=full.tail_width))
        for way, full in zip(plain, ways, strict=True)
        if all(_fits(frame, row, way) for row in rows[: plan.shown])
    ]
    if named:
        return max(named, key=lambda way: sum(_fits(frame, row, way) for row in rows[: plan.shown]))
    best = ways[-1]
    if plan is two and all(frame.fonts.width(row.label, best.size, "medium") <= frame.area.width for row in rows):
        return best._replace(is_stacked=True)
    if _name_room(frame, best) >= NARROWEST * best.size:
        return best
    bare = best._replace(tail_width=0.0)
    if _name_room(frame, bare) >= NARROWEST * best.size:
        return bare
    if two.size >= frame.small * 0.999:
        return _measured(frame, rows, two, row_sizes(frame, two.size)[-1], False)._replace(is_stacked=True)
    return bare


def _measured(
    frame: Frame, rows: Sequence[TimedRow], plan: RowPlan, size: float, has_second: bool, *, has_tails: bool = True
) -> _Way:
    """How it would be with letters of that size.

    Args:
        has_tails: False to leave the names the room of what stands at the end.
    """
    small = min(frame.small, size)
    leads = max(frame.fonts.width(row.lead, size, "semibold") for row in rows[: plan.shown])
    tails = max(frame.fonts.width(row.tail, small, "medium") for row in rows[: plan.shown]) if has_tails else 0.0
    return _Way(
        plan,
        size,
        has_second,
        False,
        leads + SPACE * size if leads else 0.0,
        tails + SPACE * size if tails else 0.0,
        has_second and not has_tails,
    )


def _name_room(frame: Frame, way: _Way) -> float:
    return frame.area.width - way.lead_width - way.tail_width


def _fits(frame: Frame, row: TimedRow, way: _Way) -> bool:
    room = frame.area.width if row.is_heading else frame.area.width - way.lead_width
    room -= way.tail_width if row.tail else 0.0
    return frame.fonts.width(row.label, way.size, "medium") <= room


def _row(frame: Frame, row: TimedRow, top: float, way: _Way) -> list[Op]:
    area, theme, size, pitch = frame.area, frame.theme, way.size, way.plan.pitch
    small = min(frame.small, size)
    middle = top + pitch / 2
    baseline = middle + size * CAP_HEIGHT / 2
    if row.is_heading:
        foot = top + pitch - small * 0.42
        return [Text(area.x, foot, row.label, small, theme.dim, "left", "semibold", area.width)]
    ops: list[Op] = []
    if row.is_now and pitch > 12 * frame.unit:
        left, high = area.x - BAR_LEFT * frame.unit, pitch * 0.7
        ops.append(Box(left, middle - high / 2, BAR * frame.unit, high, theme.series[0], BAR / 2 * frame.unit))
    if way.is_stacked:
        return ops + _stacked(frame, row, middle, size)
    below = _below(frame, row, way, small)
    has_second = way.has_second and bool(below)
    if has_second:
        baseline -= size * 0.56
    ink = theme.text if row.is_now else theme.dim
    if row.lead:
        ops.append(Text(area.x, baseline, row.lead, size, ink, "left", "semibold", area.width))
    left = area.x + way.lead_width
    right = float(area.right)
    name = frame.fonts.width(row.label, size, "medium")
    if row.tail and way.tail_width and not right - left - way.tail_width < name <= right - left:
        ops.append(Text(right, baseline, row.tail, small, ink, "right", "medium"))
        right -= way.tail_width
    if right - left > size:
        ops.append(Text(left, baseline, row.label, size, theme.text, "left", "medium", right - left))
    if row.detail and not has_second:
        # On the line of the name, where it fits whole.
        used = name + SPACE * size * bool(row.label)
        if used + frame.fonts.width(row.detail, small) <= right - left:
            ops.append(Text(left + used, baseline, row.detail, small, theme.dim))
    if has_second and area.right - left > size:
        second = baseline + size * 1.12
        ops.append(Text(left, second, below, small, theme.dim, "left", "regular", area.right - left))
    return ops


def _below(frame: Frame, row: TimedRow, way: _Way, small: float) -> str:
    """The second line: both texts where they fit, of what stands at the end and the detail the former."""
    if not way.is_tail_below or not row.tail:
        return row.detail
    both = " · ".join(filter(None, (row.tail, row.detail)))
    fits = frame.fonts.width(both, small) <= frame.area.width - way.lead_width
    return both if fits else row.tail


def _stacked(frame: Frame, row: TimedRow, middle: float, size: float) -> list[Op]:
    """The time over the name, what stands at the end beside the time where it fits."""
    area, theme = frame.area, frame.theme
    small = min(frame.small, size)
    first, second = middle - size * 0.2, middle + size * 0.92
    ink = theme.text if row.is_now else theme.dim
    ops: list[Op] = [Text(area.x, first, row.lead, small, ink, "left", "semibold", area.width)] if row.lead else []
    used = frame.fonts.width(row.lead, small, "semibold")
    used += SPACE * small if used else 0.0
    if row.tail and used + frame.fonts.width(row.tail, small, "medium") <= area.width:
        ops.append(Text(area.right, first, row.tail, small, ink, "right", "medium"))
    ops.append(Text(area.x, second, row.label, size, theme.text, "left", "medium", area.width))
    return ops
