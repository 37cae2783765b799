"""Deadlines in rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from displayd.drawing.figure.time_spans import span_at
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.message import message
from displayd.drawing.rows.rows import LOOSEST, RowPlan, more_text, row_plan, row_sizes
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Box, Color, Op, Text
from displayd.scene.theme import mixed
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.sla.widget import Deadline, Sla

__all__ = ["draw", "wanted_height"]

# Height of a row of one line and of two in font sizes, their tint included.
ROW, HIGH_ROW = 1.6, 2.75

# A label that is cut to fewer font sizes says nothing: then there are rows of two lines, however few.
NARROWEST = 4.0

# So many rows of two lines are enough to be a list.
ENOUGH_ROWS = 3

# Where the words of a row begin, in font sizes.
LEFT = 1.15

NOTHING = "–"


def draw(widget: Sla, frame: Frame) -> list[Op]:
    """A row for each, as many as fit; the rest is counted."""
    if not frame.has_time:
        return message(frame, frame.format.say("Clock not set"), [], frame.theme.dim)
    area = frame.area
    items = sorted(widget.items, key=lambda item: math.inf if item.due is None else item.due)
    levels = [widget.urgency(frame, item) for item in items]
    plan, lines = _plan(frame, items)
    high = min(plan.pitch, plan.size * (ROW if lines == 1 else HIGH_ROW))
    ops: list[Op] = []
    for number, (item, level) in enumerate(zip(items[: plan.shown], levels, strict=False)):
        if item.due is not None:
            frame.changes_at(span_at(item.due, frame.unix_time).until)
        row = Rect(area.x, round(area.y + (number + 0.5) * plan.pitch - high / 2), area.width, math.floor(high))
        ops += _mark(frame, level, row, plan.size)
        draw = _one_line if lines == 1 else _two_lines
        ops += draw(replace(frame, area=row), item, level, plan.size)
    frame.leaves_out(plan.untold)
    return ops + (_rest(frame, levels[plan.shown :]) if plan.left_over else [])


def wanted_height(widget: Sla, frame: Frame) -> float:
    """All rows, of two lines where the details have no room beside the labels."""
    fits = all(_needed(frame, item, frame.small, with_detail=True) <= frame.area.width for item in widget.items)
    return len(widget.items) * (ROW * frame.label if fits else HIGH_ROW * frame.small)


def _plan(frame: Frame, items: Sequence[Deadline]) -> tuple[RowPlan, int]:
    """How the rows stand and of how many lines they are.

    As large as no label is cut; of two lines where only then the details have room, and before a label is cut.
    """
    area, small = frame.area, frame.small
    plan = row_plan(frame, area.height, len(items), ROW)
    high = row_plan(frame, area.height, len(items), HIGH_ROW)
    shown = items[: plan.shown]
    has_detail = any(item.detail for item in shown)
    times = max(_needed(frame, msgspec.structs.replace(item, label=""), small) for item in items[: high.shown])
    may_be_high = high.size >= small and times - 2 * frame.gap <= area.width
    for with_detail in (True, False) if has_detail else (False,):
        for size in row_sizes(frame, plan.size):
            if all(_needed(frame, item, size, with_detail) <= area.width for item in shown):
                return plan._replace(size=size, pitch=min(plan.pitch, size * ROW * LOOSEST)), 1
        if with_detail and not high.left_over and may_be_high:
            return _high(frame, items, high), 2
    is_narrow = area.width - times < NARROWEST * small
    if (high.shown >= min(ENOUGH_ROWS, plan.shown) or is_narrow) and may_be_high:
        return _high(frame, items, high), 2
    return plan._replace(size=min(plan.size, small), pitch=min(plan.pitch, small * ROW * LOOSEST)), 1


def _high(frame: Frame, items: Sequence[Deadline], plan: RowPlan) -> RowPlan:
    """`plan`, of rows of two lines, in the size at which no label and no time is cut, if there is one."""
    shown, room = items[: plan.shown], frame.area.width - LEFT * plan.size
    size = fitted_size(frame, [item.label for item in shown], plan.size, room, "medium")
    size = fitted_size(frame, [_forms(frame, item)[-1] for item in shown], size, room, "semibold")
    return plan._replace(size=size, pitch=min(plan.pitch, size * HIGH_ROW * LOOSEST))


def _needed(frame: Frame, item: Deadline, size: float, with_detail: bool = False) -> float:
    """Width in px of a row of one line with no word cut.

    Args:
        with_detail: True for detail and the longest form of the time, False for the shortest form alone.
    """
    fonts = frame.fonts
    widths = [fonts.width(form, size, "semibold") for form in _forms(frame, item)]
    times = widths[0] if with_detail else min(widths)
    detail = fonts.width(item.detail, frame.small) + 1.5 * frame.gap if with_detail and item.detail else 0.0
    return LEFT * size + fonts.width(item.label, size, "medium") + detail + 2 * frame.gap + times


def _mark(frame: Frame, level: Level, row: Rect, size: float) -> list[Op]:
    """The mark at the left of a row, and the tint behind it."""
    theme = frame.theme
    ops: list[Op] = []
    if level in ("amber", "red"):
        inset, reach = 4 * frame.unit, 14 * frame.unit
        tint = mixed(theme.card, theme.level_color(level), 0.16 if level == "red" else 0.1)
        box = (row.x - reach, row.y + inset, row.width + 2 * reach, max(0.0, row.height - 2 * inset))
        ops.append(Box(*box, tint, 12 * frame.unit))
    mark = size * 0.66
    return ops + level_mark(level, row.x + mark * 0.58, row.y + row.height / 2, mark, theme)


def _one_line(frame: Frame, item: Deadline, level: Level, size: float) -> list[Op]:
    """Label and detail on the left, the time on the right of `frame.area`."""
    area, fonts = frame.area, frame.fonts
    left, baseline = area.x + LEFT * size, area.y + (area.height + size * CAP_HEIGHT) / 2
    room = max(0.0, area.right - left)
    wanted = room - min(fonts.width(item.label, size, "medium") + 2 * frame.gap, room * 0.5)
    text = _time_text(frame, item, size, wanted)
    own = fitted_size(frame, [text], size, room, "semibold", 1.0)
    ops: list[Op] = [Text(area.right, baseline, text, own, _ink(frame, level), "right", "semibold", room)]
    room -= min(fonts.width(text, own, "semibold"), room) + 2 * frame.gap
    if item.label and room > size:
        name = Text(left, baseline, item.label, size, frame.theme.text, "left", "medium", room)
        ops.append(name if item.detail else name_from_its_side(name, frame))
    label_width = fonts.width(item.label, size, "medium") + 1.5 * frame.gap if item.label else 0.0
    return ops + _detail(frame, item, left + label_width, baseline, room - label_width)


def _two_lines(frame: Frame, item: Deadline, level: Level, size: float) -> list[Op]:
    """The label over time and detail in `frame.area`."""
    area = frame.area
    left, middle = area.x + LEFT * size, area.y + area.height / 2
    room = max(0.0, area.right - left)
    ops: list[Op] = []
    if item.label:
        name = Text(left, middle - size * 0.26, item.label, size, frame.theme.text, "left", "medium", room)
        ops.append(name_from_its_side(name, frame))
    text, baseline = _time_text(frame, item, size, room), middle + size * 0.98
    own = fitted_size(frame, [text], size, room, "semibold", 1.0)
    ops.append(Text(left, baseline, text, own, _ink(frame, level), "left", "semibold", room))
    used = frame.fonts.width(text, own, "semibold") + 1.5 * frame.gap
    return ops + _detail(frame, item, left + used, baseline, room - used)


def _detail(frame: Frame, item: Deadline, x: float, baseline: float, room: float) -> list[Op]:
    """The detail of an item where it fits in `room` px."""
    if not item.detail or frame.fonts.width(item.detail, frame.small) > room:
        return []
    return [Text(x, baseline, item.detail, frame.small, frame.theme.dim)]


def _ink(frame: Frame, level: Level) -> Color:
    """The colour of a time."""
    if level == "none":
        return frame.theme.dim
    return frame.theme.text if level == "good" else frame.theme.level_color(level)


def _time_text(frame: Frame, item: Deadline, size: float, room: float) -> str:
    """What is left until an item is due, or by how much it is late: the longest form that fits in `room` px."""
    forms = _forms(frame, item)
    return next((form for form in forms if frame.fonts.width(form, size, "semibold") <= room), forms[-1])


def _forms(frame: Frame, item: Deadline) -> list[str]:
    """The ways to write the time of an item, from the longest to the shortest."""
    if item.due is None:
        return [NOTHING]
    span = span_at(item.due, frame.unix_time)
    text = span.text(frame.format)
    return [frame.format.say("{time} late", time=text), f"+{text}"] if span.is_over else [text]


def _rest(frame: Frame, levels: Sequence[Level]) -> list[Op]:
    """How many rows are left out, and how many of them are late or soon will be."""
    late, soon = levels.count("red"), levels.count("amber")
    urgent = more = more_text(frame, len(levels))
    if late:
        second = frame.format.say_count("{count} late", "{count} late", late)
        urgent = frame.format.say("{first}, {second}", first=more, second=second)
    elif soon:
        second = frame.format.say_count("{count} soon", "{count} soon", soon)
        urgent = frame.format.say("{first}, {second}", first=more, second=second)
    area, size = frame.area, frame.small
    text = urgent if frame.fonts.width(urgent, size) <= area.width else more
    return [Text(area.x, area.bottom - size * 0.26, text, size, frame.theme.dim, max_width=area.width)]
