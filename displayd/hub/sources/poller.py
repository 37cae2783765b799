"""Keeps the metrics that the hub fills itself up to date while it runs."""

from __future__ import annotations

import asyncio
import logging
import math

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.readings import Figures, host_answers, next_sample, sample_readings
from displayd.hub.state import Hub
from displayd.hub.wall.loader import Wall

__all__ = ["Feeder"]

logger = logging.getLogger(__name__)

# The second reading of rates comes soon after the first, so that a fresh hub does not show "no data" for long.
FIRST_READING_SECONDS = 1.0

# Reading takes milliseconds. A disk that hangs can hold it for ever, and then the tiles have to say so.
PATIENCE_SECONDS = 10.0


class Feeder:
    """Two tasks on the hub's event loop; reading and computing happen beside it."""

    def __init__(self, hub: Hub, host: Figures) -> None:
        self.hub = hub
        self.host = host

    async def sampling(self) -> None:
        """Keep made-up metrics moving."""
        done, known = self.hub.clock(), self.hub.wall
        while True:
            now, wall = self.hub.clock(), self.hub.wall
            if wall is not None and now != done:
                since = done if wall is known and done < now else -math.inf
                readings = await asyncio.to_thread(sample_readings, wall, now, since)
                self._put(wall, dict(readings))
            done, known = now, wall
            until = next_sample(wall, now) if wall else math.inf
            # Never long, so that another wall or another clock is noticed.
            await asyncio.sleep(min(1.0, max(0.02, until - self.hub.clock())))

    async def measuring(self) -> None:
        """Read the figures of this machine."""
        pause = FIRST_READING_SECONDS
        while True:
            await asyncio.sleep(pause)
            wall, now = self.hub.wall, self.hub.clock()
            if wall is None:
                continue
            pause = wall.settings.host_seconds
            reading = asyncio.ensure_future(asyncio.to_thread(host_answers, wall, self.host, now))
            await asyncio.wait((reading,), timeout=PATIENCE_SECONDS)
            if not reading.done():
                late = SourceError("this machine does not answer")
                self._put(wall, {metric: late for metric, entry in wall.metrics.items() if entry.host is not None})
            self._put(wall, dict(await reading))

    def _put(self, wall: Wall, answers: dict[str, Reading | SourceError]) -> None:
        """Hand answers to the hub, unless its wall has changed meanwhile."""
        if self.hub.wall is not wall:
            return
        for metric, answer in answers.items():
            was_failing = self.hub.metrics.failure(metric) is not None
            if isinstance(answer, SourceError):
                if not was_failing:
                    logger.warning("Metric %s has no data: %s", metric, answer.message)
                self.hub.fail(metric, answer.message)
            else:
                if was_failing:
                    logger.info("Metric %s has data again", metric)
                self.hub.put(metric, answer)
