"""Bars and series of bars, as they arrive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from msgspec import Meta, Struct

from displayd.protocol.limits import MAX_POINTS
from displayd.protocol.vocabulary import Label
from displayd.tile.fields import ItemLabel, ItemLevel, Previous, Target, Value
from displayd.tile.roles import role

__all__ = ["Arrangement", "Bar", "BarSeries", "aligned"]

Arrangement = Literal["grouped", "stacked", "share"]


class Bar(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One bar."""

    label: ItemLabel = ""
    value: Annotated[Value, Meta(description="Length of the bar; null leaves its place empty.")] = None

    target: Annotated[Target, Meta(description="Marked by a line across the bar; not in a stack.")] = None

    previous: Annotated[
        Previous,
        Meta(description="The amount to compare with, drawn as a pale bar behind; not where there are several series."),
    ] = None

    level: Annotated[
        ItemLevel, Meta(description="How good the amount is, where the thresholds of the chart do not say it.")
    ] = "none"


class BarSeries(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Bars of one colour, one for each label."""

    name: Annotated[Label, role("name", "What the series is called.", fills="title")] = ""

    bars: Annotated[
        list[Bar],
        Meta(max_length=MAX_POINTS),
        role("parts", "Those with the same label as a bar of another series stand together with it.", fills="items"),
    ] = []

    level: Annotated[
        ItemLevel,
        Meta(
            description="Colours the series by what it stands for, for example detractors; else it gets the next "
            "colour of the theme."
        ),
    ] = "none"


def aligned(series: Sequence[BarSeries]) -> list[tuple[str, list[Bar | None]]]:
    """Each label with its bar of every series, None where there is none, in the order in which labels first appear.

    A label that comes again in the same series is another one.
    """
    places: dict[tuple[str, int], list[Bar | None]] = {}
    for number, one in enumerate(series):
        seen: dict[str, int] = {}
        for bar in one.bars:
            count = seen[bar.label] = seen.get(bar.label, 0) + 1
            places.setdefault((bar.label, count), [None] * len(series))[number] = bar
    return [(label, bars) for (label, _), bars in places.items()]
