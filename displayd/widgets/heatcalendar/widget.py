"""The days of many weeks as colours."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from displayd.protocol.vocabulary import Combine, Level
from displayd.tile.fields import Points
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["HeatCalendar"]


class HeatCalendar(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="heatcalendar"):
    """One cell a day, one column or row a week, the stronger the more: which days stand out, and since when."""

    PACKAGE: ClassVar[str] = "displayd.widgets.heatcalendar"

    points: Annotated[
        Points,
        Meta(
            description="Unix time (seconds) and figure, oldest first; those of one day, by the screen's time zone, "
            "are put together as `combine` says, and null is left out. Of a metric whose past the hub keeps, a day has "
            "all values that came on it, as far back as `history_hours` of the metric."
        ),
    ] = []

    combine: Annotated[Combine, role("combine", "What a day shows of several figures.")] = "sum"

    weeks: Annotated[
        Annotated[int, Meta(ge=1, le=54)] | None,
        role(
            "count", "How many weeks are shown, the last of them with the newest figure; as many as fit when left out."
        ),
    ] = None

    first_day: Annotated[Literal["monday", "saturday", "sunday"], role("look", "The day that a week begins with.")] = (
        "monday"
    )

    def is_empty(self) -> bool:
        """True without a single figure."""
        return all(value is None for _, value in self.points)

    def level(self) -> Level:
        """Of the newest figure."""
        known = [value for _, value in self.points if value is not None]
        return self.level_of(known[-1]) if known else "none"
