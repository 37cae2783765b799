"""An event loop that sees to a few connections at a time."""

from __future__ import annotations

import asyncio
import selectors
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from displayd.hub.fair_selector import EVENTS_AT_ONCE, FairSelector


@pytest.fixture
def selector() -> Iterator[FairSelector]:
    found = FairSelector()
    yield found
    found.close()


@pytest.fixture
def pairs() -> Iterator[list[tuple[socket.socket, socket.socket]]]:
    with ExitStack() as stack:
        found = [socket.socketpair() for _ in range(100)]
        for ours, theirs in found:
            stack.enter_context(ours)
            stack.enter_context(theirs)
        yield found


def test_few_are_told_at_once_and_all_in_turn(
    selector: FairSelector, pairs: list[tuple[socket.socket, socket.socket]]
) -> None:
    for ours, theirs in pairs:
        selector.register(ours, selectors.EVENT_READ, ours)
        theirs.send(b"x")
    told: list[socket.socket] = []
    rounds = 0
    # Nobody reads: those that were told before are ready all the time, and still do not keep others from their turn.
    while set(told) != {ours for ours, _ in pairs}:
        ready = selector.select(0)
        assert 0 < len(ready) <= EVENTS_AT_ONCE
        told += [key.data for key, _ in ready]
        rounds += 1

    assert rounds == -(-len(pairs) // EVENTS_AT_ONCE)


def test_it_is_what_selectors_are(selector: FairSelector, pairs: list[tuple[socket.socket, socket.socket]]) -> None:
    ours, theirs = pairs[0]
    key = selector.register(ours, selectors.EVENT_READ, "data")
    assert selector.get_key(ours) == key
    assert selector.get_map()[ours.fileno()] == key
    assert selector.select(0) == []
    with pytest.raises(KeyError):
        selector.register(ours, selectors.EVENT_READ)

    both = selector.modify(ours, selectors.EVENT_READ | selectors.EVENT_WRITE, "more")
    assert selector.select(0) == [(both, selectors.EVENT_WRITE)]
    theirs.send(b"x")
    assert selector.select(None) == [(both, selectors.EVENT_READ | selectors.EVENT_WRITE)]

    ours.close()
    assert selector.unregister(ours) == both
    assert selector.select(0.01) == []
    for missing in (ours, theirs, 12345):
        with pytest.raises(KeyError):
            selector.get_key(missing)


def test_a_server_and_its_clients_work_with_it() -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readuntil(b"\n"))
        writer.close()

    async def ask(port: int, number: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{number}\n".encode() * 20_000)
        answer = await reader.readline()
        writer.close()
        return answer

    async def run() -> list[bytes]:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        slow = asyncio.create_task(asyncio.to_thread(int))
        answers = await asyncio.gather(*(ask(port, number) for number in range(100)))
        assert await slow == 0
        server.close()
        return answers

    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(FairSelector())) as runner:
        assert runner.run(run()) == [f"{number}\n".encode() for number in range(100)]
