"""Places on the globe as points of a plane: two ways that keep areas, one for the whole world, one for a part of it.

Degrees come in: longitude east, latitude north. Out come radians of a globe of radius 1: x to the east, y to the
south, from the projection's centre.

Source: J. P. Snyder, Map Projections: A Working Manual (USGS 1395, 1987), p. 185 (Lambert azimuthal equal-area);
B. Šavrič, T. Patterson, B. Jenny, The Equal Earth map projection (2018), equations 1 to 3.
"""

from __future__ import annotations

import math
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
        east = math.radians(lon - self.lon)
        north = math.radians(lat)
        return _equal_earth(east, north) if self.is_world else _azimuthal(east, north, math.radians(self.lat))


def _equal_earth(east: float, north: float) -> Point:
    angle = math.asin(_M * math.sin(north))
    square = angle * angle
    sixth = square**3
    across = 9 * _A4 * sixth * square + 7 * _A3 * sixth + 3 * _A2 * square + _A1
    down = angle * (_A4 * sixth * square + _A3 * sixth + _A2 * square + _A1)
    return east * math.cos(angle) / (_M * across), -down


def _azimuthal(east: float, north: float, middle: float) -> Point:
    cosine = math.sin(middle) * math.sin(north) + math.cos(middle) * math.cos(north) * math.cos(east)
    if cosine < -1 + 1e-9:
        return 2.0, 0.0
    factor = math.sqrt(2 / (1 + cosine))
    across = math.cos(north) * math.sin(east)
    up = math.cos(middle) * math.sin(north) - math.sin(middle) * math.cos(north) * math.cos(east)
    return factor * across, -factor * up


WORLD = Projection(11.0, is_world=True)
"""The whole world, cut in the Bering Strait, where no land is cut in two."""
