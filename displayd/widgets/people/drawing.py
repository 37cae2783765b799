"""Rows of names: today's first, then the days that come, then praise."""

from __future__ import annotations

from displayd.drawing.marks.message import message
from displayd.drawing.rows.timed_rows import TimedRow, timed_height, timed_rows
from displayd.scene.operations import Op
from displayd.text.signage_words import BIRTHDAY, NO_DAYS, THANK_YOU, TODAY, TOMORROW, anniversary, becomes
from displayd.tile.frame import Frame
from displayd.widgets.people.widget import People, Person

__all__ = ["draw", "wanted_height"]

PRAISE_DAYS = 31
"""Praise is shown for so long at most, whoever sends it."""


def draw(widget: People, frame: Frame) -> list[Op]:
    """Whose day it is, as far as there is room."""
    if not frame.has_time:
        return message(frame, frame.format.say("Clock not set"), [], frame.theme.dim)
    frame.changes_at(frame.format.midnight_after(frame.unix_time))
    rows = _rows(widget, frame)
    return timed_rows(frame, rows) if rows else message(frame, frame.format.say(NO_DAYS), [], frame.theme.dim)


def wanted_height(widget: People, frame: Frame) -> float:
    """All rows with what stands under the names."""
    rows = _rows(widget, frame)
    return timed_height(frame, rows) if rows else 3 * frame.label


def _rows(widget: People, frame: Frame) -> list[TimedRow]:
    """Today's first, then those of the next days, then praise, the newest first; what is over is left out."""
    known = [(one, _days(one, frame)) for one in widget.items if one.label]
    coming = sorted((pair for pair in known if pair[0].occasion != "praise" and pair[1] >= 0), key=lambda pair: pair[1])
    praise = [pair for pair in known if pair[0].occasion == "praise" and -PRAISE_DAYS <= pair[1] <= 0]
    praise.sort(key=lambda pair: -pair[1])
    return [_row(frame, *pair) for pair in (*coming, *praise)]


def _days(one: Person, frame: Frame) -> int:
    return 0 if one.time is None else frame.format.days_until(one.time, frame.unix_time)


def _row(frame: Frame, one: Person, days: int) -> TimedRow:
    if one.occasion == "praise":
        return TimedRow(frame.format.say(THANK_YOU), one.label, one.detail)
    lead = {0: frame.format.say(TODAY), 1: frame.format.say(TOMORROW)}.get(days, "")
    if not lead and one.time is not None:
        lead = frame.format.weekday(one.time) if days < 7 else frame.format.day(one.time, frame.unix_time)
    years = "" if one.years is None else frame.format.text(one.years, "short", 0)
    birthday = becomes(frame.format, years) if years else frame.format.say(BIRTHDAY)
    tail = anniversary(frame.format, years) if one.occasion == "anniversary" else birthday
    return TimedRow(lead, one.label, one.detail, tail, days == 0)
