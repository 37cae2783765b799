"""The quiet hours of a screen: when it may be updated."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import NamedTuple

from displayd.validation.opening_hours import Window, parse_hours

__all__ = ["QuietHours", "quiet_hours"]

DAY_SECONDS = 86_400.0

# Weekdays come back after a week; one more, as a window that began before midnight may still run.
_DAYS = range(-1, 8)


class QuietHours(NamedTuple):
    """One stretch of quiet hours, unix times."""

    start: float
    end: float


def quiet_hours(text: str, unix_time: float, timezone: str) -> QuietHours:
    """The quiet hours that are now, or else the next ones.

    Args:
        text: as in `updates`, for example `02:00-04:00`; empty for any time.
        timezone: of the screen.
    """
    windows = parse_hours(text)
    if not windows:
        return QuietHours(unix_time, unix_time + DAY_SECONDS)
    zone = zoneinfo.ZoneInfo(timezone)
    today = datetime.datetime.fromtimestamp(unix_time, zone).date()
    found = [
        _stretch(window, today + datetime.timedelta(days=days), zone)
        for days in _DAYS
        for window in windows
        if (today + datetime.timedelta(days=days)).weekday() in window.days
    ]
    return min(one for one in found if one.end > unix_time)


def _stretch(window: Window, day: datetime.date, zone: zoneinfo.ZoneInfo) -> QuietHours:
    """`window` as it begins on `day`."""
    midnight = datetime.datetime.combine(day, datetime.time(), zone)
    minutes = window.end_minute + (1440 if window.end_minute <= window.start_minute else 0)
    # Added to the clock on the wall: where that is put forward or back, so are the quiet hours.
    start = (midnight + datetime.timedelta(minutes=window.start_minute)).timestamp()
    end = (midnight + datetime.timedelta(minutes=minutes)).timestamp()
    return QuietHours(start, max(end, start + 60))
