"""Viewers of the small wall, and how somebody asks who is not on the hub's own machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from displayd.hub.http.app import create_app
from displayd.hub.state import Hub
from tests.hub.http.test_wall_page import served
from tests.hub.walls import HUB, NOON, wall

LOOK = "a-key-to-look-with"
PASSWORD = "correct horse battery"
# Of `PASSWORD`, with as little work as a hash may take, so that tests do not wait for it.
PASSWORD_HASH = "$scrypt$ln=10,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AsWvwMY/76m6UtetkFvlJIEPTCAm8Pu2vkYrRktx10s"

VIEWERS = f"""
viewers:
  office: {{password: "{PASSWORD_HASH}"}}
  monitor: {{sha256: {hashlib.sha256(LOOK.encode()).hexdigest()}}}
"""
WITH_VIEWERS = HUB + VIEWERS

THROUGH_PROXY = {"Via": "1.1 a-proxy"}
"""Headers with which a request from loopback is somebody else's."""


def hub_of(settings: str) -> Hub:
    """A hub with these settings."""
    hub = Hub(lambda: NOON)
    hub.use(wall({"hub.yaml": settings}))
    return hub


@contextmanager
def seen_from_elsewhere(hub: Hub) -> Iterator[str]:
    """The hub as another machine sees it: whoever asks has the address of one."""
    app = create_app(hub)

    async def from_elsewhere(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "client": ("192.0.2.7", 40_000)}, receive, send)

    with served(from_elsewhere) as address:
        yield address
