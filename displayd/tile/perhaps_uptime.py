"""Figures that may be the share of a period that something was up."""

from __future__ import annotations

from displayd.protocol.vocabulary import Level
from displayd.tile.availability import Availability, uptime_of
from displayd.tile.fields import Target, UptimeDays
from displayd.tile.measure import Measure, MeasuredItem, level_of_item, measure_of
from displayd.tile.widget import Compared, Measured

__all__ = ["PerhapsUptime", "level_as_uptime", "measured_uptime"]


def measured_uptime(
    measure: Measure, value: float | None, target: float | None, days: float | None
) -> Availability | None:
    """What is known of a period of so many `days`; None for what is no uptime. Without a target, amber was promised."""
    promised = measure.amber if target is None else target
    return uptime_of(value, promised, measure.unit, days, measure.decimals)


def level_as_uptime(widget: Measured, item: MeasuredItem, value: float | None, known: Availability | None) -> Level:
    """That of `item` itself, else of an uptime by its error budget, of any other figure by its `value`."""
    if known is not None and item.level == "none":
        return known.level
    return level_of_item(widget, item, value)


class PerhapsUptime(Compared, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A widget with one main figure and a target; an uptime is told and judged as what is left of its error budget."""

    target: Target = None

    uptime_days: UptimeDays = None

    @property
    def availability(self) -> Availability | None:
        """What is known of the period; None for what is no uptime."""
        return measured_uptime(measure_of(self), self.value, self.target, self.uptime_days)

    def level(self) -> Level:
        """By the value; of an uptime by how much of the time that it may be down is used."""
        known = self.availability
        return super().level() if known is None else known.level
