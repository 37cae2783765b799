"""What the values of a metric were on each day of a time zone: their number, sum, lowest, highest and last."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from displayd.hub.metrics.reading import Past
from displayd.protocol.vocabulary import Combine
from displayd.text.time_zones import time_zone

__all__ = ["Day", "Days"]


class Day(NamedTuple):
    """All values of one day."""

    at: float
    """Unix time of the last of them."""
    last: float
    total: float
    number: int
    lowest: float
    highest: float

    def combined(self, how: Combine) -> float:
        """One figure of all of them."""
        match how:
            case "sum":
                return self.total
            case "mean":
                return self.total / self.number
            case _:
                return float(getattr(self, how))

    def and_also(self, more: Day) -> Day:
        """With the values of `more`, which are others."""
        at, last = max((self.at, 0, self.last), (more.at, 1, more.last))[::2]
        total, number = self.total + more.total, self.number + more.number
        return Day(at, last, total, number, min(self.lowest, more.lowest), max(self.highest, more.highest))


class Days:
    """The days of `timezone` that are no further back than `hours` from the newest value, each as a whole.

    A line's stretches are no days: one of a month's line goes from one evening to the next morning. Held only for
    metrics that somebody shows by days.
    """

    def __init__(self, timezone: str, hours: float) -> None:
        self._zone = time_zone(timezone)
        self._back_seconds = hours * 3600
        self._known: dict[datetime.date, Day] = {}
        self._newest = 0.0

    def add(self, unix_time: float, value: float) -> None:
        """Take in one value, in any order."""
        self._put(Day(unix_time, value, value, 1, value, value))

    def extend(self, past: Past) -> None:
        """Take in what the store remembers; of a stretch that is partly of the day before, all counts for the next."""
        # The middle of the last stretch may be yet to come.
        newest = float("inf") if past.reading is None else past.reading.as_of
        ranges = {at: (lowest, highest) for at, lowest, highest in past.extremes}
        for at, mean, number in past.values:
            self._put(Day(min(at, newest), mean, mean * number, number, *ranges.get(at, (mean, mean))))
        if past.reading is not None and past.reading.value is not None and past.reading.history is None:
            self._newest = max(self._newest, newest)
            day = self._day(newest)
            if day in self._known:
                self._known[day] = self._known[day]._replace(at=newest, last=past.reading.value)

    def join(self, others: Days) -> None:
        """Take over what `others` know better of the same values: who has more of a day has all that the other has."""
        for day, other in others._known.items():
            own = self._known.get(day, other)
            most = max(own, other, key=lambda one: one.number)
            last = max(own, other)
            low, high = min(own.lowest, other.lowest), max(own.highest, other.highest)
            self._known[day] = most._replace(at=last.at, last=last.last, lowest=low, highest=high)
        self._newest = max(self._newest, others._newest)

    def forget_after(self, unix_time: float) -> None:
        """Drop the days in the future: the clock was wrong, and has been put back."""
        self._newest = min(self._newest, unix_time)
        last = self._day(unix_time)
        self._known = {day: one._replace(at=min(one.at, unix_time)) for day, one in self._known.items() if day <= last}

    def every(self) -> list[Day]:
        """The days that have values, oldest first."""
        first = self._day(self._newest - self._back_seconds)
        return [one for day, one in sorted(self._known.items()) if day >= first]

    def _put(self, more: Day) -> None:
        day = self._day(more.at)
        known = self._known.get(day)
        self._newest = max(self._newest, more.at)
        if known is not None:
            self._known[day] = known.and_also(more)
            return
        self._known[day] = more
        first = self._day(self._newest - self._back_seconds)
        for old in [one for one in self._known if one < first]:
            del self._known[old]

    def _day(self, unix_time: float) -> datetime.date:
        return datetime.datetime.fromtimestamp(unix_time, self._zone).date()
