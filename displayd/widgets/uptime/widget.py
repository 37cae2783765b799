"""How long something was down, of the time that it may be."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Amount, Level
from displayd.tile.availability import Availability, availability_of
from displayd.tile.fields import Amber, Red, Target, UnitName, Value
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Uptime"]


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
        Annotated[float, Meta(ge=1, le=3_660)],
        role("scale", "Length of the period that `value` is about, days.", fills="uptime_days"),
    ] = 30.0

    def is_empty(self) -> bool:
        """True without a value."""
        return self.value is None

    @property
    def availability(self) -> Availability:
        """What is known of the period."""
        promised = next((one for one in (self.promised, self.target, self.amber) if one is not None), None)
        return availability_of(self.value, promised, self.unit, self.days, self.decimals)

    def level(self) -> Level:
        """Red when it was down for longer than allowed, amber when most of that is used."""
        return "none" if self.value is None else self.availability.level
