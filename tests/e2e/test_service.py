"""A screen and whoever supervises it: systemd's signs of life, and a resolver that never answers."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.e2e.office import Office, eventually
from tests.support.fakes import FakeHub, document_bytes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


class Supervisor:
    """The socket that systemd listens on. Source of the protocol: sd_notify(3)."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "notify"
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(self._path))
        self._socket.setblocking(False)
        self.told: list[str] = []

    def environ(self, watchdog_seconds: float) -> dict[str, str]:
        return {"NOTIFY_SOCKET": str(self._path), "WATCHDOG_USEC": str(round(watchdog_seconds * 1e6))}

    def listen(self) -> list[str]:
        """Everything told so far."""
        while True:
            try:
                self.told += self._socket.recv(65_536).decode().splitlines()
            except BlockingIOError:
                return self.told

    def close(self) -> None:
        self._socket.close()


def test_systemd_hears_of_the_first_picture_then_signs_of_life_then_the_end(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path)
    with FakeHub() as hub, Office(tmp_path / "office") as office:
        hub.put_document(document_bytes("Orders"))
        office.start_screen("tv", url=hub.url, environ=supervisor.environ(3.0))
        eventually(lambda: "READY=1" in supervisor.listen(), what="readiness")
        shown = len(office.flips("tv"))
        eventually(lambda: supervisor.listen().count("WATCHDOG=1") >= 4, what="signs of life")

        # The loop that draws gives them: stopped, the process falls silent.
        os.kill(office.pid("tv"), signal.SIGSTOP)
        time.sleep(0.3)
        before = supervisor.listen().count("WATCHDOG=1")
        time.sleep(3.0)
        during = supervisor.listen().count("WATCHDOG=1")
        os.kill(office.pid("tv"), signal.SIGCONT)
        office.end("tv")

        assert shown >= 1
        assert during == before
        assert "STOPPING=1" in supervisor.listen()
    supervisor.close()


def test_resolver_that_hangs_freezes_neither_the_picture_nor_the_end(tmp_path: Path) -> None:
    pages = [{"title": title, "seconds": 1, "widgets": {"n": {"type": "number", "value": 1}}} for title in "AB"]
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(
        "import socket, time\nsocket.getaddrinfo = lambda *arguments, **named: time.sleep(1000)\n"
    )
    with Office(tmp_path / "office") as office:
        with FakeHub() as hub:
            hub.put_document(document_bytes(pages=pages))
            office.start_screen("tv", url=hub.url)
            eventually(lambda: len(office.flips("tv")) > 2, what="the first pages")
            time.sleep(0.5)
            office.end("tv")
            seen = len(office.flips("tv"))
            office.start_screen("tv", url=hub.url, environ={"PYTHONPATH": str(hook)})
            eventually(lambda: len(office.flips("tv")) > seen + 4, what="pages turning from the cache")
            late = [abs(flip.actual - flip.planned) for flip in office.flips("tv")[seen:] if flip.planned]
            seconds = office.end("tv", signal.SIGTERM)

        assert max(late) < 0.5
        assert seconds < 1.0
        assert "reachable" not in office.log("tv")[office.log("tv").rindex("displayd starts") :]


def test_mistake_in_the_configuration_is_on_the_tv_until_it_is_mended(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path)
    glass = tmp_path / "glass.png"
    with FakeHub() as hub, Office(tmp_path / "office") as office:
        hub.put_document(document_bytes("Orders"))
        config, environ = {"rotat": 90}, supervisor.environ(10.0)
        office.start_screen("tv", url=hub.url, config=config, kind=f"file:{glass}", environ=environ)
        eventually(lambda: glass.exists() and "READY=1" in supervisor.listen(), what="the mistake on the glass")
        text = office.log("tv")
        (office.folder / "tv.yaml").write_text(f"hub: {hub.url}\n")
        eventually(lambda: office.flips("tv") and office.flips("tv")[-1].page == 0, what="the dashboard")
        office.end("tv")

        assert "did you mean `rotate`?" in text
        assert office.log("tv").count("The configuration is wrong") == 1
    supervisor.close()
