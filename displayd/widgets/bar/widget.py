"""Amounts side by side as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, ClassVar

from msgspec import Meta
from msgspec.structs import replace as replace_fields

from displayd.protocol.limits import MAX_POINTS
from displayd.protocol.vocabulary import Label, Level, worst
from displayd.tile.fields import Maximum, Minimum, PreviousLabel, Target
from displayd.tile.roles import role
from displayd.tile.widget import Measured
from displayd.widgets.bar.series import Arrangement, Bar, BarSeries, aligned

__all__ = ["BarChart"]


class BarChart(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="bar"):
    """Amounts to compare as bars or columns: one each, side by side, stacked, or as shares of a whole."""

    DRAWING: ClassVar[str] = "displayd.widgets.bar.drawing"
    bars: Annotated[
        list[Bar],
        Meta(max_length=MAX_POINTS),
        role("parts", "From left to right, or from top to bottom.", fills="items"),
    ] = []

    series: Annotated[
        list[BarSeries], Meta(max_length=8), role("parts", "Several bars for each label, instead of `bars`.")
    ] = []

    arrangement: Annotated[
        Arrangement,
        role(
            "look",
            "How the bars of one label stand: side by side, on top of each other with the sum at the "
            "end, or as shares of a whole.",
        ),
    ] = "grouped"

    horizontal: Annotated[
        bool | None,
        role(
            "look",
            "True for bars that lie, False for columns; when left out, bars lie if their labels are "
            "too long for columns.",
        ),
    ] = None

    highlight: Annotated[Label, role("look", "Label of the bar that stands out, or `last`; empty for all alike.")] = ""

    previous_label: Annotated[PreviousLabel, Meta(description="What the pale bars are, for example `last week`.")] = ""

    target: Annotated[
        Target, Meta(description="Drawn as a dotted line across all bars; a share (0 to 1) where the bars are shares.")
    ] = None

    minimum: Annotated[
        Minimum,
        Meta(
            description="Lower end of the scale; 0, or chosen by negative values, when left out. Shares always "
            "fill theirs."
        ),
    ] = None

    maximum: Annotated[Maximum, Meta(description="Upper end of the scale; chosen by the values when left out.")] = None

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
        return all(bar.value is None for one in self.all_series() for bar in one.bars)

    def level(self) -> Level:
        """By the worst bar; thresholds are for whole stacks, and say nothing about shares."""
        levels = [bar.level for one in self.all_series() for bar in one.bars]
        if self.arrangement == "stacked" and len(self.all_series()) > 1:
            levels += [self.level_of(total_of(bars)) for _, bars in aligned(self.all_series())]
        elif self.arrangement == "grouped" or len(self.all_series()) < 2:
            levels = [self.level_of_item(bar) for one in self.all_series() for bar in one.bars]
        return worst(levels)

    def all_series(self) -> list[BarSeries]:
        """The series that have bars, that of `bars` first; the level of an only one is that of its bars."""
        found = [one for one in (BarSeries(bars=self.bars), *self.series) if one.bars]
        if len(found) != 1 or found[0].level == "none":
            return found
        bars = [replace_fields(bar, level=found[0].level) if bar.level == "none" else bar for bar in found[0].bars]
        return [BarSeries(name=found[0].name, bars=bars)]


def total_of(bars: Sequence[Bar | None]) -> float | None:
    """The sum of all values; None without one."""
    values = [bar.value for bar in bars if bar is not None and bar.value is not None]
    return sum(values) if values else None
