"""Weeks of a screen's life in a minute: the real loop, painting into memory, whose clock runs as fast as it can.

`python -m tests.device.months [DAYS]` prints the memory that the process takes, hour by hour.
"""

from __future__ import annotations

import ctypes
import os
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from displayd.device.display.screen import MemoryScreen
from displayd.paint.painter import Painter
from displayd.paint.text import PangoFonts
from tests.device.rig import START, Rig

__all__ = ["WARM_UP_HOURS", "Reading", "readings", "slope_mb_per_hour", "slopes_mb_per_hour"]

SIZE = (1280, 720)
TILES = 14
KINDS = ("number", "sparkline", "gauge", "line", "bar", "table", "text")

# A wall whose figures change now and then: one page in ten seconds, and something new each time.
CHANGE_SECONDS = 10.0

# Caches of text are full by then: some thousand figures that were never seen before.
WARM_UP_HOURS = 3.0

# A growth in steps looks like none between them, and steep where one is: so many parts of the time show it.
PARTS, LEAST_IN_A_PART = 4, 3


class Reading(NamedTuple):
    """What the process takes at one time."""

    hours: float
    """Since the start, on the screen's clock."""
    rss_mb: float
    descriptors: int


def readings(hours: float) -> Iterator[Reading]:
    """Run a screen for so many hours of its own time, with a reading in each of them."""
    fonts, dice = PangoFonts(), random.Random(9)
    rig = Rig(fonts, screen=lambda one: MemoryScreen(Painter(fonts, one.shelf), SIZE))
    number = 0
    for hour in range(round(hours)):
        while rig.time < START + hour * 3600:
            number += 1
            rig.send(pages=_pages(dice), revision=f"r{number}", timezone="Europe/London")
            rig.run_until(rig.time + CHANGE_SECONDS)
        yield Reading(hour, _rss_mb(), len(list(Path("/proc/self/fd").iterdir())))


def slope_mb_per_hour(found: Sequence[Reading], warm_up_hours: float = WARM_UP_HOURS) -> float:
    """How fast memory grows once caches are full: the line through the readings, by least squares."""
    late = [one for one in found if one.hours >= warm_up_hours]
    mean_hours = sum(one.hours for one in late) / len(late)
    mean_mb = sum(one.rss_mb for one in late) / len(late)
    spread = sum((one.hours - mean_hours) ** 2 for one in late)
    return sum((one.hours - mean_hours) * (one.rss_mb - mean_mb) for one in late) / spread


def slopes_mb_per_hour(found: Sequence[Reading], warm_up_hours: float = WARM_UP_HOURS) -> list[float]:
    """The same in equal parts of the time; none where there are too few readings to tell."""
    late = [one for one in found if one.hours >= warm_up_hours]
    size = len(late) // PARTS
    if size < LEAST_IN_A_PART:
        return []
    return [slope_mb_per_hour(late[part * size : (part + 1) * size], 0.0) for part in range(PARTS)]


def _pages(dice: random.Random) -> list[dict[str, Any]]:
    widgets = [_widget(KINDS[number % len(KINDS)], dice) for number in range(TILES)]
    halves = widgets[: TILES // 2], widgets[TILES // 2 :]
    return [
        {"title": f"Page {page}", "seconds": CHANGE_SECONDS, "widgets": {f"w{n}": one for n, one in enumerate(half)}}
        for page, half in enumerate(halves)
    ]


def _widget(kind: str, dice: random.Random) -> dict[str, Any]:
    def figure() -> float:
        return dice.uniform(0, 10 ** dice.randint(1, 6))

    past = [figure() for _ in range(20)]
    fields: dict[str, dict[str, Any]] = {
        "number": {"value": figure(), "previous": figure(), "history": past},
        "sparkline": {"value": figure(), "history": past},
        "gauge": {"value": figure(), "maximum": 1e6},
        "line": {"series": [{"name": "web", "points": [[START + n, one] for n, one in enumerate(past)]}]},
        "bar": {"bars": [{"label": f"Bar {n}", "value": figure()} for n in range(5)]},
        "table": {
            "columns": [{"label": "What"}, {"label": "How much"}],
            "rows": [[f"Row {n}", figure()] for n in range(4)],
        },
        "text": {"text": f"Order {dice.randint(1, 10**6)} came at {dice.randint(0, 23)}:{dice.randint(10, 59)}"},
    }
    return {"type": kind, "title": f"A {kind}", **fields[kind]}


def _rss_mb() -> float:
    """Resident memory, what the allocator holds back given back first."""
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def main() -> None:
    """Print the readings."""
    days = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    found = []
    for reading in readings(days * 24):
        found.append(reading)
        print(f"{reading.hours:6.0f} h  {reading.rss_mb:7.2f} MB  {reading.descriptors} descriptors", flush=True)
    print(f"slope after {WARM_UP_HOURS:g} h: {slope_mb_per_hour(found):+.3f} MB an hour")


if __name__ == "__main__":
    main()
