"""Tries to log in to the wall page: how often from one network, and one password after the other."""

from __future__ import annotations

import asyncio

from displayd.hub.addresses import network_of
from displayd.hub.rate_limiter import Limiter
from displayd.hub.settings import Viewer
from displayd.hub.viewer_secrets import is_secret_of

__all__ = ["LogIns"]

# Enough for who is looking for the right one of three, and no dictionary.
PER_MINUTE = 10

# Each password takes a core for a quarter of a second. Who comes behind so many others would wait for long.
MAX_WAITING = 20
BUSY_SECONDS = 10.0


class LogIns:
    """All tries. Belongs to one event loop."""

    def __init__(self) -> None:
        self._limiter = Limiter(PER_MINUTE)
        self._turn = asyncio.Semaphore(1)
        self._waiting = 0

    def wait_seconds(self, address: str, unix_time: float) -> float:
        """0 if somebody at `address` may try now, and is then taken to have tried; else how long to wait."""
        if self._waiting >= MAX_WAITING:
            return BUSY_SECONDS
        return self._limiter.wait_seconds(network_of(address), unix_time)

    def succeeded(self, address: str) -> None:
        """The last try from `address` was right, and does not count."""
        self._limiter.give_back(network_of(address))

    async def is_right(self, viewer: Viewer | None, password: str) -> bool:
        """Whether `password` is the viewer's, see `is_secret_of`."""
        self._waiting += 1
        try:
            async with self._turn:
                return await asyncio.to_thread(is_secret_of, viewer, password)
        finally:
            self._waiting -= 1
