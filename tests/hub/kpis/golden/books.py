"""The canonical tables as rows of Python values, and what is asked of them again and again."""

from __future__ import annotations

import csv
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from displayd.hub.wall.shipped import layouts_folder

__all__ = ["ANSWERS", "KPIS", "Answer", "Books", "Record", "Table", "answers", "mean", "quantile", "share", "tables"]

KPIS = layouts_folder() / "kpis"

Record = dict[str, Any]
Table = list[list[Any]]
"""What a KPI answers: its rows."""

_READ: Mapping[str, Callable[[str], Any]] = {
    "text": str,
    "integer": int,
    "decimal": float,
    "date": date.fromisoformat,
    "timestamp": datetime.fromisoformat,
}


@functools.cache
def tables() -> Mapping[str, Any]:
    """What `tables.yaml` says, by name of the table."""
    read: Mapping[str, Any] = yaml.safe_load((KPIS / "tables.yaml").read_text("utf-8"))
    return read


@dataclass
class Books:
    """All tables at one moment; a table that is not given is empty."""

    now: datetime
    rows: Mapping[str, list[Record]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, now: datetime) -> Books:
        """The files of `folder`."""
        return cls(now, {name: _read(folder / f"{name}.csv", table["columns"]) for name, table in tables().items()})

    def __getitem__(self, table: str) -> list[Record]:
        return self.rows.get(table, [])

    @property
    def today(self) -> date:
        """Of `now`."""
        return self.now.date()

    def days_ago(self, days: int) -> date:
        """The date so many days before today."""
        return self.today - timedelta(days=days)

    def moment_ago(self, days: int) -> datetime:
        """So many days before now."""
        return self.now - timedelta(days=days)

    def month(self, back: int = 0, day: date | None = None) -> date:
        """First day of the month `back` months before that of `day`, today if left out."""
        day = day or self.today
        year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
        return date(year, month + 1, 1)

    def months_ago(self, back: int) -> date:
        """The same day of an earlier month, its last day where there is none."""
        first = self.month(back)
        last = self.month(-1, first) - timedelta(days=1)
        return min(first + timedelta(days=self.today.day - 1), last)

    def customers(self, day: date | None = None) -> list[Record]:
        """Accounts that were customers on `day`, today if left out."""
        day = day or self.today
        return [
            one
            for one in self["accounts"]
            if one["type"] == "customer"
            and one["start_date"] <= day
            and not (one["end_date"] is not None and one["end_date"] <= day)
        ]

    def mrr(self, day: date | None = None) -> dict[str, float]:
        """What each account paid a month on `day`; accounts that paid nothing are left out."""
        day = day or self.today
        found: defaultdict[str, float] = defaultdict(float)
        for one in self["subscriptions"]:
            if one["valid_from"] <= day and not (one["valid_to"] is not None and one["valid_to"] <= day):
                found[one["account_id"]] += one["mrr"]
        return dict(found)


Answer = Callable[[Books], Table]
ANSWERS: dict[str, tuple[list[str], Answer]] = {}
"""By id of the KPI: names of the columns, and who works them out."""


def answers(*columns: str) -> Callable[[Answer], Answer]:
    """Marks a function that works out the KPI of its own name."""

    def mark(function: Answer) -> Answer:
        ANSWERS[getattr(function, "__name__", "")] = (list(columns), function)
        return function

    return mark


def share(part: float, whole: float) -> float | None:
    """`part` of `whole`; None of nothing."""
    return part / whole if whole else None


def mean(numbers: Iterable[float]) -> float | None:
    """Their mean; None without any."""
    listed = list(numbers)
    return sum(listed) / len(listed) if listed else None


def quantile(numbers: Iterable[float], part: float) -> float | None:
    """The number below which `part` of them lie, between its neighbours by distance; None without any."""
    listed = sorted(numbers)
    if not listed:
        return None
    place = part * (len(listed) - 1)
    low = int(place)
    high = min(low + 1, len(listed) - 1)
    return listed[low] + (listed[high] - listed[low]) * (place - low)


def _read(path: Path, columns: Mapping[str, Mapping[str, str]]) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            {name: _READ[columns[name]["type"]](text) if text else None for name, text in row.items()}
            for row in csv.DictReader(lines)
        ]
