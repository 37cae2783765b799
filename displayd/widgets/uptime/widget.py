"""How long something was down, of the time that it may be."""

from __future__ import annotations

from typing import Annotated, ClassVar, NamedTuple

from msgspec import Meta

from displayd.protocol.vocabulary import Amount, Level
from displayd.text.wholes import WHOLES
from displayd.tile.fields import Amber, Red, Target, UnitName, Value
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Budget", "Uptime"]

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


class Uptime(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="uptime"):
    """Time that something was down, and how much more it may be: what is left of the error budget."""

    PACKAGE: ClassVar[str] = "displayd.widgets.uptime"

    IS_ONE_FIGURE: ClassVar[bool] = True

    unit: Annotated[UnitName, Meta(description="`percentunit`, or `percent` for shares of 100.")] = "percentunit"

    value: Annotated[Value, Meta(description="Share of the period that it was up, in `unit`.")] = None

    promised: Annotated[
        Amount | None,
        role(
            "scale",
            "Share of the time that it is to be up, in `unit`; when left out `target`, and without that `amber`.",
        ),
    ] = None

    target: Annotated[Target, Meta(description="As `promised`, where that is left out.")] = None

    amber: Annotated[Amber, Meta(description="As `promised`, where that and `target` are left out.")] = None

    red: Annotated[
        Red, Meta(description="Has no effect: red is more downtime than allowed, amber more than 3/4 of it.")
    ] = None

    days: Annotated[
        Annotated[float, Meta(ge=1, le=3_660)], role("scale", "Length of the period that `value` is about, days.")
    ] = 30.0

    def is_empty(self) -> bool:
        """True without a value."""
        return self.value is None

    @property
    def up_share(self) -> float:
        """Of the period, 0 to 1."""
        return self._share(self.value or 0.0)

    @property
    def promised_share(self) -> float | None:
        """Of the period, 0 to 1; None where nobody promised anything."""
        promised = next((one for one in (self.promised, self.target, self.amber) if one is not None), None)
        return None if promised is None else self._share(promised)

    @property
    def down_seconds(self) -> float:
        """Downtime in the period."""
        return self._down_seconds(self.up_share)

    @property
    def budget(self) -> Budget | None:
        """Downtime, and how much is allowed; None where nothing was promised."""
        promised = self.promised_share
        return None if promised is None else Budget(self.down_seconds, self._down_seconds(promised))

    def level(self) -> Level:
        """Red when it was down for longer than allowed, amber when most of that is used."""
        budget = self.budget
        if budget is None or self.value is None:
            return "none"
        if budget.used > budget.allowed:
            return "red"
        return "amber" if budget.used > AMBER_SHARE * budget.allowed else "good"

    def _share(self, value: float) -> float:
        return min(max(value / WHOLES.get(self.unit, 1.0), 0.0), 1.0)

    def _down_seconds(self, up_share: float) -> float:
        # What floats add to 1 - 0.999 must not make it more than was promised.
        return round((1.0 - up_share) * self.days * DAY_SECONDS, 3)
