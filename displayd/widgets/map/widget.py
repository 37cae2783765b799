"""How much there is where: places on a map."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from displayd.protocol.vocabulary import Level, worst
from displayd.tile.fields import ItemLabel, ItemLevel, Value
from displayd.tile.roles import role
from displayd.tile.widget import Measured

__all__ = ["Place", "Region", "WorldMap"]


Region = Literal["auto", "world", "europe", "north-america", "south-america", "africa", "asia", "oceania"]


class Place(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """One place."""

    label: ItemLabel = ""

    lat: Annotated[
        Annotated[float, Meta(ge=-90, le=90)] | None,
        role("place", "Latitude, degrees, north positive; without it the place is not on the map.", fills="lat"),
    ] = None

    lon: Annotated[
        Annotated[float, Meta(ge=-180, le=180)] | None, role("place", "Longitude, degrees, east positive.", fills="lon")
    ] = None

    value: Annotated[Value, Meta(description="What the size of the disc says; none for a small ring.")] = None

    level: Annotated[
        ItemLevel, Meta(description="How good it is; `none` to judge the value by the thresholds of the map.")
    ] = "none"


class WorldMap(Measured, frozen=True, forbid_unknown_fields=True, kw_only=True, tag="map"):
    """Places on a map of the world or of a part of it; discs by value, shapes by level, and a list where it fits."""

    PACKAGE: ClassVar[str] = "displayd.widgets.map"

    places: Annotated[
        list[Place], Meta(max_length=200), role("parts", "The places; the most important first.", fills="items")
    ] = []

    region: Annotated[
        Region, role("look", "What is shown; `auto` is the part of the world in which the places lie.")
    ] = "auto"

    def is_empty(self) -> bool:
        """True when no place is on the map."""
        return not any(is_placed(place) for place in self.places)

    def level(self) -> Level:
        """Of the worst place."""
        return worst(self.level_of_item(place) for place in self.places)


def is_placed(place: Place) -> bool:
    """True when it is known where the place is."""
    return place.lat is not None and place.lon is not None
