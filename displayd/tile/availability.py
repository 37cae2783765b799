"""How long something was up in a period, and how long it may be down."""

from __future__ import annotations

from typing import NamedTuple

from displayd.protocol.vocabulary import Level
from displayd.text.wholes import WHOLES

__all__ = ["Availability", "Budget", "availability_of", "uptime_of"]

DAY_SECONDS = 86_400

# Amber when more than this share of the time that may be down is used.
AMBER_SHARE = 0.75


class Budget(NamedTuple):
    """Seconds of downtime in the period."""

    used: float
    allowed: float

    @property
    def left(self) -> float:
        """What may still be down; negative when it was down for longer than was allowed."""
        return self.allowed - self.used

    @property
    def used_share(self) -> float:
        """Of what is allowed, 0 and more; where nothing is allowed, none of it or twice of it."""
        if self.allowed:
            return self.used / self.allowed
        return 2.0 if self.used else 0.0


class Availability(NamedTuple):
    """What is known of one period."""

    up_share: float
    """Of the period, 0 to 1."""
    promised_share: float | None
    """Of the period, 0 to 1; None where nobody promised anything."""
    days: float
    """Length of the period."""
    decimals: int | None
    """Digits of the shares after the decimal mark; None for the usual ones."""

    @property
    def down_seconds(self) -> float:
        """Downtime in the period."""
        return self._down_seconds(self.up_share)

    @property
    def budget(self) -> Budget | None:
        """Downtime, and how much is allowed; None where nothing was promised."""
        promised = self.promised_share
        return None if promised is None else Budget(self.down_seconds, self._down_seconds(promised))

    @property
    def level(self) -> Level:
        """Red when it was down for longer than allowed, amber when most of that is used."""
        budget = self.budget
        if budget is None:
            return "none"
        if budget.used > budget.allowed:
            return "red"
        return "amber" if budget.used > AMBER_SHARE * budget.allowed else "good"

    def _down_seconds(self, up_share: float) -> float:
        # What floats add to 1 - 0.999 must not make it more than was promised.
        return round((1.0 - up_share) * self.days * DAY_SECONDS, 3)


def availability_of(
    value: float | None, promised: float | None, unit: str, days: float, decimals: int | None
) -> Availability:
    """What `value` and `promised`, shares in `unit`, say of the last `days`."""

    def share(amount: float) -> float:
        return min(max(amount / WHOLES.get(unit, 1.0), 0.0), 1.0)

    return Availability(share(value or 0.0), None if promised is None else share(promised), days, decimals)


def uptime_of(
    value: float | None, promised: float | None, unit: str, days: float | None, decimals: int | None
) -> Availability | None:
    """As `availability_of`; None where there is no value, or where `unit` and `days` do not make it an uptime."""
    if days is None or unit not in WHOLES or value is None:
        return None
    return availability_of(value, promised, unit, days, decimals)
