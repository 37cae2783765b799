"""Small walls for tests, and the hub that serves them."""

from __future__ import annotations

import copy
import hashlib
import struct
import textwrap
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from displayd.errors import ConfigError
from displayd.hub.process import Serving, serve
from displayd.hub.publish.older_screens import Words, words_of
from displayd.hub.wall.folder import WallFiles
from displayd.hub.wall.loader import Wall, wall_of
from displayd.protocol.document_format import FORMAT_HEADER, format_asked
from displayd.protocol.fingerprint import fingerprint_of
from tests.hub.http import contract

NOON = 1_795_000_000.0

SCREENS = """
defaults: {timezone: Europe/London}
screens:
  left: {device: LEFT, show: [team]}
  right: {device: RIGHT, mirror: left, rotate: 90}
  other: {device: OTHER, show: [sales]}
"""

METRICS = """
orders: {title: Orders, unit: short, direction: up}
errors: {title: Error rate, unit: percentunit, direction: down, amber: 0.01, red: 0.05}
latency: {title: Latency, unit: ms, expire_after: 300}
"""

TEAM = """
title: Team
pages:
  - title: Now
    landscape: ["orders errors"]
    widgets:
      orders: {type: number, metric: orders}
      errors: {type: gauge, metric: errors, title: Failures}
"""

SALES = """
title: Sales
pages:
  - title: Latency
    landscape: ["latency"]
    widgets:
      latency: {type: line, metric: latency}
"""

KEY = "a-key-for-tests"
HUB = f"""
keys:
  all: {{sha256: {hashlib.sha256(KEY.encode()).hexdigest()}, metrics: ["*"]}}
requests_per_minute: 100000
publish_seconds: 0.05
mirror_lead_seconds: 0.2
host_seconds: 1
"""


def secret_of(name: str) -> str:
    """The secret of the screen `name`."""
    return hashlib.sha256(name.encode()).hexdigest()


def device_of(name: str) -> str:
    """The fingerprint of the screen `name`."""
    return fingerprint_of(secret_of(name))


def with_devices(text: str) -> str:
    """`text` with fingerprints for `device: NAME` in capitals."""
    words = {word for word in text.replace(",", " ").replace("}", " ").split() if word.isalpha() and word.isupper()}
    for word in words:
        text = text.replace(f"device: {word}", f"device: {device_of(word.lower())}")
    return text


def files_of(changes: Mapping[str, str | bytes | None] | None = None) -> dict[str, bytes]:
    """The files of a good wall, with `changes`; None takes one away."""
    texts: dict[str, str | bytes | None] = {
        "screens.yaml": SCREENS,
        "metrics.yaml": METRICS,
        "hub.yaml": HUB,
        "layouts/team.yaml": TEAM,
        "layouts/sales.yaml": SALES,
        **(changes or {}),
    }
    plain = {name: text for name, text in texts.items() if text is not None}
    return {
        name: text if isinstance(text, bytes) else with_devices(textwrap.dedent(text).lstrip("\n")).encode()
        for name, text in plain.items()
    }


def wall_files(changes: Mapping[str, str | bytes | None] | None = None) -> WallFiles:
    """The same, as they are read."""
    return WallFiles(files_of(changes))


def wall(changes: Mapping[str, str | bytes | None] | None = None) -> Wall:
    """The wall that they describe."""
    return wall_of(wall_files(changes))


def mistakes(changes: dict[str, str | bytes | None]) -> list[str]:
    """All mistakes of the small wall with `changes`, as lines."""
    with pytest.raises(ConfigError) as caught:
        wall(changes)
    return [str(mistake) for mistake in caught.value.mistakes]


def write_wall(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The same, in `folder`."""
    for name, data in files_of(changes).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def png(width: int = 2, height: int = 2, shade: int = 0) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Caller:
    """Talks to a hub as a screen or a pusher does, and holds every answer against the hub's OpenAPI document."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.hooks["response"].append(contract.check)

    def get(self, path: str, **headers: str) -> requests.Response:
        """Any address, without a secret."""
        return self.session.get(self.address + path, headers=headers, timeout=30)

    def screen(
        self,
        name: str,
        tag: str | None = None,
        wait: int | None = None,
        accept_encoding: str | None = None,
        lead: float | None = None,
        reads: str = format_asked(),
    ) -> requests.Response:
        """`GET /v1/screen` by the screen `name`."""
        headers = {"Authorization": f"Bearer {secret_of(name)}", FORMAT_HEADER: reads}
        if accept_encoding is not None:
            headers["Accept-Encoding"] = accept_encoding
        if tag is not None:
            headers["If-None-Match"] = tag
        if lead is not None:
            headers["Displayd-Lead"] = f"{lead:g}"
        if wait is not None:
            headers["Prefer"] = f"wait={wait}"
        return self.session.get(f"{self.address}/v1/screen", headers=headers, timeout=70)

    def send(self, method: str, path: str, secret: str, **arguments: Any) -> requests.Response:
        """A request with a body and a secret or key."""
        headers = {"Authorization": f"Bearer {secret}", **arguments.pop("headers", {})}
        return self.session.request(method, self.address + path, headers=headers, timeout=30, **arguments)

    def push(self, metric: str, key: str = KEY, **fields: Any) -> requests.Response:
        """`PUT /v1/metrics/<id>`."""
        return self.send("PUT", f"/v1/metrics/{metric}", key, json=fields)


@contextmanager
def serving(folder: Path, state: Path, listen: str = "127.0.0.1:0", **arguments: Any) -> Iterator[Caller]:
    """A real hub, in a thread of its own; by default on a free port of loopback."""
    started: list[Serving] = []
    is_ready = threading.Event()

    def ready(found: Serving) -> None:
        started.append(found)
        is_ready.set()

    failures: list[BaseException] = []

    def run() -> None:
        try:
            serve(folder, listen, state, ready, **arguments)
        except BaseException as exc:  # noqa: BLE001 - raised in the test's own thread
            failures.append(exc)
            is_ready.set()

    thread = threading.Thread(target=run)
    thread.start()
    assert is_ready.wait(30)
    if failures:
        raise failures[0]
    try:
        yield Caller(started[0].address)
    finally:
        started[0].stop()
        thread.join(20)
        assert not thread.is_alive()


def eventually(claim: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether `claim` comes true within a generous time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if claim():
            return True
        time.sleep(0.02)
    return claim()


def without_numbers() -> Callable[[int], Words]:
    """What the screens of a version know that has no widget `number` yet."""
    known = words_of(1)
    definitions = copy.deepcopy(dict(known.definitions))
    definitions["Number"]["properties"]["type"]["enum"] = ["later"]
    return lambda _: known._replace(definitions=definitions)
