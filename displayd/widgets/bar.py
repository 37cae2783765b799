"""Amounts side by side as bars."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.scene import Box, Color, Line, Op, Text
from displayd.theme import mixed
from displayd.widgets.axis import Scale, tight_scale, value_scale
from displayd.widgets.base import MAX_POINTS, Amount, Frame, Label, Level, Measured, fitted_size, worst
from displayd.widgets.figure import CAP_HEIGHT
from displayd.widgets.legend import Entry, legend
from displayd.widgets.marks import level_mark
from displayd.widgets.plot import Plot, limits, with_ticks
from displayd.widgets.rows import more_row, places_for

__all__ = ["Bar", "BarChart"]

# A label that is cut shorter than this many letters says nothing.
FEWEST_LETTERS = 6


class Bar(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One bar."""

    label: Label = ""
    value: Amount | None = None
    """Length of the bar; null leaves its place empty."""

    target: Amount | None = None
    """Marked by a line across the bar."""

    previous: Amount | None = None
    """The amount to compare with, drawn as a pale bar behind."""

    level: Level = "none"
    """How good the amount is, where the thresholds of the chart do not say it."""


class BarChart(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="bar"):
    """Amounts to compare, one bar each."""

    ITEMS_FIELD: ClassVar[str] = "bars"

    bars: Annotated[list[Bar], Meta(max_length=MAX_POINTS)] = []
    """From left to right, or from top to bottom."""

    horizontal: bool | None = None
    """True for bars that lie, False for columns; when left out, bars lie if their labels are too long for columns."""

    highlight: Label = ""
    """Label of the bar that stands out, or `last`; empty for all alike."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What the pale bars are, for example `last week`."""

    minimum: Amount | None = None
    """Lower end of the scale; 0, or chosen by negative values, when left out."""
    maximum: Amount | None = None
    """Upper end of the scale; chosen by the values when left out."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "New customers",
            "highlight": "last",
            "bars": [
                {"label": month, "value": value}
                for month, value in zip(
                    ("Jun", "Jul", "Aug", "Sep", "Oct", "Nov"), (31, 28, 19, 36, 42, 47), strict=True
                )
            ],
        },
        "lying with targets": {
            "title": "Open accounts per person",
            "direction": "down",
            "amber": 40,
            "red": 50,
            "previous_label": "last month",
            "bars": [
                {"label": "Amelia Fairweather", "value": 34, "previous": 31, "target": 36},
                {"label": "Bo", "value": 44, "previous": 36, "target": 36},
                {"label": "Chidi Okonkwo", "value": 52, "previous": 50, "target": 36},
                {"label": "Dana", "value": 12, "previous": 0, "target": 18},
            ],
        },
        "awkward": {
            "title": "Net growth",
            "unit": "currencyEUR",
            "bars": [
                {"label": "A name that is much too long for a column", "value": 9_999_999_999, "level": "good"},
                {"label": "", "value": -4_200_000_000, "level": "red"},
                {"label": "nothing", "value": None},
                {"label": "zero", "value": 0},
            ],
            "horizontal": False,
        },
        "many": {
            "title": "Tickets per day",
            "bars": [{"label": str(day), "value": (day * 37) % 23 + day // 2} for day in range(1, 32)],
        },
    }

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(bar.value is None for bar in self.bars)

    def level(self) -> Level:
        """By the worst bar."""
        return worst(self._level(bar) for bar in self.bars)

    def draw(self, frame: Frame) -> list[Op]:
        """Columns, or bars in rows; what the pale bars are stands above."""
        area, unit = frame.area, frame.unit
        ops: list[Op] = []
        used = 0
        if self.previous_label and area.height > 300 * unit and any(bar.previous is not None for bar in self.bars):
            entry = Entry(self.previous_label, "", self._pale(frame))
            ops, height = legend(frame, [entry], area.height)
            used = round(height + frame.gap)
        room = area.inset(0, used, 0, 0)
        inner = Frame(room, unit, frame.theme, frame.fonts, frame.format, frame.unix_time)
        lies = self.horizontal
        if lies is None:
            widest = max(frame.fonts.width(bar.label, frame.small) for bar in self.bars)
            lies = widest > area.width / len(self.bars) and widest > 3 * frame.small and len(self.bars) <= 40
        return ops + (self._rows(inner) if lies else self._columns(inner))

    def _level(self, bar: Bar) -> Level:
        return bar.level if bar.level != "none" else self.level_of(bar.value)

    def _pale(self, frame: Frame) -> Color:
        return mixed(frame.theme.series[0], frame.theme.card, 0.72)

    def _color(self, frame: Frame, index: int) -> Color:
        bar = self.bars[index]
        level = self._level(bar)
        color = frame.theme.level_color(level) if level in ("amber", "red") else frame.theme.series[0]
        if bar.level == "good":
            color = frame.theme.good
        return color if self._stands_out(index) else mixed(color, frame.theme.card, 0.5)

    def _stands_out(self, index: int) -> bool:
        if self.highlight == "last":
            return index == len(self.bars) - 1
        if self.highlight and self.highlight in {bar.label for bar in self.bars}:
            return self.bars[index].label == self.highlight
        return True

    def _amounts(self) -> list[float]:
        every = [amount for bar in self.bars for amount in (bar.value, bar.target, bar.previous)]
        return [amount for amount in every if amount is not None]

    def _text(self, frame: Frame, bar: Bar) -> str:
        return frame.format.text(bar.value, self.unit, self.decimals) if bar.value is not None else ""

    def _columns(self, frame: Frame) -> list[Op]:
        area, unit, theme = frame.area, frame.unit, frame.theme
        slot = area.width / len(self.bars)
        texts = [self._text(frame, bar) for bar in self.bars]
        size = fitted_size(frame, texts, frame.label, slot - 8 * unit)
        is_labelled = size >= frame.small and area.height > 170 * unit
        has_names = any(bar.label for bar in self.bars) and area.height > 110 * unit
        bottom = area.bottom - (frame.small * 1.5 if has_names else 0)
        head = size * 1.15 if is_labelled else frame.small * CAP_HEIGHT / 2
        amounts = self._amounts()
        foot = head if min(amounts) < 0 or not has_names else 2 * unit
        top, bottom = area.y + head, bottom - (foot if min(amounts) < 0 or not is_labelled else 2 * unit)
        ops: list[Op] = []
        if is_labelled:
            plot = Plot(area.x, top, area.right, bottom, tight_scale(amounts, self.minimum, self.maximum))
        else:
            plot, ops = with_ticks(
                frame,
                area.x,
                top,
                area.right,
                bottom,
                lambda intervals: value_scale(amounts, self.unit, self.minimum, self.maximum, intervals, True),
                self.unit,
            )
            ops += limits(frame, plot, self.amber, self.red)
        slot = (plot.right - plot.left) / len(self.bars)
        zero = plot.y(0.0)
        ops.append(Line(((plot.left, zero), (plot.right, zero)), 2 * unit, theme.grid))
        for index, bar in enumerate(self.bars):
            ops += self._column(frame, plot, index, plot.left + slot * (index + 0.5), slot)
            if bar.value is not None and is_labelled:
                end = plot.y(bar.value)
                baseline = end + size * 1.0 if bar.value < 0 else end - size * 0.3
                color = theme.text if self._stands_out(index) else theme.dim
                x = plot.left + slot * (index + 0.5)
                ops.append(Text(x, baseline, texts[index], size, color, "center", "semibold"))
        if has_names:
            ops += self._names(frame, plot, slot, area.bottom - frame.small * 0.26)
        return ops

    def _column(self, frame: Frame, plot: Plot, index: int, x: float, slot: float) -> list[Op]:
        """One column with its middle at `x` px."""
        bar, unit = self.bars[index], frame.unit
        width = min(slot * (0.64 if slot > 20 * unit else 0.8), 120 * unit)
        zero = plot.y(0.0)
        ops: list[Op] = []
        if bar.previous is not None:
            wide = min(slot * 0.92, width * 1.36)
            ops += _upright(x - wide / 2, wide, zero, plot.y(bar.previous), self._pale(frame), 10 * unit)
        if bar.value is not None:
            end = plot.y(bar.value)
            end = end if abs(end - zero) >= 4 * unit else zero - 4 * unit * (-1 if bar.value < 0 else 1)
            ops += _upright(x - width / 2, width, zero, end, self._color(frame, index), 10 * unit)
            level = self._level(bar)
            mark = 24 * unit
            if level in ("amber", "red") and abs(end - zero) > 2 * mark and width > 1.4 * mark:
                middle = end + mark * (1 if end < zero else -1)
                ops += level_mark(level, x, middle, mark, frame.theme, frame.theme.card)
        if bar.target is not None:
            y = plot.y(bar.target)
            reach = min(slot * 0.46, width * 0.72)
            ops.append(Line(((x - reach, y), (x + reach, y)), 5 * unit, frame.theme.text))
        return ops

    def _names(self, frame: Frame, plot: Plot, slot: float, baseline: float) -> list[Op]:
        """The labels under the columns: all, all cut short, or every so many of them."""
        size = frame.small
        space = size * 0.3
        widths = [frame.fonts.width(bar.label, size) for bar in self.bars]
        every = 1
        if max(widths) + space > slot < size * 0.55 * FEWEST_LETTERS:
            # Fewer than would fit: they are there to find one's way, not to be read.
            every = math.ceil((min(max(widths), plot.right - plot.left) + 2.2 * size) / slot)
        ops: list[Op] = []
        edge = plot.right
        # Counted from the end: of a series of days, the last one is the one to know.
        for index in range(len(self.bars) - 1, -1, -every):
            room = min(slot * every - space, plot.right - plot.left)
            width = min(widths[index], room)
            x = min(max(plot.left + slot * (index + 0.5) - width / 2, plot.left), plot.right - width)
            if not self.bars[index].label or x + width > edge + 0.01:
                continue
            color = frame.theme.text if self.highlight and self._stands_out(index) else frame.theme.dim
            ops.append(Text(x, baseline, self.bars[index].label, size, color, "left", "regular", room))
            edge = x - space
        return ops

    def _rows(self, frame: Frame) -> list[Op]:
        area, unit, theme = frame.area, frame.unit, frame.theme
        texts = [self._text(frame, bar) or frame.format.text(None) for bar in self.bars]
        names = [frame.fonts.width(bar.label, frame.label) for bar in self.bars]
        mark = 40 * unit if any(self._level(bar) in ("amber", "red") for bar in self.bars) else 0.0
        size = fitted_size(frame, texts, frame.label, area.width * 0.5 - mark)
        value_width = max(frame.fonts.width(text, size, "semibold") for text in texts) + mark
        is_stacked = max(names) + value_width > area.width * 0.5 and area.height / len(self.bars) > 1.9 * frame.label
        least = frame.label * (1.75 if is_stacked else 1.2)
        places, left_over = places_for(area.height, least, len(self.bars), frame.small * 1.4)
        pitch = min((area.height - (frame.small * 1.4 if left_over else 0)) / max(1, places), 2.2 * least)
        name_width = 0.0 if is_stacked else min(max(names), area.width * 0.42)
        left = area.x + (name_width + 1.6 * frame.gap if name_width else 0.0)
        right = area.right if is_stacked else area.right - value_width - 1.6 * frame.gap
        scale = tight_scale(self._amounts(), self.minimum, self.maximum)
        ops: list[Op] = []
        for index, bar in enumerate(self.bars[:places]):
            top = area.y + index * pitch
            middle = top + pitch / 2
            thick = min(pitch * 0.56, 52 * unit)
            baseline = middle + frame.label * CAP_HEIGHT / 2
            if is_stacked:
                thick = min(pitch * 0.26, 28 * unit)
                baseline = top + frame.label * 0.95
                middle = baseline + frame.label * 0.3 + thick / 2
            color = theme.text if self._stands_out(index) else theme.dim
            room = area.width - value_width - frame.gap if is_stacked else name_width
            ops.append(Text(area.x, baseline, bar.label, frame.label, color, "left", "regular", max(room, 1)))
            ops.append(Text(area.right, baseline, texts[index], size, color, "right", "semibold"))
            level = self._level(bar)
            if level in ("amber", "red"):
                x = area.right - frame.fonts.width(texts[index], size, "semibold") - mark * 0.55
                ops += level_mark(level, x, baseline - size * CAP_HEIGHT / 2, 24 * unit, theme)
            ops += self._row(frame, scale, index, left, right, middle, thick)
        return ops + more_row(frame, left_over)

    def _row(
        self, frame: Frame, scale: Scale, index: int, left: float, right: float, middle: float, thick: float
    ) -> list[Op]:
        """One lying bar with its middle at `middle` px."""
        bar, unit = self.bars[index], frame.unit
        if right - left < 24 * unit:
            return []

        def x_of(amount: float) -> float:
            return left + scale.share(amount) * (right - left)

        zero = x_of(0.0)
        ops: list[Op] = []
        if bar.previous is not None:
            high = thick * 1.36
            ops += _lying(middle - high / 2, high, zero, x_of(bar.previous), self._pale(frame), 9 * unit)
        if bar.value is not None:
            end = x_of(bar.value)
            end = end if abs(end - zero) >= 4 * unit else zero + 4 * unit * (-1 if bar.value < 0 else 1)
            ops += _lying(middle - thick / 2, thick, zero, end, self._color(frame, index), 9 * unit)
        if bar.target is not None:
            x = x_of(bar.target)
            ops.append(Line(((x, middle - thick * 0.72), (x, middle + thick * 0.72)), 5 * unit, frame.theme.text))
        return ops


def _upright(x: float, width: float, zero: float, end: float, color: Color, radius: float) -> list[Op]:
    """A column from `zero` to `end` (y in px), round at its end only."""
    top, height = min(zero, end), abs(end - zero)
    round_part = min(radius, width / 2, height / 2)
    square_top = top + round_part if end < zero else top
    return [Box(x, top, width, height, color, round_part), Box(x, square_top, width, height - round_part, color)]


def _lying(y: float, height: float, zero: float, end: float, color: Color, radius: float) -> list[Op]:
    """A bar from `zero` to `end` (x in px), round at its end only."""
    left, width = min(zero, end), abs(end - zero)
    round_part = min(radius, width / 2, height / 2)
    square_left = left if end > zero else left + round_part
    return [Box(left, y, width, height, color, round_part), Box(square_left, y, width - round_part, height, color)]
