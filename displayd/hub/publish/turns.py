"""Whose turn it is to be published: a change goes out at once, and a screen that changes all the time now and then.

Turns are given to groups of screens, and in small portions, so that the hub answers in between. A change that concerns
many screens gives way to one that concerns a few, for as long as it takes itself: neither keeps the other waiting.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection, Iterable
from typing import NamedTuple

__all__ = ["PORTION", "Turn", "Turns"]

PORTION = 4
"""So many waiting screens are answered before the hub looks at its other questions: about a millisecond and a half."""

# What it takes to look at a group, or to answer a screen; only the order of turns depends on it.
_EACH_SECONDS = 0.0002

# A screen may run ahead of its rhythm: two things that happen together, such as two values of one script, are shown
# one after the other.
_AHEAD_PAUSES = 2
_AHEAD_SECONDS = 0.5


class Turn(NamedTuple):
    """What is to be done next."""

    group: str
    screens: tuple[str, ...]
    """Those of the group to be told that there is something new; none: the group is to be looked at."""


class Turns:
    """In which order groups of screens are looked at, and their screens told. All times are of one steady clock."""

    def __init__(self, pause_seconds: float = 0.1) -> None:
        """Args: pause_seconds: the mean time between two changes of a group that changes all the time."""
        self.pause_seconds = pause_seconds
        self._count = itertools.count()
        self._ready: list[tuple[float, int, str]] = []
        self._later: list[tuple[float, int, str]] = []
        self._asked: set[str] = set()
        """Groups to be looked at."""
        self._telling: dict[str, list[str]] = {}
        """Screens that have still to be told, by group; meanwhile the group does not change again."""
        self.untold = 0
        """Screens that have still to be told, in all groups."""
        self._due: dict[str, float] = {}
        """When each group would change next if it kept to its rhythm."""

    def ask(self, groups: Collection[str], now: float) -> None:
        """Have `groups` looked at, each as soon as it may change."""
        for group in groups:
            if group not in self._asked:
                self._asked.add(group)
                if group not in self._telling:
                    self._enter(group, now, len(groups))

    def ask_at(self, group: str, when: float) -> None:
        """Have `group` looked at, not before `when`."""
        self._asked.add(group)
        heapq.heappush(self._later, (when, next(self._count), group))

    def tell(self, group: str, screens: Iterable[str], now: float) -> None:
        """Have `screens` told that there is something new: `group` has changed now."""
        self._due[group] = max(self._due.get(group, now), now) + self.pause_seconds
        names = self._telling.setdefault(group, [])
        is_under_way, before = bool(names), len(names)
        names += screens
        self.untold += len(names) - before
        if not is_under_way:
            self._push(group, now, len(names))

    def take(self, now: float) -> Turn | None:
        """What is to be done now; None for nothing."""
        while self._later and self._later[0][0] <= now:
            self._push(heapq.heappop(self._later)[-1], now, 1)
        while self._ready:
            until, _, group = heapq.heappop(self._ready)
            names = self._telling.get(group)
            if names is not None:
                screens = tuple(names[-PORTION:])
                del names[-PORTION:]
                self.untold -= len(screens)
                if names:
                    heapq.heappush(self._ready, (until, next(self._count), group))
                else:
                    del self._telling[group]
                    if group in self._asked:
                        self._enter(group, now, 1)
                return Turn(group, screens)
            if group in self._asked:
                self._asked.remove(group)
                return Turn(group, ())
        return None

    def next_at(self) -> float | None:
        """When there is something to do again: a moment gone by for at once, None for not before somebody asks."""
        if self._ready:
            return 0.0
        return self._later[0][0] if self._later else None

    def restart(self) -> None:
        """Let every group change at once again: there is another wall, with other groups."""
        self._due.clear()
        self._asked.clear()

    def _enter(self, group: str, now: float, count: int) -> None:
        """Line `group` up for when it may change, as one of `count`."""
        ahead = min(_AHEAD_PAUSES * self.pause_seconds, _AHEAD_SECONDS)
        may_at = self._due.get(group, now) - ahead
        if may_at > now:
            heapq.heappush(self._later, (may_at, next(self._count), group))
        else:
            self._push(group, now, count)

    def _push(self, group: str, now: float, count: int) -> None:
        heapq.heappush(self._ready, (now + count * _EACH_SECONDS, next(self._count), group))
