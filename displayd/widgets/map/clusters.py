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
def clusters(points: tuple[Point, ...], nearest: float, clear: float) -> tuple[tuple[int, ...], ...]:
    """Which of `points` stand together, by their numbers.

    The two nearest merge first, again and again. The order of `points` changes nothing.

    Args:
        nearest: so many px are at least between two points that stay alone.
        clear: so many px are at least between the middle of several and any other.

    Returns:
        Every number once; each group in rising order, groups by their first.
    """
    groups: dict[int, tuple[int, ...]] = {number: (number,) for number in range(len(points))}
    middles = dict(enumerate(points))
    waiting: list[tuple[float, tuple[Point, Point], int, int]] = []

    def wait(one: int, other: int) -> None:
        apart = math.dist(middles[one], middles[other])
        if apart < (nearest if len(groups[one]) == len(groups[other]) == 1 else clear):
            # At equal distances where they are decides.
            first, second = sorted((middles[one], middles[other]))
            heapq.heappush(waiting, (apart, (first, second), one, other))

    for one, other in itertools.combinations(groups, 2):
        wait(one, other)
    new = itertools.count(len(points))
    while waiting:
        _, _, one, other = heapq.heappop(waiting)
        if one not in groups or other not in groups:
            continue
        name = next(new)
        merged = tuple(sorted((*groups.pop(one), *groups.pop(other))))
        middles[name] = middle_of([points[number] for number in merged])
        groups[name] = merged
        for third in groups:
            if third != name:
                wait(third, name)
    return tuple(sorted(groups.values()))


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
