"""A value on a dial."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.protocol.vocabulary import Level
from displayd.text.wholes import WHOLES
from displayd.tile.availability import Availability, availability_of
from displayd.tile.fields import OwnMaximum, OwnMinimum, Target
from displayd.tile.roles import role
from displayd.tile.widget import Compared

__all__ = ["Gauge"]


class Gauge(Compared, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="gauge"):
    """Where a value stands between the ends of its scale, and in which zone."""

    PACKAGE: ClassVar[str] = "displayd.widgets.gauge"
    IS_ONE_FIGURE: ClassVar[bool] = True

    target: Annotated[Target, Meta(description="Marked on the dial.")] = None

    minimum: OwnMinimum = None
    maximum: OwnMaximum = None

    uptime_days: Annotated[
        Annotated[float, Meta(ge=1, le=3_660)] | None,
        role(
            "scale",
            "Set for a share of the last so many days that something was up: drawn as minutes down and what is left of "
            "what `target`, else `amber`, allows, as nobody tells 99.5 from 99.9 on a dial.",
            fills="uptime_days",
        ),
    ] = None

    @property
    def availability(self) -> Availability | None:
        """What is known of the period; None for what is no uptime."""
        if self.uptime_days is None or self.unit not in WHOLES or self.value is None:
            return None
        promised = self.amber if self.target is None else self.target
        return availability_of(self.value, promised, self.unit, self.uptime_days, self.decimals)

    def level(self) -> Level:
        """By the value; of an uptime by how much of the time that it may be down is used."""
        known = self.availability
        return super().level() if known is None else known.level
