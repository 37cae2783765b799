"""Work that hangs takes threads from nobody, and there are not more of them than the limit."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Awaitable

import pytest

from displayd.hub import worker_threads
from displayd.hub.worker_threads import MOST, MOST_KNOWN_SLOW, WorkerThreads


def run(work: Awaitable[None]) -> None:
    async def within() -> None:
        await asyncio.wait_for(work, 30)

    asyncio.run(within())


def test_quick_work_is_done_while_more_work_hangs_than_there_are_quick_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_threads, "SLOW_SECONDS", 0.2)
    goes_on = threading.Event()

    async def both() -> None:
        threads = WorkerThreads()
        hanging = [threads.ask(lambda: goes_on.wait(30)) for _ in range(30)]
        quick = threads.ask(lambda: "done")
        assert await quick.result == "done"
        assert not any(one.result.done() for one in hanging)
        goes_on.set()
        await asyncio.gather(*(one.result for one in hanging))

    run(both())


def test_work_known_to_be_slow_leaves_room_for_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = threading.Event()

    async def both() -> None:
        threads = WorkerThreads()
        hanging = [threads.ask(lambda: goes_on.wait(30), is_known_slow=True) for _ in range(MOST * 2)]
        quick = threads.ask(lambda: "done")
        assert await quick.result == "done"
        assert len(threads._running) == MOST_KNOWN_SLOW
        goes_on.set()
        await asyncio.gather(*(one.result for one in hanging))

    run(both())


def test_a_fault_of_the_work_is_for_whoever_waits_for_it() -> None:
    async def broken() -> None:
        with pytest.raises(ZeroDivisionError):
            await WorkerThreads().ask(lambda: 1 / 0).result

    run(broken())


def test_python_ends_while_work_hangs() -> None:
    script = """
import asyncio, time
from displayd.hub.worker_threads import WorkerThreads
async def main():
    WorkerThreads().ask(lambda: time.sleep(600))
    await asyncio.sleep(0.1)
asyncio.run(main())
"""
    assert subprocess.run([sys.executable, "-c", script], timeout=60, check=False).returncode == 0
