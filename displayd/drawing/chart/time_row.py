"""The times under a chart: when it begins and ends, and what lies between."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from displayd.drawing.chart.time_axis import time_ticks
from displayd.scene.operations import Op, Text
from displayd.text.time_zones import time_zone
from displayd.tile.frame import Frame

__all__ = ["span_ends", "time_row"]

# A chart whose newest value is older than this share of its length, and than so many seconds, does not end now.
NOW_SHARE, NOW_SECONDS = 0.015, 120.0

# The first point of a line of means stands in the middle of its stretch: a day of them is a little shorter.
STRETCH = 1.012

# What is longer begins on a date.
LONGEST_AGO_SECONDS = 45 * 86_400.0

# From here on a day without its year could be one of this year.
LONGEST_DAYS_SECONDS = 334 * 86_400.0

# Between two texts, in font sizes.
APART = 0.7


def span_ends(frame: Frame, start: float, end: float) -> tuple[str, str]:
    """When a chart from `start` to `end` begins and ends, unix times: `24 h ago` and `now`, or two moments.

    Asks to be drawn again when what is now will no longer be.
    """
    until = end + max((end - start) * NOW_SHARE, NOW_SECONDS)
    if frame.has_time and frame.unix_time < until:
        frame.changes_at(until)
        if end - start <= LONGEST_AGO_SECONDS:
            age = frame.format.age((end - start) * STRETCH)
            return frame.format.say("{age} ago", age=age), _now(frame)
        return _day(frame, start, end), _now(frame)
    if end - start <= LONGEST_AGO_SECONDS and not _is_of_days(frame, start, end):
        return frame.format.moment(start, end), frame.format.moment(end, end)
    return _day(frame, start, end), frame.format.day(end, end)


def _short_ends(frame: Frame, start: float, end: float) -> tuple[str, str]:
    """As `span_ends` in fewer letters: `24 h` and `now`, or two days."""
    first, last = span_ends(frame, start, end)
    if last == _now(frame):
        return (
            (frame.format.age((end - start) * STRETCH), last) if end - start <= LONGEST_AGO_SECONDS else (first, last)
        )
    days = frame.format.day(start, end), frame.format.day(end, end)
    return days if days[0] != days[1] else (first, last)


def _day(frame: Frame, start: float, end: float) -> str:
    """The day of `start`; of a chart of a year and more its month."""
    return frame.format.day(start, end) if end - start < LONGEST_DAYS_SECONDS else frame.format.month(start)


def _now(frame: Frame) -> str:
    return frame.format.say_as("end of a time axis", "now")


def _is_of_days(frame: Frame, start: float, end: float) -> bool:
    """Whether a chart goes from one midnight to another: its points are days, and their hour says nothing."""
    midnight = datetime.time()
    zone = time_zone(frame.format.timezone)
    return all(datetime.datetime.fromtimestamp(at, zone).time() == midnight for at in (start, end)) and end > start


def time_row(
    frame: Frame, left: float, right: float, baseline: float, start: float, end: float, x_of: Callable[[float], float]
) -> list[Op]:
    """First and last instant along the bottom, and up to three round times between them, as many as have room.

    Where there is no room for both ends, the first alone says how long the chart is.
    """
    size = frame.small
    for first, last in (span_ends(frame, start, end), _short_ends(frame, start, end)):
        widths = [frame.fonts.width(text, size) for text in (first, last)]
        if sum(widths) + APART * size <= right - frame.area.x:
            break
    else:
        first, last = span_ends(frame, start, end)
        widths = [frame.fonts.width(text, size) for text in (first, last)]
    if start == end:
        first, widths[0] = "", 0.0
    at_right = min(x_of(end) - widths[1] / 2, right - widths[1])
    # Under the texts of the axis, where that makes room for both.
    at_left = max(frame.area.x, min(max(x_of(start), left), at_right - APART * size - widths[0]))
    ops: list[Op] = [Text(at_left, baseline, first, size, frame.theme.dim, "left", max_width=right - left)]
    low, high = at_left + widths[0] + APART * size, at_right - APART * size
    if first and high < low - APART * size:
        return ops
    if not first and widths[1] > right - left:
        # Of a single moment, under the texts of the axis or not at all.
        return [Text(at_right, baseline, last, size, frame.theme.dim)] if at_right >= frame.area.x else []
    ops = [
        *(ops if first else ()),
        Text(max(at_right, min(left, right - widths[1])), baseline, last, size, frame.theme.dim),
    ]
    for count in (5, 4, 3, 2, 1):
        if between := _between(frame, time_ticks(start, end, count, frame.format), low, high, baseline, x_of):
            return [*ops, *between]
    return ops


def _between(
    frame: Frame,
    ticks: list[tuple[float, str]],
    low: float,
    high: float,
    baseline: float,
    x_of: Callable[[float], float],
) -> list[Op]:
    """Texts of `ticks` with their middles at their times, those between `low` and `high` px; none if two meet."""
    size = frame.small
    ops: list[Op] = []
    for time, text in ticks:
        width = frame.fonts.width(text, size)
        x = x_of(time) - width / 2
        if x < low and ops:
            return []
        if x < low or x + width > high:
            continue
        ops.append(Text(x, baseline, text, size, frame.theme.dim))
        low = x + width + APART * size
    return ops
