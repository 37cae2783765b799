"""The dates and times that a KPI may name: computed by the hub, so that no database is asked what day it is."""

from __future__ import annotations

import calendar
import datetime
import re
import zoneinfo
from collections.abc import Callable, Mapping

from displayd.hub.metrics.periods import days_of

__all__ = ["PARAMETERS", "PATTERNS", "Moment", "is_parameter", "local_now", "parameter"]

Moment = datetime.date | datetime.datetime
"""A day, or a time of day by the clock of the wall, without a zone."""


def _months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the last of the month where there is none."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=years, month=month + 1, day=min(day.day, calendar.monthrange(years, month + 1)[1]))


def _days(day: datetime.date, days: int) -> datetime.date:
    return day + datetime.timedelta(days=days)


def _week(day: datetime.date, weeks: int = 0) -> datetime.date:
    return _days(days_of("week", day)[0], 7 * weeks)


def _month(day: datetime.date, months: int = 0) -> datetime.date:
    return _months(day.replace(day=1), months)


def _quarter(day: datetime.date, quarters: int = 0) -> datetime.date:
    return _months(days_of("quarter", day)[0], 3 * quarters)


def _year(day: datetime.date, years: int = 0) -> datetime.date:
    return _months(day.replace(month=1, day=1), 12 * years)


PARAMETERS: Mapping[str, Callable[[datetime.datetime], Moment]] = {
    "now": lambda now: now,
    "today": lambda now: now.date(),
    "yesterday": lambda now: _days(now.date(), -1),
    "tomorrow": lambda now: _days(now.date(), 1),
    "week": lambda now: _week(now.date()),
    "month": lambda now: _month(now.date()),
    "quarter": lambda now: _quarter(now.date()),
    "year": lambda now: _year(now.date()),
    "last_week": lambda now: _week(now.date(), -1),
    "last_month": lambda now: _month(now.date(), -1),
    "last_quarter": lambda now: _quarter(now.date(), -1),
    "last_year": lambda now: _year(now.date(), -1),
    "next_week": lambda now: _week(now.date(), 1),
    "next_month": lambda now: _month(now.date(), 1),
    "next_quarter": lambda now: _quarter(now.date(), 1),
    "next_year": lambda now: _year(now.date(), 1),
    "week_ago": lambda now: _days(now.date(), -7),
    "month_ago": lambda now: _months(now.date(), -1),
    "quarter_ago": lambda now: _months(now.date(), -3),
    "year_ago": lambda now: _months(now.date(), -12),
}
"""By name, from the time by the clock of the wall. A week begins on Monday."""

_PATTERNS: Mapping[str, Callable[[datetime.datetime, int], Moment]] = {
    "dN": lambda now, count: _days(now.date(), -count),
    "plusNd": lambda now, count: _days(now.date(), count),
    "monthsN": lambda now, count: _months(now.date(), -count),
    "plusNm": lambda now, count: _months(now.date(), count),
    "wN": lambda now, count: _week(now.date(), -count),
    "mN": lambda now, count: _month(now.date(), -count),
    "qN": lambda now, count: _quarter(now.date(), -count),
    "yN": lambda now, count: _year(now.date(), -count),
    "tsN": lambda now, count: now - datetime.timedelta(days=count),
    "hN": lambda now, count: now - datetime.timedelta(hours=count),
}

PATTERNS = tuple(_PATTERNS)
"""Names with a number of one to four digits in place of the N."""

_COUNTED = re.compile(r"([a-z]+)(\d{1,4})([a-z]*)")


def local_now(unix_time: float, timezone: str) -> datetime.datetime:
    """The time by the clock of the wall in whole seconds, without a zone: that of the timestamps that KPIs read."""
    aware = datetime.datetime.fromtimestamp(unix_time // 1, zoneinfo.ZoneInfo(timezone))
    return aware.replace(tzinfo=None)


def is_parameter(name: str) -> bool:
    """Whether there is a parameter `name`."""
    return _compute(name) is not None


def parameter(name: str, now: datetime.datetime) -> Moment:
    """The value of the parameter `name`, of which `is_parameter` says that there is one.

    Args:
        now: as of `local_now`.

    Raises:
        OverflowError: it is beyond the calendar.
    """
    compute = _compute(name)
    assert compute is not None
    try:
        return compute(now)
    except ValueError as exc:
        raise OverflowError(f"`:{name}` is beyond the calendar") from exc


def _compute(name: str) -> Callable[[datetime.datetime], Moment] | None:
    if name in PARAMETERS:
        return PARAMETERS[name]
    found = _COUNTED.fullmatch(name)
    pattern = _PATTERNS.get(f"{found[1]}N{found[3]}") if found else None
    if found is None or pattern is None:
        return None
    count = int(found[2])
    return lambda now: pattern(now, count)
