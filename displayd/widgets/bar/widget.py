"""Amounts side by side as bars."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from msgspec import Meta
from msgspec.structs import replace as replace_fields

from displayd.drawing.chart.legend import Entry
from displayd.drawing.chart.plot import TEXT_ROW, Ends, least_height
from displayd.drawing.figure.figure import figure_forms
from displayd.protocol.vocabulary import MAX_POINTS, Amount, Label, Level, worst
from displayd.scene.operations import Op
from displayd.scene.theme import Theme, mixed
from displayd.tile.frame import Frame
from displayd.tile.widget import Measured
from displayd.widgets.bar.columns import Columns
from displayd.widgets.bar.rows import BarRows
from displayd.widgets.bar.series import Arrangement, Bar, BarSeries, aligned
from displayd.widgets.bar.slots import ShownBar, Slot, grouped, shares, stacked

__all__ = ["BarChart"]

PALE = 0.6
"""How much of the card's colour is in the bars of the period before."""

FADED = 0.5
"""How much of it is in the bars that do not stand out."""


class BarChart(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="bar"):
    """Amounts to compare, one bar each."""

    ITEMS_FIELD: ClassVar[str] = "bars"
    DROPS: ClassVar[tuple[str, ...]] = ("about", "notes", "values", "names of series", "labels", "rows")

    bars: Annotated[list[Bar], Meta(max_length=MAX_POINTS)] = []
    """From left to right, or from top to bottom."""

    series: Annotated[list[BarSeries], Meta(max_length=8)] = []
    """Several bars for each label, instead of `bars`."""

    arrangement: Arrangement = "grouped"
    """How the bars of one label stand: side by side, on top of each other with the sum at the end, or as shares of a
    whole."""

    horizontal: bool | None = None
    """True for bars that lie, False for columns; when left out, bars lie if their labels are too long for columns."""

    highlight: Label = ""
    """Label of the bar that stands out, or `last`; empty for all alike."""

    previous_label: Annotated[str, Meta(max_length=60)] = ""
    """What the pale bars are, for example `last week`."""

    target: Amount | None = None
    """Drawn as a dotted line across all bars; a share (0 to 1) where the bars are shares."""

    minimum: Amount | None = None
    """Lower end of the scale; 0, or chosen by negative values, when left out. Shares always fill theirs."""
    maximum: Amount | None = None
    """Upper end of the scale; chosen by the values when left out."""

    EXAMPLES: ClassVar[Mapping[str, Mapping[str, object]]] = {
        "typical": {
            "title": "New customers",
            "highlight": "last",
            "target": 40,
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
        "side by side": {
            "title": "Tickets in and out",
            "direction": "down",
            "series": [
                {
                    "name": name,
                    "bars": [
                        {"label": day, "value": value}
                        for day, value in zip(("Mon", "Tue", "Wed", "Thu"), values, strict=True)
                    ],
                }
                for name, values in (("opened", (42, 51, 38, 47)), ("solved", (39, 44, 45, 41)))
            ],
        },
        "stacked": {
            "title": "Revenue by plan",
            "unit": "currencyEUR",
            "arrangement": "stacked",
            "target": 130_000,
            "series": [
                {
                    "name": name,
                    "bars": [
                        {"label": month, "value": value}
                        for month, value in zip(("Aug", "Sep", "Oct", "Nov"), values, strict=True)
                    ],
                }
                for name, values in (
                    ("Basic", (41_000, 42_500, 43_100, 44_800)),
                    ("Team", (38_200, 40_900, 45_300, 51_200)),
                    ("Enterprise", (22_000, 22_000, 31_500, 39_900)),
                )
            ],
        },
        "shares": {
            "title": "Answers to the survey",
            "arrangement": "share",
            "horizontal": True,
            "series": [
                {
                    "name": name,
                    "level": level,
                    "bars": [
                        {"label": team, "value": value}
                        for team, value in zip(("Shop", "Search", "Accounts"), values, strict=True)
                    ],
                }
                for name, level, values in (
                    ("happy", "good", (61, 48, 22)),
                    ("so-so", "amber", (24, 31, 30)),
                    ("unhappy", "red", (9, 17, 41)),
                )
            ],
        },
        "stacked on both sides": {
            "title": "Subscriptions won and lost",
            "arrangement": "stacked",
            "highlight": "last",
            "series": [
                {
                    "name": name,
                    "bars": [{"label": f"w{week}", "value": value} for week, value in enumerate(values, start=40)],
                }
                for name, values in (
                    ("new", (31, 28, 36, 25, 40)),
                    ("back", (4, 6, 0, None, 7)),
                    ("cancelled", (-12, -15, -9, -31, -11)),
                    ("failed", (-3, -1, -4, -2, -5)),
                )
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
        "awkward series": {
            "title": "Labels that differ, and more series than room",
            "horizontal": True,
            "unit": "s",
            "series": [
                {
                    "name": f"A name of some length, number {number}",
                    "bars": [
                        {
                            "label": f"Department {(number + index) % 9} on the first floor",
                            "value": 9999 * index - 20_000,
                        }
                        for index in range(6)
                    ],
                }
                for number in range(8)
            ],
        },
    }

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(bar.value is None for one in self._series() for bar in one.bars)

    def level(self) -> Level:
        """By the worst bar; thresholds are for whole stacks, and say nothing about shares."""
        levels = [bar.level for one in self._series() for bar in one.bars]
        if self.arrangement == "stacked" and len(self._series()) > 1:
            levels += [self.level_of(_total(bars)) for _, bars in aligned(self._series())]
        elif self.arrangement == "grouped" or len(self._series()) < 2:
            levels = [self._level(bar) for one in self._series() for bar in one.bars]
        return worst(levels)

    def wanted_height(self, frame: Frame) -> float:
        """With a plot of almost half the tile, or all rows, and everything around it."""
        if self._lies(frame):
            return self._rows(frame).wanted_height()
        words = bool(self._entries(frame.theme) or self._notes(frame)) * frame.label * 1.5
        return least_height(frame) + frame.small * TEXT_ROW + frame.label * 1.1 + words

    def draw(self, frame: Frame) -> list[Op]:
        """Columns, or bars in rows; what their colours are stands above or beside them."""
        chart = self._rows(frame) if self._lies(frame) else self._columns(frame)
        if any(one.level != "none" for one in self._series()) and not chart.names_all():
            # The mark of a level stands beside the name; a colour alone would say it to some only.
            return replace_fields(self, series=[replace_fields(one, level="none") for one in self.series]).draw(frame)
        return chart.ops()

    def _columns(self, frame: Frame) -> Columns:
        is_piled = self.arrangement != "grouped" and len(self._series()) > 1
        slots, notes = self._slots(frame), self._notes(frame)
        return Columns(frame, slots, self._ends(), self.target, self._entries(frame.theme), notes, is_piled)

    def _rows(self, frame: Frame) -> BarRows:
        slots, notes = self._slots(frame), self._notes(frame)
        return BarRows(frame, slots, self._ends(), self.target, self._entries(frame.theme), notes)

    def _series(self) -> list[BarSeries]:
        """The series that have bars, that of `bars` first; the level of an only one is that of its bars."""
        found = [one for one in (BarSeries(bars=self.bars), *self.series) if one.bars]
        if len(found) != 1 or found[0].level == "none":
            return found
        bars = [replace_fields(bar, level=found[0].level) if bar.level == "none" else bar for bar in found[0].bars]
        return [BarSeries(name=found[0].name, bars=bars)]

    def _is_share(self) -> bool:
        return self.arrangement == "share" and len(self._series()) > 1

    def _ends(self) -> Ends:
        if self._is_share():
            return Ends("percentunit", 0.0, 1.0, None, None)
        return Ends(self.unit, self.minimum, self.maximum, self.amber, self.red)

    def _lies(self, frame: Frame) -> bool:
        if self.horizontal is not None:
            return self.horizontal
        labels = [label for label, _ in aligned(self._series())]
        widest = max(frame.fonts.width(label, frame.small) for label in labels)
        is_long = widest > frame.area.width / len(labels) and widest > 3 * frame.small
        # Of more rows than this, most would have no place.
        return is_long and len(labels) <= 2 + 2 * frame.area.height / (1.2 * frame.label)

    # What is drawn

    def _colors(self, theme: Theme) -> list[str]:
        """Of each series: that of its level, else the next of the theme that is no level's."""
        series = self._series()
        levels = {theme.level_color(one.level) for one in series if one.level != "none"}
        plain = itertools.cycle([color for color in theme.series if color not in levels] or theme.series)
        return [next(plain) if one.level == "none" else theme.level_color(one.level) for one in series]

    def _entries(self, theme: Theme) -> list[Entry]:
        """The names of the series."""
        series = self._series()
        if len(series) < 2:
            return []
        pairs = zip(series, self._colors(theme), strict=True)
        return [Entry(one.name, "", color, "box" if one.level == "none" else one.level) for one, color in pairs]

    def _notes(self, frame: Frame) -> list[Entry]:
        """What the bars are compared with."""
        theme, notes = frame.theme, list[Entry]()
        series = self._series()
        if self.previous_label and len(series) == 1 and any(bar.previous is not None for bar in series[0].bars):
            notes.append(Entry(self.previous_label, "", mixed(theme.series[0], theme.card, PALE), is_quiet=True))
        if self.target is not None:
            unit = "percentunit" if self._is_share() else self.unit
            notes.append(Entry("target", frame.format.text(self.target, unit, self.decimals), theme.text, "dots", True))
        return notes

    def _slots(self, frame: Frame) -> list[Slot]:
        """What stands at each label."""
        rows = aligned(self._series())
        labels = [label for label, _ in rows]
        has_highlighted = bool(self.highlight) and self.highlight in labels
        colors = self._colors(frame.theme)
        worded = self._worded(frame, len(rows))
        slots = []
        for index, (label, bars) in enumerate(rows):
            stands_out = label == self.highlight if has_highlighted else True
            if self.highlight == "last":
                stands_out = index == len(rows) - 1
            slots.append(self._slot(frame, label, bars, colors, stands_out, index < worded))
        return slots

    def _worded(self, frame: Frame, count: int) -> int:
        """How many of so many labels can have their values written: working out the others would be in vain."""
        if self._lies(frame):
            return math.ceil(frame.area.height / frame.small)
        return count if count * frame.small < frame.area.width * 1.5 else 0

    def _slot(
        self,
        frame: Frame,
        label: str,
        bars: Sequence[Bar | None],
        colors: Sequence[str],
        stands_out: bool,
        has_words: bool,
    ) -> Slot:
        shown = [
            None if bar is None else self._shown(frame, bar, color, len(bars) == 1, stands_out, has_words)
            for bar, color in zip(bars, colors, strict=True)
        ]
        if len(bars) == 1 or self.arrangement == "grouped":
            return grouped(label, stands_out, shown)
        if self.arrangement == "share":
            return shares(label, stands_out, shown, lambda share: frame.format.percent(share, 0) if has_words else "")
        total = _total(bars)
        return stacked(label, stands_out, shown, self._texts(frame, total, has_words), self.level_of(total))

    def _shown(
        self, frame: Frame, bar: Bar, color: str, is_single: bool, stands_out: bool, has_words: bool
    ) -> ShownBar:
        theme = frame.theme
        level = self._level(bar) if is_single or self.arrangement == "grouped" else bar.level
        # Only what somebody called good is green; the rest of the bars are what they are. A series keeps its colour.
        is_plain = level == "none" or (level == "good" and bar.level != "good")
        if is_single and not is_plain:
            color = theme.level_color(level)
        color = color if stands_out else mixed(color, theme.card, FADED)
        pale = mixed(theme.series[0], theme.card, PALE)
        # The sum of a stack is all that is written at it.
        texts = self._texts(frame, bar.value, has_words and (is_single or self.arrangement == "grouped"))
        return ShownBar(bar.value, texts, bar.target, bar.previous, level, color, pale)

    def _texts(self, frame: Frame, value: float | None, has_words: bool) -> tuple[str, ...]:
        if not has_words:
            return ()
        return tuple(form.text for form in figure_forms(frame, value, self.unit, self.decimals))

    def _level(self, bar: Bar) -> Level:
        return bar.level if bar.level != "none" else self.level_of(bar.value)


def _total(bars: Sequence[Bar | None]) -> float | None:
    """The sum of all values; None without one."""
    values = [bar.value for bar in bars if bar is not None and bar.value is not None]
    return sum(values) if values else None
