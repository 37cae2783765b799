"""A hub with many screens that all show the same: everybody is served soon, and whoever pushes notices little of it."""

from __future__ import annotations

import asyncio
import statistics
import time
from pathlib import Path

import pytest

from tests.bench.hub_load import Load, Pusher, loaded, quantile

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

COUNT = 1200


async def idle_push_ms(load: Load) -> list[float]:
    """How long pushes take while nothing else goes on; the disk and the machine are what they are."""
    pusher = await Pusher.at(load.address)
    times = [await pusher.push("unseen") * 1000 for _ in range(60)]
    pusher.close()
    return times


async def request_seconds(load: Load) -> float:
    """What one plain request costs, with nothing of ours in it."""
    host, port = load.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    began = time.monotonic()
    for _ in range(300):
        writer.write(b"GET /v1/time HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
    writer.close()
    return (time.monotonic() - began) / 300


def test_all_screens_have_a_value_soon_and_pushes_are_acknowledged_meanwhile(tmp_path: Path) -> None:
    with loaded(tmp_path, COUNT) as load:
        asyncio.run(load.wake_all())
        idle = asyncio.run(idle_push_ms(load))
        each = asyncio.run(request_seconds(load))
        wakes = [asyncio.run(load.wake_all()) for _ in range(3)]
        flood = asyncio.run(load.flood("m0", 2.0, 16))
    meanwhile = [one for wake in wakes for one in wake.push_ms]
    seconds = statistics.median(wake.seconds for wake in wakes)
    print(
        f"\n{COUNT} screens after {seconds:.2f} s, a plain request {each * 1000:.2f} ms; push idle "
        f"p50 {statistics.median(idle):.0f} ms, meanwhile p50 {statistics.median(meanwhile):.0f} ms, {flood:.0f} /s"
    )

    # An answer costs about as much as a plain request, and a document is not made for each.
    assert seconds < 0.3 + 3 * COUNT * each
    # A stretch in which nothing is answered would be as long as all answers together.
    assert statistics.median(meanwhile) < quantile(idle, 0.9) + max(50, 200 * each * 1000)
    # Each of these would be a second's work if everybody were told of each.
    assert flood > 0.01 / each
