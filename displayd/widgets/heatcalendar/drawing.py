"""Cells of days in weeks, with the names of months and weekdays, and figures in them or a legend."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from displayd.drawing.figure.figure import figure_forms
from displayd.drawing.heat.labels import legend
from displayd.drawing.heat.plan import HEADING_LINE, LEGEND_LINE, has_legend
from displayd.drawing.marks.marks import level_mark
from displayd.drawing.marks.ramp import level_tint, shade
from displayd.scene.operations import Box, Color, Op, Text
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame
from displayd.widgets.heatcalendar.days import DAY, day_values, weeks_of
from displayd.widgets.heatcalendar.widget import HeatCalendar

__all__ = ["draw", "wanted_height"]

# Smaller cells, in 1080ths of the screen's short side, cannot be told apart from a seat.
SMALLEST = 20

# A cell is no longer than this beside its height, and no higher than so many labels.
LONGEST, HIGHEST = 1.8, 2.4

# Most weeks there are.
MOST_WEEKS = 54

# Space between cells, as part of one, and in 1080ths at most; corners likewise.
SPACE, MOST_SPACE, CORNER = 0.12, 5, 5

# Amounts from which a scale begins at 0: those whose least is less than this share of the most.
FROM_ZERO = 0.2

# Strength of the colour where all amounts are equal.
EVEN = 0.6


class _Grid(NamedTuple):
    """Where the cells are, px."""

    weeks: Sequence[datetime.date]
    """The first day of each."""
    is_across: bool
    """True with a column for each week, False with a row."""
    left: float
    top: float
    week: float
    """From one week to the next."""
    day: float
    """From one day of a week to the next."""

    def place(self, week: int, day: int) -> tuple[float, float]:
        """Left and top of a cell with its space."""
        along, beside = week * self.week, day * self.day
        return (self.left + along, self.top + beside) if self.is_across else (self.left + beside, self.top + along)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a cell with its space."""
        return (self.week, self.day) if self.is_across else (self.day, self.week)


def draw(widget: HeatCalendar, frame: Frame) -> list[Op]:
    """The days with their weeks, months and weekdays; figures, or what the colours mean."""
    days = day_values(widget, frame.format.timezone)
    grid = _grid(widget, frame, days)
    shown = {day: days[day] for week in grid.weeks for day in _days_of(week) if day in days}
    # Of one week without figures: that of the newest always has one.
    low, high = min(shown.values()), max(shown.values())
    low = 0.0 if 0 <= low < FROM_ZERO * high else low
    texts, size = _figures(widget, frame, grid, shown)
    mark = _mark_px(frame, grid, bool(texts), size)
    has_limits = widget.amber is not None or widget.red is not None
    if has_limits and not mark and (bare := _mark_px(frame, grid, has_text=False, size=size)):
        # How good a day was matters more than its figure.
        texts, mark = {}, bare

    def color_of(value: float) -> Color:
        # A colour alone would say a level to some only.
        if has_limits and mark:
            return level_tint(frame.theme, widget.level_of(value))
        return shade(frame.theme, round((value - low) / (high - low) if high > low else EVEN, 2))

    ops = _weekdays(widget, frame, grid) + _months(frame, grid)
    first, last = min(shown), max(shown)
    for number, week in enumerate(grid.weeks):
        for place, day in enumerate(_days_of(week)):
            if day in shown:
                ops += _cell(widget, frame, grid, (number, place), color_of(shown[day]), mark, shown[day])
                if texts:
                    ops.append(_figure(frame, grid, (number, place), texts[day], size))
            elif first < day < last:
                ops += _cell(widget, frame, grid, (number, place), frame.theme.raised, 0.0, None)
    return ops if texts else ops + legend(frame, widget, (low, high), grid.left, color_of)


def wanted_height(widget: HeatCalendar, frame: Frame) -> float:
    """Seven days with the names of the months and a legend."""
    return (HEADING_LINE + LEGEND_LINE + 7) * frame.small


def _days_of(week: datetime.date) -> list[datetime.date]:
    last = (datetime.date.max - week).days
    return [week + DAY * min(number, last) for number in range(7)]


def _grid(widget: HeatCalendar, frame: Frame, days: Mapping[datetime.date, float]) -> _Grid:
    """Weeks along the longer side of the tile, as many as are wanted and can be told apart."""
    area, small = frame.area, frame.small
    names = frame.format.weekdays()
    is_across = area.width >= area.height * 0.9
    beside = max(frame.fonts.width(name, small) for name in (names if is_across else frame.format.months()))
    has_names = beside + small * 0.4 < area.width * 0.3
    has_heads = area.height >= (HEADING_LINE + LEGEND_LINE) * small
    left = area.x + (beside + small * 0.4 if has_names else 0.0)
    top = area.y + (HEADING_LINE * small if has_heads else 0.0)
    bottom = area.bottom - (LEGEND_LINE * small if has_legend(frame) else 0.0)
    along, aside = (area.right - left, bottom - top) if is_across else (bottom - top, area.right - left)
    day = max(1.0, aside / 7)
    fitting = max(1, int(along / max(SMALLEST * frame.unit, min(day, HIGHEST * frame.label) * 0.5)))
    weeks = weeks_of(days, widget.first_day, min(widget.weeks or MOST_WEEKS, fitting, MOST_WEEKS))
    week = max(1.0, along / len(weeks))
    if is_across:
        day = min(day, HIGHEST * frame.label)
        week = min(week, day * LONGEST)
    else:
        week = min(week, HIGHEST * frame.label)
        day = min(day, week * 2 * LONGEST)
    return _Grid(weeks, is_across, left, top, week, day)


def _figures(
    widget: HeatCalendar, frame: Frame, grid: _Grid, shown: Mapping[datetime.date, float]
) -> tuple[dict[datetime.date, str], float]:
    """The figure of each day, where all have room, and their font size."""
    width, height = grid.size
    size = frame.small
    if height < size * 1.05:
        return {}, size
    forms = {day: figure_forms(frame, value, widget.unit, widget.decimals)[-1] for day, value in shown.items()}
    for texts in ({day: form.text for day, form in forms.items()}, {day: form.number for day, form in forms.items()}):
        is_same = texts == {day: form.text for day, form in forms.items()} or all(
            form.suffix.strip() == "%" and not form.prefix for form in forms.values()
        )
        if is_same and max(frame.fonts.width(text, size, "semibold") for text in texts.values()) <= width * 0.86:
            return texts, size
    return {}, size


def _space(frame: Frame, grid: _Grid) -> float:
    return min(MOST_SPACE * frame.unit, SPACE * min(grid.size))


def _mark_px(frame: Frame, grid: _Grid, has_text: bool, size: float) -> float:
    """Height of the mark of a level in a corner; 0 where it has no room."""
    width, height = grid.size
    mark = min(18 * frame.unit, width * 0.3, height * 0.3)
    over = (height - size * CAP_HEIGHT) / 2 if has_text else mark * 1.4
    return mark if mark >= 6 * frame.unit and over >= mark * 1.2 else 0.0


def _cell(
    widget: HeatCalendar,
    frame: Frame,
    grid: _Grid,
    place: tuple[int, int],
    color: Color,
    mark: float,
    value: float | None,
) -> list[Op]:
    (x, y), (width, height), space = grid.place(*place), grid.size, _space(frame, grid)
    corner = min(CORNER * frame.unit, (width - space) / 4, (height - space) / 4)
    ops: list[Op] = [Box(x, y, width - space, height - space, color, corner)]
    level = widget.level_of(value)
    if mark and level in ("amber", "red"):
        right = x + width - space
        ops += level_mark(level, right - mark * 0.85, y + mark * 0.85, mark, frame.theme, frame.theme.text)
    return ops


def _figure(frame: Frame, grid: _Grid, place: tuple[int, int], text: str, size: float) -> Text:
    (x, y), (width, height), space = grid.place(*place), grid.size, _space(frame, grid)
    baseline = y + (height - space) / 2 + size * CAP_HEIGHT / 2
    return Text(x + (width - space) / 2, baseline, text, size, frame.theme.text, "center", "semibold")


def _weekdays(widget: HeatCalendar, frame: Frame, grid: _Grid) -> list[Op]:
    """The names of the days: of all, or of every second or third."""
    names = [frame.format.weekdays()[day.weekday()] for day in _days_of(grid.weeks[0])]
    small = frame.small
    if grid.is_across:
        if grid.left <= frame.area.x:
            return []
        return _down(frame, [(grid.top + (day + 0.5) * grid.day, name) for day, name in enumerate(names)])
    return _across(frame, [(grid.left + day * grid.day, name) for day, name in enumerate(names)], small * 0.15)


def _months(frame: Frame, grid: _Grid) -> list[Op]:
    """The name of each month at the first week that has its first day; the first week's, where the next leaves room."""
    places: list[tuple[float, str]] = []
    for number, week in enumerate(grid.weeks):
        first = next((day for day in _days_of(week) if day.day == 1), week if not number else None)
        if first is not None:
            name = frame.format.months()[first.month - 1]
            along = (grid.left if grid.is_across else grid.top) + number * grid.week
            places.append((along, name))
    if len(places) > 1 and places[1][0] - places[0][0] < frame.small * 2.2:
        places = places[1:]
    if grid.is_across:
        return _across(frame, places, frame.small * 0.5)
    if grid.left <= frame.area.x:
        return []
    return _down(frame, [(y + grid.week / 2, name) for y, name in places])


def _across(frame: Frame, places: Sequence[tuple[float, str]], space: float) -> list[Op]:
    """Words over the cells, from their left ends on; what has no room is left out."""
    area, small = frame.area, frame.small
    if area.height < (HEADING_LINE + LEGEND_LINE) * small:
        return []
    ops: list[Op] = []
    edge = float("-inf")
    for x, text in places:
        width = frame.fonts.width(text, small)
        if x < edge or x + width > area.right + 0.01:
            continue
        ops.append(Text(x, area.y + small * 0.86, text, small, frame.theme.dim))
        edge = x + width + space
    return ops


def _down(frame: Frame, places: Sequence[tuple[float, str]]) -> list[Op]:
    """Words beside the cells, with their middles at `y`; what has no room is left out."""
    area, small = frame.area, frame.small
    ops: list[Op] = []
    edge = float("-inf")
    for middle, text in places:
        baseline = middle + small * CAP_HEIGHT / 2
        if middle < edge or baseline + small * 0.21 > area.bottom or baseline - small * CAP_HEIGHT < area.y:
            continue
        ops.append(Text(area.x, baseline, text, small, frame.theme.dim))
        edge = middle + small * 1.15
    return ops
