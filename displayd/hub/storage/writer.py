"""From the hub's memory to its store, in batches."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from displayd.errors import StoreError
from displayd.hub.metrics.reading import Reading
from displayd.hub.publish.new_tiles import Known
from displayd.hub.state import Hub
from displayd.hub.storage.database import Store

__all__ = ["StoreWriter"]

PRUNE_SECONDS = 3600.0

MAX_PENDING = 200_000
"""Values held while the store cannot be written; the oldest go first."""


class _Batch(NamedTuple):
    values: list[tuple[str, float, float]]
    readings: dict[str, Reading]


class StoreWriter:
    """Writes what has changed since the last time. A store that cannot be written is tried again with the next."""

    def __init__(self, hub: Hub, store: Store) -> None:
        self._hub = hub
        self._store = store
        self._pending = _Batch([], {})
        self._effective: dict[str, tuple[str, float]] = {}
        self._tiles: Known = {}
        self._pruned_at = 0.0

    async def flush(self) -> None:
        """Write one batch; a failure is a trouble of the hub until one succeeds."""
        values, readings = self._hub.metrics.take_unsaved()
        self._pending.values.extend(values)
        del self._pending.values[:-MAX_PENDING]
        self._pending.readings.update(readings)
        effective, tiles = self._hub.effective(), self._hub.known_tiles
        wall, now = self._hub.wall, self._hub.clock()
        is_time = abs(now - self._pruned_at) >= PRUNE_SECONDS
        days = wall.settings.history_days if wall and is_time else None
        batch = self._pending
        try:
            if batch.values or batch.readings:
                await asyncio.to_thread(self._store.write, list(batch.values), dict(batch.readings), days)
                self._pruned_at = now if days else self._pruned_at
                # Whatever becomes of the rest: written twice, values would weigh twice.
                self._pending = _Batch([], {})
            if effective != self._effective:
                await asyncio.to_thread(self._store.write_effective, effective)
            if tiles is not self._tiles:
                await asyncio.to_thread(self._store.write_tiles, tiles)
        except StoreError as exc:
            self._hub.troubles.begin("values-not-kept", f"Values are not being kept: {exc.message}", exc.hint)
            return
        self._effective, self._tiles = effective, tiles
        self._hub.troubles.end("values-not-kept", "Values are being kept again")
