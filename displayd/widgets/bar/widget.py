"""Amounts side by side as bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from msgspec import Meta
from msgspec.structs import replace as replace_fields

from displayd.protocol.limits import MAX_POINTS
from displayd.protocol.vocabulary import Label, Level, worst
from displayd.tile.fields import Maximum, Minimum, PreviousLabel, Target
from displayd.tile.roles import role
from displayd.tile.widget import Measured
from displayd.widgets.bar.series import Arrangement, Bar, BarSeries, aligned

__all__ = ["NOW", "BarChart"]

NOW = "now"
"""What the bars are called where nobody says; shown in the language of the locale."""


class BarChart(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="bar"):
    """Amounts to compare as bars or columns: one each, side by side, stacked, or as shares of a whole."""

    PACKAGE: ClassVar[str] = "displayd.widgets.bar"

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
            "True for bars that lie, False for columns; when left out, bars lie where columns "
            "would have to do without some of their labels.",
        ),
    ] = None

    highlight: Annotated[Label, role("look", "Label of the bar that stands out, or `last`; empty for all alike.")] = ""

    previous_label: Annotated[PreviousLabel, Meta(description="What the pale bars are, for example `last week`.")] = ""

    now_label: Annotated[
        str,
        Meta(max_length=60),
        role("caption", "What the bars are beside the pale ones, for example `this week`.", fills="now_label"),
    ] = NOW

    sort: Annotated[
        Literal["given", "rising", "falling"],
        role(
            "look",
            "The order of the labels: as they are given, or by their amounts, of several series by the sum; what has "
            "none comes last.",
        ),
    ] = "given"

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
