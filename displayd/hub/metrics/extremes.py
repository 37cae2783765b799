"""The lowest and the highest value of a metric in the time that its line shows."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

__all__ = ["Extremes"]

# The number of no stretch.
NONE = -(2**62)


class Extremes:
    """Of each of the last `length` stretches of `step` seconds, the lowest and the highest value.

    The stretches are those of the `History` of that step and length, whose means say nothing of a short peak. Held in
    rings of plain numbers: there are thousands of metrics.
    """

    def __init__(self, step: float, length: int) -> None:
        self.step = step
        self.length = length
        self._numbers = array("q", [NONE]) * length
        """Which stretch a place of the ring has."""
        self._lowest = array("d", [0.0]) * length
        self._highest = array("d", [0.0]) * length
        self._newest = NONE

    def add(self, unix_time: float, lowest: float, highest: float) -> None:
        """Take in values around `unix_time`, in any order."""
        number = int(unix_time // self.step)
        self._newest = max(self._newest, number)
        if number <= self._newest - self.length:
            return
        place = number % self.length
        if self._numbers[place] != number:
            self._numbers[place], self._lowest[place], self._highest[place] = number, lowest, highest
            return
        self._lowest[place] = min(self._lowest[place], lowest)
        self._highest[place] = max(self._highest[place], highest)

    def extend(self, values: Iterable[tuple[float, float, float]]) -> None:
        """Take in (unix time, lowest, highest) of each of `values`."""
        for one in values:
            self.add(*one)

    def forget_after(self, unix_time: float) -> None:
        """Drop what lies in the future: the clock was wrong, and has been put back."""
        self._newest = min(self._newest, int(unix_time // self.step))
        for place, number in enumerate(self._numbers):
            if number > self._newest:
                self._numbers[place] = NONE

    def values(self) -> list[tuple[float, float, float]]:
        """Middle (unix time), lowest and highest of every stretch with values, oldest first."""
        known = sorted(zip(self._numbers, self._lowest, self._highest, strict=True))
        return [((number + 0.5) * self.step, low, high) for number, low, high in known if number != NONE]

    def at(self, unix_time: float) -> tuple[float, float] | None:
        """Lowest and highest of what a line shows that ends at `unix_time`; None without values."""
        current = int(unix_time // self.step)
        shown = [place for place, number in enumerate(self._numbers) if current - self.length < number <= current]
        if not shown:
            return None
        return min(self._lowest[place] for place in shown), max(self._highest[place] for place in shown)
