"""Keeps the metrics that the hub fills itself up to date: asks every source when it is due, beside the event loop."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from displayd.errors import SourceError
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.source import Answers, Asked, Office, Reader, Source
from displayd.hub.state import Hub
from displayd.hub.wall.loader import Wall

__all__ = ["Poller"]

logger = logging.getLogger(__name__)

# Never longer, so that another wall or another clock is noticed.
LOOK_AGAIN_SECONDS = 1.0
SHORTEST_PAUSE_SECONDS = 0.02

# A wall is not kept waiting for a source that hangs; its tiles say so a little later.
FIRST_PATIENCE_SECONDS = 3.0


@dataclass
class _Round:
    """One source, and how it was asked last."""

    source: Source[Any]
    reader: Reader[Any]
    wall: Wall | None = None
    asked: Mapping[str, Asked[Any]] = field(default_factory=dict)
    """The metrics of `wall` that come from here."""
    at: float = -math.inf
    """Unix time."""
    running: asyncio.Future[Answers] | None = None
    """The answer that is still to come: a source is never asked twice at once, however long it takes."""
    is_broken: bool = False
    """True while asking it ends in a fault of ours."""

    def took(self, answer: asyncio.Future[Answers]) -> None:
        """Note that `answer` has been taken; meanwhile the source may have been asked again."""
        if self.running is answer:
            self.running = None


class Poller:
    """One task for each source, on the hub's event loop."""

    def __init__(self, hub: Hub, readers: Mapping[str, Reader[Any]] | None = None) -> None:
        """Args: readers: who asks each source, by its kind; those of all sources that can be asked if None."""
        made = {kind: source.reader() for kind, source in SOURCES.items()} if readers is None else readers
        self._hub = hub
        self._rounds = {kind: _Round(SOURCES[kind], reader) for kind, reader in made.items() if reader is not None}

    def tasks(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What keeps each source asked; by name, for the log."""
        return {f"poll_{kind}": functools.partial(self.poll_forever, kind) for kind in self._rounds}

    async def first_answers(self, wall: Wall, unix_time: float) -> Answers:
        """What all sources say about a wall that is about to be used, as far as they answer in time."""
        asking = [asyncio.ensure_future(self._first(one, wall, unix_time)) for one in self._rounds.values()]
        if asking:
            await asyncio.wait(asking, timeout=FIRST_PATIENCE_SECONDS)
        answers: Answers = {}
        for first in asking:
            if first.done():
                answers |= first.result()
            else:
                # `poll_forever` waits for the answer.
                first.cancel()
        return answers

    async def _first(self, one: _Round, wall: Wall, unix_time: float) -> Answers:
        """What the source of `one` says about `wall`, once it has answered what it was asked before."""
        while one.running is not None and not one.running.done():
            await asyncio.wait((one.running,))
        running = self._ask(one, wall, unix_time, -math.inf)
        await asyncio.wait((running,))
        one.took(running)
        return running.result()

    async def poll_forever(self, kind: str) -> None:
        """Ask the source `kind` whenever it is due."""
        one = self._rounds[kind]
        while True:
            wall, now = self._hub.wall, self._hub.clock()
            news = self._hub.asking[kind]
            if one.running is None and wall is not None and (news.is_set() or self._is_due(one, wall, now)):
                self._ask(one, wall, now, one.at if one.wall is wall and one.at <= now else -math.inf)
            if one.running is not None:
                await self._take(one, one.running)
            # What comes together is asked for together.
            await asyncio.sleep(SHORTEST_PAUSE_SECONDS)
            pause = min(LOOK_AGAIN_SECONDS, max(0.0, self._due(one) - self._hub.clock()))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(news.wait(), pause)

    def put(self, wall: Wall, answers: Answers) -> None:
        """Hand answers to the hub, unless its wall is no longer `wall`."""
        if self._hub.wall is not wall:
            return
        for metric, answer in answers.items():
            was_failing = self._hub.metrics.failure(metric) is not None
            if isinstance(answer, SourceError):
                if not was_failing:
                    logger.warning("Metric %s has no data: %s", metric, answer.message)
                self._hub.fail(metric, answer.message)
            else:
                if was_failing:
                    logger.info("Metric %s has data again", metric)
                self._hub.put(metric, answer)

    def _is_due(self, one: _Round, wall: Wall, unix_time: float) -> bool:
        """True also after another wall came, and after the clock was put back."""
        return one.wall is not wall or unix_time < one.at or unix_time >= self._due(one)

    def _due(self, one: _Round) -> float:
        if one.wall is None:
            return math.inf
        return one.reader.next_due(one.asked, self._office(one.wall), one.at)

    def _office(self, wall: Wall) -> Office:
        """What holds for all sources of `wall`, with what clients have pushed for them to read."""
        return wall.office._replace(tables=self._hub.datasets)

    def _ask(self, one: _Round, wall: Wall, unix_time: float, since: float) -> asyncio.Future[Answers]:
        """Begin to ask the source of `one` about `wall`."""
        if one.wall is not wall:
            one.wall, one.asked = wall, asked_of(one.source, wall.metrics)
        one.at = unix_time
        self._hub.asking[one.source.kind].clear()
        one.running = asyncio.ensure_future(asyncio.to_thread(_answers, one, self._office(wall), unix_time, since))
        return one.running

    async def _take(self, one: _Round, running: asyncio.Future[Answers]) -> None:
        """Wait for an answer and hand it to the hub; when it takes too long, its tiles say so meanwhile."""
        wall = one.wall
        assert wall is not None
        await asyncio.wait((running,), timeout=one.source.patience_seconds)
        if not running.done():
            late = SourceError(one.source.no_answer)
            self.put(wall, dict.fromkeys(one.asked, late))
        answers = await running
        one.took(running)
        self.put(wall, answers)


def _answers(one: _Round, office: Office, unix_time: float, since: float) -> Answers:
    """What the source of `one` says; blocks."""
    # Fence: a fault in one source must not cost the others; its own tiles say so.
    try:
        answers = one.reader.read(one.asked, office, unix_time, since)
    except Exception:
        if not one.is_broken:
            logger.exception("A fault in the source %s", one.source.kind)
        one.is_broken = True
        return dict.fromkeys(one.asked, SourceError("a fault of displayd; the hub's log says which"))
    one.is_broken = False
    return answers
