"""When the points of a chart are, by the labels of its axis: ISO dates, also cut short, and names."""

from __future__ import annotations

import datetime
import itertools
import re
import zoneinfo
from collections.abc import Sequence

__all__ = ["times_of"]

_ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WORD = re.compile(r"([a-z]{3})[a-z]*\.?(?: '?([0-9]{2}|[0-9]{4}))?")
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
LATEST = 253_370_764_799.0


def times_of(labels: Sequence[object], now: float, timezone: str) -> list[float] | None:
    """The unix time of each of `labels`, in rising order; None where some say none, or go back.

    Names without a year (`Nov`, `Mon`, `14:00`) are those that lead up to now, the last of them as late as it can be.
    """
    zone = zoneinfo.ZoneInfo(timezone)
    today = datetime.datetime.fromtimestamp(now, zone)
    try:
        found = [_of_iso(label, zone) for label in labels]
        if labels and None in found:
            found = list(_of_names([str(label).strip().lower() for label in labels], today))
    except (ValueError, OverflowError):
        return None
    times = [one.timestamp() for one in found if one is not None]
    rises = all(before < after for before, after in itertools.pairwise(times))
    return times if len(times) == len(labels) and rises and all(0 <= at <= LATEST for at in times) else None


def _of_iso(label: object, zone: datetime.tzinfo) -> datetime.datetime | None:
    if not isinstance(label, str):
        return None
    text = label.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
        return datetime.datetime(int(year), int(month or 1), int(day or 1), tzinfo=zone)
    if len(text) < 13 or not text[:4].isdecimal():
        return None
    moment = datetime.datetime.fromisoformat(text.upper())
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _of_names(labels: Sequence[str], today: datetime.datetime) -> list[datetime.datetime | None]:
    """From the last one backwards: each is the latest of its name before the one that follows."""
    times: list[datetime.datetime | None] = []
    until = today
    for label in reversed(labels):
        at = _of_name(label, until, is_last=not times)
        times.append(at)
        if at is not None:
            until = at
    return times[::-1]


def _of_name(label: str, until: datetime.datetime, *, is_last: bool) -> datetime.datetime | None:
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if clock := _CLOCK.fullmatch(label):
        at = midnight.replace(hour=int(clock[1]), minute=int(clock[2]))
        return at if at < until or (is_last and at == until) else _days_before(at, 1)
    word = _WORD.fullmatch(label)
    if word is None:
        return None
    if word[1] in _MONTHS:
        month = _MONTHS.index(word[1]) + 1
        if word[2]:
            return midnight.replace(year=int(word[2]) + (2000 if len(word[2]) == 2 else 0), month=month, day=1)
        at = midnight.replace(month=month, day=1)
        return at if at < until or (is_last and at == until) else at.replace(year=at.year - 1)
    if word[1] in _DAYS and not word[2]:
        at = _days_before(midnight, (until.weekday() - _DAYS.index(word[1])) % 7)
        return at if at < until or (is_last and at == until) else _days_before(at, 7)
    return None


def _days_before(moment: datetime.datetime, days: int) -> datetime.datetime:
    """The same time of day, so many days before."""
    day = moment.date() - datetime.timedelta(days=days)
    return moment.replace(year=day.year, month=day.month, day=day.day)
