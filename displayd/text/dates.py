"""Moments and ages in words."""

from __future__ import annotations

import datetime
from typing import Literal

from displayd.text.digits import MINUS
from displayd.text.locales import Locale

__all__ = [
    "age_text",
    "clock_text",
    "coming_text",
    "date_text",
    "day_text",
    "from_now_text",
    "moment_text",
    "month_text",
    "next_minute",
    "span_text",
    "until_age_changes",
    "until_from_now_changes",
]

_MINUTE, _HOUR, _DAY = 60, 3600, 86400

_YEAR = 365.25 * _DAY

# What lacks so much of a whole year, or of the first that is told in a larger unit, is told as that.
NEARLY = 0.02

# One day is long: 26 hours say more than "1 day".
_HOURS_UP_TO = 2 * _DAY


def clock_text(local: datetime.datetime, locale: Locale, with_seconds: bool = False) -> str:
    """The time of day, for example `14:07` or `2:07 pm`."""
    pattern = locale.time_seconds if with_seconds else locale.time
    half = locale.halves[local.hour >= 12]
    return pattern.format(H=local.hour, h=local.hour % 12 or 12, M=local.minute, S=local.second, a=half)


def date_text(local: datetime.date, locale: Locale, style: Literal["long", "short", "day"]) -> str:
    """The date without its year: `Saturday 21 November`, `Sat 21 Nov` or `21 Nov`."""
    pattern = {"long": locale.date_long, "short": locale.date_short, "day": locale.day_month}[style]
    weekday, month = local.weekday(), local.month
    return pattern.format(
        W=locale.weekdays[weekday],
        w=locale.weekdays_short[weekday],
        M=locale.months[month - 1],
        m=locale.months_short[month - 1],
        d=local.day,
        n=month,
    )


def moment_text(local: datetime.datetime, now: datetime.datetime, locale: Locale) -> str:
    """When something was, as short as `now`, in the same time zone, allows.

    `14:07` on the same day, `Fri 14:07` in the week before, `21 Nov` in the year before, `2024-11-21` otherwise.
    """
    days_ago = (now.date() - local.date()).days
    if days_ago == 0:
        return clock_text(local, locale)
    if 0 < days_ago < 7:
        return f"{locale.weekdays_short[local.weekday()]} {clock_text(local, locale)}"
    return day_text(local.date(), now.date(), locale)


def coming_text(local: datetime.datetime, now: datetime.datetime, locale: Locale) -> str:
    """When something will be, as short as `now`, in the same time zone, allows.

    `14:07` on the same day, `Mon 14:07` in the week that comes, `Mon 30 Nov` after it.
    """
    days = (local.date() - now.date()).days
    if days == 0:
        return clock_text(local, locale)
    if 0 < days < 7:
        return f"{locale.weekdays_short[local.weekday()]} {clock_text(local, locale)}"
    return date_text(local, locale, "short")


def day_text(local: datetime.date, today: datetime.date, locale: Locale) -> str:
    """The day of something, past or to come: `21 Nov`, and `2024-11-21` when it is far from `today`."""
    # From 11 months on the day alone could be taken for one of this year.
    if abs((today - local).days) < 335:
        return date_text(local, locale, "day")
    return local.isoformat()


def month_text(local: datetime.date, locale: Locale) -> str:
    """The month with its year: `Nov 2025`, and `2025-11` in languages that number their months."""
    name = locale.months_short[local.month - 1]
    return f"{local.year}-{local.month:02}" if name[:1].isdigit() else f"{name} {local.year}"


def age_text(seconds: float, locale: Locale) -> str:
    """A length of time in its largest whole unit, for example `12 s`, `5 min`, `3 h`, `2 days`; never rounded up."""
    whole = max(0, int(seconds))
    if whole >= _HOURS_UP_TO:
        days = whole // _DAY
        return locale.day_pattern(days).format(days)
    symbol, length = ("h", _HOUR) if whole >= _HOUR else ("min", _MINUTE) if whole >= _MINUTE else ("s", 1)
    return f"{whole // length}\N{NARROW NO-BREAK SPACE}{locale.units.get(symbol, symbol)}"


def span_text(seconds: float, locale: Locale) -> str:
    """How long something is, in round numbers: `15 min`, `24 h`, `90 days`, `1 year`."""
    years = seconds / _YEAR
    if round(years) and abs(years - round(years)) < NEARLY * years:
        return locale.year_pattern(round(years)).format(round(years))
    for length, enough in ((_DAY, _HOURS_UP_TO), (_HOUR, _HOUR), (_MINUTE, _MINUTE)):
        if seconds >= (1 - NEARLY) * enough:
            return age_text(max(enough, round(seconds / length) * length), locale)
    return age_text(seconds, locale)


def until_age_changes(seconds: float) -> float:
    """How many seconds from now `age_text` says something else about what is `seconds` old now; more than 0."""
    if seconds < 0:
        return 1 - seconds
    step = _age_step(seconds)
    return (seconds // step + 1) * step - seconds


def from_now_text(seconds: float, locale: Locale) -> str:
    """How far something is in the past, with a minus, or, for less than nothing, in the future, with a plus."""
    sign = "" if abs(seconds) < 1 else MINUS if seconds > 0 else "+"
    return f"{sign}{age_text(abs(seconds), locale)}"


def until_from_now_changes(seconds: float) -> float:
    """How many seconds from now `from_now_text` says something else about what was `seconds` ago; more than 0."""
    if seconds > -1:
        return until_age_changes(seconds)
    # What is to come is never rounded up either: it changes just after a whole unit.
    return -seconds % _age_step(-seconds) + 0.001


def _age_step(seconds: float) -> int:
    return _DAY if seconds >= _HOURS_UP_TO else _HOUR if seconds >= _HOUR else _MINUTE if seconds >= _MINUTE else 1


def next_minute(unix_time: float) -> float:
    """The unix time at which the next minute begins, on every clock of today's time zones; later than `unix_time`."""
    return (unix_time // _MINUTE + 1) * _MINUTE
