"""Lines on top of each other: where each begins and ends at every moment."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from displayd.widgets.line.series import Series

__all__ = ["Stack", "stack_of"]

# A line that ends, or begins, so many of its own steps from a moment still counts there with its nearest value.
HELD_STEPS = 2.0


class Stack(NamedTuple):
    """Several lines on top of each other, at the times of all of them."""

    times: tuple[float, ...]
    """Unix times, rising."""
    levels: tuple[tuple[float, ...], ...]
    """Of each line, the first at the bottom: its upper edge at each time."""
    parts: tuple[float, ...]
    """What each line has at the last time: an amount, or a share from 0 to 1."""
    total: float
    """The sum of all amounts at the last time, whether shares are drawn or not."""

    @property
    def edge(self) -> list[tuple[float, float | None]]:
        """Time and height of the uppermost line."""
        return list(zip(self.times, self.levels[-1], strict=True))

    @property
    def middles(self) -> list[float]:
        """Where the middle of each area is at its end."""
        ends = [0.0, *(level[-1] for level in self.levels)]
        return [(low + high) / 2 for low, high in itertools.pairwise(ends)]


def stack_of(lines: Sequence[Series], is_share: bool) -> Stack:
    """`lines` on top of each other; a line without a value at a moment adds nothing there.

    Args:
        is_share: True for shares of the sum, which is 1; what is below zero is none of it.
    """
    times = tuple(sorted({time for line in lines for time, _ in line.points}))
    rows = [_values_at(line, times) for line in lines]
    total = sum(row[-1] for row in rows)
    if is_share:
        rows = [[max(0.0, value) for value in row] for row in rows]
        sums = [sum(column) for column in zip(*rows, strict=True)]
        rows = [[value / whole if whole else 0.0 for value, whole in zip(row, sums, strict=True)] for row in rows]
    levels: list[tuple[float, ...]] = []
    below = (0.0,) * len(times)
    for row in rows:
        below = tuple(low + value for low, value in zip(below, row, strict=True))
        levels.append(below)
    return Stack(times, tuple(levels), tuple(row[-1] for row in rows), total)


def _values_at(line: Series, times: Sequence[float]) -> list[float]:
    """The values of `line` at `times`; between two of its points on the way from one to the other."""
    points = sorted(line.points, key=lambda point: point[0])
    known = [time for time, _ in points]
    held = HELD_STEPS * (known[-1] - known[0]) / max(1, len(known) - 1)
    return [_value_at(points, known, time, held) for time in times]


def _value_at(points: Sequence[tuple[float, float | None]], known: Sequence[float], time: float, held: float) -> float:
    after = bisect.bisect_left(known, time)
    if after < len(known) and known[after] == time:
        return points[after][1] or 0.0
    if after in (0, len(known)):
        nearest = points[0] if after == 0 else points[-1]
        return (nearest[1] or 0.0) if abs(nearest[0] - time) <= held else 0.0
    (start, low), (end, high) = points[after - 1], points[after]
    if low is None or high is None:
        return 0.0
    return low + (high - low) * (time - start) / (end - start)
