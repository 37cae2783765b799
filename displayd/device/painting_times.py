"""How long pages take to be got ready, without what held a few of them up."""

from __future__ import annotations

import statistics
from collections import deque
from typing import NamedTuple

__all__ = ["PaintingTimes"]

# The pages of a loop differ; one of these is a slow one.
REMEMBERED = 16


class _Painting(NamedTuple):
    """One page that was got ready: its time on a processor, and what it waited for one besides."""

    processor_seconds: float
    wait_seconds: float


class PaintingTimes:
    """The last paintings of one screen."""

    def __init__(self) -> None:
        self._last: deque[_Painting] = deque(maxlen=REMEMBERED)

    def add(self, processor_seconds: float, seconds: float) -> None:
        """Note a painting that took `seconds`, so many of them on a processor."""
        self._last.append(_Painting(processor_seconds, max(0.0, seconds - processor_seconds)))

    @property
    def slowest_seconds(self) -> float:
        """The time of the slowest page on a processor, and what half of the paintings waited for one at most.

        A page that is painted in a hundredth of a second takes a second where it had to wait once: that says nothing of
        the next page. On a machine that is always busy all of them wait. 0 before the first painting.
        """
        if not self._last:
            return 0.0
        slowest = max(one.processor_seconds for one in self._last)
        return slowest + statistics.median(one.wait_seconds for one in self._last)
