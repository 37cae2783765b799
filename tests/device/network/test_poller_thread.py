"""The polling thread: nothing holds it up, and it holds up nothing."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest

from displayd.device.edition import Edition
from displayd.device.mailbox import LinkState, Mailbox
from displayd.device.network.hub_client import HubClient
from displayd.device.network.poller import Poller
from displayd.device.network.rhythm import Rhythm
from displayd.device.state.document_cache import DocumentCache
from tests.device.network.polling import SCREEN, eventually
from tests.support.fakes import SECRET, FakeHub, document_bytes


def running(hub: FakeHub, folder: Path, url: str = "", **more: object) -> tuple[Poller, Mailbox]:
    mailbox = Mailbox()
    client = HubClient(url or hub.document_url, SECRET, has_network=lambda: True)
    poller = Poller(client, mailbox, DocumentCache(folder, "owner"), **more)  # type: ignore[arg-type]
    poller.start()
    return poller, mailbox


def documents(mailbox: Mailbox, seen: list[str]) -> list[str]:
    seen += [message.document.title for message in mailbox.take_all() if isinstance(message, Edition)]
    return seen


def test_a_change_arrives_at_once_through_a_parked_question(hub: FakeHub, tmp_path: Path) -> None:
    poller, mailbox = running(hub, tmp_path)
    seen: list[str] = []
    assert eventually(lambda: documents(mailbox, seen) == ["Lobby"] and len(hub.requests(SCREEN)) == 2)

    began = time.monotonic()
    hub.put_document(document_bytes("Two"))

    assert eventually(lambda: documents(mailbox, seen) == ["Lobby", "Two"])
    assert time.monotonic() - began < 3
    poller.stop()


def test_stopping_breaks_off_a_parked_question_and_saves_what_is_newest(hub: FakeHub, tmp_path: Path) -> None:
    poller, mailbox = running(hub, tmp_path)
    seen: list[str] = []
    assert eventually(lambda: documents(mailbox, seen) == ["Lobby"])
    hub.put_document(document_bytes("Two"))
    assert eventually(lambda: documents(mailbox, seen) == ["Lobby", "Two"])

    began = time.monotonic()
    poller.stop()
    took = time.monotonic() - began

    def saved_title() -> bool:
        saved = DocumentCache(tmp_path, "owner").load()
        return saved is not None and saved.body == document_bytes("Two")

    assert took < 2
    assert eventually(saved_title)
    assert mailbox.take_all() == []


def test_a_resolver_that_hangs_holds_up_neither_start_nor_stop(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    def hangs(*_: object, **__: object) -> None:
        released.wait(30)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", hangs)
    began = time.monotonic()
    poller, mailbox = running(hub, tmp_path, "http://hub.invalid/v1/screen")
    time.sleep(0.05)
    poller.stop()
    took = time.monotonic() - began
    released.set()

    assert took < 2
    assert [message.kind for message in mailbox.take_all() if isinstance(message, LinkState)] == ["connecting"]


@pytest.mark.expects_log
def test_a_hub_that_comes_back_is_noticed_without_a_restart(tmp_path: Path) -> None:
    with FakeHub() as first:
        poller, mailbox = running(first, tmp_path)
        seen: list[str] = []
        assert eventually(lambda: documents(mailbox, seen) == ["Lobby"] and len(first.requests(SCREEN)) == 2)
    time.sleep(0.3)
    with FakeHub(port=first.port) as second:
        second.put_document(document_bytes("After"))

        assert eventually(lambda: documents(mailbox, seen) == ["Lobby", "After"], 15)
        poller.stop()


@pytest.mark.expects_log
def test_a_mistake_of_our_own_does_not_leave_the_screen_deaf(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = HubClient.fetch
    failures = iter([RuntimeError("a bug"), MemoryError()])

    def flawed(self: HubClient, *arguments: object) -> object:
        for failure in failures:
            raise failure
        return fetch(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(HubClient, "fetch", flawed)
    monkeypatch.setattr(Rhythm, "retry_pause", lambda *_: 0.01)
    poller, mailbox = running(hub, tmp_path)
    seen: list[str] = []

    assert eventually(lambda: documents(mailbox, seen) == ["Lobby"])
    poller.stop()
