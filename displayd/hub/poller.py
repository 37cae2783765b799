"""Keeps the metrics that the hub fills itself up to date: asks every partner when it is due, beside the event loop."""

from __future__ import annotations

import asyncio
import functools
import logging
import math
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from displayd.errors import SourceError
from displayd.hub.sources.registry import SOURCES, asked_of, partners_of
from displayd.hub.sources.source import FAULT, Answers, Asked, Office, Reader, Source
from displayd.hub.state import Hub
from displayd.hub.wall.loader import Wall
from displayd.hub.worker_threads import SLOW_SECONDS, Job, WorkerThreads

__all__ = ["Poller"]

logger = logging.getLogger(__name__)

# Never longer, so that another wall or another clock is noticed.
LOOK_AGAIN_SECONDS = 1.0
SHORTEST_PAUSE_SECONDS = 0.02

# A wall is not kept waiting for a source that hangs; its tiles say so a little later.
FIRST_PATIENCE_SECONDS = 3.0


@dataclass
class _Round:
    """One partner of a source, and how it was asked last."""

    source: Source[Any]
    partner: str
    reader: Reader[Any]
    wall: Wall | None = None
    asked: Mapping[str, Asked[Any]] = field(default_factory=dict)
    """The metrics of `wall` that come from here."""
    at: float = -math.inf
    """Unix time."""
    job: Job[Answers] | None = None
    """The answer that is still to come: a partner is never asked twice at once, however long it takes."""
    has_news: bool = False
    """True when what it reads has changed since it was asked."""
    is_awaited: bool = False
    """True while somebody waits for `job` on behalf of a wall that is about to be used."""
    is_called_late: bool = False
    """True once the tiles have been told that `job` takes long."""
    is_slow: bool = False
    """True when the last answer took long."""
    is_broken: bool = False
    """True while asking it ends in a fault of ours."""

    def took(self, job: Job[Answers]) -> None:
        """Note that the answer of `job` has been taken; meanwhile the partner may have been asked again."""
        self.is_slow = (job.seconds or 0.0) > SLOW_SECONDS
        if self.job is job:
            self.job = None


class Poller:
    """One task for each source, on the hub's event loop, with a round for each partner of it."""

    def __init__(self, hub: Hub, readers: Mapping[str, Reader[Any]] | None = None) -> None:
        """Args: readers: who asks each source, by its kind; those of all sources that can be asked if None."""
        self._hub = hub
        self._threads = WorkerThreads()
        self._readers = readers
        kinds = SOURCES if readers is None else readers
        self._kinds = [kind for kind in kinds if readers is not None or SOURCES[kind].reader() is not None]
        self._rounds: dict[tuple[str, str], _Round] = {}

    def tasks(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What keeps each source asked; by name, for the log."""
        return {f"poll_{kind}": functools.partial(self.poll_forever, kind) for kind in self._kinds}

    async def first_answers(self, wall: Wall, unix_time: float) -> Answers:
        """What all partners say about a wall that is about to be used, as far as they answer in time."""
        rounds = [one for kind in self._kinds for one in self._rounds_of(kind, wall)]
        asking = [asyncio.ensure_future(self._first(one, wall, unix_time)) for one in rounds]
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
        """What the partner of `one` says about `wall`, once it has answered what it was asked before."""
        one.is_awaited = True
        try:
            while one.job is not None and not one.job.result.done():
                await asyncio.wait((one.job.result,))
            job = self._ask(one, wall, unix_time, -math.inf)
            await asyncio.wait((job.result,))
        finally:
            one.is_awaited = False
        one.took(job)
        return job.result.result()

    async def poll_forever(self, kind: str) -> None:
        """Ask each partner of the source `kind` whenever it is due."""
        while True:
            wall, now = self._hub.wall, self._hub.clock()
            news = self._hub.asking[kind]
            has_news, pause = news.is_set(), LOOK_AGAIN_SECONDS
            news.clear()
            if wall is not None:
                for one in self._rounds_of(kind, wall):
                    one.has_news |= has_news
                    pause = min(pause, self._look(one, wall, now))
                self._forget(kind, wall)
            # What comes together is asked for, and taken, together.
            await asyncio.sleep(SHORTEST_PAUSE_SECONDS)
            if pause > 0:
                await self._wait_for_something(kind, pause)

    async def _wait_for_something(self, kind: str, seconds: float) -> None:
        """Until an answer of the source `kind` is there, or what it reads has changed, at most so long."""
        waited: list[asyncio.Future[Any]] = [
            one.job.result for key, one in self._rounds.items() if key[0] == kind and one.job
        ]
        news = asyncio.ensure_future(self._hub.asking[kind].wait())
        try:
            await asyncio.wait([*waited, news], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()

    def put(self, wall: Wall, answers: Answers) -> None:
        """Hand answers to the hub, unless its wall is no longer `wall`."""
        if self._hub.wall is not wall:
            return
        for metric, answer in answers.items():
            was_failing = self._hub.metrics.failure(metric) is not None
            why = answer.message if isinstance(answer, SourceError) else answer.fault
            origin = wall.metrics[metric].origin
            who = SOURCES[origin.kind].partner_title(origin.partner, wall.office) if why else ""
            if why and not was_failing:
                what = "no data" if isinstance(answer, SourceError) else "no data in part"
                logger.warning("Metric %s has %s: %s%s", metric, what, f"{who}: " if who else "", why)
            elif was_failing and not why:
                logger.info("Metric %s has data again", metric)
            if isinstance(answer, SourceError):
                self._hub.fail(metric, answer.message, who, answer.kind)
            else:
                self._hub.put(metric, answer, who)

    def _rounds_of(self, kind: str, wall: Wall) -> Iterator[_Round]:
        """The rounds of the partners that `wall` has metrics of; new ones are made."""
        source = SOURCES[kind]
        for partner in partners_of(source, wall.metrics):
            one = self._rounds.get((kind, partner))
            if one is None:
                reader = source.reader() if self._readers is None else self._readers[kind]
                assert reader is not None
                one = self._rounds[kind, partner] = _Round(source, partner, reader)
            yield one

    def _forget(self, kind: str, wall: Wall) -> None:
        """Drop the rounds of partners that nobody wants to hear of any more."""
        wanted = set(partners_of(SOURCES[kind], wall.metrics))
        for key, one in list(self._rounds.items()):
            is_done = one.job is None or one.job.result.done()
            if key[0] == kind and key[1] not in wanted and is_done and not one.is_awaited:
                del self._rounds[key]

    def _look(self, one: _Round, wall: Wall, unix_time: float) -> float:
        """Take the answer of a partner, call it late, or ask, as it is time to.

        Returns:
            Seconds until the next look, if no answer comes before.
        """
        if one.is_awaited:
            return LOOK_AGAIN_SECONDS
        if one.job is not None and one.job.result.done():
            job, about = one.job, one.wall
            one.took(job)
            assert about is not None
            self.put(about, job.result.result())
        if one.job is not None:
            return self._patience_left(one, one.job)
        if one.has_news or self._is_due(one, wall, unix_time):
            one.has_news = False
            self._ask(one, wall, unix_time, one.at if one.wall is wall and one.at <= unix_time else -math.inf)
            return LOOK_AGAIN_SECONDS
        return self._due(one) - unix_time

    def _patience_left(self, one: _Round, job: Job[Answers]) -> float:
        """Seconds until the partner of `one` is called late; when it is, its tiles say so."""
        assert one.wall is not None
        left = one.source.patience_of(one.partner, one.wall.office) - job.running_seconds
        if left <= 0 and not one.is_called_late:
            one.is_called_late = True
            late = SourceError(one.source.no_answer, kind="silent")
            self.put(one.wall, dict.fromkeys(one.asked, late))
        return left if left > 0 else LOOK_AGAIN_SECONDS

    def _is_due(self, one: _Round, wall: Wall, unix_time: float) -> bool:
        """True also after another wall came, and after the clock was put back."""
        return one.wall is not wall or unix_time < one.at or unix_time >= self._due(one)

    def _due(self, one: _Round) -> float:
        if one.wall is None:
            return math.inf
        return one.reader.next_due(one.asked, self._office(one.wall), one.at)

    def _office(self, wall: Wall) -> Office:
        """What holds for all sources of `wall`, with what clients have pushed for them to read."""
        hub = self._hub
        return wall.office._replace(
            tables=hub.datasets,
            groups=hub.pushed_groups,
            payloads=hub.payloads,
            widgets=hub.dashing_widgets,
            gallery=hub.gallery,
        )

    def _ask(self, one: _Round, wall: Wall, unix_time: float, since: float) -> Job[Answers]:
        """Begin to ask the partner of `one` about `wall`."""
        if one.wall is not wall:
            one.wall, one.asked = wall, asked_of(one.source, wall.metrics, one.partner)
        one.at, one.is_called_late = unix_time, False
        work = functools.partial(_answers, one, self._office(wall), unix_time, since)
        one.job = self._threads.ask(work, is_known_slow=one.is_slow)
        return one.job


def _answers(one: _Round, office: Office, unix_time: float, since: float) -> Answers:
    """What the partner of `one` says; blocks."""
    # Fence: a fault in one source must not cost the others; its own tiles say so.
    try:
        answers = one.reader.read(one.asked, office, unix_time, since)
    except Exception:
        if not one.is_broken:
            logger.exception("A fault in the source %s", one.source.kind)
        one.is_broken = True
        return dict.fromkeys(one.asked, SourceError(FAULT))
    one.is_broken = False
    return answers
