"""What the hub writes down, and what becomes of it when that fails."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from displayd.errors import StoreError
from displayd.hub.http.wall_page.page import wall_page
from displayd.hub.http.wall_page.view import wall_view
from displayd.hub.metrics.reading import Reading
from displayd.hub.state import Hub
from displayd.hub.storage.database import Store
from displayd.hub.storage.writer import GROUP_SECONDS, StoreWriter
from tests.hub.walls import NOON, wall


@pytest.mark.expects_log
def test_a_store_that_cannot_be_written_is_a_trouble_of_the_hub_until_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    store, hub = Store(None), Hub(lambda: NOON)
    hub.use(wall())
    hub.put("orders", Reading(value=8.0, as_of=NOON))
    saver = StoreWriter(hub, store)

    def fail(self: Store, *arguments: object) -> None:
        raise StoreError("hub.sqlite3: database or disk is full", "free some space")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", fail)
        asyncio.run(saver.flush())
        during = hub.troubles.now()
        page, view = wall_page(wall_view(hub)), wall_view(hub)
    asyncio.run(saver.flush())

    assert [one.kind for one in during] == ["values-not-kept"]
    assert view.troubles == during
    assert "Values are not being kept: hub.sqlite3: database or disk is full" in page
    assert "free some space" in page
    assert not hub.troubles
    assert [count for _, _, count in store.past("orders", 0).values] == [1]


@pytest.mark.expects_log
def test_values_are_written_once_when_what_comes_after_them_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    store, hub = Store(None), Hub(lambda: NOON)
    hub.use(wall())
    hub.put("orders", Reading(value=8.0, as_of=NOON))
    saver = StoreWriter(hub, store)

    def fail(self: Store, known: object) -> None:
        raise StoreError("hub.sqlite3: disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write_tiles", fail)
        asyncio.run(saver.flush())
        asyncio.run(saver.flush())
    asyncio.run(saver.flush())

    # One value, counted once; the definitions have been caught up with.
    assert [count for _, _, count in store.past("orders", 0).values] == [1]
    assert store.tiles() == hub.known_tiles


class CountedStore(Store):
    """Counts its writes, and can be full."""

    def __init__(self) -> None:
        super().__init__(None)
        self.writes = 0
        self.is_full = False

    def write(self, *arguments: Any) -> None:
        self.writes += 1
        if self.is_full:
            raise StoreError("hub.sqlite3: disk is full")
        super().write(*arguments)


def with_writer(use: Callable[[Hub, CountedStore, StoreWriter], Awaitable[None]]) -> None:
    """Run `use` beside a writer that keeps what it is asked to."""

    async def run() -> None:
        hub, store = Hub(lambda: NOON), CountedStore()
        hub.use(wall())
        writer = StoreWriter(hub, store)
        task = asyncio.create_task(writer.keep_forever())
        await use(hub, store, writer)
        task.cancel()

    asyncio.run(run())


def test_values_are_in_the_store_when_it_is_said_that_they_are_kept() -> None:
    async def use(hub: Hub, store: CountedStore, writer: StoreWriter) -> None:
        for value in range(5):
            hub.put("orders", Reading(value=value, as_of=NOON + value))

            assert await writer.kept()
            past = store.past("orders", 0)
            assert past.reading == Reading(value=value, as_of=NOON + value)
            assert sum(count for _, _, count in past.values) == value + 1

    with_writer(use)


def test_all_that_is_pushed_within_a_moment_is_one_write() -> None:
    async def one(hub: Hub, writer: StoreWriter, number: int) -> bool:
        hub.put("orders", Reading(value=number, as_of=NOON + number))
        return await writer.kept()

    async def use(hub: Hub, store: CountedStore, writer: StoreWriter) -> None:
        assert all(await asyncio.gather(*(one(hub, writer, number) for number in range(200))))

        assert store.writes == 1
        assert sum(count for _, _, count in store.past("orders", 0).values) == 200

    with_writer(use)


class HeldStore(CountedStore):
    """Writes when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.may_write = threading.Event()
        self.is_writing = threading.Event()

    def write(self, *arguments: Any) -> None:
        self.is_writing.set()
        self.may_write.wait()
        super().write(*arguments)


def test_all_that_is_pushed_while_the_disk_is_busy_is_one_more_write() -> None:
    async def one(hub: Hub, writer: StoreWriter, number: int) -> bool:
        hub.put("orders", Reading(value=number, as_of=NOON + number))
        return await writer.kept()

    async def run() -> None:
        hub, store = Hub(lambda: NOON), HeldStore()
        hub.use(wall())
        writer = StoreWriter(hub, store)
        task = asyncio.create_task(writer.keep_forever())
        first = asyncio.create_task(one(hub, writer, 0))
        await asyncio.to_thread(store.is_writing.wait)
        others = [asyncio.create_task(one(hub, writer, number)) for number in range(1, 100)]
        await asyncio.sleep(0)
        done_before = [other.done() for other in others]
        store.may_write.set()
        answers = await asyncio.gather(first, *others)
        task.cancel()

        assert not any(done_before)
        assert all(answers)
        assert store.writes == 2
        assert sum(count for _, _, count in store.past("orders", 0).values) == 100

    asyncio.run(run())


def test_a_quick_disk_is_not_written_to_again_and_again_without_a_pause() -> None:
    async def use(hub: Hub, store: CountedStore, writer: StoreWriter) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for value in range(30):
            hub.put("orders", Reading(value=value, as_of=NOON + value))
            assert await writer.kept()

        assert store.writes == 30
        assert loop.time() - began >= 29 * GROUP_SECONDS

    with_writer(use)


@pytest.mark.expects_log
def test_what_a_full_disk_did_not_take_is_said_and_written_once_it_does() -> None:
    async def use(hub: Hub, store: CountedStore, writer: StoreWriter) -> None:
        store.is_full = True
        answers = []
        for value in range(5):
            hub.put("orders", Reading(value=value, as_of=NOON + value))
            answers.append(await writer.kept())
        tries = store.writes
        store.is_full = False
        await writer.flush()
        hub.put("orders", Reading(value=9, as_of=NOON + 9))

        assert answers == [False] * 5
        # A disk that is full is not asked again for each value.
        assert tries == 1
        assert await writer.kept()
        assert sum(count for _, _, count in store.past("orders", 0).values) == 6

    with_writer(use)


def test_a_fault_while_writing_leaves_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    async def use(hub: Hub, store: CountedStore, writer: StoreWriter) -> None:
        monkeypatch.setattr(CountedStore, "write", lambda *arguments: 1 // 0)
        hub.put("orders", Reading(value=1, as_of=NOON))

        assert await asyncio.wait_for(writer.kept(), 30) is False

    with_writer(use)


@pytest.mark.expects_log
def test_much_that_has_come_together_is_written_in_portions_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.storage.writer.PORTION", 10)

    class Flaky(CountedStore):
        def write(self, *arguments: Any) -> None:
            super().write(*arguments)
            self.is_full = self.writes == 3

    async def run() -> tuple[int, int]:
        hub, store = Hub(lambda: NOON), Flaky()
        hub.use(wall())
        for value in range(95):
            hub.put("orders", Reading(value=value, as_of=NOON + value))
        writer = StoreWriter(hub, store)
        await writer.flush()
        store.is_full = False
        await writer.flush()
        past = store.past("orders", 0)
        assert past.reading == Reading(value=94, as_of=NOON + 94)
        return store.writes, sum(count for _, _, count in past.values)

    # Ten portions, of which the fourth was tried twice.
    assert asyncio.run(run()) == (11, 95)


def test_nobody_waits_for_long_for_a_database_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.storage.writer.PATIENCE_SECONDS", 0.05)
    let_go = threading.Event()

    async def use(hub: Hub, store: CountedStore, writer: StoreWriter) -> None:
        hub.put("orders", Reading(value=1, as_of=NOON))
        during = await writer.kept()
        let_go.set()
        await writer.flush()

        assert during is False
        assert store.past("orders", 0).reading == Reading(value=1, as_of=NOON)
        assert sum(count for _, _, count in store.past("orders", 0).values) == 1

    write = CountedStore.write

    def hanging(self: CountedStore, *arguments: Any) -> None:
        let_go.wait(60)
        write(self, *arguments)

    monkeypatch.setattr(CountedStore, "write", hanging)
    with_writer(use)


class Clocks:
    """One that nobody sets, and the hub's, which is so far ahead of it."""

    ran = 0.0
    ahead = NOON


def test_a_clock_that_is_years_ahead_for_a_while_makes_nobody_forget() -> None:
    clocks, store = Clocks(), Store(None)
    hub = Hub(lambda: clocks.ran + clocks.ahead)
    hub.use(wall({"hub.yaml": "history_days: 30\n"}))
    writer = StoreWriter(hub, store, lambda: clocks.ran)
    hub.put("orders", Reading(value=8.0, as_of=NOON - 5 * 86_400))

    def kept(ran: float, ahead: float) -> int:
        clocks.ran, clocks.ahead = ran, NOON + ahead
        hub.put("orders", Reading(value=1.0, as_of=hub.clock()))
        asyncio.run(writer.flush())
        return sum(count for at, _, count in store.past("orders", 0).values if at < NOON - 86_400)

    looks = [(0, 0), (60, 0), (120, 9e7), (3000, 9e7), (3001, 0), (6599, 0), (6700, 0), (7000, 0), (9000, 9e7)]

    assert [kept(*look) for look in looks] == [1] * len(looks)
    # It is believed after an hour.
    assert kept(13_000, 9e7) == 0
