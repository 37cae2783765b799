"""Rows of what comes, the next one standing out."""

from __future__ import annotations

from displayd.drawing.marks.message import message
from displayd.drawing.rows.timed_rows import TimedRow, timed_height, timed_rows
from displayd.scene.operations import Op
from displayd.text.dates import next_minute
from displayd.text.signage_words import NOTHING_MORE, NOW, in_time, until
from displayd.tile.events import Event, coming, next_step
from displayd.tile.frame import Frame
from displayd.widgets.timetable.widget import Timetable

__all__ = ["draw", "wanted_height"]


def draw(widget: Timetable, frame: Frame) -> list[Op]:
    """What is on and what comes, as far as there is room."""
    if not frame.has_time:
        return message(frame, frame.format.say("Clock not set"), [], frame.theme.dim)
    now = frame.unix_time
    frame.changes_at(min(next_step(widget.items, now), frame.format.midnight_after(now)))
    events = coming(widget.items, now)
    if not events:
        return message(frame, frame.format.say(NOTHING_MORE), [], frame.theme.dim)
    return timed_rows(frame, _rows(widget, frame, events))


def wanted_height(widget: Timetable, frame: Frame) -> float:
    """All rows with what stands under their names."""
    events = coming(widget.items, frame.unix_time)
    return timed_height(frame, _rows(widget, frame, events)) if events else 3 * frame.label


def _rows(widget: Timetable, frame: Frame, events: list[Event]) -> list[TimedRow]:
    """All rows; those that come at the same time as the next one stand out as it does."""
    now = frame.unix_time
    first = next((one.begins for one in events if one.begins > now), None)
    is_any_on = any(one.is_on(now) for one in events)
    rows = []
    for one in events:
        is_next = one.is_on(now) or (not is_any_on and one.begins == first)
        rows.append(
            TimedRow(frame.format.coming(one.begins, now), one.label, one.detail, _tail(widget, frame, one), is_next)
        )
    return rows


def _tail(widget: Timetable, frame: Frame, one: Event) -> str:
    """Until when it goes on, or in how many minutes it is: whole ones that are left, so that nobody comes late."""
    now = frame.unix_time
    if one.is_on(now):
        return until(frame.format, frame.format.coming(one.ends, now))
    left = one.begins - now
    if left > widget.count_minutes * 60:
        return ""
    frame.changes_at(min(now + left % 60 + 0.001, next_minute(now)) if left % 60 else next_minute(now))
    return in_time(frame.format, frame.format.age(left)) if left >= 60 else frame.format.say(NOW)
