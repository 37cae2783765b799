"""How long the pages of a screen take to be got ready, without what once held one of them up."""

from __future__ import annotations

from collections import deque

__all__ = ["PaintingTimes"]

# Two of each page of a long loop.
REMEMBERED = 32


class PaintingTimes:
    """The last paintings of one screen."""

    def __init__(self) -> None:
        self._took: deque[tuple[int | None, float]] = deque(maxlen=REMEMBERED)

    def add(self, page: int | None, seconds: float) -> None:
        """Note that `page` (its index in the loop, None for what is no page of a dashboard) took `seconds`."""
        self._took.append((page, seconds))

    @property
    def slowest_seconds(self) -> float:
        """What the slowest page takes: of each page the shorter of its last two paintings counts.

        A process that had to wait for a processor takes a second for a page that is painted in a hundredth. The next
        painting of the page tells, and one that is slow is slow twice. 0 before the first painting.
        """
        latest: dict[int | None, float] = {}
        shorter: dict[int | None, float] = {}
        for page, seconds in self._took:
            shorter[page] = min(latest.get(page, seconds), seconds)
            latest[page] = seconds
        return max(shorter.values(), default=0.0)
