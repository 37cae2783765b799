"""The weather outside."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from displayd.tile.fields import UnitName
from displayd.tile.roles import role
from displayd.tile.sky import Sky
from displayd.tile.widget import Widget

__all__ = ["Weather"]


class Weather(Widget, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="weather"):
    """The weather now and of the next days, with signs of its own."""

    PACKAGE: ClassVar[str] = "displayd.widgets.weather"

    now: Annotated[Sky | None, role("parts", "How it is now.", fills="weather_now")] = None

    days: Annotated[
        list[Sky], Meta(max_length=16), role("parts", "The days that come, today the first.", fills="weather_days")
    ] = []

    unit: Annotated[UnitName, Meta(description="Unit of the temperatures: `celsius` or `fahrenheit`.")] = "celsius"

    wind_unit: Annotated[
        str, Meta(max_length=40), role("unit", "Unit of the wind: `velocitykmh`, `velocityms`, `velocitymph` ...")
    ] = "velocitykmh"

    rain_unit: Annotated[str, Meta(max_length=40), role("unit", "Unit of the rain: `lengthmm` or `lengthin`.")] = (
        "lengthmm"
    )

    def is_empty(self) -> bool:
        """True without any weather."""
        return self.now is None and not self.days
