"""Streams of events to whoever listens: bounded in number, and none that is not read grows."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable

__all__ = ["EventStream", "EventStreams"]

MAX_STREAMS = 64

MAX_WAITING_BYTES = 1_000_000
"""Who has so much still to read is dropped. More than one event has, and as much as a dashboard begins with."""


class EventStream:
    """One listener."""

    def __init__(self, names: frozenset[str] | None) -> None:
        """Args: names: that it wants to hear of; None for all."""
        self._names = names
        self._waiting: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self.has_ended = False

    def wants(self, name: str) -> bool:
        """Whether it wants to hear of `name`."""
        return self._names is None or name in self._names

    def put(self, data: bytes) -> None:
        """Have it told `data`; whoever reads too slowly is told nothing more."""
        if self._bytes + len(data) > MAX_WAITING_BYTES:
            self.end()
        if not self.has_ended:
            self._waiting.append(data)
            self._bytes += len(data)
            self._news.set()

    def end(self) -> None:
        """End it."""
        self.has_ended = True
        self._waiting.clear()
        self._news.set()

    async def next(self, seconds: float) -> bytes:
        """What to tell next, all that waits at once; empty when nothing came in that time."""
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return b""
        self._news.clear()
        data = b"".join(self._waiting)
        self._waiting.clear()
        self._bytes = 0
        return data


class EventStreams:
    """All listeners. Belongs to the event loop."""

    def __init__(self) -> None:
        self._streams: set[EventStream] = set()

    def __len__(self) -> int:
        return len(self._streams)

    def begin(self, names: Iterable[str] | None) -> EventStream | None:
        """A listener to what is said of `names`, None for all; None where there are as many as can be."""
        if len(self._streams) >= MAX_STREAMS:
            return None
        stream = EventStream(None if names is None else frozenset(names))
        self._streams.add(stream)
        return stream

    def forget(self, stream: EventStream) -> None:
        """It has hung up."""
        stream.end()
        self._streams.discard(stream)

    def send(self, data: bytes, name: str | None = None) -> None:
        """Tell `data` to who wants to hear of `name`; to all for None."""
        for stream in list(self._streams):
            if name is None or stream.wants(name):
                stream.put(data)

    def close(self) -> None:
        """End all of them."""
        for stream in list(self._streams):
            self.forget(stream)
