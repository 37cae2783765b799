"""Many screens that wait at the same time."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import psutil

from tests.hub.processes import process
from tests.hub.walls import Caller, secret_of, write_wall

COUNT = 300


def wall_of_many() -> str:
    """Every second screen shows `team`, the others `sales`."""
    lines = [f"  s{n}: {{device: {_device(n)}, show: [{'team' if n % 2 else 'sales'}]}}" for n in range(COUNT)]
    return "screens:\n" + "\n".join(lines) + "\n"


def _device(number: int) -> str:
    from displayd.protocol.fingerprint import fingerprint_of

    return fingerprint_of(secret_of(f"s{number}"))


async def parked(address: str, number: int, tag: str) -> tuple[int, int, float]:
    """Number of the screen, status of its answer and when it came; the request asks to wait for 50 s."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"GET /v1/screen HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {secret_of(f's{number}')}\r\n"
        f"If-None-Match: {tag}\r\nPrefer: wait=50\r\n\r\n".encode()
    )
    status = int((await reader.readline()).split()[1])
    when = time.monotonic()
    writer.close()
    return number, status, when


def test_many_screens_wait_without_a_thread_each_and_only_those_with_news_wake(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", {"screens.yaml": wall_of_many()})
    with process(folder, tmp_path / "state") as (started, hub):
        tags = [hub.screen(f"s{number}").headers["ETag"] for number in range(COUNT)]

        async def watch() -> tuple[list[tuple[int, int, float]], int, float, int]:
            waiting = [asyncio.create_task(parked(hub.address, number, tags[number])) for number in range(COUNT)]
            await asyncio.sleep(2)
            assert not any(task.done() for task in waiting)
            threads = psutil.Process(started.pid).num_threads()
            before = time.monotonic()
            pushed = await asyncio.to_thread(Caller(hub.address).push, "latency", value=1)
            assert pushed.status_code == 204
            showing = [task for number, task in enumerate(waiting) if number % 2 == 0]
            answers = [await asyncio.wait_for(task, 30) for task in showing]
            await asyncio.sleep(0.5)
            asleep = sum(not task.done() for task in waiting)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
            return answers, threads, before, asleep

        answers, threads, before, asleep = asyncio.run(watch())

        times = sorted(when - before for _, _, when in answers)
        print(f"\n{len(answers)} woken within {times[0] * 1000:.0f} to {times[-1] * 1000:.0f} ms, {threads} threads")
        assert {status for _, status, _ in answers} == {200}
        assert asleep == COUNT // 2
        assert threads < 40
        assert times[-1] < 10
        assert hub.screen("s1", tags[1]).status_code == 304
