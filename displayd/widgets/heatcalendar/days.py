"""Figures put together by day, and days by week."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

from displayd.text.time_zones import time_zone
from displayd.widgets.heatcalendar.widget import HeatCalendar

__all__ = ["day_values", "weeks_of"]

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)

# As `datetime.date.weekday` counts them.
FIRST_DAYS: Mapping[str, int] = {"monday": 0, "saturday": 5, "sunday": 6}


def _mean(values: Sequence[float]) -> float:
    # Amounts near the largest float have no sum.
    return sum(value / len(values) for value in values)


_COMBINED: Mapping[str, Callable[[Sequence[float]], float]] = {
    "sum": sum,
    "mean": _mean,
    "highest": max,
    "lowest": min,
    "last": lambda values: values[-1],
}


def day_values(widget: HeatCalendar, timezone: str) -> dict[datetime.date, float]:
    """What each day with figures shows, by the days of `timezone`."""
    zone = time_zone(timezone)
    known: dict[datetime.date, list[float]] = {}
    for unix_time, value in widget.points:
        if value is not None:
            known.setdefault(datetime.datetime.fromtimestamp(unix_time, zone).date(), []).append(value)
    return {day: _COMBINED[widget.combine](values) for day, values in known.items()}


def weeks_of(days: Mapping[datetime.date, float], first_day: str, most: int) -> list[datetime.date]:
    """The first days of the weeks from the oldest figure to the newest, the last `most` of them."""
    start, last = (_week_start(day, first_day) for day in (min(days), max(days)))
    count = min(most, (last - start) // WEEK + 1)
    return [last - WEEK * (count - 1 - number) for number in range(count)]


def _week_start(day: datetime.date, first_day: str) -> datetime.date:
    back = (day.weekday() - FIRST_DAYS[first_day]) % 7
    return day - DAY * min(back, (day - datetime.date.min).days)
