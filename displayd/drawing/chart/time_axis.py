"""Ticks at round times of the wall clock, from seconds to centuries."""

from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterator
from typing import Literal

from displayd.drawing.scale import CLOCK
from displayd.text.dates import clock_text, date_text
from displayd.text.formatter import Formatter
from displayd.text.locales import locale_of
from displayd.text.time_zones import time_zone

__all__ = ["time_ticks"]

_DAY = 86_400

_Kind = Literal["second", "day", "month", "year"]

# The shortest that each can be.
_SECONDS: dict[_Kind, int] = {"second": 1, "day": _DAY, "month": 28 * _DAY, "year": 365 * _DAY}


def time_ticks(start: float, end: float, count: int, formatter: Formatter) -> list[tuple[float, str]]:
    """Unix time and text of at most `count` ticks from `start` to `end`, at round times of the formatter's zone."""
    zone = time_zone(formatter.timezone)
    for kind, step in _time_steps():
        if (end - start) / (_SECONDS[kind] * step) > count + 1:
            continue
        moments = [one for one in _moments(start, end, kind, step, zone) if start <= one.timestamp() <= end]
        if len(moments) <= count:
            return [(one.timestamp(), _time_text(one, kind, step, formatter)) for one in moments]
    return []


def _time_steps() -> Iterator[tuple[_Kind, int]]:
    yield from (("second", seconds) for seconds in CLOCK[:-1])
    yield from (("day", days) for days in (1, 2, 7, 14))
    yield from (("month", months) for months in (1, 2, 3, 6))
    power = 1
    while power <= 10_000:
        yield from (("year", face * power) for face in (1, 2, 5))
        power *= 10


def _moments(start: float, end: float, kind: _Kind, step: int, zone: zoneinfo.ZoneInfo) -> Iterator[datetime.datetime]:
    """Round local times from shortly before `start` to shortly after `end`.

    They are counted on the wall clock, so that they stay round when clocks change.
    """
    first = datetime.datetime.fromtimestamp(start, zone).replace(tzinfo=None)
    last = datetime.datetime.fromtimestamp(end, zone).replace(tzinfo=None)
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    if kind == "second":
        number = int((first - midnight).total_seconds()) // step
        moment = midnight + datetime.timedelta(seconds=number * step)
        while moment <= last:
            yield moment.replace(tzinfo=zone)
            moment += datetime.timedelta(seconds=step)
    elif kind == "day":
        # Weeks begin on Mondays, and the days of longer steps are counted from one.
        back = (midnight.toordinal() - 1) % step
        moment = midnight - datetime.timedelta(days=min(back, midnight.toordinal() - 1))
        while moment <= last:
            yield moment.replace(tzinfo=zone)
            moment += datetime.timedelta(days=step)
    else:
        months = step if kind == "month" else step * 12
        number = (first.year * 12 + first.month - 1) // months * months
        while number <= last.year * 12 + last.month - 1:
            if number >= 12:
                yield datetime.datetime(number // 12, number % 12 + 1, 1, tzinfo=zone)
            number += months


def _time_text(local: datetime.datetime, kind: _Kind, step: int, formatter: Formatter) -> str:
    locale = locale_of(formatter.locale)
    if kind == "second":
        is_midnight = local.hour == local.minute == local.second == 0
        return date_text(local, locale, "day") if is_midnight else clock_text(local, locale, step < 60)
    if kind == "day":
        return locale.weekdays_short[local.weekday()] if step == 1 else date_text(local, locale, "day")
    return locale.months_short[local.month - 1] if kind == "month" and local.month > 1 else str(local.year)
