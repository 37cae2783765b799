"""The weather at one place and time, or of one day."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Amount, UnixTime
from displayd.tile.roles import role

__all__ = ["Sky"]


class Sky(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """The weather now, or of one day."""

    time: Annotated[
        UnixTime | None, role("moment", "Unix time (seconds) of a moment of the day; not needed for now.")
    ] = None

    code: Annotated[
        Annotated[int, Meta(ge=0, le=99)] | None,
        role("figure", "The weather as the code of the WMO: 0 clear, 3 overcast, 61 light rain, 95 thunderstorm."),
    ] = None

    temperature: Annotated[Amount | None, role("figure", "Temperature in `unit`; of a day the highest.")] = None
    feels: Annotated[Amount | None, role("figure", "What the temperature feels like, in `unit`.")] = None
    low: Annotated[Amount | None, role("figure", "Lowest temperature of the day, in `unit`.")] = None
    wind: Annotated[Amount | None, role("figure", "Speed of the wind, in `wind_unit`.")] = None
    rain: Annotated[Amount | None, role("figure", "How much rain or snow falls, in `rain_unit`.")] = None

    chance: Annotated[Amount | None, role("figure", "How likely rain or snow is, percent.")] = None

    is_night: Annotated[bool, role("look", "True to show the moon instead of the sun.")] = False
