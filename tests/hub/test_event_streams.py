"""Streams of events: who hears what, how many may listen, and what becomes of who does not read."""

from __future__ import annotations

import asyncio

from displayd.hub.event_streams import MAX_STREAMS, MAX_WAITING_BYTES, EventStreams


def test_each_hears_what_it_asked_for_and_all_that_waits_at_once() -> None:
    async def told() -> list[bytes]:
        streams = EventStreams()
        every, some = streams.begin(None), streams.begin(["a"])
        assert every is not None
        assert some is not None
        streams.send(b"1", "a")
        streams.send(b"2", "b")
        streams.send(b"3")
        return [await every.next(5), await some.next(5), await some.next(0.01)]

    assert asyncio.run(told()) == [b"123", b"13", b""]


def test_so_many_listen_and_one_that_hangs_up_makes_room() -> None:
    streams = EventStreams()
    begun = [streams.begin(None) for _ in range(MAX_STREAMS)]

    assert streams.begin(None) is None
    assert begun[0] is not None
    streams.forget(begun[0])
    assert streams.begin(None) is not None


def test_who_does_not_read_is_dropped_and_holds_nothing() -> None:
    streams = EventStreams()
    slow, other = streams.begin(["a"]), streams.begin(["b"])
    assert slow is not None
    assert other is not None
    for _ in range(11):
        streams.send(b"x" * (MAX_WAITING_BYTES // 10), "a")

    assert slow.has_ended
    assert not other.has_ended
    assert asyncio.run(slow.next(1)) == b""


def test_all_end_with_the_hub() -> None:
    streams = EventStreams()
    one = streams.begin(None)
    streams.close()

    assert one is not None
    assert one.has_ended
    assert len(streams) == 0
