"""`Free` or `Busy` in large letters, until when, and the next meetings."""

from __future__ import annotations

from dataclasses import replace

from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.message import message
from displayd.drawing.rows.timed_rows import TimedRow, timed_rows
from displayd.protocol.vocabulary import Level
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.signage_words import ALL_DAY, BUSY, FREE, REST_OF_DAY, until
from displayd.tile.events import Event, busy_until, coming, next_step, on_now
from displayd.tile.frame import Frame, fitted_size
from displayd.widgets.room.widget import Room

__all__ = ["draw", "wanted_height"]

# Height of a line in font sizes; largest letters in 1080ths of the short side; room for the mark, in font sizes.
LINE, LARGEST, MARK = 1.25, 220.0, 0.95

# In a tile so many times as wide as high the next meetings stand beside.
WIDE = 1.7

# Share of the height that the words take while there are meetings under them.
SHARE = 0.55


def draw(widget: Room, frame: Frame) -> list[Op]:
    """How the room is, and what comes."""
    if not frame.has_time:
        return message(frame, frame.format.say("Clock not set"), [], frame.theme.dim)
    now = frame.unix_time
    frame.changes_at(min(next_step(widget.items, now), frame.format.midnight_after(now)))
    taking = [one for one in widget.items if not one.free]
    busy = busy_until(taking, now)
    later = [one for one in coming(taking, now) if one.begins > now]
    rows = [_row(frame, one) for one in later]
    area = frame.area
    if not rows or area.height < 6 * frame.label:
        return _state(frame, taking, busy, later)
    half = area.width // 2
    widest = max(frame.fonts.width(row.lead, frame.small, "semibold") for row in rows)
    lines = _lines(frame, taking, busy, later)
    widest = max(widest, *(frame.fonts.width(line, frame.small, "medium") for line in lines[:1]))
    if area.width >= WIDE * area.height and widest <= half - round(2 * frame.gap):
        left = Rect(area.x, area.y, half - round(2 * frame.gap), area.height)
        right = Rect(area.x + half, area.y, area.width - half, area.height)
    else:
        high = round(area.height * SHARE)
        left = Rect(area.x, area.y, area.width, high)
        right = Rect(area.x, area.y + high, area.width, area.height - high)
    rest = replace(frame, area=right)
    return _state(replace(frame, area=left), taking, busy, later) + timed_rows(rest, rows)


def wanted_height(widget: Room, frame: Frame) -> float:
    """Large words, and three meetings."""
    return 8.0 * frame.label


def _state(frame: Frame, taking: list[Event], busy: float | None, later: list[Event]) -> list[Op]:
    """The word with its mark, until when, and what is on."""
    area, theme = frame.area, frame.theme
    level: Level = "good" if busy is None else "red"
    lines = _lines(frame, taking, busy, later)
    under = frame.label * frame.step
    count = max(0, min(len(lines), int((area.height - frame.small * LINE) / (under * LINE))))
    room = area.height - count * under * LINE
    largest = max(1.0, min(room / LINE, LARGEST * frame.unit))
    widest = max(frame.fonts.width(one, 1.0, "bold") for one in (frame.format.say(FREE), frame.format.say(BUSY))) + MARK
    size = max(min(largest, frame.small), min(largest, area.width / widest))
    mark = MARK * size if size * widest <= area.width * 1.001 else 0.0
    height = size * LINE + count * under * LINE
    top = area.y + max(0.0, (area.height - height) / 2)
    middle = top + size * LINE / 2
    color = theme.level_color(level)
    ops = level_mark(level, area.x + size * 0.36, middle, size * 0.6, theme) if mark else []
    baseline = middle + size * CAP_HEIGHT / 2
    word = frame.format.say(FREE) if busy is None else frame.format.say(BUSY)
    ops.append(Text(area.x + mark, baseline, word, size, color, "left", "bold", area.width - mark))
    for number, line in enumerate(lines[:count]):
        foot = top + size * LINE + (number + 0.5) * under * LINE + under * CAP_HEIGHT / 2
        ink = theme.dim if number else theme.text
        fitted = fitted_size(frame, [line], under, area.width, "medium")
        ops.append(Text(area.x, foot, line, fitted, ink, "left", "medium", area.width))
    return ops


def _lines(frame: Frame, taking: list[Event], busy: float | None, later: list[Event]) -> list[str]:
    """Until when it is so, and what is on."""
    now = frame.unix_time
    moment = (later[0].begins if later else None) if busy is None else busy
    if moment is None or (busy is None and frame.format.days_until(moment, now) > 0):
        second = frame.format.say(REST_OF_DAY)
    else:
        second = until(frame.format, frame.format.coming(moment, now))
    on = on_now(taking, now)
    return [second, *([on[0].label] if busy is not None and on and on[0].label else [])]


def _row(frame: Frame, one: Event) -> TimedRow:
    now = frame.unix_time
    is_today = frame.format.days_until(one.begins, now) == 0
    lead = frame.format.coming(one.begins, now)
    if one.all_day:
        lead = frame.format.say(ALL_DAY) if is_today else frame.format.weekday(one.begins)
    return TimedRow(lead, one.label or frame.format.say(BUSY))
