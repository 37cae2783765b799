"""How much longer this machine takes for memory that nobody has touched for a second."""

from __future__ import annotations

import statistics
import time

__all__ = ["idle_slowdown"]

PAUSE_SECONDS = 1.0
DRAWS = 5

MOST = 3.0
"""Where a walk takes 8 to 16 times as long, a push took 15 to 60 ms to the glass instead of 8: most is no memory."""

LISTS = 20_000
"""Some ten megabytes, more than caches of one core hold."""


def idle_slowdown() -> float:
    """The median of what a walk over some megabytes takes after a pause, by what it takes again at once; 1 to `MOST`.

    A computer of its own takes about the same. A virtual machine whose host puts memory aside that is idle takes
    several times as long, and so does every process that wakes there once in a while.
    """
    held = [list(range(50)) for _ in range(LISTS)]

    def walk_seconds() -> float:
        began = time.perf_counter()
        sum(one[number % 50] for number, one in enumerate(held))
        return time.perf_counter() - began

    found = []
    for _ in range(DRAWS):
        time.sleep(PAUSE_SECONDS)
        after_pause = walk_seconds()
        found.append(after_pause / min(walk_seconds() for _ in range(3)))
    return min(MOST, max(1.0, statistics.median(found)))
