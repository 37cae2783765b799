"""Rows of events under the names of their days."""

from __future__ import annotations

from displayd.drawing.marks.message import message
from displayd.drawing.rows.timed_rows import TimedRow, day_words, rows_room, timed_height, timed_rows
from displayd.scene.operations import Op
from displayd.text.dates import next_minute
from displayd.text.signage_words import ALL_DAY, BUSY, NOTHING_PLANNED, NOW, TODAY, TOMORROW, in_time, until
from displayd.tile.events import Event, coming, next_step
from displayd.tile.frame import Frame
from displayd.widgets.agenda.widget import Agenda

__all__ = ["draw", "wanted_height"]

# With fewer rows the names of days take too many of them.
ROWS_WITH_DAYS = 7

SOON_SECONDS = 3600
"""So long before it begins, an event says in how many minutes."""


def draw(widget: Agenda, frame: Frame) -> list[Op]:
    """What is on, and what comes, as far as there is room."""
    if not frame.has_time:
        return message(frame, frame.format.say("Clock not set"), [], frame.theme.dim)
    now = frame.unix_time
    frame.changes_at(min(next_step(widget.items, now), frame.format.midnight_after(now)))
    events = coming(widget.items, now)
    if not events:
        return message(frame, frame.format.say(NOTHING_PLANNED), [], frame.theme.dim)
    return timed_rows(frame, _rows(frame, events, rows_room(frame) >= ROWS_WITH_DAYS))


def wanted_height(widget: Agenda, frame: Frame) -> float:
    """All events with the names of their days."""
    events = coming(widget.items, frame.unix_time)
    return timed_height(frame, _rows(frame, events, True)) if events else 3 * frame.label


def _rows(frame: Frame, events: list[Event], has_days: bool) -> list[TimedRow]:
    now, format_ = frame.unix_time, frame.format
    rows, day = list[TimedRow](), ""
    near = format_.say(TODAY), format_.say(TOMORROW)
    for one in events:
        shown_at = max(one.begins, now)
        if has_days and (heading := day_words(frame, shown_at, *near)) != day:
            day = heading
            rows.append(TimedRow("", heading, is_heading=True))
        is_today = format_.days_until(shown_at, now) == 0
        lead = format_.time(one.begins) if has_days else format_.coming(one.begins, now)
        if one.all_day:
            lead = frame.format.say(ALL_DAY) if has_days or is_today else format_.weekday(one.begins)
        elif one.is_on(now) and format_.days_until(one.begins, now) < 0:
            lead = frame.format.say(NOW)
        rows.append(TimedRow(lead, one.label or frame.format.say(BUSY), one.detail, _tail(frame, one), one.is_on(now)))
    return rows


def _tail(frame: Frame, one: Event) -> str:
    """Until when it goes on, or in how many minutes it begins."""
    now = frame.unix_time
    if one.is_on(now):
        if not one.all_day:
            return until(frame.format, frame.format.coming(one.ends, now))
        return until(frame.format, frame.format.date(one.ends - 1, "short")) if one.ends - now > 86_400 else ""
    if one.begins - now <= SOON_SECONDS:
        frame.changes_at(next_minute(now))
        # Never rounded down: who has 4 min and some seconds has not yet to run.
        return in_time(frame.format, frame.format.age(max(60.0, -(-(one.begins - now) // 60) * 60)))
    return ""
