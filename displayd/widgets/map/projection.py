"""Places on the globe as points of a plane: two ways that keep areas, one for the whole world, one for a part of it.

Degrees come in: longitude east, latitude north. Out come radians of a globe of radius 1: x to the east, y to the
south, from the projection's centre.

Source: J. P. Snyder, Map Projections: A Working Manual (USGS 1395, 1987), p. 185 (Lambert azimuthal equal-area);
B. Šavrič, T. Patterson, B. Jenny, The Equal Earth map projection (2018), equations 1 to 3.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from displayd.scene.operations import Point

__all__ = ["WORLD", "Projection"]

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = math.sqrt(3) / 2


class Projection(NamedTuple):
    """A way to draw the globe. Equal ones draw alike."""

    lon: float
    """Longitude of the middle, degrees."""
    lat: float = 0.0
    """Latitude of the middle, degrees; always 0 for the whole world."""
    is_world: bool = False
    """True for Equal Earth, False for Lambert's azimuthal projection, which is true around its middle."""

    @property
    def reach(self) -> float:
        """How many degrees of longitude are drawn to either side of the middle."""
        return 180.0 if self.is_world else 120.0

    def point(self, lon: float, lat: float) -> Point:
        """Where a place is in the plane; the point opposite the middle, which is everywhere, is put far to the east."""
        return self.points([(lon, lat)])[0]

    def points(self, spots: Iterable[tuple[float, float]]) -> list[Point]:
        """Where all of `spots`, longitude and latitude, are in the plane."""
        radians = math.radians
        placed = [(radians(lon - self.lon), radians(lat)) for lon, lat in spots]
        if self.is_world:
            return [_equal_earth(east, north) for east, north in placed]
        return _azimuthal(placed, radians(self.lat))


def _equal_earth(east: float, north: float) -> Point:
    angle = math.asin(_M * math.sin(north))
    square = angle * angle
    sixth = square**3
    across = 9 * _A4 * sixth * square + 7 * _A3 * sixth + 3 * _A2 * square + _A1
    down = angle * (_A4 * sixth * square + _A3 * sixth + _A2 * square + _A1)
    return east * math.cos(angle) / (_M * across), -down


def _azimuthal(placed: Iterable[tuple[float, float]], middle: float) -> list[Point]:
    sin, cos, sin_middle, cos_middle = math.sin, math.cos, math.sin(middle), math.cos(middle)
    points = []
    for east, north in placed:
        sin_north, cos_north = sin(north), cos(north)
        ahead = cos_north * cos(east)
        cosine = sin_middle * sin_north + cos_middle * ahead
        if cosine < -1 + 1e-9:
            points.append((2.0, 0.0))
            continue
        factor = math.sqrt(2 / (1 + cosine))
        points.append((factor * (cos_north * sin(east)), -factor * (cos_middle * sin_north - sin_middle * ahead)))
    return points


WORLD = Projection(11.0, is_world=True)
"""The whole world, cut in the Bering Strait, where no land is cut in two."""
