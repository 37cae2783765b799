"""The land of the world, and the part of it that a map shows.

`world.json` beside this file is an extract of Natural Earth's 1:50m land, written by `tests/fixtures/make_world.py`:
some 270 coasts, exact to about 15 km.

Source: Natural Earth (public domain), https://www.naturalearthdata.com
"""

from __future__ import annotations

import functools
import itertools
import math
import pathlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from displayd.scene.geometry import Rect
from displayd.scene.operations import Point
from displayd.widgets.map.clipping import clipped
from displayd.widgets.map.projection import WORLD, Projection
from displayd.widgets.map.widget import Region

__all__ = ["Shape", "View", "aspect_of", "shapes_in", "view_of"]

Spot = tuple[float, float]
"""Longitude and latitude, degrees."""

Circle = tuple[tuple[float, float, float], float]
"""On a globe of radius 1: its middle, seen from that of the globe, and its radius in radians."""

_TABLE = pathlib.Path(__file__).with_name("world.json")

# The table counts in these.
_STEP = 1 / 20

# West, south, east and north of what must be seen of a region, degrees.
_BOXES: dict[str, tuple[float, float, float, float]] = {
    "europe": (-9.5, 36.0, 33.0, 67.0),
    "north-america": (-128.0, 15.0, -60.0, 62.0),
    "south-america": (-81.0, -55.0, -35.0, 12.0),
    "africa": (-17.0, -35.0, 50.0, 36.0),
    "asia": (50.0, -9.0, 143.0, 52.0),
    "oceania": (113.0, -47.0, 179.0, -1.0),
}

# The world without the ice at both ends, unless a place is there.
_SOUTH, _NORTH = -56.0, 78.0

# Places farther apart than this need the whole world; nearer ones are seen better with less of it.
_WIDEST = 140.0

# A map shows so much at least along its shorter side, radians (0.06 are 380 km): our coasts are too coarse for less.
_NARROWEST = 0.06

# How much larger than the places' own the part around them is.
_MARGIN = 1.35

# What is shown of the world to the left and right of places, radians.
_BESIDE = 0.4

# Width by height of the map of a part of the world.
_REGION_ASPECT = 1.5

# Corners of coasts nearer to each other than this many px are one corner; smaller islands are none.
_FINEST = 1.6

# Corners of coasts that are closer to the one before are left out on small maps, degrees.
_COARSE = 0.5


class Shape(NamedTuple):
    """A filled piece of the map."""

    points: tuple[Point, ...]
    is_water: bool
    """True for a lake or a sea inside land."""


class View(NamedTuple):
    """What a map shows in its area. Equal ones show the same."""

    area: Rect
    projection: Projection
    scale: float
    """Pixels per radian."""
    x: float
    """Where the projection's middle is, px; it may be outside the area."""
    y: float

    def point(self, lon: float, lat: float) -> Point:
        """Where a place is, px."""
        across, down = self.projection.point(self.projection.lon + _turned(lon - self.projection.lon), lat)
        return self.x + across * self.scale, self.y + down * self.scale


def view_of(region: Region, spots: Sequence[Spot], area: Rect) -> View:
    """The part of the world that is `region`, as large as `area` allows; `auto` is the part around `spots`."""
    if region not in ("auto", "world"):
        return _regional(*_BOXES[region], area)
    west, east = _arc([lon for lon, _ in spots])
    if region == "world" or not spots or east - west > _WIDEST:
        return _whole(_world_bounds(region, spots), area)
    latitudes = [lat for _, lat in spots]
    view = _regional(west, min(latitudes), east, max(latitudes), area, _MARGIN)
    # An island in the ocean alone says nothing: show more until there is land.
    while view.scale * 1.2 > min(area.width, area.height) and not _has_land(view):
        view = _scaled(view, 0.6)
    return view


def aspect_of(region: Region, spots: Sequence[Spot]) -> float:
    """Width by height of the map that shows `view_of` the same best."""
    if view_of(region, spots, Rect(0, 0, 300, 200)).projection != WORLD:
        return _REGION_ASPECT
    left, top, right, bottom = _world_bounds(region, spots)
    return (right - left) / (bottom - top)


@functools.lru_cache(maxsize=8)
def shapes_in(view: View) -> tuple[Shape, ...]:
    """Land and the waters inside it as they are seen in a view, all inside its area; waters after lands."""
    is_coarse = math.radians(_COARSE) * view.scale < _FINEST / 4
    lands, waters = _coarse_coasts() if is_coarse else _coasts()
    circles = iter(_circles(is_coarse))
    return tuple(
        Shape(tuple(points), is_water)
        for is_water, coasts in ((False, lands), (True, waters))
        for coast in coasts
        if not _is_beyond(next(circles), view)
        for points in _seen(coast, view)
    )


def _is_beyond(circle: Circle, view: View) -> bool:
    """True when nothing in `circle` can be in a view of a part of the world, as it is too far from its middle."""
    projection, area = view.projection, view.area
    if projection.is_world:
        return False
    across = max(abs(area.x - view.x), abs(area.right - view.x))
    down = max(abs(area.y - view.y), abs(area.bottom - view.y))
    # In this projection what is `a` away on the globe is `2 sin(a / 2)` away on the map.
    reach = 2 * math.asin(min(1.0, math.hypot(across, down) / view.scale / 2))
    (east, north, up), size = circle
    to_east, to_north, to_up = _direction((projection.lon, projection.lat))
    return east * to_east + north * to_north + up * to_up < math.cos(min(math.pi, size + reach))


@functools.cache
def _circles(is_coarse: bool) -> tuple[Circle, ...]:
    """A circle around each coast, waters after lands."""
    lands, waters = _coarse_coasts() if is_coarse else _coasts()
    return tuple(_circle(coast) for coast in (*lands, *waters))


def _circle(coast: tuple[Spot, ...]) -> Circle:
    """A circle around a coast."""
    lons, lats = [lon for lon, _ in coast], [lat for _, lat in coast]
    middle = ((min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2)
    # From one corner to the next the coast is straight in degrees: a little more is on the safe side.
    return _direction(middle), max(_distance(middle, spot) for spot in coast) + math.radians(2)


@functools.lru_cache(maxsize=8)
def _direction(spot: Spot) -> tuple[float, float, float]:
    """Where a place on the globe is, seen from its middle."""
    lon, lat = math.radians(spot[0]), math.radians(spot[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _distance(one: Spot, other: Spot) -> float:
    """Between two places on the globe, radians."""
    east, north, south = (math.radians(angle) for angle in (one[0] - other[0], one[1], other[1]))
    square = math.sin((north - south) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    return 2 * math.asin(min(1.0, math.sqrt(square)))


def _seen(coast: tuple[Spot, ...], view: View) -> Iterator[list[Point]]:
    """The pieces of one coast in the area, px."""
    area, projection = view.area, view.projection
    west, east = projection.lon - projection.reach, projection.lon + projection.reach
    first, last = min(lon for lon, _ in coast), max(lon for lon, _ in coast)
    for turn in (-360.0, 0.0, 360.0):
        if first + turn >= east or last + turn <= west:
            continue
        ring = [(lon + turn, lat) for lon, lat in coast]
        if first + turn < west or last + turn > east:
            ring = _bent(clipped(ring, west, -90.0, east, 90.0))
        plane = projection.points(ring)
        points = _thinned([(view.x + x * view.scale, view.y + y * view.scale) for x, y in plane])
        inside = clipped(points, area.x, area.y, area.right, area.bottom)
        if inside and _size(inside) > _FINEST * _FINEST:
            yield [(round(x, 1), round(y, 1)) for x, y in inside]


def _thinned(points: list[Point]) -> list[Point]:
    """`points` without those that nobody could tell from the ones before."""
    kept: list[Point] = []
    for x, y in points:
        if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _FINEST:
            kept.append((x, y))
    return kept


def _bent(ring: list[Spot]) -> list[Spot]:
    """`ring` with corners along the cuts: what is straight in degrees is bent on the map."""
    bent: list[Spot] = []
    for (lon, lat), (before_lon, before_lat) in zip(ring, [*ring[-1:], *ring[:-1]], strict=True):
        if lon == before_lon:
            pieces = math.ceil(abs(lat - before_lat) / 5)
            bent += [(lon, before_lat + (lat - before_lat) * piece / pieces) for piece in range(1, pieces)]
        bent.append((lon, lat))
    return bent


def _regional(west: float, south: float, east: float, north: float, area: Rect, margin: float = 1.0) -> View:
    """A view around a box in degrees, true in its middle; `margin` times as large as the box."""
    projection = Projection((west + east) / 2, (south + north) / 2)
    left, top, right, bottom = _bounds(_edge(west, south, east, north), projection)
    wide, high = max((right - left) * margin, 1e-6), max((bottom - top) * margin, 1e-6)
    scale = min(area.width / wide, area.height / high, min(area.width, area.height) / _NARROWEST)
    return _around((left + right) / 2, (top + bottom) / 2, projection, scale, area)


def _world_bounds(region: Region, spots: Sequence[Spot]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the world without the ice at its ends, and for `auto` without empty oceans."""
    south = max(-90.0, min([_SOUTH, *(lat - 4 for _, lat in spots)]))
    north = min(90.0, max([_NORTH, *(lat + 4 for _, lat in spots)]))
    left, top, right, bottom = _bounds(_edge(WORLD.lon - 180, south, WORLD.lon + 180, north), WORLD)
    if region == "auto" and spots:
        across = [WORLD.point(WORLD.lon + _turned(lon - WORLD.lon), lat)[0] for lon, lat in spots]
        left, right = max(left, min(across) - _BESIDE), min(right, max(across) + _BESIDE)
    return left, top, right, bottom


def _whole(bounds: tuple[float, float, float, float], area: Rect) -> View:
    """All of the world that lies in `bounds`."""
    left, top, right, bottom = bounds
    scale = min(area.width / (right - left), area.height / (bottom - top))
    high = min(area.height, math.floor((bottom - top) * scale))
    area = Rect(area.x, area.y + (area.height - high) // 2, area.width, high)
    return _around((left + right) / 2, (top + bottom) / 2, WORLD, scale, area)


def _around(x: float, y: float, projection: Projection, scale: float, area: Rect) -> View:
    """A view with the point `x`, `y` of the plane in the middle of its area."""
    return View(area, projection, scale, area.x + area.width / 2 - x * scale, area.y + area.height / 2 - y * scale)


def _scaled(view: View, factor: float) -> View:
    """The same middle with `factor` times the scale."""
    x, y = view.area.x + view.area.width / 2, view.area.y + view.area.height / 2
    return view._replace(scale=view.scale * factor, x=x + (view.x - x) * factor, y=y + (view.y - y) * factor)


def _has_land(view: View) -> bool:
    """True when at least a tenth of the area is land."""
    least = view.area.width * view.area.height / 10
    return sum(_size(shape.points) for shape in shapes_in(view)) >= least


def _size(points: Sequence[Point]) -> float:
    """Area of a shape, square px."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairs)) / 2


def _bounds(spots: Sequence[Spot], projection: Projection) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of `spots` in the plane."""
    points = projection.points(spots)
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _edge(west: float, south: float, east: float, north: float) -> list[Spot]:
    """Points all over a box in degrees: its edges are bent on the map, and its widest place may be anywhere."""
    across = [west + (east - west) * step / 8 for step in range(9)]
    up = [south + (north - south) * step / 8 for step in range(9)]
    return list(itertools.product(across, up))


def _arc(longitudes: Sequence[float]) -> tuple[float, float]:
    """West and east of the shortest arc that holds all `longitudes`; east may be more than 180."""
    if not longitudes:
        return 0.0, 0.0
    around = sorted(_turned(lon) for lon in longitudes)
    gaps = [(after - before) % 360 for before, after in zip(around, [*around[1:], around[0]], strict=True)]
    widest = max(range(len(gaps)), key=gaps.__getitem__)
    west = around[(widest + 1) % len(around)]
    return west, west + (around[widest] - west) % 360


def _turned(lon: float) -> float:
    """`lon` as degrees from -180 up to 180."""
    return (lon + 180) % 360 - 180


@functools.lru_cache(maxsize=1)
def _coasts() -> tuple[tuple[tuple[Spot, ...], ...], tuple[tuple[Spot, ...], ...]]:
    """Lands, and waters inside land, each a closed line."""
    table = msgspec.json.decode(_TABLE.read_bytes(), type=dict[str, list[list[int]]])
    lands, waters = (tuple(tuple(_line(steps)) for steps in table[kind]) for kind in ("lands", "waters"))
    return lands, waters


@functools.cache
def _coarse_coasts() -> tuple[tuple[tuple[Spot, ...], ...], tuple[tuple[Spot, ...], ...]]:
    """As `_coasts`, for maps on which nobody could tell the difference."""
    lands, waters = (tuple(_coarse(coast) for coast in coasts) for coasts in _coasts())
    return lands, waters


def _coarse(coast: tuple[Spot, ...]) -> tuple[Spot, ...]:
    kept = list(coast[:1])
    for lon, lat in coast[1:]:
        if abs(lon - kept[-1][0]) + abs(lat - kept[-1][1]) >= _COARSE:
            kept.append((lon, lat))
    return tuple(kept) if len(kept) > 2 else coast


def _line(steps: list[int]) -> Iterator[Spot]:
    """The corners of a coast that the table has as steps."""
    across, up = itertools.accumulate(steps[::2]), itertools.accumulate(steps[1::2])
    return ((x * _STEP, y * _STEP) for x, y in zip(across, up, strict=True))
