"""Real processes for end-to-end tests: a hub, screens, and a network that is slow between them."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from displayd.device.state.identity import load_or_create
from displayd.validation import yaml_source

__all__ = ["INGEST_KEY", "Flip", "Office", "SlowNetwork", "eventually", "free_port"]

INGEST_KEY = "a-key-for-tests-only"


class Flip(NamedTuple):
    """A line of a flip log."""

    planned: float | None
    actual: float
    monotonic: float
    page: int | None
    revision: str
    scene: str
    frames: int


def free_port() -> int:
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def eventually(claim: Callable[[], Any], seconds: float = 20.0, what: str = "it") -> Any:
    """What `claim` returns as soon as that is true.

    Raises:
        AssertionError: it does not become true in time.
    """
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError, urllib.error.URLError):
            if answer := claim():
                return answer
        assert time.monotonic() < deadline, f"{what} did not come true within {seconds:g} s"
        time.sleep(0.05)


class Office:
    """A wall folder, its hub and its screens; everything ends with the `with` block."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wall = folder / "wall"
        (self.wall / "layouts").mkdir(parents=True)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        digest = hashlib.sha256(INGEST_KEY.encode()).hexdigest()
        self.write("hub.yaml", {"keys": {"tests": {"sha256": digest, "metrics": ["*"]}}, "requests_per_minute": 10_000})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        for name in list(self._children):
            self.end(name, signal.SIGTERM)

    def write(self, name: str, data: Any) -> None:
        """Put a file into the wall folder."""
        (self.wall / name).write_text(yaml_source.dump(data))

    def fingerprint(self, screen: str) -> str:
        """The fingerprint of a screen, whose secret is made when it is first asked for."""
        return load_or_create(self.folder / screen).fingerprint

    def start_hub(self) -> None:
        """Start the hub and wait until it answers."""
        arguments = ["hub", "serve", str(self.wall), "--listen", f"127.0.0.1:{self.port}"]
        self._start("hub", [*arguments, "--state", str(self.folder / "hub-state")])
        eventually(lambda: self.get("/healthz") is not None, what="the hub")

    def start_screen(
        self,
        name: str,
        *options: str,
        url: str | None = None,
        kind: str = "memory",
        size: str = "640x360",
        environ: Mapping[str, str] = {},
        config: Mapping[str, Any] = {},
    ) -> None:
        """Start a screen.

        Args:
            url: of the hub as this screen sees it; the hub itself if None.
            config: more for its displayd.yaml.
        """
        path = self.folder / f"{name}.yaml"
        path.write_text(yaml_source.dump({"hub": url or self.url, **config}))
        arguments = ["run", "--config", str(path), "--state", str(self.folder / name), "--screen", kind]
        arguments += ["--size", size] if kind != "television" else []
        arguments += ["--flip-log", str(self.folder / f"{name}.flips"), *options]
        self._start(name, arguments, environ)

    def end(self, name: str, number: int = signal.SIGTERM) -> float:
        """Send a signal to the process `name` and wait for its end: how long that took, s."""
        child = self._children.pop(name)
        begin = time.monotonic()
        if child.poll() is None:
            child.send_signal(number)
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        return time.monotonic() - begin

    def is_running(self, name: str) -> bool:
        """Whether the process `name` still runs."""
        return self._children[name].poll() is None

    def pid(self, name: str) -> int:
        """Process id of `name`."""
        return self._children[name].pid

    def log(self, name: str) -> str:
        """What the process `name` has written."""
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def flips(self, name: str) -> list[Flip]:
        """The flips of a screen so far."""
        path = self.folder / f"{name}.flips"
        lines = path.read_text().splitlines() if path.exists() else []
        return [Flip(**json.loads(line)) for line in lines if line.endswith("}")]

    def push(self, metric: str, value: float) -> None:
        """Push a value, as somebody's script does."""
        body = json.dumps({"value": value}).encode()
        request = urllib.request.Request(f"{self.url}/v1/metrics/{metric}", body, method="PUT")
        request.add_header("Authorization", f"Bearer {INGEST_KEY}")
        urllib.request.urlopen(request, timeout=5).close()

    def get(self, path: str) -> bytes:
        """The body of a page of the hub."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=5) as answer:
            body: bytes = answer.read()
            return body

    def _start(self, name: str, arguments: list[str], environ: Mapping[str, str] = {}) -> None:
        with (self.folder / f"{name}.log").open("ab") as out:
            self._children[name] = subprocess.Popen(
                [sys.executable, "-m", "displayd", *arguments],
                env={**os.environ, **environ},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )


class SlowNetwork:
    """A way to a server on which every piece of data takes a while, each another one.

    Order is kept, as TCP does. `is_down` cuts it: open connections break, new ones are refused.
    """

    def __init__(self, port: int, delay_seconds: float = 0.05, jitter_seconds: float = 0.02, seed: int = 1) -> None:
        self._target = port
        self._delay = delay_seconds
        self._jitter = jitter_seconds
        self._random = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._writers: set[asyncio.StreamWriter] = set()
        self.is_down = False
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        is_ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(is_ready,), daemon=True)
        self._thread.start()
        assert is_ready.wait(10)
        return self

    def __exit__(self, *exc: object) -> None:
        self._loop.call_soon_threadsafe(self._cancel_all)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def cut(self) -> None:
        """Break the connections and refuse new ones until `mend`."""
        self.is_down = True
        self._loop.call_soon_threadsafe(self._abort_all)

    def mend(self) -> None:
        """Let new connections through again."""
        self.is_down = False

    def _cancel_all(self) -> None:
        for task in asyncio.all_tasks(self._loop):
            task.cancel()

    def _abort_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    def _serve(self, is_ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", self.port))
        is_ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(asyncio.gather(*asyncio.all_tasks(self._loop), return_exceptions=True))
        self._loop.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_down:
            writer.transport.abort()
            return
        with contextlib.suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._target)
            self._writers |= {writer, far_writer}
            await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrives_at = 0.0
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

        async def deliver() -> None:
            while True:
                moment, data = await queue.get()
                await asyncio.sleep(max(0.0, moment - self._loop.time()))
                if not data:
                    break
                writer.write(data)
                await writer.drain()
            writer.close()

        delivery = self._loop.create_task(deliver())
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                delay = self._delay + self._random.uniform(-self._jitter, self._jitter)
                arrives_at = max(arrives_at, self._loop.time() + delay)
                queue.put_nowait((arrives_at, data))
        queue.put_nowait((arrives_at, b""))
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await delivery
        self._writers.discard(writer)
