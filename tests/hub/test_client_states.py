"""What clients leave with the hub, over a restart and a full disk."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from displayd.errors import StoreError
from displayd.hub.client_states import ClientStates
from displayd.hub.state import Hub
from displayd.hub.storage.choice import FILE_NAME
from displayd.hub.storage.database import Store
from displayd.hub.storage.writer import StoreWriter
from tests.hub.walls import NOON


def test_what_a_client_left_is_there_after_a_restart(tmp_path: Path) -> None:
    hub, store = Hub(lambda: NOON), Store(tmp_path / FILE_NAME)
    writer = StoreWriter(hub, store)
    hub.client_states.put("dataset", "support.daily", b"first")
    hub.client_states.put("dataset", "sales", b"gone soon")
    asyncio.run(writer.flush())
    hub.client_states.put("dataset", "support.daily", b"second")
    hub.client_states.remove("dataset", "sales")
    asyncio.run(writer.flush())
    store.close()

    again = ClientStates()
    again.recall(Store(tmp_path / FILE_NAME).client_states())

    assert again.bodies("dataset") == {"support.daily": b"second"}
    assert not again.bodies("widget")


@pytest.mark.expects_log
def test_what_cannot_be_written_is_written_later(monkeypatch: pytest.MonkeyPatch) -> None:
    hub, store = Hub(lambda: NOON), Store(None)
    writer = StoreWriter(hub, store)
    hub.client_states.put("dataset", "sales", b"kept")

    def fail(self: Store, *arguments: Any) -> None:
        raise StoreError("hub.sqlite3: disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "write", fail)
        asyncio.run(writer.flush())
    assert store.client_states() == {}
    asyncio.run(writer.flush())

    assert store.client_states() == {("dataset", "sales"): b"kept"}


def test_what_clients_said_before_the_store_could_be_asked_is_newer() -> None:
    states = ClientStates()
    states.put("dataset", "sales", b"new")
    states.remove("dataset", "done")
    states.recall({("dataset", "sales"): b"old", ("dataset", "costs"): b"old", ("dataset", "done"): b"old"})

    assert states.bodies("dataset") == {"sales": b"new", "costs": b"old"}
    assert states.body("dataset", "orders") is None
