"""The wall as it was a moment ago: made once for all who look at the same time, and without stopping anybody."""

from __future__ import annotations

import asyncio
import functools
import hashlib
import time
import weakref

import msgspec
from msgspec import structs

from displayd.hub.http.wall_page.view import ScreenView, WallView, screen_view, wall_view
from displayd.hub.state import Hub

__all__ = ["WallCopy", "wall_copy"]

# So many screens are looked at before the hub answers others: some milliseconds.
PORTION = 50

# A copy serves for so many times as long as it took: it is fresh where it costs nothing, and with 10,000 screens the
# hub does not spend its time on those who look.
LIFETIMES = 10


class WallCopy:
    """What `/wall.json` answers."""

    def __init__(self, view: WallView) -> None:
        self.view = view
        self.tag = f'"{hashlib.sha256(msgspec.json.encode(structs.replace(view, time=0.0))).hexdigest()[:32]}"'
        """Entity tag, quotes included: the same while all but the time is the same."""

    @functools.cached_property
    def body(self) -> bytes:
        """As JSON."""
        return msgspec.json.encode(self.view)


class _Copier:
    """Makes the copies of one hub."""

    def __init__(self, hub: Hub) -> None:
        self._hub = weakref.ref(hub)
        self._making: asyncio.Task[WallCopy] | None = None
        self._fresh_until = float("-inf")

    async def copy(self) -> WallCopy:
        """The one that there is, or a new one."""
        if self._making is None or (self._making.done() and time.monotonic() >= self._fresh_until):
            self._making = asyncio.create_task(self._made())
        # Whoever goes away does not take it from the others.
        return await asyncio.shield(self._making)

    async def _made(self) -> WallCopy:
        hub = self._hub()
        assert hub is not None
        began, spent = time.monotonic(), 0.0
        screens: list[ScreenView] = []
        specs = list(hub.wall.screens.values()) if hub.wall else []
        wall = hub.wall
        for number, spec in enumerate(specs, 1):
            assert wall is not None
            screens.append(screen_view(hub, wall, spec, hub.clock()))
            if number % PORTION == 0:
                spent += time.monotonic() - began
                await asyncio.sleep(0)
                began = time.monotonic()
        copy = WallCopy(wall_view(hub, screens if hub.wall is wall else None))
        spent += time.monotonic() - began
        self._fresh_until = time.monotonic() + LIFETIMES * spent
        return copy


_copiers: weakref.WeakKeyDictionary[Hub, _Copier] = weakref.WeakKeyDictionary()


async def wall_copy(hub: Hub) -> WallCopy:
    """The wall of `hub` now, or as it was a moment ago where there are very many screens."""
    copier = _copiers.get(hub)
    if copier is None:
        copier = _copiers[hub] = _Copier(hub)
    return await copier.copy()
