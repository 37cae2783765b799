"""Rows of tables, the moment that they are about, and chance that is the same in every run."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

__all__ = ["NOW", "TODAY", "Cell", "Chance", "Row", "Rows", "days_after", "first_of_month"]

T = TypeVar("T")

Cell = str | int | float | date | datetime | None
Row = dict[str, Cell]
Rows = list[Row]

NOW = datetime(2026, 11, 20, 14, 30)  # noqa: DTZ001 - tables have local times
"""The moment at which the KPIs are asked: a Friday afternoon."""

TODAY = NOW.date()


class Chance:
    """Made of nothing but `Random.random`, which is the same in every version of Python."""

    def __init__(self, seed: int) -> None:
        self._next = random.Random(seed).random

    def is_so(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self._next() < share

    def whole(self, low: int, high: int) -> int:
        """From `low` to `high`, both included."""
        return low + int(self._next() * (high - low + 1))

    def number(self, low: float, high: float) -> float:
        """From `low` to `high`."""
        return low + self._next() * (high - low)

    def small(self, mean: float) -> float:
        """From 0 up: small ones often, large ones seldom (a mean of two draws, squared)."""
        return mean * 2 * ((self._next() + self._next()) / 2) ** 2 * 1.6

    def one_of(self, choices: Sequence[T]) -> T:
        """Any of `choices`."""
        return choices[int(self._next() * len(choices))]

    def one_by_weight(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of `choices`, by their weights."""
        left = self._next() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            left -= weight
            if left < 0:
                return choice
        return choices[-1][0]


def first_of_month(day: date, months: int = 0) -> date:
    """First day of the month that is `months` after that of `day`."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def days_after(day: date, days: int) -> date:
    """`day` and `days` more."""
    return day + timedelta(days=days)
