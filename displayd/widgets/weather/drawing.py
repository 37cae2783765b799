"""Now in large letters with its sign, and a column for each day that comes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from displayd.drawing.marks.sizes import shared_size
from displayd.drawing.marks.weather_signs import weather_sign
from displayd.scene.geometry import Rect
from displayd.scene.operations import Line, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.text.signage_words import TODAY, feels_like, rain_of, wind_of
from displayd.text.weather_words import look_of, weather_word
from displayd.tile.frame import Frame, fitted_size
from displayd.tile.sky import Sky
from displayd.widgets.weather.widget import Weather

__all__ = ["draw", "wanted_height"]

# Height of a line in font sizes; largest temperature in 1080ths of the short side.
LINE, LARGEST = 1.28, 240.0

# A day is no narrower than this, and its sign no smaller, in font sizes.
NARROWEST, LEAST_SIGN = 3.4, 1.3

# From so many lines on the days stand under what is now; in a tile so many times as wide as high beside it.
UNDER_FROM, WIDE = 9.0, 2.2

MOST_DAYS = 7


def draw(widget: Weather, frame: Frame) -> list[Op]:
    """Now and the days, as far as there is room."""
    days = _coming(widget, frame)
    area = frame.area
    if widget.now is None:
        return _days(widget, frame, days)
    lines = area.height / frame.small
    if days and lines >= UNDER_FROM and area.width < WIDE * area.height:
        high = round(area.height * 0.54)
        top = Rect(area.x, area.y, area.width, high)
        rest = Rect(area.x, area.y + high, area.width, area.height - high)
    elif days and area.width >= WIDE * area.height and lines >= 3.5:
        wide = round(area.width * 0.42)
        top = Rect(area.x, area.y, wide - round(frame.gap * 2), area.height)
        rest = Rect(area.x + wide, area.y, area.width - wide, area.height)
    else:
        return _now(widget, frame, widget.now)
    return _now(widget, replace(frame, area=top), widget.now) + _days(widget, replace(frame, area=rest), days)


def wanted_height(widget: Weather, frame: Frame) -> float:
    """Now over a row of days."""
    return frame.label * (9.5 if widget.days and widget.now is not None else 5.0)


def _coming(widget: Weather, frame: Frame) -> list[Sky]:
    """The days from today on; without a clock all of them."""
    known = [day for day in widget.days if day.temperature is not None or day.code is not None]
    if not frame.has_time:
        return known
    now = frame.unix_time
    if widget.days:
        frame.changes_at(frame.format.midnight_after(now))
    return [day for day in known if day.time is None or frame.format.days_until(day.time, now) >= 0]


def _now(widget: Weather, frame: Frame, now: Sky) -> list[Op]:
    area, theme, small = frame.area, frame.theme, frame.small
    figure = frame.format.text(now.temperature, widget.unit, 0)
    word = weather_word(now.code)
    words = [frame.format.say(word) if word else "", _details(widget, frame, now)]
    lines = [words[0]] if words[0] else []
    lines += [words[1]] if words[1] else []
    if area.width < small * 2:
        return []
    count = min(len(lines), max(0, int((area.height - small * 1.6) / (small * LINE))))
    high = area.height - count * small * LINE
    sign = min(high * 0.95, area.width * 0.4) if look_of(now.code) else 0.0
    if sign < LEAST_SIGN * small:
        sign = 0.0
    room = area.width - sign - (frame.gap * 1.5 if sign else 0.0)
    most = max(1.0, min(high * 0.92, LARGEST * frame.unit))
    size = shared_size(frame, fitted_size(frame, [figure], most, room, "semibold", min(most, small)))
    row = max(sign, size)
    top = area.y + max(0.0, (area.height - row - count * small * LINE) / 2)
    ops = weather_sign(look_of(now.code), area.x + sign / 2, top + row / 2, sign, theme, now.is_night) if sign else []
    left = area.right - room
    ops.append(Text(left, top + row / 2 + size * CAP_HEIGHT / 2, figure, size, theme.text, "left", "semibold", room))
    for number, line in enumerate(lines[:count]):
        foot = top + row + (number + 0.5) * small * LINE + small * CAP_HEIGHT / 2
        ink, weight = (theme.text, "medium") if line == words[0] else (theme.dim, "regular")
        ops.append(Text(area.x, foot, line, small, ink, "left", weight, area.width))  # type: ignore[arg-type]
    return ops


def _details(widget: Weather, frame: Frame, now: Sky) -> str:
    """What it feels like, wind and rain: as many as fit on one line."""
    parts = []
    if now.feels is not None and now.feels != now.temperature:
        parts.append(feels_like(frame.format, frame.format.text(now.feels, widget.unit, 0)))
    if now.wind is not None:
        parts.append(wind_of(frame.format, frame.format.text(now.wind, widget.wind_unit, 0)))
    if rain := _rain(widget, frame, now):
        parts.append(rain_of(frame.format, rain))
    while len(parts) > 1 and frame.fonts.width(" · ".join(parts), frame.small) > frame.area.width:
        parts.pop(0)
    fitting = " · ".join(parts)
    return fitting if frame.fonts.width(fitting, frame.small) <= frame.area.width else ""


def _rain(widget: Weather, frame: Frame, sky: Sky) -> str:
    """How likely, or how much; nothing where none falls."""
    if sky.chance is not None:
        return frame.format.text(sky.chance, "percent", 0) if sky.chance >= 1 else ""
    return frame.format.text(sky.rain, widget.rain_unit, 1) if sky.rain else ""


class _Column(NamedTuple):
    """The words of one day."""

    sky: Sky
    name: str
    high: str
    low: str
    rain: str


def _days(widget: Weather, frame: Frame, days: list[Sky]) -> list[Op]:
    """A column for each day: its name, sign, temperatures, and how likely rain is."""
    area, small, theme = frame.area, frame.small, frame.theme
    columns = [_column(widget, frame, day) for day in days[:MOST_DAYS]]
    widest = max(
        (frame.fonts.width(text, small, "semibold") for one in columns for text in (one.name, one.high)), default=0.0
    )
    least = max(NARROWEST * small, widest + 0.6 * small)
    columns = columns[: max(1, int(area.width / least))]
    if not columns or area.height < small * LINE or area.width < small * 2:
        return []
    has = _lines(columns, area.height / (small * LINE))
    sign = min(area.height - has.total * small * LINE, area.width / len(columns) * 0.8, 4.2 * small)
    sign = sign if sign >= LEAST_SIGN * small else 0.0
    height = sign + has.total * small * LINE
    wide = area.width / len(columns)
    top = area.y + max(0.0, (area.height - height) / 2)
    ops: list[Op] = []
    for number, one in enumerate(columns):
        x = area.x + (number + 0.5) * wide
        if number:
            edge = area.x + number * wide
            ops.append(
                Line(((edge, top + small * 0.2), (edge, top + height - small * 0.2)), 2 * frame.unit, theme.grid)
            )
        y = top
        if has.name:
            ops.append(_word(frame, one.name, x, y, theme.dim, wide))
            y += small * LINE
        if sign:
            ops += weather_sign(look_of(one.sky.code), x, y + sign / 2, sign * 0.9, theme)
            y += sign
        for text, is_there, ink in (
            (one.high, True, theme.text),
            (one.low, has.low, theme.dim),
            (one.rain, has.rain, theme.series[0]),
        ):
            if is_there:
                ops.append(_word(frame, text, x, y, ink, wide, is_strong=text == one.high))
                y += small * LINE
    return [op for op in ops if not isinstance(op, Text) or op.text]


class _Lines(NamedTuple):
    """Which lines there are, of all days alike."""

    name: bool
    low: bool
    rain: bool

    @property
    def total(self) -> int:
        return 1 + self.name + self.low + self.rain


def _lines(columns: list[_Column], most: float) -> _Lines:
    """As many lines as `most` allows beside the sign: temperature, name, the lowest, rain."""
    spare = most - LEAST_SIGN - 1
    name = spare >= 1 or most >= 2
    low = spare >= 2 and any(one.low for one in columns)
    rain = spare >= 2 + low and any(one.rain for one in columns)
    return _Lines(name, low, rain)


def _column(widget: Weather, frame: Frame, day: Sky) -> _Column:
    name = ""
    if day.time is not None:
        is_today = frame.has_time and frame.format.days_until(day.time, frame.unix_time) == 0
        name = frame.format.say(TODAY) if is_today else frame.format.weekday(day.time)
    return _Column(
        day, name, _degrees(widget, frame, day.temperature), _degrees(widget, frame, day.low), _rain(widget, frame, day)
    )


def _degrees(widget: Weather, frame: Frame, value: float | None) -> str:
    """Without the letter of the unit, which the figure of now has; whole where it is no temperature of this world."""
    if value is None:
        return ""
    whole = frame.format.quantity(value, widget.unit, 0)
    return f"{whole.number}°" if abs(value) < 1000 else whole.text


def _word(frame: Frame, text: str, x: float, top: float, ink: str, wide: float, is_strong: bool = False) -> Text:
    small = frame.small
    foot = top + small * LINE / 2 + small * CAP_HEIGHT / 2
    return Text(x, foot, text, small, ink, "center", "semibold" if is_strong else "medium", wide)
