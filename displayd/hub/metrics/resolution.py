"""How finely the past of a metric is remembered: by minutes, quarters of an hour, hours and days.

Of each the mean, the number of values, the lowest and the highest.

All are counted from 1970 in UTC. A day of the store is therefore the same in every time zone, and stays what it is when
the wall's zone changes; what is compared by the office's clock is found in quarters and hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "QUARTER",
    "STEPS",
    "Reach",
    "Sum",
    "extremes",
    "kept_seconds",
    "means",
    "shortest",
    "sums",
    "whole",
]

MINUTE, QUARTER, HOUR, DAY = 60, 900, 3600, 86_400

STEPS = (MINUTE, QUARTER, HOUR, DAY)
"""Lengths of the stretches that are kept, in seconds; each is a multiple of the one before."""

MINUTES_KEPT_DAYS = 2

QUARTERS_KEPT_DAYS = 62
"""Comparisons with what is longer ago are made with hours."""

# A stretch of a line is made of so many kept ones at least, so that it may be made of whole ones.
PARTS = 3


def whole(step: float) -> float:
    """The length next to `step`, of a stretch of a line, that has whole ones of those that are kept in it.

    Then the line is the same after a restart. What is shorter than some minutes is as it is.
    """
    base = _base(step)
    return step if base is None else float(round(step / base) * base)


def _base(step: float) -> int | None:
    """The longest of `STEPS` of which a stretch of a line is made; None where even minutes are too long."""
    return max((one for one in STEPS if one * PARTS <= step), default=None)


class Sum(NamedTuple):
    """The values of one stretch."""

    at: int
    """Unix time of its beginning."""
    total: float
    number: int
    lowest: float | None = None
    highest: float | None = None
    """None for a single value, and where nobody knows it: then they are taken to be the mean."""


class Reach(NamedTuple):
    """How much of the past of a metric is wanted."""

    seconds: float
    """How far back, from the newest reading."""
    step: float
    """Length of the stretches that it is shown in, seconds."""
    compared_seconds: float = 0.0
    """How far back single quarters of an hour, or hours, are wanted."""
    days_seconds: float = 0.0
    """How far back quarters or hours are wanted, of which the days of a time zone are made."""

    def since(self, unix_time: float) -> Iterator[tuple[int, float]]:
        """(step, unix time) of the sums that it takes, from that time on; the newest reading is of `unix_time`."""
        base = _base(self.step) or MINUTE
        since = unix_time - self.seconds
        # From the beginning of a day, so that no day is wanted of which only a part is compared.
        compared = (unix_time - self.compared_seconds) // DAY * DAY
        for step in STEPS:
            wanted: list[float] = []
            if step >= base and (step < DAY or base == DAY):
                wanted.append(since)
            elif QUARTER <= step < base and self.compared_seconds:
                wanted.append(max(since, compared))
            if self.days_seconds and step in (QUARTER, HOUR):
                # As whole days, as above.
                wanted.append((unix_time - self.days_seconds) // DAY * DAY)
            if wanted:
                yield step, min(wanted)


def kept_seconds(step: int, history_days: int) -> float:
    """How long sums of `step` seconds are kept where the admin wants `history_days`."""
    # A day more, so that what is compared with the first of them is there.
    days = {MINUTE: MINUTES_KEPT_DAYS, QUARTER: min(history_days, QUARTERS_KEPT_DAYS) + 1}
    return days.get(step, history_days + 1) * 86_400


def sums(values: Iterable[tuple[str, float, float]]) -> dict[tuple[str, int, int], tuple[float, int, float, float]]:
    """Sum, number, lowest and highest by (metric, step, beginning) for each of `STEPS`.

    Args:
        values: (metric, unix time, value).
    """
    found: dict[tuple[str, int, int], tuple[float, int, float, float]] = {}
    for metric, at, value in values:
        key = (metric, MINUTE, int(at // MINUTE) * MINUTE)
        total, count, lowest, highest = found.get(key, (0.0, 0, value, value))
        found[key] = (total + value, count + 1, min(lowest, value), max(highest, value))
    for (metric, _, at), (more, added, low, high) in list(found.items()):
        for step in STEPS[1:]:
            key = (metric, step, at // step * step)
            total, count, lowest, highest = found.get(key, (0.0, 0, low, high))
            found[key] = (total + more, count + added, min(lowest, low), max(highest, high))
    return found


def means(stretches: Iterable[tuple[int, Sum]]) -> list[tuple[float, float, int]]:
    """(middle, mean, count) of each of (step, sum)."""
    return [(one.at + step / 2, one.total / one.number, one.number) for step, one in stretches]


def extremes(stretches: Iterable[tuple[int, Sum]]) -> list[tuple[float, float, float]]:
    """(middle, lowest, highest) of those of (step, sum) of which that is known and not the mean."""
    return [
        (one.at + step / 2, one.lowest, one.highest)
        for step, one in stretches
        if one.lowest is not None and one.highest is not None
    ]


def shortest(sums_by_step: Mapping[int, list[Sum]]) -> list[tuple[int, Sum]]:
    """(step, sum) of stretches that have each value once, as short ones as there are; oldest first.

    A longer stretch counts where the shorter ones in it have not all of its values, as when they were forgotten.
    """
    kept: list[tuple[int, Sum]] = []
    for step in sorted(sums_by_step):
        inside: dict[int, int] = {}
        for _, one in kept:
            inside[one.at // step] = inside.get(one.at // step, 0) + one.number
        longer = {one.at // step: one for one in sums_by_step[step] if inside.get(one.at // step, 0) < one.number}
        kept = [pair for pair in kept if pair[1].at // step not in longer]
        kept += [(step, one) for one in longer.values()]
    return sorted(kept, key=lambda pair: pair[1].at + pair[0] / 2)
