"""What a calendar (iCalendar, RFC 5545) has in the next days. Home of icalendar and recurring_ical_events."""

from __future__ import annotations

import contextlib
import datetime
import re
import zoneinfo
from collections.abc import Iterator
from typing import Any

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Item
from displayd.hub.sources.plain_values import label_of

__all__ = ["Calendar", "calendar_of"]

# Of an office, with all that it has had in ten years.
MAX_EVENTS = 20_000

# Those that repeat: each takes about as long as its past is.
MAX_SERIES = 3_000

# A rule that makes more than this in a day is none of an office.
MOST_A_DAY = 96

# Before it there are no meetings that repeat; all since their first are counted through.
FIRST_YEAR = 1900

# What was over long ago, and does not repeat, is not taken apart; nothing goes on for longer.
LONG_AGO = datetime.timedelta(days=62)

_FOLD = re.compile(rb"\r?\n[ \t]")
_PARTS = ("BEGIN:VEVENT", "BEGIN:VTIMEZONE")
_REPEATS = re.compile(r"^(RRULE|RDATE|RECURRENCE-ID)[;:]", re.MULTILINE | re.IGNORECASE)
_RULE = re.compile(r"^RRULE[^:\n]*:(.*)$\n?", re.MULTILINE | re.IGNORECASE)
_DATES = re.compile(r"^DT(?:START|END)[^:\n]*:(\d{4})(\d{2})(\d{2})", re.MULTILINE | re.IGNORECASE)

_A_DAY = {"SECONDLY": 86_400, "MINUTELY": 1_440, "HOURLY": 24}
_DAYS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYEASTER")
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_SECRET = ("PRIVATE", "CONFIDENTIAL")


class Calendar:
    """A calendar that was taken apart as of one day."""

    def __init__(self, parsed: list[Any]) -> None:
        self._parsed = parsed

    def events(self, unix_time: float, days: float, timezone: str) -> list[Item]:
        """What is on now and begins in the next `days`, the first first; what is private has no name.

        Args:
            timezone: that of the office: whole days, and times without a zone, are those of its clocks.
        """
        zone = zoneinfo.ZoneInfo(timezone)
        now = datetime.datetime.fromtimestamp(unix_time, zone)
        found = {item for one in self._expanded(now, now + datetime.timedelta(days=days)) for item in _items(one, zone)}
        coming = [item for item in found if max(item.end or 0, item.time or 0) >= unix_time - 60]
        return sorted(coming, key=lambda item: (item.time or 0, not item.all_day, item.end or 0, item.label))

    def _expanded(self, begin: datetime.datetime, end: datetime.datetime) -> Iterator[Any]:
        for one in self._parsed:
            try:
                yield from _occurrences(one, begin, end)
            except Exception:  # noqa: BLE001 - a fence: what the libraries trip over in one event leaves the others
                for alone in _by_uid(one):
                    with contextlib.suppress(Exception):
                        yield from _occurrences(alone, begin, end)


def calendar_of(data: bytes, today: datetime.date) -> Calendar:
    """The calendar that `data` is; what in it is broken is left out.

    Args:
        today: what was over long before is left out too.

    Raises:
        SourceError: it is no calendar, or far too large a one, or the libraries are not there.
    """
    text = _text(_FOLD.sub(b"", data)).replace("\r\n", "\n").replace("\r", "\n")
    if "BEGIN:VCALENDAR" not in text.upper():
        is_page = text.lstrip()[:1] == "<"
        hint = "it may want a log-in, or another address" if is_page else "a file that ends in `.ics` is one"
        raise SourceError(f"its answer is {'a page' if is_page else 'no calendar'}", hint)
    zones, events, series = [], [], 0
    for kind, part in _parts(text):
        if kind == "VTIMEZONE":
            zones.append(part)
        elif _REPEATS.search(part):
            series += 1
            events.append(_with_possible_rules(part))
        elif not _is_long_over(part, today):
            events.append(part)
    if len(events) > MAX_EVENTS or series > MAX_SERIES:
        raise SourceError(f"its calendar has {len(events):,} events", "share one with fewer")
    return Calendar(_parsed(zones, events))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """Kind and text of the events and zones that are whole; line by line, as an expression would look for ever."""
    kind, lines = "", []
    for line in text.split("\n"):
        word = line[:40].strip().upper()
        if kind:
            lines.append(line)
            if word == f"END:{kind}":
                yield kind, "\n".join(lines)
                kind = ""
        elif word in _PARTS:
            kind, lines = word.removeprefix("BEGIN:"), [line]


def _occurrences(parsed: Any, begin: datetime.datetime, end: datetime.datetime) -> list[Any]:
    import recurring_ical_events  # noqa: PLC0415 - see `_parsed`

    return list(recurring_ical_events.of(parsed, skip_bad_series=True).between(begin, end))


def _by_uid(parsed: Any) -> Iterator[Any]:
    """A calendar for each event with what was changed of it."""
    zones = [one for one in parsed.subcomponents if one.name != "VEVENT"]
    events: dict[str, list[Any]] = {}
    for one in parsed.walk("VEVENT"):
        events.setdefault(str(one.get("UID")), []).append(one)
    for alone in events.values():
        calendar = type(parsed)()
        for one in (*zones, *alone):
            calendar.add_component(one)
        yield calendar


def _parsed(zones: list[str], events: list[str]) -> list[Any]:
    """All in one, or, where that cannot be read, event by event without those that cannot be."""
    try:
        import icalendar  # noqa: PLC0415 - a screen checks a wall without it
        import recurring_ical_events  # noqa: F401, PLC0415 - both or none
    except ImportError as exc:
        hint = "install displayd with its `hub` extra, or python3-recurring-ical-events"
        raise SourceError("calendars cannot be read on this machine", hint) from exc
    try:
        return list(icalendar.Calendar.from_ical(_whole(zones, events), multiple=True))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
        found = []
        for event in events:
            try:
                found += icalendar.Calendar.from_ical(_whole(zones, [event]), multiple=True)
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError):
                continue
        return found


def _whole(zones: list[str], events: list[str]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//displayd//", *zones, *events, "END:VCALENDAR", ""]
    return "\n".join(lines).replace("\n", "\r\n")


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _with_possible_rules(event: str) -> str:
    """`event` without rules by which nobody could go anywhere."""
    first = min((int(year) for year, _, _ in _DATES.findall(event)), default=FIRST_YEAR)
    return _RULE.sub(lambda rule: rule[0] if _is_of_an_office(rule[1], first) else "", event)


def _is_of_an_office(rule: str, first_year: int) -> bool:
    """Whether a rule makes so few events that somebody could go to them, and comes to an end of looking for them.

    Args:
        first_year: of the event.
    """
    parts = dict(part.upper().split("=", 1) for part in rule.strip().split(";") if "=" in part)
    interval = parts.get("INTERVAL", "1").strip()
    if not re.fullmatch(r"[0-9]{1,9}", interval) or int(interval) == 0:
        return False
    frequency = parts.get("FREQ", "")
    if frequency not in ("YEARLY", "MONTHLY") and first_year < FIRST_YEAR:
        return False
    if frequency in _A_DAY and any(name in parts for name in _DAYS):
        return False  # such a day may never come
    count = _A_DAY.get(frequency, 1)
    for name in _TIMES:
        if name in parts:
            count *= len(parts[name].split(","))
    return count <= MOST_A_DAY


def _is_long_over(event: str, today: datetime.date) -> bool:
    days = []
    for year, month, day in _DATES.findall(event):
        try:
            days.append(datetime.date(int(year), int(month), int(day)))
        except ValueError:
            continue
    return bool(days) and max(days) < today - LONG_AGO


def _items(event: Any, zone: zoneinfo.ZoneInfo) -> Iterator[Item]:
    """One event; nothing where it is cancelled, or says no time that there is."""
    if _word(event, "STATUS") == "CANCELLED" or event.get("DTSTART") is None:
        return
    begin, end = event["DTSTART"].dt, getattr(event.get("DTEND"), "dt", None)
    is_whole = not isinstance(begin, datetime.datetime)
    is_secret = _word(event, "CLASS") in _SECRET
    is_free = "TRANSPARENT" in _word(event, "TRANSP") or _word(event, "X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
    place = "" if is_secret else label_of(str(event.get("LOCATION") or "").strip())
    try:
        first = _unix(begin, zone)
        last = first if end is None else max(first, _unix(end, zone))
    except (ValueError, OverflowError, OSError):
        return
    if not 0 <= first <= last < 253_370_764_799:
        return
    yield Item(
        label="" if is_secret else label_of(str(event.get("SUMMARY") or "").strip()),
        detail=place or None,
        time=first,
        end=last,
        all_day=is_whole or None,
        free=is_free or None,
    )


def _word(event: Any, name: str) -> str:
    return str(event.get(name) or "").strip().upper()


def _unix(moment: datetime.datetime | datetime.date, zone: zoneinfo.ZoneInfo) -> float:
    if not isinstance(moment, datetime.datetime):
        moment = datetime.datetime.combine(moment, datetime.time())
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).timestamp()
