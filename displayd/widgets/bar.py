"""Amounts side by side as bars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from displayd.scene import Op
from displayd.theme import mixed
from displayd.widgets.barrows import barrows
from displayd.widgets.bars import ShownBar
from displayd.widgets.base import MAX_POINTS, Amount, Frame, Label, Level, Measured, worst
from displayd.widgets.columns import columns
from displayd.widgets.legend import Entry, legend
from displayd.widgets.plot import Ends

__all__ = ["Bar", "BarChart"]

# Bars that nobody said must lie do so up to this many; more stand as columns with fewer labels.
MOST_ROWS = 40


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
        bars = self._shown(frame)
        ops: list[Op] = []
        if (
            self.previous_label
            and frame.area.height > 300 * frame.unit
            and any(bar.previous is not None for bar in bars)
        ):
            ops, height = legend(frame, [Entry(self.previous_label, "", bars[0].pale)], frame.area.height)
            frame = replace(frame, area=frame.area.inset(0, round(height + frame.gap), 0, 0))
        ends = Ends(self.unit, self.minimum, self.maximum, self.amber, self.red)
        return ops + (barrows if self._lies(frame) else columns)(frame, bars, ends)

    def _lies(self, frame: Frame) -> bool:
        if self.horizontal is not None:
            return self.horizontal
        widest = max(frame.fonts.width(bar.label, frame.small) for bar in self.bars)
        is_long = widest > frame.area.width / len(self.bars) and widest > 3 * frame.small
        return is_long and len(self.bars) <= MOST_ROWS

    def _shown(self, frame: Frame) -> list[ShownBar]:
        theme = frame.theme
        pale = mixed(theme.series[0], theme.card, 0.72)
        has_highlighted = bool(self.highlight) and self.highlight in {bar.label for bar in self.bars}
        shown = []
        for index, bar in enumerate(self.bars):
            level = self._level(bar)
            # Only what somebody called good is green; the rest of the bars are what they are.
            is_plain = level == "none" or (level == "good" and bar.level != "good")
            color = theme.series[0] if is_plain else theme.level_color(level)
            stands_out = bar.label == self.highlight if has_highlighted else True
            if self.highlight == "last":
                stands_out = index == len(self.bars) - 1
            color = color if stands_out else mixed(color, theme.card, 0.5)
            text = frame.format.text(bar.value, self.unit, self.decimals) if bar.value is not None else ""
            shown.append(ShownBar(bar.label, text, bar.value, bar.target, bar.previous, level, color, pale, stands_out))
        return shown

    def _level(self, bar: Bar) -> Level:
        return bar.level if bar.level != "none" else self.level_of(bar.value)
