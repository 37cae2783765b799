"""How far it is to a goal."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Amount, Level, worst
from displayd.text.wholes import WHOLES
from displayd.tile.availability import Availability
from displayd.tile.fields import ItemLabel, Target, UptimeDays, Value
from displayd.tile.measure import MeasuredItem, measure_of
from displayd.tile.perhaps_uptime import PerhapsUptime, level_as_uptime, measured_uptime
from displayd.tile.roles import role

__all__ = ["Progress", "Stretch", "mark_on_whole", "share_of_way"]


def share_of_way(value: float, start: float, goal: float, is_down: bool = False) -> float:
    """How much of the way from `start` to `goal` is done at `value`: 0 to 1, and beyond.

    Args:
        is_down: True where less is better: where there is no way at all, below the goal is there.
    """
    way = goal / 2 - start / 2
    if not way:
        # No way at all is done by who is there.
        is_there = value <= goal if is_down else value >= goal
        return 1.0 if is_there else 0.0
    return (value / 2 - start / 2) / way


def mark_on_whole(target: float | None, unit: str) -> float | None:
    """Where on the bar of a percentage its target is; None for one that is all or more, and for other units."""
    whole = WHOLES.get(unit, 0.0)
    return target / whole if target is not None and 0 <= target < whole else None


class Stretch(MeasuredItem, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One row: a milestone, a part of the whole."""

    label: ItemLabel = ""
    value: Value = None

    target: Annotated[
        Target, Meta(description="The goal; when left out that of the widget, and all for a percentage.")
    ] = None

    minimum: Annotated[
        Amount | None, role("scale", "Where the way to the goal began; when left out that of the widget.")
    ] = None

    uptime_days: Annotated[
        UptimeDays,
        Meta(description="Set for the share of so many days that it was up; when left out that of the widget."),
    ] = None


class Progress(PerhapsUptime, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="progress"):
    """A bar that fills from a start to a goal, and how much of the way that is."""

    PACKAGE: ClassVar[str] = "displayd.widgets.progress"
    IS_ONE_FIGURE: ClassVar[bool] = True

    target: Annotated[
        Target, Meta(description="The goal. The bar of a percentage is always that percentage: there it is a stroke.")
    ] = None

    minimum: Annotated[
        Amount,
        role(
            "scale",
            "Where the way to the goal began. More than `target` where the goal is to have less. Not for percentages.",
        ),
    ] = 0.0

    expected: Annotated[
        Amount | None,
        role(
            "comparison",
            "The value that is needed by now to reach the goal in time; marked by a stroke across the bar.",
            fills="expected",
        ),
    ] = None

    items: Annotated[
        list[Stretch],
        Meta(max_length=200),
        role("parts", "Rows instead of the one figure; the bar of each is the share that is done.", fills="items"),
    ] = []

    def is_one_figure(self) -> bool:
        """False for rows."""
        return not self.items

    def is_empty(self) -> bool:
        """True without a value, without a goal, and where nothing of nothing is done: 0 of 0 is no 100 %."""
        if self.items:
            return all(self.share_of_item(item) is None for item in self.items)
        if self.value is None or self.goal is None:
            return True
        # Who is to have less has reached a goal of 0 with 0.
        return self.value == self.goal == self.minimum and self.direction != "down"

    @property
    def goal(self) -> float | None:
        """The target, or all."""
        return WHOLES.get(self.unit) if self.target is None else self.target

    def share_of(self, value: float) -> float:
        """How much of the way from start to goal is done at `value`: 0 to 1, and beyond."""
        return share_of_way(value, self.minimum, self.goal or 0.0, self.direction == "down")

    @property
    def target_mark(self) -> float | None:
        """See `mark_on_whole`."""
        return mark_on_whole(self.target, self.unit)

    def length_of(self, value: float) -> float:
        """How long the bar is at `value`: a percentage itself, else how much of the way is done."""
        return value / WHOLES[self.unit] if self.unit in WHOLES else self.share_of(value)

    def target_of(self, item: Stretch) -> float | None:
        """The goal of `item`, else that of all."""
        return self.target if item.target is None else item.target

    def availability_of_item(self, item: Stretch) -> Availability | None:
        """What is known of the period of `item`; None for what is no uptime."""
        days = item.uptime_days or self.uptime_days
        return measured_uptime(measure_of(self, item), item.value, self.target_of(item), days)

    def share_of_item(self, item: Stretch) -> float | None:
        """How long the bar of `item` is: a percentage itself, else how much of the way is done; None if unknown.

        Of an uptime it is how much of its error budget is used, None where nothing was promised.
        """
        known = self.availability_of_item(item)
        if known is not None:
            return None if known.budget is None else known.budget.used_share
        unit = self.unit if item.unit is None else item.unit
        if item.value is None:
            return None
        if unit in WHOLES:
            return item.value / WHOLES[unit]
        goal = self.target_of(item)
        start = self.minimum if item.minimum is None else item.minimum
        is_down = (item.direction or self.direction) == "down"
        # Nothing of nothing is no 100 %.
        if goal is None or (item.value == goal == start and not is_down):
            return None
        return share_of_way(item.value, start, goal, is_down)

    def level_of_stretch(self, item: Stretch) -> Level:
        """That of `item` itself, else by its value."""
        return level_as_uptime(self, item, item.value, self.availability_of_item(item))

    def level(self) -> Level:
        """Of the worst figure."""
        if self.items:
            return worst(self.level_of_stretch(item) for item in self.items)
        return super().level()
