"""Days, weeks and longer periods of the calendar, in which an office counts."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Literal

__all__ = ["Period", "days_before", "days_of", "share_gone"]

Period = Literal["day", "week", "month", "quarter", "year"]

_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def days_of(period: Period, day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """The first day of the period that `day` is in, and the first of the next one. Weeks begin on Monday."""
    if period == "day":
        return day, day + datetime.timedelta(days=1)
    if period == "week":
        monday = day - datetime.timedelta(days=day.weekday())
        return monday, monday + datetime.timedelta(days=7)
    length = _MONTHS[period]
    first = day.replace(month=(day.month - 1) // length * length + 1, day=1)
    years, month = divmod(first.month - 1 + length, 12)
    return first, first.replace(year=first.year + years, month=month + 1)


def share_gone(period: Period, unix_time: float, timezone: str) -> float:
    """How much of the period at `unix_time` is over: 0 at its beginning, up to 1 at its end."""
    zone = zoneinfo.ZoneInfo(timezone)
    begin, end = (
        datetime.datetime.combine(day, datetime.time(), zone).timestamp()
        for day in days_of(period, datetime.datetime.fromtimestamp(unix_time, zone).date())
    )
    return min(1.0, max(0.0, (unix_time - begin) / (end - begin)))


def days_before(unix_time: float, days: int, timezone: str) -> float:
    """The moment at which clocks in `timezone` showed the same so many days before.

    Where it is skipped there, because clocks were put forward, it is as much later as they were put; where there are
    two, it is the first.
    """
    then = datetime.datetime.fromtimestamp(unix_time, zoneinfo.ZoneInfo(timezone)) - datetime.timedelta(days=days)
    return then.timestamp()
