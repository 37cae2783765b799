"""Lines of the log that anybody on the network can cause: one a minute for each, with how many more there were."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

__all__ = ["LogLimiter"]

MAX_NAMES = 30
"""Names that get lines of their own within the time; the others share the lines of one."""

OTHERS = "others"


@dataclass
class _Kept:
    """What was not said of one name."""

    text: str = ""
    count: int = 0
    said: int = 1


class LogLimiter:
    """Says of each name one line at once, and then at most one in `seconds`, which tells how many were left out.

    Args:
        logger: logs them, at `level`.
        burst: lines that are said at once.
    """

    def __init__(self, logger: logging.Logger, level: int, seconds: float = 60.0, burst: int = 1) -> None:
        self._logger = logger
        self._level = level
        self._seconds = seconds
        self._burst = burst
        self._kept: dict[str, _Kept] = {}

    def log(self, name: str, text: str) -> None:
        """Log `text` now, or count it if `name` had a line lately. Needs a running event loop.

        Args:
            name: on whose account it is, for example an address.
            text: the whole line; it should have `name` in it.
        """
        if name not in self._kept and len(self._kept) >= MAX_NAMES:
            name = OTHERS
        kept = self._kept.get(name)
        if kept is None:
            self._begin(name)
        elif kept.said < self._burst:
            kept.said += 1
        else:
            kept.text, kept.count = text, kept.count + 1
            return
        self._logger.log(self._level, "%s", text)

    def _begin(self, name: str) -> None:
        self._kept[name] = _Kept()
        asyncio.get_running_loop().call_later(self._seconds, self._end, name)

    def _end(self, name: str) -> None:
        kept = self._kept.pop(name)
        if kept.count:
            lines = "one more line" if kept.count == 1 else f"{kept.count:,} more lines"
            whose = "of others" if name == OTHERS else "of this kind"
            self._logger.log(self._level, "%s (%s %s in %.0f s)", kept.text, lines, whose, self._seconds)
            self._begin(name)
