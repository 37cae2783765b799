"""A hub that somebody opens more connections to than it has descriptors for."""

from __future__ import annotations

import asyncio
import re
import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.hub.walls import Caller, eventually, secret_of, write_wall

pytestmark = pytest.mark.slow

PROCESS = """
import logging, resource, sys
from pathlib import Path
from displayd.hub.process import serve
logging.basicConfig(level=logging.INFO)
hard = int(sys.argv[3])
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 256), hard))
serve(Path(sys.argv[1]), "127.0.0.1:0", Path(sys.argv[2]), lambda hub: print(hub.address, flush=True))
"""


@contextmanager
def limited(folder: Path, descriptors: int) -> Iterator[tuple[Caller, psutil.Process, Path]]:
    """A hub in a process of its own that may have so many descriptors, and its log."""
    log = folder / "log"
    with log.open("wb") as written:
        started = subprocess.Popen(
            [sys.executable, "-c", PROCESS, str(folder / "wall"), str(folder / "state"), str(descriptors)],
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
        )
    try:
        assert started.stdout is not None
        yield Caller(started.stdout.readline().strip()), psutil.Process(started.pid), log
    finally:
        started.kill()
        started.communicate()


def opened(hub: Caller, count: int, stack: ExitStack, sent: bytes = b"") -> list[socket.socket]:
    """So many connections from some addresses of this machine; those that the hub will not have are left out."""
    host, port = hub.address.removeprefix("http://").split(":")
    found = []
    for number in range(count):
        one = stack.enter_context(socket.socket())
        one.bind((f"127.0.0.{2 + number % 3}", 0))
        one.settimeout(5)
        try:
            one.connect((host, int(port)))
            if sent:
                one.sendall(sent)
        except OSError:
            continue
        found.append(one)
    return found


def answered(hub: Caller, times: int = 15) -> float:
    """The median time in which a screen gets its document and a value is pushed, each on a connection of its own."""
    took = []
    for number in range(times):
        began = time.perf_counter()
        fresh = Caller(hub.address)
        assert fresh.screen("left").status_code == 200
        assert fresh.push("orders", value=number).status_code == 204
        fresh.session.close()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def parked(hub: Caller, name: str, tag: str) -> tuple[int, float]:
    """Status of the answer to a question that waits, and when it came."""
    host, port = hub.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(
            f"GET /v1/screen HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {secret_of(name)}\r\n"
            f"If-None-Match: {tag}\r\nPrefer: wait=50\r\n\r\n".encode()
        )
        return int((await reader.readline()).split()[1]), time.monotonic()
    finally:
        writer.close()


@pytest.mark.parametrize(
    ("descriptors", "count"), [(700, 1500), (8192, 8400), (20_000, 8400)], ids=["few", "as-before", "more"]
)
@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nX: "], ids=["idle", "begun"])
def test_thousands_of_connections_stop_nobody_else(tmp_path: Path, descriptors: int, count: int, sent: bytes) -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < max(descriptors, count + 500):
        pytest.skip("not so many descriptors are allowed here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    write_wall(tmp_path / "wall")
    with limited(tmp_path, descriptors) as (hub, process, log), ExitStack() as stack:
        control = answered(hub)
        tag = hub.screen("other").headers["ETag"]

        async def attacked() -> tuple[float, float, tuple[int, float], float]:
            waits = asyncio.create_task(parked(hub, "other", tag))
            await asyncio.sleep(0.5)
            await asyncio.to_thread(opened, hub, count, stack, sent)
            before = cpu_seconds(process)
            began = time.monotonic()
            meanwhile = await asyncio.to_thread(answered, hub)
            await asyncio.sleep(5)
            spent = (cpu_seconds(process) - before) / (time.monotonic() - began)
            assert not waits.done()
            pushed = time.monotonic()
            assert (await asyncio.to_thread(hub.push, "latency", value=time.time())).status_code == 204
            return meanwhile, spent, await asyncio.wait_for(waits, 30), pushed

        meanwhile, spent, (status, woken), pushed = asyncio.run(attacked())
        print(f"\n{control * 1000:.0f} ms before, {meanwhile * 1000:.0f} ms meanwhile, {spent:.0%} of a core")
        lines = log.read_text().splitlines()

        assert meanwhile < 5 * control + 0.1
        assert (status, woken - pushed < 5) == (200, True)
        assert spent < 0.3
        assert len(lines) < 20
        assert "Traceback" not in log.read_text()
        crowded = sum("too many connections open" in line or "Too many connections" in line for line in lines)
        assert (crowded >= 1) == (count > descriptors / 2)


def test_five_hundred_dripping_heads_are_closed_after_twenty_seconds(tmp_path: Path) -> None:
    write_wall(tmp_path / "wall")
    with limited(tmp_path, 4096) as (hub, process, log), ExitStack() as stack:
        began = time.monotonic()
        dripping = opened(hub, 500, stack, b"GET / HTTP/1.1\r\nX: ")
        alive = list(dripping)
        while alive and time.monotonic() - began < 60:
            time.sleep(0.5)
            for one in list(alive):
                try:
                    one.sendall(b"a")
                except OSError:
                    alive.remove(one)
        took = time.monotonic() - began

        assert len(dripping) == 500
        assert not alive
        assert 19 < took < 45
        assert eventually(lambda: process.num_fds() < 100)
        assert log.read_text().count("WARNING") == 0


def test_when_screens_take_every_place_others_wait_and_get_in_later(tmp_path: Path) -> None:
    lines = [f"  s{number}: {{device: {_device(number)}, show: [team]}}" for number in range(100)]
    write_wall(tmp_path / "wall", {"screens.yaml": "screens:\n" + "\n".join(lines) + "\n"})
    with limited(tmp_path, 128) as (hub, process, log):
        tags = [hub.screen(f"s{number}").headers["ETag"] for number in range(100)]
        hub.session.close()

        async def crowded() -> list[tuple[int, float]]:
            waiting = [asyncio.create_task(parked(hub, f"s{number}", tags[number])) for number in range(100)]
            async with asyncio.timeout(30):
                while "connections are taken" not in log.read_text():
                    await asyncio.sleep(0.1)
            before = cpu_seconds(process)
            await asyncio.sleep(3)
            assert cpu_seconds(process) - before < 1
            for task in waiting[:10]:
                task.cancel()
            assert (await asyncio.to_thread(Caller(hub.address).push, "orders", value=1)).status_code == 204
            return await asyncio.gather(*waiting[10:])

        answers = asyncio.run(crowded())

        assert {status for status, _ in answers} <= {200, 304}
        told = log.read_text()
        assert len(re.findall("All .* connections are taken", told)) == 1
        assert "Traceback" not in told


def _device(number: int) -> str:
    from displayd.protocol.fingerprint import fingerprint_of

    return fingerprint_of(secret_of(f"s{number}"))
