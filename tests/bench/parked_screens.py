"""Thousands of screens that wait for news, as one process.

`python -m tests.bench.parked_screens ADDRESS COUNT [FIRST]`; they are called `s` and a number, from FIRST on or from 0.
They come from several addresses of this machine: one has 28,000 ports.

Says `parked` when all wait. For each line on its input it says when the last screen had an answer since (seconds,
CLOCK_MONOTONIC), and how many answers with a document came in all.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time

from displayd.protocol.document_format import FORMAT_HEADER, format_asked
from tests.hub.walls import secret_of

SCREENS_OF_ADDRESS = 5_000

# More at once would overflow the hub's queue of connections to accept.
CONNECTING = 200

_ETAG = re.compile(rb"\r\netag: ([^\r]*)\r\n", re.IGNORECASE)
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)


class Crowd:
    """All screens."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.answers = 0
        self.answered: set[int] = set()
        self.last_at = 0.0
        self.all_answered = asyncio.Event()
        self.first_answers = 0

    def arm(self) -> None:
        """Wait for an answer to every screen from now on."""
        self.answered = set()
        self.all_answered.clear()

    def note(self, number: int) -> None:
        """A screen has a document."""
        self.answers += 1
        self.answered.add(number)
        if len(self.answered) == self.count and not self.all_answered.is_set():
            self.last_at = time.monotonic()
            self.all_answered.set()


class Screen(asyncio.Protocol):
    """One screen: asks, and asks again with the tag of what it has."""

    def __init__(self, crowd: Crowd, number: int, host: str) -> None:
        self._crowd = crowd
        self._number = number
        self._head = (
            f"GET /v1/screen HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {secret_of(f's{number}')}\r\n"
            f"Accept-Encoding: gzip\r\n{FORMAT_HEADER}: {format_asked()}\r\n"
        ).encode()
        self._got = b""
        self.parked = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._head + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(self._got, 0, len(head) + 2)
        if not found or (length and len(body) < int(length[1])):
            return
        self._got = b""
        tag = _ETAG.search(head + b"\r\n")
        if not tag:
            sys.exit(f"no document: {head!r} {body!r}")
        if head.startswith(b"HTTP/1.1 200"):
            self._crowd.note(self._number)
        self._transport.write(self._head + b"If-None-Match: " + tag[1] + b"\r\nPrefer: wait=50\r\n\r\n")
        if not self.parked.done():
            self.parked.set_result(None)


async def main(address: str, count: int, first: int = 0) -> None:
    """Park and report."""
    loop = asyncio.get_running_loop()
    host, port = address.removeprefix("http://").split(":")
    crowd = Crowd(count)
    limit = asyncio.Semaphore(CONNECTING)

    async def park(number: int) -> None:
        async with limit:
            own = (f"127.0.0.{2 + number // SCREENS_OF_ADDRESS}", 0)
            _, screen = await loop.create_connection(
                lambda: Screen(crowd, number, host), host, int(port), local_addr=own
            )
            await screen.parked

    await asyncio.gather(*(park(number) for number in range(first, first + count)))
    print("parked", flush=True)
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    while await orders.readline():
        crowd.arm()
        print("armed", flush=True)
        await crowd.all_answered.wait()
        print(crowd.last_at, crowd.answers, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:])))
