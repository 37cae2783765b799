"""A poller that is stepped by hand, and everything that came of it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from displayd.device.edition import Edition
from displayd.device.mailbox import LinkState, Mailbox, Message
from displayd.device.network.hub_client import HubClient
from displayd.device.network.poller import Poller
from displayd.device.network.rhythm import Rhythm
from displayd.device.network.transport import Patience
from displayd.device.state.document_cache import DocumentCache
from tests.support.fakes import SECRET, FakeHub

__all__ = ["IMPATIENT", "SCREEN", "Rig", "Time", "eventually"]

SCREEN = "/v1/screen"
IMPATIENT = Patience(connect=0.5, silence=0.3, whole=0.6)


class Time:
    """A clock that moves only by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Rig:
    """A polling thread's insides, stepped by hand, and everything that came of it."""

    def __init__(self, hub: FakeHub, folder: Path, secret: str = SECRET, url: str = "", **more: object) -> None:
        self.hub = hub
        self.mailbox = Mailbox()
        self.cache = DocumentCache(folder, "owner")
        self.time = Time()
        self.client = HubClient(url or hub.document_url, secret, patience=IMPATIENT, has_network=lambda: True)
        self.heard: list[bool] = []
        """What was told of the hub: whether the screen mirrors another."""
        self.poller = Poller(
            self.client,
            self.mailbox,
            self.cache,
            rhythm=Rhythm(wait_seconds=0.2, random=random.Random(7)),
            monotonic=self.time,
            heard=self.heard.append,
            **more,  # type: ignore[arg-type]
        )
        self.messages: list[Message] = []

    def step(self) -> float:
        pause = self.poller.step()
        self.messages += self.mailbox.take_all()
        return pause

    def titles(self) -> list[str]:
        return [message.document.title for message in self.messages if isinstance(message, Edition)]

    def states(self) -> list[str]:
        return [message.kind for message in self.messages if isinstance(message, LinkState)]

    def state(self) -> LinkState:
        return [message for message in self.messages if isinstance(message, LinkState)][-1]


def eventually(holds: Callable[[], object], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.01)
    return False
