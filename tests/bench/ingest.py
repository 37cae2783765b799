"""What comes in: pushes of each format that one core accepts, and what an update costs beside many screens."""

from __future__ import annotations

import asyncio
import base64
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.hub.processes import process
from tests.hub.walls import HUB, KEY, METRICS, Caller, device_of, write_wall

__all__ = ["report"]

CONNECTIONS = 32
SECONDS = 4.0
DRAWS = 3

SHOWING = 10
PARKED = (10, 1000)
UPDATES = 60
# Longer than `publish_seconds`, so that every update is a document of its own.
UPDATE_SECONDS = 0.15


class Push(NamedTuple):
    """How one format is pushed."""

    method: str
    path: str
    body: Callable[[int], str]
    """By a number that is another for each push."""


FORMATS = {
    "PUT /v1/metrics": Push("PUT", "/v1/metrics/orders", lambda number: f'{{"value": {number}}}'),
    "Dashing": Push("POST", "/widgets/karma", lambda number: f'{{"auth_token": "{KEY}", "current": {number}}}'),
    "Pushgateway": Push("PUT", "/metrics/job/bench", lambda number: f"# TYPE size gauge\nsize {number}\n"),
    "Geckoboard, a widget": Push(
        "POST", "/v1/send/bench-widget", lambda number: f'{{"api_key": "{KEY}", "data": {{"item": {number}}}}}'
    ),
    "Geckoboard, a row": Push(
        "POST", "/datasets/bench.rows/data", lambda number: f'{{"data": [{{"team": "t{number % 50}", "n": {number}}}]}}'
    ),
}

SOURCES = """
karma: {dashing: karma}
size: {pushgateway: size}
sent: {geckoboard: bench-widget}
rows: {dataset: bench.rows}
"""

SCHEMA = {
    "fields": {"team": {"type": "string", "name": "Team"}, "n": {"type": "number", "name": "N"}},
    "unique_by": ["team"],
}


async def accepted(address: str, push: Push, seconds: float, connections: int) -> int:
    """How many pushes a hub acknowledges in a time in which so many connections push without a pause."""
    host, port = address.removeprefix("http://").split(":")
    authorization = base64.b64encode(f"{KEY}:".encode()).decode()
    head = f"{push.method} {push.path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Basic {authorization}\r\n"
    until = time.monotonic() + seconds
    numbers = iter(range(sys.maxsize))

    async def flood() -> int:
        reader, writer = await asyncio.open_connection(host, int(port))
        count = 0
        while time.monotonic() < until:
            body = push.body(next(numbers))
            writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
            answer = await reader.readuntil(b"\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 2"), answer
            length = int(answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0] or b"0")
            await reader.readexactly(length)
            count += 1
        writer.close()
        return count

    return sum(await asyncio.gather(*(flood() for _ in range(connections))))


@contextmanager
def parked(folder: Path, count: int) -> Iterator[tuple[psutil.Process, Caller]]:
    """A hub with `count` screens that wait, of which `SHOWING` show the metric `m0`."""
    shows = ["few" if number < SHOWING else "many" for number in range(count)]
    screens = "".join(f"  s{n}: {{device: {device_of(f's{n}')}, show: [{shown}]}}\n" for n, shown in enumerate(shows))
    tile = "pages:\n  - widgets:\n      {0}: {{type: number, metric: {0}}}\n"
    wall = write_wall(
        folder / "wall",
        {
            "layouts/team.yaml": None,
            "layouts/sales.yaml": None,
            "layouts/few.yaml": tile.format("m0"),
            "layouts/many.yaml": tile.format("m1"),
            "metrics.yaml": "m0: {}\nm1: {}\n",
            "screens.yaml": f"screens:\n{screens}",
            "hub.yaml": HUB,
        },
    )
    with process(wall, folder / "state") as (hub, caller):
        crowd = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.parked_screens", caller.address, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert crowd.stdout is not None
            assert crowd.stdout.readline().strip() == "parked"
            yield psutil.Process(hub.pid), caller
        finally:
            crowd.kill()
            crowd.communicate()


def update_ms(folder: Path, count: int) -> float:
    """Processor time that one update of what `SHOWING` of `count` waiting screens show costs the hub, ms."""
    with parked(folder, count) as (hub, caller):
        time.sleep(2.0)
        idle_began, idle_from = time.monotonic(), processor_seconds(hub)
        time.sleep(UPDATES * UPDATE_SECONDS / 2)
        idle = (processor_seconds(hub) - idle_from) / (time.monotonic() - idle_began)
        began, used = time.monotonic(), processor_seconds(hub)
        for number in range(UPDATES):
            assert caller.push("m0", value=number).status_code == 204
            time.sleep(UPDATE_SECONDS)
        used = processor_seconds(hub) - used - idle * (time.monotonic() - began)
    return used * 1000 / UPDATES


def processor_seconds(hub: psutil.Process) -> float:
    """What the hub has used of its core so far."""
    times = hub.cpu_times()
    return float(times.user + times.system)


def told(draws: list[float], digits: int = 0) -> str:
    """The middle of `draws`, and the least and the most."""
    low, high = min(draws), max(draws)
    return f"{statistics.median(draws):6.{digits}f} ({low:.{digits}f} to {high:.{digits}f}, {len(draws)} draws)"


def report_formats() -> None:
    """Print how many pushes of each format a hub takes."""
    for name, push in FORMATS.items():
        # A hub each: what one key may push in a minute is less than all formats together.
        with tempfile.TemporaryDirectory() as folder:
            wall = write_wall(Path(folder) / "wall", {"metrics.yaml": METRICS + SOURCES})
            with process(wall, Path(folder) / "state") as (started, caller):
                rates, shares = drawn(psutil.Process(started.pid), caller, push)
        print(f"  {name:22} {told(rates)} /s; in a second of the core {told(shares)}")


def drawn(hub: psutil.Process, caller: Caller, push: Push) -> tuple[list[float], list[float]]:
    """Of each draw, how many pushes a second the hub takes, and how many in a second of its core."""
    hub.cpu_affinity(sorted(os.sched_getaffinity(0))[:1])
    assert caller.send("PUT", "/datasets/bench.rows", KEY, json=SCHEMA).ok
    rates, shares = [], []
    for _ in range(DRAWS):
        used = processor_seconds(hub)
        count = asyncio.run(accepted(caller.address, push, SECONDS, CONNECTIONS))
        rates.append(count / SECONDS)
        shares.append(count / (processor_seconds(hub) - used))
    return rates, shares


def report() -> None:
    """Print both."""
    print(f"\nWhat comes in, loopback, the hub on one core, {CONNECTIONS} connections that push without a pause")
    report_formats()
    few, many = PARKED
    draws_of: dict[int, list[float]] = {few: [], many: []}
    for _ in range(DRAWS):
        for count, draws in draws_of.items():
            with tempfile.TemporaryDirectory() as folder:
                draws.append(update_ms(Path(folder), count))
    for count, draws in draws_of.items():
        print(f"  an update that {SHOWING} of {count:,} screens show takes {told(draws, 1)} ms of processor")
    ratio = statistics.median(draws_of[many]) / statistics.median(draws_of[few])
    print(f"  so {many:,} screens, of which {SHOWING} show it, cost {ratio:.2f} times what {few} do (target 2)")


if __name__ == "__main__":
    report()
