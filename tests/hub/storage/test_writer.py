"""What the hub writes down, and what becomes of it when that fails."""

from __future__ import annotations

import asyncio

import pytest

from displayd.errors import StoreError
from displayd.hub.http.wall_page.page import wall_page
from displayd.hub.http.wall_page.view import wall_view
from displayd.hub.metrics.reading import Reading
from displayd.hub.state import Hub
from displayd.hub.storage.database import Store
from displayd.hub.storage.writer import StoreWriter
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
