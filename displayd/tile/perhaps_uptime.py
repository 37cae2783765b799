"""Tiles of one figure that may be the share of a period that something was up."""

from __future__ import annotations

from displayd.protocol.vocabulary import Level
from displayd.tile.availability import Availability, uptime_of
from displayd.tile.fields import Target, UptimeDays
from displayd.tile.widget import Compared

__all__ = ["PerhapsUptime"]


class PerhapsUptime(Compared, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A widget with one main figure and a target; an uptime is told and judged as what is left of its error budget."""

    target: Target = None

    uptime_days: UptimeDays = None

    @property
    def availability(self) -> Availability | None:
        """What is known of the period; None for what is no uptime."""
        promised = self.amber if self.target is None else self.target
        return uptime_of(self.value, promised, self.unit, self.uptime_days, self.decimals)

    def level(self) -> Level:
        """By the value; of an uptime by how much of the time that it may be down is used."""
        known = self.availability
        return super().level() if known is None else known.level
