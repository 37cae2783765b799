"""The signs on a map: each of one place, or of several that are too near each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from displayd.protocol.vocabulary import Level, worst
from displayd.scene.geometry import Rect
from displayd.scene.operations import Point
from displayd.tile.frame import Frame
from displayd.widgets.map.clusters import adds_up, clusters, middle_of
from displayd.widgets.map.names import Named
from displayd.widgets.map.pins import LEAST_SHAPE, Pin, counted_radius, largest_radius, pin_radii
from displayd.widgets.map.widget import Place, WorldMap
from displayd.widgets.map.world import View

__all__ = ["SEVERITY", "Sign", "named_sign", "signs_of"]

SEVERITY: Sequence[Level] = ("red", "amber", "good", "none")
"""What comes first."""

# Marks nearer to each other than this, in font sizes, are one.
NEAREST = 0.9

# Where names need the room: marks nearer than that to one with a number in it, in font sizes, are one; and at least so
# much is between the numbers in two of them, in 1080ths of the screen's short side.
CLEAR, SPACE = 1.4, 3.0

# How far a mark without a number is kept free of those with one, in 1080ths of the screen's short side.
ALONE = 14.0

# Names get their places by size in so many steps, so that they do not move when one value passes another.
STEPS_OF_SIZE = 4


class Sign(NamedTuple):
    """A mark and the places that it stands for."""

    pin: Pin
    places: Sequence[Place]
    """The worst first, and of equal ones the largest."""
    value: float | None
    """Their sum, where their amounts add up, else that of the first."""
    is_sum: bool


def signs_of(widget: WorldMap, frame: Frame, view: View, order: Sequence[Place], spread: float = 0.0) -> list[Sign]:
    """The signs of the places in `order`, which all are in view; those come first that most need their names.

    Args:
        spread: how far all are kept apart so that names have more room, in the width of the number of all places; 0 to
            have each as near to others as its own number allows.
    """
    points = tuple(
        view.point(place.lon, place.lat) for place in order if place.lon is not None and place.lat is not None
    )
    most = frame.format.text(len(points))
    reaches = tuple(counted_radius(frame, "0" * digits) for digits in range(1, len(str(len(points))) + 1))
    alone = ALONE * frame.unit
    if spread:
        clear = max(CLEAR * frame.small, frame.fonts.width(most, frame.small, "semibold") + SPACE * frame.unit)
        alone = spread * clear / 2
        reaches = (alone,)
    # Marks at the edge are moved inside, whatever their values are no farther than this: so they merge as they stand.
    radius = max(counted_radius(frame, most), largest_radius(frame, view.area), LEAST_SHAPE * frame.unit)
    drawn = tuple(_inside(view.area, point, radius) for point in points)
    groups = clusters(drawn, NEAREST * frame.small, alone, reaches)
    together = [_together(widget, [order[number] for number in group]) for group in groups]
    radii = pin_radii(frame, view.area, [value for value, _ in together])
    top = max(radii, default=1.0)
    has_values = any(place.value is not None for place in order)
    found = []
    for group, (value, is_sum), radius in zip(groups, together, radii, strict=True):
        places = [order[number] for number in group]
        is_known = value is not None or not has_values
        spot = points[group[0]] if len(group) == 1 else middle_of([drawn[number] for number in group])
        pin = _pin(widget, frame, view, places, spot, radius, is_known)
        urgency = (SEVERITY.index(pin.level), -round(STEPS_OF_SIZE * radius / top), places[0].label, pin.x, pin.y)
        found.append((urgency, Sign(pin, places, value, is_sum)))
    return [sign for _, sign in sorted(found, key=lambda one: one[0])]


def named_sign(widget: WorldMap, frame: Frame, sign: Sign, has_figures: bool) -> Named:
    """What is written beside a sign: the name of its first place with one, and the figure if `has_figures`."""
    is_told = has_figures and sign.value is not None
    figure = frame.format.text(sign.value, widget.unit, widget.decimals) if is_told else ""
    name = next((place.label.strip() for place in sign.places if place.label.strip()), "")
    others = len(sign.places) - 1
    more = f"+{frame.format.text(others)}" if others else ""
    return Named(sign.pin, name, figure, more, sign.is_sum)


def _together(widget: WorldMap, places: Sequence[Place]) -> tuple[float | None, bool]:
    """The amount of several places, and whether it is a sum."""
    values = [place.value for place in places if place.value is not None]
    if len(places) == 1 or not values:
        return (values[0] if values else None), False
    if adds_up(widget, values):
        return math.fsum(values), True
    return places[0].value, False


def _pin(
    widget: WorldMap, frame: Frame, view: View, places: Sequence[Place], spot: Point, radius: float, is_known: bool
) -> Pin:
    """The mark, moved inside where it stands at the edge."""
    level = worst(widget.level_of_item(place) for place in places)
    count = frame.format.text(len(places)) if len(places) > 1 else ""
    if count:
        radius = max(radius, counted_radius(frame, count))
    elif level in ("amber", "red"):
        radius = max(radius, LEAST_SHAPE * frame.unit)
    x, y = _inside(view.area, spot, radius)
    return Pin(x, y, _fitting(view.area, radius), level, is_known, count)


def _fitting(area: Rect, radius: float) -> float:
    """The radius of a mark of `radius` px on a map of any size."""
    return min(radius, area.width / 2.4, area.height / 2.4)


def _inside(area: Rect, spot: Point, radius: float) -> Point:
    """Where a mark of `radius` px is wholly on the map."""
    # A diamond reaches farther than a disc.
    reach = _fitting(area, radius) * 1.15
    x = min(max(spot[0], area.x + reach), area.right - reach)
    return x, min(max(spot[1], area.y + reach), area.bottom - reach)
