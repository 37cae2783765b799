"""Times as people, spreadsheets and other systems write them."""

from __future__ import annotations

import datetime
import re

from displayd.text.locales import Locale

__all__ = ["written_time"]

# Before and after noon, and a zone, may stand behind the hours.
_CLOCK = re.compile(
    r"(?:(?:T|,?\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:\s?([AaPp])\.?[Mm]\.?)?)?"
    r"(?:\s?(Z|z|UTC|GMT|[+-]\d{2}:?\d{2}))?"
)
_DOTTED = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_NAMED = re.compile(r"(?:[A-Za-z]{3,9}\.?,?\s+)?(\d{1,2})[\s.-]+([A-Za-z]{3,9})\.?,?[\s-]+(\d{4})")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,9})\.?[\s-]+(?:(\d{1,2}),?\s+)?(\d{4})")
_QUARTER = re.compile(r"(\d{4})[\s-]?Q([1-4])|Q([1-4])[\s/-]?(\d{4})")
_YEAR = re.compile(r"\d{4}")

_MONTHS = tuple(month.lower() for month in Locale().months)


def written_time(text: str, zone: datetime.tzinfo, is_day_first: bool | None) -> datetime.datetime:
    """The moment that `text` is; of a month, a quarter or a year its beginning.

    Args:
        zone: that of times that do not say theirs.
        is_day_first: whether `03/04/2026` is the third of April; None for not known.

    Raises:
        ValueError: it is none, or may be either of two days.
    """
    moment = _of_others(text, is_day_first) or datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _of_others(text: str, is_day_first: bool | None) -> datetime.datetime | None:
    """Those that ISO 8601 has not, or has in another way; None for no such."""
    for kind, day_of in _KINDS:
        if (found := kind.match(text)) is not None and (clock := _CLOCK.fullmatch(text, found.end())) is not None:
            day = day_of(found, is_day_first)
            return None if day is None else datetime.datetime.combine(day, _time_of(clock))
    return None


def _time_of(found: re.Match[str]) -> datetime.time:
    hour, minute, second, part, half, zone = found.groups()
    hours = int(hour or 0)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError("there is no such hour before or after noon")
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    microseconds = int((part or "0")[:6].ljust(6, "0"))
    return datetime.time(hours, int(minute or 0), int(second or 0), microseconds, _zone_of(zone))


def _zone_of(zone: str | None) -> datetime.tzinfo | None:
    if zone is None:
        return None
    if zone[0] not in "+-":
        return datetime.UTC
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return datetime.timezone(datetime.timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _of_dotted(found: re.Match[str], is_day_first: bool | None) -> datetime.date:
    first, sign, second, year = found.groups()
    one, two = int(first), int(second)
    if sign == "." or one > 12:
        is_day_first = True
    elif two > 12:
        is_day_first = False
    elif is_day_first is None and one != two:
        raise ValueError("it can be read as two days")
    day, month = (one, two) if is_day_first else (two, one)
    return datetime.date(int(year), month, day)


def _of_year_first(found: re.Match[str], is_day_first: bool | None) -> datetime.date:
    return datetime.date(int(found[1]), int(found[3]), int(found[4] or 1))


def _of_named(found: re.Match[str], is_day_first: bool | None) -> datetime.date | None:
    month = _month(found[2])
    return None if month is None else datetime.date(int(found[3]), month, int(found[1]))


def _of_named_first(found: re.Match[str], is_day_first: bool | None) -> datetime.date | None:
    month = _month(found[1])
    return None if month is None else datetime.date(int(found[3]), month, int(found[2] or 1))


def _of_quarter(found: re.Match[str], is_day_first: bool | None) -> datetime.date:
    return datetime.date(int(found[1] or found[4]), int(found[2] or found[3]) * 3 - 2, 1)


def _of_year(found: re.Match[str], is_day_first: bool | None) -> datetime.date:
    return datetime.date(int(found[0]), 1, 1)


def _month(name: str) -> int | None:
    """Which month of the year an English name is, whole or cut; None for none."""
    return next((number for number, one in enumerate(_MONTHS, 1) if one.startswith(name.lower())), None)


_KINDS = (
    (_DOTTED, _of_dotted),
    (_QUARTER, _of_quarter),
    (_YEAR_FIRST, _of_year_first),
    (_NAMED, _of_named),
    (_NAMED_FIRST, _of_named_first),
    (_YEAR, _of_year),
)
