"""Several figures side by side, all of one size."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Level, worst
from displayd.tile.availability import Availability
from displayd.tile.fields import ItemLabel, Previous, PreviousLabel, Target, UptimeDays, Value
from displayd.tile.measure import MeasuredItem, measure_of
from displayd.tile.perhaps_uptime import level_as_uptime, measured_uptime
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Figure", "Numbers"]


# So many figures that have a page to themselves are a poster.
AT_A_GLANCE = 4


class Figure(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One of the figures."""

    label: ItemLabel = ""
    value: Value = None
    previous: Previous = None
    target: Target = None
    uptime_days: Annotated[
        UptimeDays,
        Meta(description="Set for the share of so many days that it was up; when left out that of the widget."),
    ] = None


class Numbers(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="numbers"):
    """A few figures that belong together, in a row, a column or a grid, as the tile is."""

    PACKAGE: ClassVar[str] = "displayd.widgets.numbers"

    items: Annotated[
        list[Figure],
        Meta(max_length=200),
        role("parts", "The most important first: the last ones are left out where there is no room.", fills="items"),
    ] = []

    uptime_days: UptimeDays = None

    previous_label: Annotated[
        PreviousLabel, Meta(description="What `previous` of the items is, for example `last week`.")
    ] = ""

    def is_one_figure(self) -> bool:
        """True for a few, which are seen at one glance too."""
        return len(self.items) <= AT_A_GLANCE

    def is_empty(self) -> bool:
        """True without a single value."""
        return all(item.value is None for item in self.items)

    def level(self) -> Level:
        """Of the worst figure."""
        return worst(self.level_of_figure(item) for item in self.items)

    def level_of_figure(self, item: Figure) -> Level:
        """That of `item` itself, else by its value."""
        return level_as_uptime(self, item, item.value, self.availability_of(item))

    def availability_of(self, item: Figure) -> Availability | None:
        """What is known of the period of `item`; None for what is no uptime."""
        return measured_uptime(measure_of(self, item), item.value, item.target, item.uptime_days or self.uptime_days)
