"""The time of day."""

from __future__ import annotations

import functools
import math
import re
import zoneinfo
from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.calendar_text import next_minute
from displayd.scene import Op, Text
from displayd.units import Formatter, Quantity
from displayd.widgets.base import Frame, Label, Widget, fitted_size
from displayd.widgets.figure import CAP_HEIGHT, figure, figure_size
from displayd.widgets.message import message

__all__ = ["Clock"]

# What stands before and after the digits of a time: the half of the day, in some locales.
_AROUND = re.compile(r"(\D*)(.*\d)(\D*)", re.DOTALL)


class Clock(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="clock"):
    """The time, here or elsewhere."""

    timezone: Annotated[str, Meta(max_length=60)] = ""
    """IANA name such as `America/New_York`; the screen's own when empty."""

    label: Label = ""
    """Where that is, for example `New York`."""

    show_seconds: bool = False
    show_date: bool = True

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {},
        "elsewhere": {"timezone": "America/New_York", "label": "New York", "show_date": False},
        "with seconds": {"title": "Tokyo", "timezone": "Asia/Tokyo", "show_seconds": True},
        "awkward": {
            "timezone": "Pacific/Chatham",
            "label": "An office with a name that is longer than any tile",
            "show_seconds": True,
        },
    }

    def __post_init__(self) -> None:
        try:
            zoneinfo.ZoneInfo(self.timezone or "UTC")
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"unknown time zone `{self.timezone}`, expected one such as `Europe/London`") from None

    def draw(self, frame: Frame) -> list[Op]:
        """Label, time and date under each other, in the middle of the tile."""
        if not frame.has_time:
            return message(frame, "Clock not set", [], frame.theme.dim)
        area, unit, theme = frame.area, frame.unit, frame.theme
        now = frame.unix_time
        here = Formatter(frame.format.locale, self.timezone or frame.format.timezone)
        frame.changes_at(math.floor(now) + 1 if self.show_seconds else next_minute(now))
        has_label = bool(self.label) and area.height >= 130 * unit
        has_date = self.show_date and area.height >= (200 if has_label else 130) * unit
        around = frame.label * 1.7
        room = area.height - around * (has_label + has_date)
        longest = _longest(here, self.show_seconds)
        size = figure_size(frame, longest, min(room / 0.82, 260 * unit), area.width, is_tabular=True)
        height = size * CAP_HEIGHT + around * (has_label + has_date)
        x = area.x + area.width / 2
        y = area.y + (area.height - height) / 2
        ops: list[Op] = []
        if has_label:
            ops.append(_line(frame, [self.label], x, y + frame.label * CAP_HEIGHT))
            y += around
        y += size * CAP_HEIGHT
        ops += figure(frame, _parts(here, now, self.show_seconds), x, y, size, theme.text, "center", is_tabular=True)
        if has_date:
            ops.append(_line(frame, [here.date(now), here.date(now, "short")], x, y + around))
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
