"""Threads for what blocks: as many as are needed, within limits, and none whose end the hub would wait for."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["SLOW_SECONDS", "Job", "WorkerThreads"]

R = TypeVar("R")

SLOW_SECONDS = 2.0
"""Work that takes longer is slow: it no longer keeps others waiting."""

# At once: quick ones, slow ones that were known to be slow, and all together. A thread costs about 100 kB.
MOST_QUICK = 24
MOST_KNOWN_SLOW = 40
MOST = 72


class Job(Generic[R]):
    """A piece of work, and what came of it."""

    def __init__(self, work: Callable[[], R], is_known_slow: bool) -> None:
        self.is_known_slow = is_known_slow
        self.result: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        """Belongs to the event loop."""
        self.work = work
        self.started_at: float | None = None
        """`time.monotonic()`; None while it waits for a thread."""
        self.seconds: float | None = None
        """How long it took."""

    @property
    def running_seconds(self) -> float:
        """For how long it has been done; 0 while it waits for a thread."""
        return 0.0 if self.started_at is None else time.monotonic() - self.started_at


class WorkerThreads:
    """Does jobs, each in a thread of its own. Belongs to one event loop.

    Work that hangs takes threads from nobody: once it is slow it no longer counts among the quick ones, and work that
    was slow the last time leaves room for the others from the beginning. The threads are daemons, because Python
    would wait at its end for any other.
    """

    def __init__(self) -> None:
        self._waiting: deque[Job[object]] = deque()
        self._running: set[Job[object]] = set()
        self._alarm: asyncio.TimerHandle | None = None

    def ask(self, work: Callable[[], R], *, is_known_slow: bool = False) -> Job[R]:
        """Have `work` done; see `Job.result`.

        Args:
            is_known_slow: it was slow the last time.
        """
        job = Job(work, is_known_slow)
        self._waiting.append(job)  # type: ignore[arg-type]
        self._start_some()
        return job

    def _start_some(self) -> None:
        kept: deque[Job[object]] = deque()
        while self._waiting:
            job = self._waiting.popleft()
            if self._has_room(job):
                self._start(job)
            else:
                kept.append(job)
        self._waiting = kept
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if kept:
            # Those that run may have become slow by then.
            self._alarm = asyncio.get_running_loop().call_later(SLOW_SECONDS / 4, self._start_some)

    def _has_room(self, job: Job[object]) -> bool:
        if len(self._running) >= MOST:
            return False
        known_slow = sum(one.is_known_slow for one in self._running)
        if job.is_known_slow:
            return known_slow < MOST_KNOWN_SLOW
        quick = sum(not one.is_known_slow and one.running_seconds < SLOW_SECONDS for one in self._running)
        return quick < MOST_QUICK

    def _start(self, job: Job[object]) -> None:
        loop = asyncio.get_running_loop()
        job.started_at = time.monotonic()
        self._running.add(job)
        threading.Thread(target=self._do, args=(job, loop), name="displayd-worker", daemon=True).start()

    def _do(self, job: Job[object], loop: asyncio.AbstractEventLoop) -> None:
        result, fault = None, None
        # Fence: whoever waits for the result gets it, whatever it is.
        try:
            result = job.work()
        except BaseException as exc:  # noqa: BLE001 - see above
            fault = exc
        with contextlib.suppress(RuntimeError):  # the hub has ended meanwhile
            loop.call_soon_threadsafe(self._done, job, result, fault)

    def _done(self, job: Job[object], result: object, fault: BaseException | None) -> None:
        self._running.discard(job)
        job.seconds = job.running_seconds
        if not job.result.done():
            if fault is None:
                job.result.set_result(result)
            else:
                job.result.set_exception(fault)
        self._start_some()
