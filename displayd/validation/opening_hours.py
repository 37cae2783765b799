"""Opening hours such as `Mon-Fri 08:00-19:00, Sat 10:00-14:00`."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from typing import NamedTuple

__all__ = ["HoursError", "Window", "hours_at", "parse_hours"]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Clocks are put forward and back on whole quarters of an hour, UTC, wherever that is done today; between two of them
# minutes on the wall are minutes.
CLOCK_CHANGE_SECONDS = 900

_PART = re.compile(
    r"^(?:(?P<first>[a-z]{3})(?:\s*[-–]\s*(?P<last>[a-z]{3}))?\s+)?"
    r"(?P<from_h>\d{1,2}):(?P<from_m>\d{2})\s*[-–]\s*(?P<to_h>\d{1,2}):(?P<to_m>\d{2})$"
)


class HoursError(ValueError):
    """Opening hours that cannot be read; the message says which part."""


class Window(NamedTuple):
    """One stretch of time on some weekdays."""

    days: frozenset[int]
    """Weekdays on which it begins, 0 for Monday."""
    start_minute: int
    """Of the day, local time."""
    end_minute: int
    """Of the day, 1440 for midnight at its end; not after `start_minute` when the window ends on the next day."""


def parse_hours(text: str) -> tuple[Window, ...]:
    """The windows in `text`, separated by commas; none for an empty text, which means always.

    A window without days holds every day; `22:00-06:00` runs into the next morning.

    Raises:
        HoursError: a part that is no window.
    """
    windows = []
    for part in filter(None, (piece.strip().lower() for piece in text.split(","))):
        match = _PART.match(part)
        if not match:
            raise HoursError(f"`{part}` is not a time of opening such as `mon-fri 08:00-19:00`")
        first, last = match["first"], match["last"] or match["first"]
        for day in (first, last):
            if day is not None and day not in DAYS:
                raise HoursError(f"`{day}` is not a weekday (mon, tue, wed, thu, fri, sat, sun)")
        start = _minute(match["from_h"], match["from_m"], part)
        end = _minute(match["to_h"], match["to_m"], part)
        if start == 1440:
            raise HoursError(f"`{part}` begins at the end of the day")
        if first is None:
            days = frozenset(range(7))
        else:
            begin, stop = DAYS.index(first), DAYS.index(last)
            days = frozenset((begin + step) % 7 for step in range((stop - begin) % 7 + 1))
        windows.append(Window(days, start, end))
    return tuple(windows)


def hours_at(windows: tuple[Window, ...], unix_time: float, timezone: str) -> tuple[bool, float]:
    """Whether a window is open at `unix_time`, and until when that is sure.

    The clock on the wall decides. Where summer time skips an hour, a window that would begin in it begins right after;
    where an hour comes twice, its windows do too. No windows: open for ever.

    Returns:
        The answer, and a moment after `unix_time` up to which it holds and at which to ask again.
    """
    if not windows:
        return True, float("inf")
    local = datetime.datetime.fromtimestamp(unix_time, zoneinfo.ZoneInfo(timezone))
    minute = local.hour * 60 + local.minute
    is_open = any(_holds(window, local.weekday(), minute) for window in windows)
    edges = (1440, *(window.start_minute for window in windows), *(window.end_minute for window in windows))
    minutes_left = min(edge for edge in edges if edge > minute) - minute
    edge_time = (unix_time // 60 + minutes_left) * 60
    return is_open, min(edge_time, (unix_time // CLOCK_CHANGE_SECONDS + 1) * CLOCK_CHANGE_SECONDS)


def _holds(window: Window, weekday: int, minute: int) -> bool:
    if window.end_minute > window.start_minute:
        return weekday in window.days and window.start_minute <= minute < window.end_minute
    return (weekday in window.days and minute >= window.start_minute) or (
        (weekday - 1) % 7 in window.days and minute < window.end_minute
    )


def _minute(hours: str, minutes: str, part: str) -> int:
    minute = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or minute > 1440:
        raise HoursError(f"`{part}` names a time that no clock shows")
    return minute
