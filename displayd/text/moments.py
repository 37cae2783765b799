"""Moments by a pattern of one's own: the letters of moment.js, which Grafana's `time:` has, e.g. `YYYY-MM-DD HH:mm`."""

from __future__ import annotations

import datetime
import math
import re
import zoneinfo
from dataclasses import dataclass

from displayd.text.dates import clock_text, date_text, from_now_text, until_from_now_changes
from displayd.text.locales import Locale
from displayd.text.unit import Unit

__all__ = ["ISO", "Present", "figure_as_moment", "moment_in_words"]

ISO = "YYYY-MM-DD HH:mm:ss"
"""Where nobody says how a moment is to be written."""

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

# Every zone has these years whole.
_FIRST, _LAST = (_EPOCH.replace(year=2) - _EPOCH).total_seconds(), (_EPOCH.replace(year=9998) - _EPOCH).total_seconds()

_TOKEN = re.compile(
    r"\[([^\[\]]*)\]|LTS|LT|L{1,4}|l{1,4}|YYYY|YY|Y|Qo|Q|MMMM|MMM|MM|Mo|M|DDDD|DDDo|DDD|DD|Do|D|dddd|ddd|dd|do|d|E|e"
    r"|ww|wo|w|WW|Wo|W|GGGG|GG|gggg|gg|HH|H|hh|h|kk|k|a|A|mm|m|ss|s|S{1,9}|ZZ|Z|zz|z|X|x"
)

# What moment.js makes of these in English; here the order is the locale's, the date ISO 8601.
_SHORTHANDS = {"L": "YYYY-MM-DD", "l": "YYYY-M-D"}


@dataclass
class Present:
    """The moment at which figures are written, and until when they read the same."""

    unix_time: float
    until: float = math.inf
    """Unix time; lowered by what is written."""

    def changes_at(self, unix_time: float) -> None:
        """What was written reads otherwise from `unix_time` on; the earliest one counts."""
        self.until = min(self.until, unix_time)


def figure_as_moment(
    value: float | None, unit: Unit, zone: zoneinfo.ZoneInfo, locale: Locale, present: Present | None
) -> str | None:
    """`value`, milliseconds since 1970, as a moment; None where no calendar has it.

    Args:
        present: None when nobody knows: then the date is always told.
    """
    unix_time = math.nan if value is None else value / 1000
    # NaN is in no interval.
    if not _FIRST <= unix_time < _LAST:
        return None
    if present is not None and not unit.pattern:
        ago = present.unix_time - unix_time
        present.changes_at(present.unix_time + until_from_now_changes(ago))
        return from_now_text(ago, locale)
    local = (_EPOCH + datetime.timedelta(seconds=unix_time)).astimezone(zone)
    pattern = unit.pattern or ISO
    if present is not None and unit.pattern_today:
        today = datetime.datetime.fromtimestamp(present.unix_time, zone).date()
        midnight = datetime.datetime.combine(today + datetime.timedelta(days=1), datetime.time(), zone)
        present.changes_at(midnight.timestamp())
        pattern = unit.pattern_today if local.date() == today else pattern
    return moment_in_words(local, pattern, locale)


def moment_in_words(local: datetime.datetime, pattern: str, locale: Locale) -> str:
    """`local` by `pattern`; names of months and days are those of `locale`, letters in `[ ]` stay as they are."""
    return _TOKEN.sub(lambda found: found[1] if found[1] is not None else _part(found[0], local, locale), pattern)


def _part(letters: str, local: datetime.datetime, locale: Locale) -> str:
    if letters[0] in "Ll":
        return _by_locale(letters, local, locale)
    year, month, day = local.year, local.month, local.day
    if letters[0] in "YQMDd":
        day_of_year = local.timetuple().tm_yday
        weekday, quarter = local.weekday(), (month + 2) // 3
        return {
            "YYYY": f"{year:04}", "YY": f"{year % 100:02}", "Y": str(year),
            "Q": str(quarter), "Qo": _ordinal(quarter),
            "MMMM": locale.months[month - 1], "MMM": locale.months_short[month - 1], "MM": f"{month:02}",
            "M": str(month), "Mo": _ordinal(month),
            "DDDD": f"{day_of_year:03}", "DDD": str(day_of_year), "DDDo": _ordinal(day_of_year), "DD": f"{day:02}",
            "D": str(day), "Do": _ordinal(day),
            "dddd": locale.weekdays[weekday], "ddd": locale.weekdays_short[weekday],
            "dd": locale.weekdays_short[weekday][:2], "d": str((weekday + 1) % 7), "do": _ordinal((weekday + 1) % 7),
        }[letters]  # fmt: skip
    if letters[0] in "EewWGg":
        return _of_week(letters, local)
    return _of_clock(letters, local, locale)


def _by_locale(letters: str, local: datetime.datetime, locale: Locale) -> str:
    if letters in ("LT", "LTS"):
        return clock_text(local, locale, with_seconds=letters == "LTS")
    if letters in _SHORTHANDS:
        return moment_in_words(local, _SHORTHANDS[letters], locale)
    named = date_text(local, locale, "day" if len(letters) < 4 else "long" if letters[0] == "L" else "short")
    time = f", {clock_text(local, locale)}" if len(letters) > 2 else ""
    return f"{named} {local.year}{time}"


def _of_week(letters: str, local: datetime.datetime) -> str:
    iso = local.isocalendar()
    # In English a week begins on Sunday, and the first one is that with the first of January.
    sunday = (local.weekday() + 1) % 7
    first = datetime.date(local.year, 1, 1)
    week = (local.timetuple().tm_yday - 1 + (first.weekday() + 1) % 7) // 7 + 1
    saturday = local.date() + datetime.timedelta(days=6 - sunday)
    year = saturday.year
    week = 1 if year > local.year else week
    return {
        "E": str(iso.weekday), "e": str(sunday),
        "W": str(iso.week), "WW": f"{iso.week:02}", "Wo": _ordinal(iso.week),
        "w": str(week), "ww": f"{week:02}", "wo": _ordinal(week),
        "GGGG": f"{iso.year:04}", "GG": f"{iso.year % 100:02}", "gggg": f"{year:04}", "gg": f"{year % 100:02}",
    }[letters]  # fmt: skip


def _of_clock(letters: str, local: datetime.datetime, locale: Locale) -> str:
    if letters[0] == "S":
        return f"{local.microsecond:06}000"[: len(letters)]
    if letters[0] in "Zz":
        offset = local.strftime("%z")
        return (
            (local.tzname() or "")
            if letters[0] == "z"
            else offset
            if letters == "ZZ"
            else f"{offset[:3]}:{offset[3:5]}"
        )
    if letters in ("X", "x"):
        milliseconds = (local - _EPOCH) // datetime.timedelta(milliseconds=1)
        return str(milliseconds // 1000 if letters == "X" else milliseconds)
    if letters in ("a", "A"):
        half = locale.halves[local.hour >= 12]
        return half.lower() if letters == "a" else half.upper()
    number = {"H": local.hour, "h": local.hour % 12 or 12, "k": local.hour or 24, "m": local.minute, "s": local.second}
    return f"{number[letters[0]]:0{len(letters)}}"


def _ordinal(number: int) -> str:
    """As English counts: no locale has the others, and a pattern with them is English."""
    teens = 10 < number % 100 < 14
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
