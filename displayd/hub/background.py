"""What a hub does all the time, beside answering: each is a task on its event loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from displayd.hub.machine import machine_names
from displayd.hub.state import Hub
from displayd.hub.storage.writer import StoreWriter

__all__ = ["flush_forever", "learn_names", "publish_forever", "started", "watch_fleet", "watch_releases"]

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 3.0
FLEET_SECONDS = 10.0
RELEASES_SECONDS = 2.0
NAMES_SECONDS = 600.0
AFTER_FAULT_SECONDS = 1.0


def started(works: Mapping[str, Callable[[], Awaitable[None]]]) -> list[asyncio.Task[None]]:
    """A task for each of `works`, which are kept going until they are cancelled; by name, for the log."""
    return [asyncio.create_task(_kept_going(name, work), name=name) for name, work in works.items()]


async def _kept_going(name: str, work: Callable[[], Awaitable[None]]) -> None:
    while True:
        # Fence: a fault in one task must not end it for good; the others go on meanwhile.
        try:
            await work()
        except Exception:
            logger.exception("A fault in %s; going on", name)
            await asyncio.sleep(AFTER_FAULT_SECONDS)


async def publish_forever(hub: Hub) -> None:
    """Bring changes to the screens: at once, a little at a time, so that questions are answered meanwhile."""
    loop = asyncio.get_running_loop()
    while True:
        hub.dirty.clear()
        pause = hub.publish_some()
        if pause == 0:
            await asyncio.sleep(0)
            continue
        alarm = None if pause is None else loop.call_later(pause, hub.dirty.set)
        await hub.dirty.wait()
        if alarm is not None:
            alarm.cancel()


async def flush_forever(writer: StoreWriter) -> None:
    """Write values down, every few seconds."""
    while True:
        await asyncio.sleep(FLUSH_SECONDS)
        await writer.flush()


async def watch_fleet(hub: Hub) -> None:
    """Say which screens have come and which have gone silent."""
    online: set[str] = set()
    while True:
        await asyncio.sleep(FLEET_SECONDS)
        now = hub.clock()
        names = hub.wall.screens if hub.wall else {}
        seen = {name: hub.fleet.seen(name) for name in names}
        present = {name for name, one in seen.items() if one is not None and one.is_online(now)}
        for name in sorted(present - online):
            logger.info("Screen %s is there", name)
        for name in sorted(online & set(names) - present):
            logger.warning("Screen %s has gone silent", name)
        online = present


async def learn_names(hub: Hub) -> None:
    """Ask what this machine is called, now and then: its network may name it later, or anew."""
    while True:
        hub.names = await asyncio.to_thread(machine_names)
        await asyncio.sleep(NAMES_SECONDS)


async def watch_releases(hub: Hub) -> None:
    """Offer the releases that the shelf has, as commands change it."""
    while hub.shelf is not None:
        found = await asyncio.to_thread(hub.shelf.releases)
        for one in set(found) - set(hub.releases):
            who = "the canaries" if one.ring == "canary" else "everyone"
            logger.info("Release %s for %s is for %s", one.version, one.compatible, who)
        kept = {one.sha256 for one in found}
        for one in hub.releases:
            if one.sha256 not in kept:
                logger.info("Release %s for %s is no longer there", one.version, one.compatible)
        hub.releases = found
        await asyncio.sleep(RELEASES_SECONDS)
