"""As many screens as the hub's unit has descriptors for: they wait, and the hub answers beside them.

`python -m tests.bench.parked [COUNT]`.
"""

from __future__ import annotations

import asyncio
import os
import re
import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.hub_load import SPARE_DESCRIPTORS, Load, Pusher, loaded, quantile
from tests.hub.walls import secret_of

__all__ = ["report"]

COUNT = 20_000
DOCUMENTS = 300
PUSHES = 300
WAKES = 3

UNIT = Path(__file__).parents[2] / "systemd/displayd-hub.service"


def unit_descriptors() -> int:
    """How many descriptors the hub's unit asks for."""
    found = re.search(r"^LimitNOFILE=(\d+)$", UNIT.read_text(), re.MULTILINE)
    assert found, UNIT
    return int(found[1])


def possible(count: int) -> int:
    """How many of `count` screens this machine lets wait: nobody but root may raise the limit of descriptors."""
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (unit_descriptors(), unit_descriptors()))
    except (ValueError, PermissionError):
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        return min(count, hard - SPARE_DESCRIPTORS)
    return count


async def document_ms(address: str, screen: str) -> float:
    """How long a screen takes that connects and asks for its document, ms."""
    host, port = address.removeprefix("http://").split(":")
    began = time.monotonic()
    reader, writer = await asyncio.open_connection(host, int(port))
    ask = f"GET /v1/screen HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {secret_of(screen)}\r\n"
    writer.write(f"{ask}Connection: close\r\n\r\n".encode())
    answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 200"), answer[:200]
    writer.close()
    return (time.monotonic() - began) * 1000


def told(what: str, times_ms: list[float]) -> str:
    """A line about `times_ms`."""
    middle, late = quantile(times_ms, 0.5), quantile(times_ms, 0.99)
    return f"  {what:42} p50 {middle:.1f} ms, p99 {late:.1f} ms, worst {max(times_ms):.1f} ms ({len(times_ms)} draws)"


async def _report(load: Load, count: int) -> None:
    await load.settled()
    taken = load.hub.memory_info().rss - load.empty_bytes
    print(f"  all have their document and wait after     {load.park_seconds:.1f} s")
    print(f"  memory (RSS) of the hub                    {load.hub.memory_info().rss / 1e6:.0f} MB")
    print(f"  the same for one screen that waits         {taken / count / 1e3:.1f} kB")
    documents = [await document_ms(load.address, f"s{number * count // DOCUMENTS}") for number in range(DOCUMENTS)]
    print(told("a document of a new connection", documents))
    pusher = await Pusher.at(load.address)
    print(told("a push is acknowledged", [await pusher.push("unseen") * 1000 for _ in range(PUSHES)]))
    pusher.close()
    await load.wake_all()
    wakes = [await load.wake_all() for _ in range(WAKES)]
    seconds = [wake.seconds for wake in wakes]
    print(f"  all have a new value after                 {min(seconds):.2f} to {max(seconds):.2f} s ({WAKES} draws)")
    print(told("a push is acknowledged meanwhile", [one for wake in wakes for one in wake.push_ms]))


def report(count: int = COUNT) -> None:
    """Print how `count` screens that wait are served, or as many as this machine lets a process have."""
    fits = possible(count)
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    cores = os.cpu_count()
    print(f"\n{fits:,} screens that wait, loopback, {cores} cores for hub, screens and pushers, {limit:,} descriptors")
    if fits < count:
        print(f"  {count:,} need more than this machine lets a process have")
    with tempfile.TemporaryDirectory() as folder, loaded(Path(folder), fits) as load:
        asyncio.run(_report(load, fits))


if __name__ == "__main__":
    report(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
