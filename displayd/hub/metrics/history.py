"""Past values of one metric: means over equal stretches of time, bounded in number."""

from __future__ import annotations

import math
from collections.abc import Iterable

__all__ = ["POINTS", "History", "step_seconds"]

POINTS = 120
"""About how many stretches a sparkline or line has: about one per 8 px of a tile, and far from `MAX_POINTS`."""


GAP_DISTANCES = 3
"""Values further apart than so many times the usual have a gap between them."""

GAP_SECONDS = 120.0
"""A shorter time without values is never a gap: the store keeps means of minutes."""


def step_seconds(history_hours: float) -> float:
    """Length of one stretch when `history_hours` are cut into `POINTS` of them; at least a second."""
    return max(1.0, history_hours * 3600 / POINTS)


class History:
    """The last `length` stretches of `step` seconds; long times without values are gaps.

    Values may come in any order. Stretches begin at whole multiples of `step` since 1970, so that a restart goes on
    where it stopped.
    """

    def __init__(self, step: float, length: int = POINTS) -> None:
        self.step = step
        self.length = length
        self._sums: dict[int, tuple[float, int]] = {}
        self._newest = 0

    def add(self, unix_time: float, value: float, count: int = 1) -> None:
        """Take in `value`, the mean of `count` values around `unix_time`."""
        number = int(unix_time // self.step)
        self._newest = max(self._newest, number)
        if number <= self._newest - self.length:
            return
        total, so_far = self._sums.get(number, (0.0, 0))
        self._sums[number] = (total + value * count, so_far + count)
        if len(self._sums) > self.length:
            for old in [key for key in self._sums if key <= self._newest - self.length]:
                del self._sums[old]

    def forget_after(self, unix_time: float) -> None:
        """Drop what lies in the future: the clock was wrong, and has been put back."""
        self._newest = min(self._newest, int(unix_time // self.step))
        for late in [key for key in self._sums if key > self._newest]:
            del self._sums[late]

    def extend(self, values: Iterable[tuple[float, float, int]]) -> None:
        """Take in (unix time, mean, count) of each of `values`."""
        for unix_time, value, count in values:
            self.add(unix_time, value, count)

    def values(self) -> list[tuple[float, float, int]]:
        """Middle (unix time), mean and count of every stretch with values, oldest first."""
        return [((key + 0.5) * self.step, total / count, count) for key, (total, count) in sorted(self._sums.items())]

    def means(self, unix_time: float) -> list[tuple[float, float | None]]:
        """Middle (unix time) and mean of every stretch that has ended by `unix_time`, oldest first.

        Begins with the oldest stretch that has a value. A stretch without one is None in a gap: where values are
        further apart than is usual here. Elsewhere it is left out, so that what comes seldom still makes a line.
        """
        current = int(unix_time // self.step)
        known = sorted(key for key in self._sums if current - self.length < key < current)
        if not known:
            return []
        pairs = list(zip(known, [*known[1:], current], strict=True))
        usual = sorted((after - key) * self.step / self._sums[key][1] for key, after in pairs)[len(pairs) // 2]
        gap = max(GAP_SECONDS, GAP_DISTANCES * usual)
        keys = [
            shown
            for key, after in pairs
            for shown in (range(key, after) if (after - key) * self.step > gap else (key,))
        ]
        return [((key + 0.5) * self.step, self._mean(key)) for key in keys]

    def mean_at(self, unix_time: float, tolerance: int = 2, before: float = math.inf) -> float | None:
        """The mean of the stretch that holds `unix_time`, or of the nearest within `tolerance` stretches.

        Args:
            before: unix time; the stretch that holds it, and later ones, do not count.
        """
        number = int(unix_time // self.step)
        for distance in range(tolerance + 1):
            for key in (number - distance, number + distance):
                if key in self._sums and (key + 1) * self.step <= before:
                    return self._mean(key)
        return None

    def stretch_at(self, unix_time: float) -> tuple[float, int] | None:
        """Mean and number of the values of the stretch that holds `unix_time`; None if it has none."""
        total, count = self._sums.get(int(unix_time // self.step), (0.0, 0))
        return (total / count, count) if count else None

    def _mean(self, key: int) -> float | None:
        if key not in self._sums:
            return None
        total, count = self._sums[key]
        return total / count
