"""A hub with thousands of screens that wait: how soon all have what is new, and what pushers notice of it."""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, Self

import psutil

from tests.hub.processes import process
from tests.hub.walls import HUB, KEY, device_of, write_wall

__all__ = ["SPARE_DESCRIPTORS", "Load", "Pusher", "Wake", "loaded", "quantile", "report"]

COUNT = 10_000
TILES = 12
WAKES = 5
FLOOD_SECONDS = 5.0
PUSHERS = 32

IDLE_PERCENT = 10

# Beside the connections of the screens.
SPARE_DESCRIPTORS = 1000

# Of one process that is screens; with more it would be as busy as the hub.
SCREENS_OF_PROCESS = 10_000


class Wake(NamedTuple):
    """One change that all screens show."""

    seconds: float
    """From the sending of the push to the last screen's answer."""
    push_ms: list[float]
    """How long pushes of a metric that nobody shows took meanwhile, ms."""


class Pusher:
    """Somebody who pushes, on a connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._value = time.time() % 10_000

    @classmethod
    async def at(cls, address: str) -> Self:
        """Connects."""
        host, port = address.removeprefix("http://").split(":")
        return cls(*await asyncio.open_connection(host, int(port)))

    async def push(self, metric: str) -> float:
        """Push a new value; seconds until it is acknowledged."""
        self._value += 1
        body = f'{{"value": {self._value}}}'.encode()
        began = time.monotonic()
        self._writer.write(
            f"PUT /v1/metrics/{metric} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {KEY}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 204"), head
        return time.monotonic() - began

    async def flood(self, metric: str, until: float) -> int:
        """Push without a pause until that moment (monotonic clock); how many were acknowledged."""
        count = 0
        while time.monotonic() < until:
            await self.push(metric)
            count += 1
        return count

    def close(self) -> None:
        """Hangs up."""
        self._writer.close()


class Load:
    """A hub, and screens that wait, each in processes of their own."""

    def __init__(self, hub: int, address: str) -> None:
        self.hub = psutil.Process(hub)
        self.address = address
        self.empty_bytes = self.hub.memory_info().rss
        """What the hub takes of memory before anybody has asked."""
        self.park_seconds = 0.0
        """How long it took until all screens had a document and waited for the next."""
        self._screens: list[subprocess.Popen[str]] = []

    def park(self, count: int) -> None:
        """Have so many screens ask, and wait."""
        began = time.monotonic()
        for first in range(0, count, SCREENS_OF_PROCESS):
            numbers = [str(min(SCREENS_OF_PROCESS, count - first)), str(first)]
            self._screens.append(
                subprocess.Popen(
                    [sys.executable, "-m", "tests.bench.parked_screens", self.address, *numbers],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
        assert set(self.said()) == {"parked"}
        self.park_seconds = time.monotonic() - began

    def end(self) -> None:
        """Send the screens away."""
        for one in self._screens:
            one.kill()
            one.communicate()

    def order(self) -> None:
        """Have the screens note from now on who gets an answer."""
        for one in self._screens:
            assert one.stdin is not None
            print("go", file=one.stdin, flush=True)
        assert set(self.said()) == {"armed"}

    def said(self) -> list[str]:
        """The next line of each process of screens."""
        return [one.stdout.readline().strip() for one in self._screens if one.stdout is not None]

    def last_answer_at(self) -> float:
        """When the last screen had its answer, `time.monotonic()`; waits for it."""
        return max(float(line.split()[0]) for line in self.said())

    async def settled(self) -> None:
        """Wait until the hub has nothing to do: all screens wait again."""
        while self.hub.cpu_percent(0.3) > IDLE_PERCENT:
            pass

    async def wake_all(self) -> Wake:
        """Push a value that all show."""
        await self.settled()
        await asyncio.to_thread(self.order)
        pusher, other = await Pusher.at(self.address), await Pusher.at(self.address)
        began = time.monotonic()
        done = asyncio.create_task(asyncio.to_thread(self.last_answer_at))
        await pusher.push("m0")
        times = []
        while not done.done():
            times.append(await other.push("unseen") * 1000)
            await asyncio.sleep(0.005)
        pusher.close()
        other.close()
        return Wake(done.result() - began, times)

    async def flood(self, metric: str, seconds: float, pushers: int) -> float:
        """Pushes a second that the hub acknowledges while so many push without a pause, and nothing is left to do."""
        await self.settled()
        crowd = [await Pusher.at(self.address) for _ in range(pushers)]
        until = time.monotonic() + seconds
        counts = await asyncio.gather(*(one.flood(metric, until) for one in crowd))
        for one in crowd:
            one.close()
        return sum(counts) / seconds


@contextmanager
def loaded(folder: Path, count: int) -> Iterator[Load]:
    """A hub with `count` screens that all show the same dashboard of a dozen tiles, and wait."""
    names = [f"m{number}" for number in range(TILES)]
    tiles = "\n".join(f"      {name}: {{type: number, metric: {name}}}" for name in names)
    hub = HUB.replace("publish_seconds: 0.05\n", "")
    wall = write_wall(
        folder / "wall",
        {
            "layouts/team.yaml": f"pages:\n  - widgets:\n{tiles}\n",
            "layouts/sales.yaml": None,
            "metrics.yaml": "".join(f"{name}: {{title: {name}}}\n" for name in [*names, "unseen"]),
            "screens.yaml": "screens:\n"
            + "".join(f"  s{n}: {{device: {device_of(f's{n}')}, show: [team]}}\n" for n in range(count)),
            "hub.yaml": hub,
        },
    )
    with descriptors(count + SPARE_DESCRIPTORS), process(wall, folder / "state") as (hub_process, caller):
        load = Load(hub_process.pid, caller.address)
        try:
            load.park(count)
            yield load
        finally:
            load.end()


@contextmanager
def descriptors(needed: int) -> Iterator[None]:
    """Lets this process, and those that it starts, have so many descriptors."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    hard = max(before[1], needed) if before[1] != resource.RLIM_INFINITY else before[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], needed), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def quantile(values: list[float], share: float) -> float:
    """The value that `share` of `values` stay below."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def sync_times_ms(folder: Path) -> list[float]:
    """How long the disk takes to have a block for good, again and again, ms."""
    times = []
    with (folder / "sync").open("wb") as file:
        for _ in range(100):
            file.write(b"x" * 4096)
            file.flush()
            began = time.monotonic()
            os.fdatasync(file.fileno())
            times.append((time.monotonic() - began) * 1000)
    return times


async def _report(load: Load) -> None:
    await load.wake_all()
    wakes = [await load.wake_all() for _ in range(WAKES)]
    pushes = [one for wake in wakes for one in wake.push_ms]
    seconds = [wake.seconds for wake in wakes]
    print(
        f"  all have a new value after     {statistics.median(seconds):.2f} s "
        f"({min(seconds):.2f} to {max(seconds):.2f}, {WAKES} draws; target 2 s)"
    )
    print(
        f"  a push is acknowledged meanwhile p50 {quantile(pushes, 0.5):.0f} ms, p99 {quantile(pushes, 0.99):.0f} ms, "
        f"worst {max(pushes):.0f} ms ({len(pushes)} pushes; target p99 50 ms)"
    )
    shown, unseen = await load.flood("m0", FLOOD_SECONDS, PUSHERS), await load.flood("unseen", FLOOD_SECONDS, PUSHERS)
    print(f"  pushes to a metric of all      {shown:.0f} /s (target 500)")
    print(f"  pushes to a metric of nobody   {unseen:.0f} /s (target 2000)")
    print(f"  memory (RSS) of the hub        {load.hub.memory_info().rss / 1e6:.0f} MB")


def report(count: int = COUNT) -> None:
    """Print what a hub with `count` screens does."""
    print(f"\nHub load, {count:,} screens that wait, loopback, {os.cpu_count()} cores for hub, screens and pushers")
    with tempfile.TemporaryDirectory() as folder, loaded(Path(folder), count) as load:
        syncs = sync_times_ms(Path(folder))
        asyncio.run(_report(load))
    print(f"  the disk takes for one sync    {quantile(syncs, 0.5):.1f} ms, p99 {quantile(syncs, 0.99):.1f} ms")


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
