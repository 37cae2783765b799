"""From the hub's memory to its store: values that are pushed at once, everything else now and then."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple

from displayd.errors import StoreError
from displayd.hub.metrics.reading import Reading
from displayd.hub.publish.new_tiles import Known
from displayd.hub.state import Hub
from displayd.hub.storage.database import Store

__all__ = ["GROUP_SECONDS", "NOT_KEPT", "StoreWriter"]

NOT_KEPT = "values-not-kept"
"""Kind of trouble: the database cannot be written."""

PRUNE_SECONDS = 3600.0
"""From one time that what is old is forgotten to the next; the clock has gone for so long without a jump by then.

By a clock that is years ahead for a while, as one whose battery is empty, everything would be old.
"""

# What NTP sets without a jump is less, from one batch to the next.
JUMP_SECONDS = 60.0

MAX_PENDING = 200_000
"""Values held while the store cannot be written; the oldest go first."""

GROUP_SECONDS = 0.005
"""From one write to the next, where the disk is quicker: who pushes meanwhile shares it. More would wear out a card."""

PATIENCE_SECONDS = 5.0
"""Whoever pushes waits so long for a database that hangs; then the answer is that it is not kept yet."""

PORTION = 20_000
"""Values of one transaction: what has come together while a server was away takes it no longer than it may take."""


class _Batch(NamedTuple):
    values: list[tuple[str, float, float]]
    readings: dict[str, Reading]
    client_states: dict[tuple[str, str], bytes | None]


class StoreWriter:
    """Writes what has changed since the last time. A store that cannot be written is tried again with the next."""

    def __init__(self, hub: Hub, store: Store, steady: Callable[[], float] = time.monotonic) -> None:
        """As it begins.

        Args:
            hub: whose values they are.
            store: where they are written.
            steady: seconds on a clock that nobody sets.
        """
        self._hub = hub
        self._store = store
        self._steady = steady
        self._ahead = 0.0
        """How far the hub's clock is ahead of `steady`."""
        self._jumped_at = steady()
        """By `steady`; the first time that the clock is looked at counts as a jump."""
        self._pending = _Batch([], {}, {})
        self._effective: dict[str, tuple[str, float]] = {}
        self._tiles: Known = {}
        self._pruned_at = 0.0
        self._is_failing = False
        self.idle = asyncio.Lock()
        """Held while something is written: who ends the tasks that write holds it, so that nothing is written twice."""
        self._asked = asyncio.Event()
        self._waiting: list[asyncio.Future[bool]] = []

    async def kept(self) -> bool:
        """Wait until all that the hub has taken in by now is on disk; False if that cannot be written, or not soon."""
        if self._is_failing:
            return False  # the next `flush` tries again
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(answer)
        self._asked.set()
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                return await answer
        except TimeoutError:
            return False

    async def keep_forever(self) -> None:
        """Write down what somebody waits for: the first at once, all that comes meanwhile in one go after it."""
        now = asyncio.get_running_loop().time
        next_at = 0.0
        while True:
            await self._asked.wait()
            if (left := next_at - now()) > 0:
                await asyncio.sleep(left)
            next_at = now() + GROUP_SECONDS
            self._asked.clear()
            waiting, self._waiting = self._waiting, []
            is_kept = False
            try:
                async with self.idle:
                    is_kept = await self._write_values(None)
            finally:
                for answer in waiting:
                    if not answer.done():
                        answer.set_result(is_kept)

    async def flush(self) -> None:
        """Write one batch; a failure is a trouble of the hub until one succeeds."""
        async with self.idle:
            effective, tiles = self._hub.effective(), self._hub.known_tiles
            wall, now = self._hub.wall, self._hub.clock()
            days = wall.settings.history_days if wall and self._is_time_to_forget(now) else None
            if not await self._write_values(days) or not await self._is_open():
                return
            self._pruned_at = now if days else self._pruned_at
            try:
                if effective != self._effective:
                    await asyncio.to_thread(self._store.write_effective, effective)
                if tiles is not self._tiles:
                    await asyncio.to_thread(self._store.write_tiles, tiles)
            except StoreError as exc:
                self._failed(exc)
                return
            self._effective, self._tiles = effective, tiles
            self._is_failing = False
            self._hub.troubles.end(NOT_KEPT, "Values are being kept again")

    def _is_time_to_forget(self, unix_time: float) -> bool:
        steady = self._steady()
        before, self._ahead = self._ahead, unix_time - steady
        if abs(self._ahead - before) > JUMP_SECONDS:
            self._jumped_at = steady
        return min(steady - self._jumped_at, abs(unix_time - self._pruned_at)) >= PRUNE_SECONDS

    async def _write_values(self, history_days: int | None) -> bool:
        """Write the values that have come; False if that fails, and then they are written with the next.

        Args:
            history_days: also forget what is older.
        """
        values, readings = self._hub.metrics.take_unsaved()
        batch = self._pending
        batch.values.extend(values)
        del batch.values[:-MAX_PENDING]
        batch.readings.update(readings)
        batch.client_states.update(self._hub.client_states.take_unsaved())
        if not any(batch):
            return True
        try:
            while len(batch.values) > PORTION:
                await asyncio.to_thread(self._store.write, batch.values[:PORTION], {})
                del batch.values[:PORTION]
            await asyncio.to_thread(self._store.write, batch.values, batch.readings, history_days, batch.client_states)
        except StoreError as exc:
            self._failed(exc)
            return False
        # Whatever becomes of the rest: written twice, values would weigh twice.
        self._pending = _Batch([], {}, {})
        return True

    async def _is_open(self) -> bool:
        """Whether the store can be written again, where it could not be: without values nobody has tried."""
        if not self._is_failing and self._store.fault is None:
            return True
        try:
            await asyncio.to_thread(self._store.look)
        except StoreError as exc:
            self._failed(exc)
            return False
        return True

    def _failed(self, exc: StoreError) -> None:
        self._is_failing = True
        self._hub.troubles.begin(NOT_KEPT, f"Values are not being kept: {exc.message}", exc.hint)
