"""What a hub does all the time, beside answering: each is a task on its event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping

from displayd.errors import StoreError
from displayd.hub.log_limiter import LogLimiter
from displayd.hub.machine import machine_names
from displayd.hub.state import Hub
from displayd.hub.storage.database import Store
from displayd.hub.storage.writer import NOT_KEPT, StoreWriter

__all__ = [
    "flush_forever",
    "learn_names",
    "publish_forever",
    "started",
    "watch_clock",
    "watch_fleet",
    "watch_keys",
    "watch_releases",
    "watch_store",
]

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 3.0
FLEET_SECONDS = 10.0

FLAPPING_SECONDS = 600.0
"""A screen with bad Wi-Fi comes and goes; so often the log says so."""

RELEASES_SECONDS = 2.0
NAMES_SECONDS = 600.0
STORE_SECONDS = 3.0
CLOCK_SECONDS = 10.0
KEYS_SECONDS = 2.0

# When a key was used last is for whoever looks which are needed: a write a minute, however many push.
USES_SECONDS = 60.0

# 2024-01-01: a clock that says less was never set. A Raspberry Pi without a battery begins with the time of its last
# start, or in 1970.
FIRST_PLAUSIBLE_UNIX_TIME = 1_704_067_200.0
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


async def publish_forever(hub: Hub, leave_out: Callable[[], None] = lambda: None) -> None:
    """Bring changes to the screens: at once, a little at a time, so that questions are answered meanwhile.

    Args:
        leave_out: called again and again while a crowd is told; see `garbage.leave_out`.
    """
    loop = asyncio.get_running_loop()
    while True:
        hub.dirty.clear()
        pause = hub.publish_some()
        if pause == 0:
            if hub.is_stirred:
                leave_out()
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


async def watch_store(hub: Hub, store: Store, recall: Callable[[], Awaitable[None]]) -> None:
    """Say when the database cannot be opened or was put aside; read what it has when it can be opened later.

    Args:
        recall: called when that is so.
    """
    openings = store.openings
    while True:
        if (fault := store.fault) is not None:
            hub.troubles.begin(NOT_KEPT, f"Values are not being kept: {fault.message}", fault.hint)
        if store.openings != openings:
            openings = store.openings
            await recall()
        if await asyncio.to_thread(lambda: store.has_put_aside):
            text = "The database was damaged, and was begun anew: what was kept before may be lost"
            hint = (
                "what is left of it is hub.sqlite3.damaged in the hub's state folder; move it away once that is known"
            )
            hub.troubles.begin("database-put-aside", text, hint)
        else:
            hub.troubles.end("database-put-aside", "The damaged database has been moved away")
        await asyncio.sleep(STORE_SECONDS)


async def watch_clock(hub: Hub) -> None:
    """Say when the clock of this machine is not set: screens go by it."""
    while True:
        now = hub.clock()
        if now < FIRST_PLAUSIBLE_UNIX_TIME:
            said = time.strftime("%Y-%m-%d", time.gmtime(max(0.0, now)))
            text = f"The clock of the hub's machine is not set: it says {said}"
            hub.troubles.begin("clock-not-set", text, "look at its time server (NTP): the screens go by this clock")
        else:
            hub.troubles.end("clock-not-set", "The clock of the hub's machine is set")
        await asyncio.sleep(CLOCK_SECONDS)


async def watch_fleet(hub: Hub) -> None:
    """Say which screens have come and which have gone silent."""
    online: set[str] = set()
    come = LogLimiter(logger, logging.INFO, FLAPPING_SECONDS)
    gone = LogLimiter(logger, logging.WARNING, FLAPPING_SECONDS)
    while True:
        await asyncio.sleep(FLEET_SECONDS)
        now = hub.clock()
        names = hub.wall.screens if hub.wall else {}
        seen = {name: hub.fleet.seen(name) for name in names}
        present = {name for name, one in seen.items() if one is not None and one.is_online(now)}
        for name in sorted(present - online):
            come.log(name, f"Screen {name} is there")
        for name in sorted(online & set(names) - present):
            gone.log(name, f"Screen {name} has gone silent")
        online = present


async def watch_keys(hub: Hub) -> None:
    """Say which keys have come and gone, and write down when they were used."""
    known: dict[str, str] | None = None
    saved_at = time.monotonic()
    while True:
        keys = {one.sha256: one.name for one in hub.keys.all()}
        if (fault := hub.keys.fault) is not None:
            text = f"Keys that were created or revoked are not taken over: {fault.message}"
            hub.troubles.begin("keys-not-read", text, fault.hint)
        else:
            hub.troubles.end("keys-not-read", "Keys are taken over again")
        for digest in keys.keys() - (keys if known is None else known).keys():
            logger.info("The key %s may push", keys[digest])
        for digest in (known or {}).keys() - keys.keys():
            logger.info("The key %s is revoked", (known or {})[digest])
        known = keys
        if time.monotonic() - saved_at >= USES_SECONDS:
            saved_at = time.monotonic()
            hub.keys.forget_uses(hub.wall.settings.keys if hub.wall else {})
            try:
                await asyncio.to_thread(hub.keys.save_uses)
            except StoreError as exc:
                logger.debug("When keys were used is not written down: %s", exc)
        await asyncio.sleep(KEYS_SECONDS)


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
