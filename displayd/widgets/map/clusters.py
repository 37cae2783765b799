"""Places that are too near each other for a mark each: one sign for all of them.

What merges follows from where the places are alone, not from their values, so that a map stays as it is while its
values change.
"""

from __future__ import annotations

import functools
import heapq
import itertools
import math
from collections.abc import Sequence

from displayd.scene.operations import Point
from displayd.text.units import unit_of
from displayd.widgets.map.widget import WorldMap

__all__ = ["adds_up", "clusters", "middle_of"]

# Data sizes, whose amounts add up; other units with steps may be temperatures of nothing or times that overlap.
_SUMMED = ("B", "bit", "B/s", "bit/s", "Wh")


@functools.lru_cache(maxsize=32)
def clusters(
    points: tuple[Point, ...], nearest: float, alone: float, reaches: tuple[float, ...]
) -> tuple[tuple[int, ...], ...]:
    """Which of `points` stand together, by their numbers.

    The two nearest merge first, again and again. The order of `points` changes nothing.

    Args:
        nearest: so many px are at least between two points that stay alone.
        alone: how far the sign of a single point reaches from its middle, px.
        reaches: the same of the sign of several, by how many digits their number has, from one digit on. Two signs of
            which one has a number do not reach into each other, nor come nearer than `nearest`.

    Returns:
        Every number once; each group in rising order, groups by their first.
    """
    # Those in the same spot are one from the beginning.
    numbers: dict[Point, list[int]] = {}
    for number, point in enumerate(points):
        numbers.setdefault(point, []).append(number)
    together = _Together(points, nearest, alone, reaches)
    for point in sorted(numbers):
        together.add(numbers[point], point)
    together.merge()
    return tuple(sorted(together.groups.values()))


class _Together:
    """Groups of points, and of each the one that it would merge with first.

    Of every two that may merge, one knows of something as near as the other, or nearer: so only as many wait as there
    are groups, and who merges next is looked up where that has merged with another one.
    """

    def __init__(self, points: Sequence[Point], nearest: float, alone: float, reaches: Sequence[float]) -> None:
        self.groups: dict[int, tuple[int, ...]] = {}
        self._points, self._nearest, self._alone, self._reaches = points, nearest, alone, reaches
        self._middles: dict[int, Point] = {}
        self._names = itertools.count()
        self._waiting: list[tuple[float, tuple[Point, Point], int, int]] = []

    def add(self, numbers: Sequence[int], middle: Point) -> None:
        """Points which stand together around `middle`; they wait for one of those that were there before."""
        name = next(self._names)
        self.groups[name] = tuple(sorted(numbers))
        self._middles[name] = middle
        self._wait(name)

    def merge(self) -> None:
        """The two nearest, until none are too near."""
        while self._waiting:
            _, _, one, other = heapq.heappop(self._waiting)
            if one not in self.groups:
                continue
            if other not in self.groups:
                self._wait(one)
                continue
            merged = (*self.groups.pop(one), *self.groups.pop(other))
            del self._middles[one], self._middles[other]
            self.add(merged, middle_of([self._points[number] for number in merged]))

    def _wait(self, one: int) -> None:
        """For the nearest that `one` may merge with."""
        here, is_alone, reach = self._middles[one], len(self.groups[one]) == 1, self._reach(one)
        least = max(self._nearest, reach + self._reaches[-1])
        found: list[tuple[float, tuple[Point, Point], int, int]] = []
        for other, there in self._middles.items():
            apart = math.dist(here, there)
            if apart > least or other == one:
                continue
            both_alone = is_alone and len(self.groups[other]) == 1
            if apart < (self._nearest if both_alone else max(self._nearest, reach + self._reach(other))):
                if apart < least:
                    least, found = apart, []
                # At equal distances where they are decides.
                found.append((apart, (min(here, there), max(here, there)), one, other))
        if found:
            heapq.heappush(self._waiting, min(found))

    def _reach(self, name: int) -> float:
        count = len(self.groups[name])
        return self._alone if count == 1 else self._reaches[min(len(str(count)), len(self._reaches)) - 1]


def middle_of(points: Sequence[Point]) -> Point:
    """The mean of `points`; the same in whatever order."""
    count = len(points)
    return math.fsum(x for x, _ in points) / count, math.fsum(y for _, y in points) / count


def adds_up(widget: WorldMap, values: Sequence[float]) -> bool:
    """True where several of `values` together are their sum: counts, money and data, not scores, shares or times.

    What is judged place by place is not a part of a whole either.
    """
    if widget.amber is not None or widget.red is not None or widget.change_as != "percent":
        return False
    unit = unit_of(widget.unit)
    if unit.kind == "scaled":
        return unit.steps[-1].symbol.endswith(_SUMMED)
    is_count = widget.unit in ("short", "locale") or widget.unit.startswith("count:")
    return unit.kind == "money" or (is_count and all(value == int(value) for value in values))
