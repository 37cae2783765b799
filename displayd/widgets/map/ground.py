"""What of a map is taken by marks, words and the lines to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from displayd.scene.geometry import Rect
from displayd.scene.operations import Point

__all__ = ["Bounds", "Ground", "Lead"]

Bounds = tuple[float, float, float, float]
"""Left, top, right and bottom, px."""


class Lead(NamedTuple):
    """A straight line from a mark to its words, px."""

    start: Point
    end: Point


class Ground:
    """The room on a map, and what stands in it."""

    def __init__(self, area: Rect, taken: Iterable[Bounds], space: float) -> None:
        """A map in `area` with marks in the rectangles `taken`; `space` px are kept before and after words."""
        self._area = area
        self._taken = list(taken)
        self._space = space
        self._leads: list[Lead] = []

    def take(self, spot: Bounds, lead: Lead | None = None) -> None:
        """Words stand in `spot`, with a line to them or none."""
        self._taken.append(self._spaced(spot))
        if lead is not None:
            self._leads.append(lead)

    def give_back(self, spot: Bounds, lead: Lead | None) -> None:
        """The words that `take` was told of last are gone."""
        self._taken.remove(self._spaced(spot))
        if lead is not None:
            self._leads.remove(lead)

    def is_free(self, spot: Bounds, but: Bounds | None = None) -> bool:
        """True when words in `spot` stand inside, on no line, and on nothing else, `but` left aside."""
        left, top, right, bottom = spot
        area = self._area
        if left < area.x or top < area.y or right > area.right or bottom > area.bottom:
            return False
        if any(not _is_apart(spot, one) for one in self._taken if one is not but):
            return False
        return not any(_meets(lead, spot) for lead in self._leads)

    def _spaced(self, spot: Bounds) -> Bounds:
        left, top, right, bottom = spot
        return left - self._space, top, right + self._space, bottom

    def is_clear(self, lead: Lead, but: Bounds) -> bool:
        """True when a line crosses no other, and nothing that is taken, `but` the mark where it begins."""
        if any(_meets(lead, one) for one in self._taken if one is not but):
            return False
        return not any(_crosses(lead, other) for other in self._leads)


def _is_apart(one: Bounds, other: Bounds) -> bool:
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def _meets(lead: Lead, bounds: Bounds) -> bool:
    """True when a part of `lead` is in a rectangle.

    Source: Y.-D. Liang, B. A. Barsky, A new concept and method for line clipping (1984).
    """
    (x, y), (end_x, end_y) = lead
    left, top, right, bottom = bounds
    first, last = 0.0, 1.0
    for step, room_before, room_after in ((end_x - x, x - left, right - x), (end_y - y, y - top, bottom - y)):
        if step == 0:
            if room_before < 0 or room_after < 0:
                return False
            continue
        enters, leaves = sorted((-room_before / step, room_after / step))
        first, last = max(first, enters), min(last, leaves)
    return first <= last


def _crosses(one: Lead, other: Lead) -> bool:
    """True when two lines have a point in common; lines along each other count as apart."""
    first, second = _side(one, other.start) * _side(one, other.end), _side(other, one.start) * _side(other, one.end)
    return first <= 0 and second <= 0 and (first < 0 or second < 0)


def _side(lead: Lead, point: Point) -> float:
    """On which side of `lead` a point is: more than 0, less than 0, or 0 on the line through it."""
    (x, y), (end_x, end_y) = lead
    return (end_x - x) * (point[1] - y) - (end_y - y) * (point[0] - x)
