"""A time with its date, and the time in other places."""

from __future__ import annotations

import datetime
import functools
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from displayd.drawing.figure.figure import figure, figure_size
from displayd.drawing.figure.headline import largest_figure
from displayd.drawing.marks.message import message
from displayd.drawing.marks.sizes import shared_size
from displayd.drawing.marks.weather_signs import weather_sign
from displayd.drawing.rows.rows import LOOSEST, row_sizes
from displayd.scene.geometry import Rect
from displayd.scene.operations import Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.dates import next_minute
from displayd.text.digits import MINUS
from displayd.text.formatter import Formatter
from displayd.text.locales import locale_of
from displayd.text.numbers import Quantity
from displayd.text.time_zones import time_zone
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.text_side import name_from_its_side
from displayd.widgets.clock.widget import Clock, WorkDays, Zone

__all__ = ["draw", "wanted_height"]

# Height of the time, of label and date, and of a row of another place, in their font sizes.
TIME_LINE, LINE, ROW = 0.84, 1.6, 1.4

# Font size of the time among many tiles, in 1080ths of the screen's short side.
LARGEST = 260.0

# The time is no smaller than so many labels while there is something else to leave out.
LEAST = 1.7

# The name of a place that is cut to fewer font sizes says nothing.
NARROWEST = 3.5

# Width of the sign of work or rest, in font sizes.
SIGN = 1.1

# What stands before and after the digits of a time: the half of the day, in some locales.
_AROUND = re.compile(r"(\D*)(.*\d)(\D*)", re.DOTALL)


def draw(widget: Clock, frame: Frame) -> list[Op]:
    """Label, time and date under each other, in the middle; other places under them or on the right."""
    if not frame.has_time:
        return message(frame, frame.format.say("Clock not set"), [], frame.theme.dim)
    now = frame.unix_time
    frame.changes_at(math.floor(now) + 1 if widget.show_seconds else next_minute(now))
    here = Formatter(frame.format.locale, widget.timezone or frame.format.timezone)
    rows = [_zone_row(widget, zone, here, now) for zone in widget.zones]
    main, side, count = _split(frame, rows, LINE * frame.label if widget.label else 0.0)
    ops = _time(widget, replace(frame, area=main), here)
    return ops + _zone_ops(replace(frame, area=side), rows[:count]) if side else ops


def wanted_height(widget: Clock, frame: Frame) -> float:
    """A large time with label and date, and a row for each zone where they stand under it."""
    lines = bool(widget.label) + widget.show_date
    rows = 0 if _is_wide(frame) else len(widget.zones)
    return frame.label * (2.4 * TIME_LINE + LINE * lines + ROW * rows)


def _time(widget: Clock, frame: Frame, here: Formatter) -> list[Op]:
    """The time as large as there is room, with the label over it and the date under it."""
    area, now = frame.area, frame.unix_time
    around = frame.label * LINE
    spare = area.height - LEAST * frame.label * TIME_LINE
    has_label = bool(widget.label) and spare >= around
    has_date = widget.show_date and spare >= around * (1 + has_label)
    longest = _longest(here, widget.show_seconds)
    if figure_size(frame, longest, frame.small, area.width, is_tabular=True) < frame.small:
        has_label = has_date = False
    room = area.height - around * (has_label + has_date)
    largest = largest_figure(frame, LARGEST) * frame.unit
    size = figure_size(frame, longest, max(1.0, min(room / TIME_LINE, largest)), area.width, is_tabular=True)
    size = shared_size(frame, size)
    height = size * CAP_HEIGHT + around * (has_label + has_date)
    x = area.x + area.width / 2
    y = area.y + (area.height - height) / 2
    ops: list[Op] = []
    if has_label:
        ops.append(_line(frame, [widget.label], x, y + frame.label * CAP_HEIGHT))
        y += around
    y += size * CAP_HEIGHT
    parts = _parts(here, now, widget.show_seconds)
    ops += figure(frame, parts, x, y, size, frame.theme.text, "center", is_tabular=True)
    if has_date:
        ops.append(_line(frame, [here.date(now), here.date(now, "short")], x, y + around))
    return ops


class ZoneRow(NamedTuple):
    """The time in one place."""

    label: str
    day: str
    """`+1 day` where it is another day than here, else empty."""
    time: str
    is_at_work: bool | None
    """None where nobody said when that is."""


def _zone_row(widget: Clock, zone: Zone, here: Formatter, now: float) -> ZoneRow:
    there = Formatter(here.locale, zone.timezone)
    days = [datetime.datetime.fromtimestamp(now, time_zone(one.timezone)).date() for one in (here, there)]
    ahead = (days[1] - days[0]).days
    word = locale_of(here.locale).day_pattern(1).format(1) if ahead else ""
    label = zone.label or zone.timezone.rsplit("/", 1)[-1].replace("_", " ")
    sign = "+" if ahead > 0 else MINUS
    return ZoneRow(label, f"{sign}{word}" if word else "", there.time(now), _is_at_work(widget, zone, now))


# Monday is 0.
_WORK_DAYS: Mapping[WorkDays, Collection[int]] = {"mon-fri": range(5), "sun-thu": (6, 0, 1, 2, 3), "all": range(7)}


def _is_at_work(widget: Clock, zone: Zone, now: float) -> bool | None:
    """Whether it is an hour of work there; a night of work belongs to the day on which it began."""
    begin = widget.work_from if zone.work_from is None else zone.work_from
    end = widget.work_until if zone.work_until is None else zone.work_until
    if begin is None or end is None:
        return None
    local = datetime.datetime.fromtimestamp(now, time_zone(zone.timezone))
    hour, days = local.hour + local.minute / 60, _WORK_DAYS[zone.work_days or widget.work_days]
    if begin <= end:
        return begin <= hour < end and local.weekday() in days
    return (hour >= begin and local.weekday() in days) or (hour < end and (local.weekday() - 1) % 7 in days)


def _is_wide(frame: Frame) -> bool:
    """True where other places stand on the right of the time."""
    return frame.area.width >= max(1.9 * frame.area.height, 12 * frame.label)


def _split(frame: Frame, rows: Sequence[ZoneRow], head: float) -> tuple[Rect, Rect | None, int]:
    """The area of the time, that of the other places where there is room for one at least, and for how many there is.

    Args:
        head: height in px of what stands over the time.
    """
    area = frame.area
    if not rows:
        return area, None, 0
    least = min(NARROWEST * frame.small, max(frame.fonts.width(row.label, frame.small, "medium") for row in rows))
    if _is_wide(frame):
        wanted = max(_row_width(frame, row, frame.label * frame.step**2) for row in rows)
        wide = math.floor(min(wanted, area.width * 0.45))
        count = min(len(rows), int(area.height / (ROW * frame.small) + 0.001))
        side = area.inset(area.width - wide, 0, 0, 0)
        return area.inset(0, 0, wide + round(4 * frame.gap), 0), side if count else None, count
    row, space = ROW * frame.label, round(2 * frame.gap)
    spare = area.height - head - (LEAST * TIME_LINE + 0.5) * frame.label - space
    count = min(len(rows), int(spare / row))
    if count < 1 or area.width - _row_width(frame, rows[0]._replace(label="", day=""), frame.small) < least:
        return area, None, 0
    # A third of what is left over goes to the rows, the rest to the time.
    high = min(round(count * row + max(0.0, spare - count * row) / 3), math.floor(count * row * frame.step**3))
    return area.inset(0, 0, 0, high + space), area.inset(0, area.height - high, 0, 0), count


def _row_width(frame: Frame, row: ZoneRow, size: float) -> float:
    """Of a row with nothing cut, px."""
    fonts = frame.fonts
    day = fonts.width(f"{row.day} ", frame.small, "medium") if row.day else 0.0
    day += SIGN * size if row.is_at_work is not None else 0.0
    return fonts.width(row.label, size, "medium") + day + fonts.width(row.time, size, "semibold") + 2 * frame.gap


def _zone_ops(frame: Frame, rows: Sequence[ZoneRow]) -> list[Op]:
    """The places in rows: label, day, whether it is at work, and time."""
    area, theme, fonts = frame.area, frame.theme, frame.fonts
    sizes = row_sizes(frame, area.height / len(rows) / ROW)
    fitting = (size for size in sizes if all(_row_width(frame, row, size) <= area.width for row in rows))
    size = next(fitting, min(sizes[-1], frame.small))
    pitch = min(area.height / len(rows), size * ROW * LOOSEST)
    top = area.y + (area.height - pitch * len(rows)) / 2
    ops: list[Op] = []
    for number, row in enumerate(rows):
        baseline = top + (number + 0.5) * pitch + size * CAP_HEIGHT / 2
        ink = theme.dim if row.is_at_work is False else theme.text
        ops.append(Text(area.right, baseline, row.time, size, ink, "right", "semibold", area.width))
        right = area.right - fonts.width(row.time, size, "semibold") - frame.gap
        if row.is_at_work is not None and right - area.x > SIGN * size:
            middle = baseline - size * CAP_HEIGHT / 2
            x = right - SIGN * size / 2 + frame.gap / 2
            ops += weather_sign("clear", x, middle, size * 0.86, theme, is_night=not row.is_at_work)
            right -= SIGN * size
        if row.day and (width := fonts.width(row.day, frame.small, "medium")) < right - area.x:
            ops.append(Text(right, baseline, row.day, frame.small, theme.dim, "right", "medium"))
            right -= width + frame.gap
        if right - area.x > size:
            name = Text(area.x, baseline, row.label, size, theme.dim, "left", "medium", right - area.x)
            ops.append(name_from_its_side(name, frame))
    return ops


def _parts(here: Formatter, unix_time: float, has_seconds: bool) -> Quantity:
    """Hours and minutes as the number, seconds and half of the day around it."""
    before, time, after = _AROUND.fullmatch(here.time(unix_time)).groups()  # type: ignore[union-attr]
    if has_seconds:
        whole = here.time(unix_time, with_seconds=True)
        after = whole[whole.index(time) + len(time) :]
    return Quantity(before, time, after)


@functools.lru_cache(maxsize=32)
def _longest(here: Formatter, has_seconds: bool) -> Quantity:
    """The longest time of any day: it decides, so that the figures keep their size on the hour."""
    return max((_parts(here, hour * 3600.0, has_seconds) for hour in range(24)), key=lambda parts: len(parts.text))


def _line(frame: Frame, texts: list[str], x: float, baseline: float) -> Text:
    """The first of `texts` that fits, or the last one cut, in the middle."""
    width = frame.area.width
    text = next((text for text in texts if frame.fonts.width(text, frame.label, "medium") <= width), texts[-1])
    size = fitted_size(frame, [text], frame.label, width, "medium", frame.small)
    return Text(x, baseline, text, size, frame.theme.dim, "center", "medium", width)
