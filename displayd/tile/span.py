"""From when until when something is on show, as people write it: dates, with or without a time of day."""

from __future__ import annotations

import datetime
import functools
import math
from typing import Annotated, NamedTuple

from msgspec import Meta

from displayd.protocol.vocabulary import UnixTime
from displayd.text.time_zones import time_zone

__all__ = ["ALWAYS", "Moment", "Span", "span_faults", "span_of", "unix_of"]

Moment = UnixTime | Annotated[str, Meta(max_length=40)] | None
"""Unix time in seconds, or a date such as `2026-12-18`, or one with a time: `2026-12-18 17:00`. None for open."""

FIRST_YEAR, LAST_YEAR = 1971, 9997


class Span(NamedTuple):
    """A stretch of time: it begins at `start`, and has ended at `end`. Unix times, infinite where it is open."""

    start: float
    end: float


ALWAYS = Span(-math.inf, math.inf)


def span_of(starts: Moment, ends: Moment, timezone: str) -> Span:
    """From `starts` until `ends`, which are of the clocks of `timezone`.

    Raises:
        ValueError: one of them is no moment.
    """
    start, end = unix_of(starts, timezone), unix_of(ends, timezone, is_end=True)
    return Span(-math.inf if start is None else start, math.inf if end is None else end)


def span_faults(starts: Moment, ends: Moment) -> None:
    """See whether there can be such a span, whatever the time zone.

    Raises:
        ValueError: one of the two is no moment, or it ends before it starts.
    """
    start, end = span_of(starts, ends, "UTC")
    # A number and a date of another zone may be up to a day apart from what they seem.
    slack = 0.0 if type(starts) is type(ends) else 86_400.0
    if start >= end + slack:
        raise ValueError("it ends before it starts")


@functools.lru_cache(maxsize=1024)
def unix_of(moment: Moment, timezone: str, *, is_end: bool = False) -> float | None:
    """`moment` as unix time; None for an open one.

    Args:
        is_end: True for what has its last day on a date: the end of that day is meant.

    Raises:
        ValueError: not a date and time, or one that is out of reach.
    """
    if moment is None or (isinstance(moment, str) and not moment.strip()):
        return None
    if not isinstance(moment, str):
        return float(moment)
    text = moment.strip()
    try:
        local = datetime.datetime.fromisoformat(text)
        is_day = _is_date(text)
        if is_day and is_end:
            local += datetime.timedelta(days=1)
        if not FIRST_YEAR <= local.year <= LAST_YEAR:
            raise ValueError
    except (ValueError, OverflowError):
        raise ValueError(f"`{moment}` is not a date and time such as `2026-12-18 17:00`") from None
    return (local if local.tzinfo else local.replace(tzinfo=time_zone(timezone))).timestamp()


def _is_date(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True
