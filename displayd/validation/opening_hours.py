"""Opening hours such as `Mon-Fri 08:00-19:00, Sat 10:00-14:00`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from displayd.text.time_zones import time_zone
from displayd.validation.hours_words import DAYS, HoursError, Word, words_of

__all__ = ["Window", "checked_hours", "hours_at", "hours_text", "parse_hours"]

ALL_DAYS = frozenset(range(7))

_ALWAYS = ("24/7", "24x7", "24h", "always", "all day")

_TWELVE_HOURS = "for example `08:00-18:00`, or `8am-6pm`"

# Clocks are put forward and back on whole quarters of an hour, UTC, wherever that is done today; between two of them
# minutes on the wall are minutes.
CLOCK_CHANGE_SECONDS = 900


class Window(NamedTuple):
    """One stretch of time on some weekdays."""

    days: frozenset[int]
    """Weekdays on which it begins, 0 for Monday."""
    start_minute: int
    """Of the day, local time."""
    end_minute: int
    """Of the day, 1440 for midnight at its end; not after `start_minute` when the window ends on the next day."""


def parse_hours(text: str) -> tuple[Window, ...]:
    """The windows in `text`, one after the other; none for an empty text, which means always.

    A window without days holds on the days of the one before it, every day if there is none; `22:00-06:00` runs into
    the next morning.

    Raises:
        HoursError: a part that is no window.
    """
    return _read(text)[0]


def checked_hours(text: str) -> tuple[Window, ...]:
    """As `parse_hours`, for what somebody has just written: what can be read, and is hardly meant, is refused too.

    Raises:
        HoursError: a part that is no window, or one that is doubtful.
    """
    windows, doubts = _read(text)
    if doubts:
        raise doubts[0]
    return windows


def hours_text(windows: Iterable[Window]) -> str:
    """`windows` as a text that screens of every version read alike; `parse_hours` gives the same hours back."""
    parts: list[str] = []
    for window in windows:
        clock = f"{_clock(window.start_minute)}-{_clock(window.end_minute)}"
        # Earlier versions took a window without days for one of every day, whatever stood before it.
        needs_no_days = window.days == ALL_DAYS and all(part[0].isdigit() for part in parts)
        parts += [clock] if needs_no_days else [f"{days} {clock}" for days in _runs(window.days)]
    return ", ".join(parts)


def _read(text: str) -> tuple[tuple[Window, ...], list[HoursError]]:
    """The windows in `text`, and what is doubtful about them."""
    if " ".join(text.lower().split()) in _ALWAYS:
        return (Window(ALL_DAYS, 0, 1440),), []
    windows: list[Window] = []
    doubts: list[HoursError] = []
    days, listed = ALL_DAYS, frozenset[int]()
    words: Sequence[Word] = list(words_of(text))
    while words:
        if words[0].kind == "comma":
            words = words[1:]
        elif words[0].kind == "days":
            found, words = _days(words)
            listed |= found
        else:
            start, end, words = _span(words)
            days, listed = listed or days, frozenset()
            windows.append(_window(days, start, end, doubts))
    if listed:
        names = ", ".join(_runs(listed)).lower()
        raise HoursError(f"`{names}` has no hours", f"write them after it, for example `{names} 10:00-14:00`")
    return tuple(windows), doubts


def _days(words: Sequence[Word]) -> tuple[frozenset[int], Sequence[Word]]:
    """The weekday, or the weekdays from one to another, at the beginning of `words`, and the words after it."""
    first, rest = words[0], words[1:]
    if not rest or rest[0].kind != "dash":
        return first.days, rest
    if len(rest) < 2 or rest[1].kind != "days" or len(first.days) != 1 or len(rest[1].days) != 1:
        # A dash before the hours: `Mon-Fri - 08:00-19:00`.
        if len(rest) > 1 and rest[1].kind == "time":
            return first.days, rest[1:]
        raise HoursError(f"`{first.part}` is not a time of opening such as `mon-fri 08:00-19:00`")
    (begin,), (stop,) = first.days, rest[1].days
    days = frozenset((begin + step) % 7 for step in range((stop - begin) % 7 + 1))
    # And one after a range.
    is_dash = len(rest) > 3 and rest[2].kind == "dash" and rest[3].kind == "time"
    return days, rest[3 if is_dash else 2 :]


def _span(words: Sequence[Word]) -> tuple[Word, Word, Sequence[Word]]:
    """The two times at the beginning of `words`, and the words after them."""
    if len(words) >= 3 and [word.kind for word in words[:3]] == ["time", "dash", "time"]:
        return words[0], words[2], words[3:]
    part = words[0].part
    if words[0].kind == "time" and (len(words) < 2 or words[1].kind != "dash"):
        raise HoursError(f"`{part}` has no end")
    raise HoursError(f"`{part}` is not a time of opening such as `mon-fri 08:00-19:00`")


def _window(days: frozenset[int], start: Word, end: Word, doubts: list[HoursError]) -> Window:
    """The window from `start` to `end`; what is doubtful about it is put with the `doubts`."""
    part = start.part
    if start.minute == 1440:
        raise HoursError(f"`{part}` begins at the end of the day", "the day begins at `00:00`")
    # Midnight is the end of a day where it ends something.
    last = 1440 if end.minute == 0 and start.minute > 0 else end.minute
    if start.is_12_hours != end.is_12_hours and (end if start.is_12_hours else start).minute <= 720:
        raise HoursError(f"`{part}` says am or pm of one time only", _TWELVE_HOURS)
    if start.minute == last:
        doubts.append(HoursError(f"`{part}` begins and ends at the same time", "for all day, write `00:00-24:00`"))
    elif last < start.minute <= 720 and end.is_short and not end.is_12_hours:
        evening = f"{_clock(start.minute)}-{_clock(last + 720)}"
        night = f"{_clock(start.minute)}-{_clock(last)}"
        hint = f"write `{evening}`; or `{night}` for one that lasts through the night"
        doubts.append(HoursError(f"`{part}` ends before it begins", hint))
    return Window(days, start.minute, last)


def _runs(days: frozenset[int]) -> Iterator[str]:
    """`days` as one or several stretches such as `Mon-Fri`; one may go on over the end of the week."""
    if days == ALL_DAYS:
        yield "Mon-Sun"
        return
    for begin in sorted(day for day in days if (day - 1) % 7 not in days):
        length = next(step for step in range(1, 8) if (begin + step) % 7 not in days)
        first, last = (DAYS[day % 7].capitalize() for day in (begin, begin + length - 1))
        yield first if length == 1 else f"{first}-{last}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def hours_at(windows: tuple[Window, ...], unix_time: float, timezone: str) -> tuple[bool, float]:
    """Whether a window is open at `unix_time`, and until when that is sure.

    The clock on the wall decides. Where summer time skips an hour, a window that would begin in it begins right after;
    where an hour comes twice, its windows do too. No windows: open for ever.

    Returns:
        The answer, and a moment after `unix_time` up to which it holds and at which to ask again.
    """
    if not windows:
        return True, float("inf")
    local = datetime.datetime.fromtimestamp(unix_time, time_zone(timezone))
    minute = local.hour * 60 + local.minute
    is_open = any(_holds(window, local.weekday(), minute) for window in windows)
    edges = (1440, *(window.start_minute for window in windows), *(window.end_minute for window in windows))
    minutes_left = min(edge for edge in edges if edge > minute) - minute
    edge_time = (unix_time // 60 + minutes_left) * 60
    return is_open, min(edge_time, (unix_time // CLOCK_CHANGE_SECONDS + 1) * CLOCK_CHANGE_SECONDS)


def _holds(window: Window, weekday: int, minute: int) -> bool:
    if window.end_minute > window.start_minute:
        return weekday in window.days and window.start_minute <= minute < window.end_minute
    return (weekday in window.days and minute >= window.start_minute) or (
        (weekday - 1) % 7 in window.days and minute < window.end_minute
    )
