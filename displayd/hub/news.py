"""Word that a screen has something new: comes once, to all who wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

__all__ = ["News"]


class News:
    """What requests of one screen wait for. Belongs to one event loop."""

    def __init__(self) -> None:
        self._has_come = False
        self._waiting: set[asyncio.Future[bool]] = set()

    def has_come(self) -> bool:
        """Whether there is something new."""
        return self._has_come

    def come(self) -> None:
        """There is something new."""
        self._has_come = True
        for end in self._waiting:
            if not end.done():
                end.set_result(True)

    async def wait(self, seconds: float, leave: Coroutine[Any, Any, None]) -> bool:
        """Wait for it, at most so long.

        Thousands wait at the same time and are woken together: a future each, and a task for `leave` alone.

        Args:
            leave: ends when whoever waits has gone.

        Returns:
            False if whoever waited has gone.
        """
        loop = asyncio.get_running_loop()
        end: asyncio.Future[bool] = loop.create_future()

        def finish(is_there: bool) -> None:
            if not end.done():
                end.set_result(is_there)

        leaving = loop.create_task(leave)
        leaving.add_done_callback(lambda _: finish(False))
        alarm = loop.call_later(seconds, finish, True)
        self._waiting.add(end)
        if self._has_come:
            finish(True)
        try:
            return await end
        finally:
            self._waiting.discard(end)
            alarm.cancel()
            leaving.cancel()
