"""A plain web server in the hub's place: a real nginx and Python's own, started here on loopback."""

from __future__ import annotations

import functools
import http.server
import os
import random
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from displayd.device.config import Config
from displayd.device.edition import Edition
from displayd.device.mailbox import LinkState, Mailbox, NewPicture, NewTimeSample
from displayd.device.network.hub_client import Fetched, NotModified, client_for
from displayd.device.network.poller import HALF_WRITTEN_SECONDS, Poller
from displayd.device.network.rhythm import Rhythm
from displayd.device.state.document_cache import DocumentCache
from displayd.device.state.identity import Identity
from displayd.protocol.fingerprint import fingerprint_of
from tests.support.fakes import SECRET, document_bytes

CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
    types {{ application/json json; image/png png; }}
    access_log off;
    gzip on; gzip_types application/json; gzip_min_length 1;
    client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
    uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
    server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


class Nginx:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        (folder / "files").mkdir()
        (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=self.port))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [found("nginx"), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self.process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError((self.folder / "error.log").read_text())

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def put(self, name: str, data: bytes) -> None:
        """Replace a file as an admin's deployment does; its time differs from the one before."""
        path = self.folder / "files" / name
        before = path.stat().st_mtime if path.exists() else time.time() - 100
        (self.folder / "new").write_bytes(data)
        os.utime(self.folder / "new", (before + 1, before + 1))
        (self.folder / "new").replace(path)


class PythonServer:
    """`python -m http.server`, the shortest way to serve a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "files").mkdir()
        handler = functools.partial(_QuietHandler, directory=str(folder / "files"))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.port: int = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(params=["nginx", "python"])
def file_server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Nginx | PythonServer]:
    """A web server over the folder `files`."""
    if request.param == "nginx" and not Path(found("nginx")).exists():
        pytest.skip("nginx is not installed")
    server: Nginx | PythonServer = (Nginx if request.param == "nginx" else PythonServer)(tmp_path)
    server.start()
    yield server
    server.stop()


def write_within_a_second(path: Path, bodies: list[bytes], between: Callable[[], object]) -> None:
    """Write `bodies` within one second of the file's time, and do `between` after each but the last.

    Tried again when the machine takes longer.
    """
    for _ in range(20):
        time.sleep(1.05 - time.time() % 1)
        seconds = set()
        for number, body in enumerate(bodies):
            path.write_bytes(body)
            seconds.add(int(path.stat().st_mtime))
            if number < len(bodies) - 1:
                between()
        if len(seconds) == 1:
            return
    raise AssertionError("twenty times this took more than a second")


def found(command: str) -> str:
    return shutil.which(command) or f"/usr/sbin/{command}"


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Nginx]:
    if not Path(found("nginx")).exists():
        pytest.skip("nginx is not installed")
    server = Nginx(tmp_path)
    server.start()
    yield server
    server.stop()


def poller_of(nginx: Nginx | PythonServer, mailbox: Mailbox, secret: str = SECRET) -> Poller:
    config = Config(endpoint=f"http://127.0.0.1:{nginx.port}/lobby.json")
    client = client_for(config, Identity(secret, fingerprint_of(secret)))
    return Poller(
        client, mailbox, DocumentCache(nginx.folder / "cache", "owner"), rhythm=Rhythm(random=random.Random(1))
    )


@pytest.mark.expects_log
def test_a_file_on_nginx_is_a_valid_endpoint_through_changes_restart_and_absence(nginx: Nginx) -> None:
    nginx.put("logo.png", b"\x89PNG logo")
    logo = {"type": "picture", "source": "logo.png"}
    nginx.put("lobby.json", document_bytes("One", pages=[{"widgets": {"logo": logo}}]))
    mailbox = Mailbox()
    poller = poller_of(nginx, mailbox)

    pauses = [poller.step(), poller.step()]
    nginx.put("lobby.json", document_bytes("Two"))
    pauses += [poller.step(), poller.step()]
    nginx.stop()
    away = poller.step()
    nginx.start()
    nginx.put("lobby.json", document_bytes("Three"))
    pauses.append(poller.step())
    (nginx.folder / "files/lobby.json").unlink()
    poller.step()

    messages = mailbox.take_all()
    titles = [message.document.title for message in messages if isinstance(message, Edition)]
    states = [message.kind for message in messages if isinstance(message, LinkState)]
    samples = [message.sample for message in messages if isinstance(message, NewTimeSample)]
    pictures = [message.source for message in messages if isinstance(message, NewPicture)]
    assert titles == ["One", "Two", "Three"]
    assert states == ["ok", "refused", "ok", "not-found"]
    assert pictures == ["logo.png"]
    assert all(24 <= pause <= 36 for pause in pauses)
    assert away <= 1
    assert len(samples) == 5
    assert all(abs(sample.hub_time - time.time()) < 5 for sample in samples)


def test_file_written_twice_within_a_second_is_on_the_glass(file_server: Nginx | PythonServer) -> None:
    mailbox, pollers = Mailbox(), []

    def meet_the_first() -> None:
        mailbox.take_all()
        pollers.append(poller_of(file_server, mailbox))
        pollers[-1].step()

    path = file_server.folder / "files/lobby.json"
    write_within_a_second(path, [document_bytes(value=41), document_bytes(value=42)], meet_the_first)
    pollers[-1].step()

    widgets = [one.document.pages[0].widgets["n"] for one in mailbox.take_all() if isinstance(one, Edition)]
    assert [getattr(widget, "value", None) for widget in widgets] == [41, 42]


@pytest.mark.expects_log
def test_file_met_half_written_is_on_the_glass_when_it_is_whole(file_server: Nginx | PythonServer) -> None:
    mailbox, pollers = Mailbox(), []

    def meet_the_first() -> None:
        mailbox.take_all()
        pollers.append(poller_of(file_server, mailbox))
        assert pollers[-1].step() <= HALF_WRITTEN_SECONDS

    path = file_server.folder / "files/lobby.json"
    write_within_a_second(path, [document_bytes()[:60], document_bytes()], meet_the_first)
    pollers[-1].step()

    messages = mailbox.take_all()
    states = [message.kind for message in messages if isinstance(message, LinkState)]
    assert states == ["refused-document", "ok"]
    assert [message.document.title for message in messages if isinstance(message, Edition)] == ["Lobby"]


def test_file_that_rests_is_not_sent_again(file_server: Nginx | PythonServer) -> None:
    path = file_server.folder / "files/lobby.json"
    path.write_bytes(document_bytes())
    os.utime(path, (time.time() - 60, time.time() - 60))
    config = Config(endpoint=f"http://127.0.0.1:{file_server.port}/lobby.json")
    client = client_for(config, Identity(SECRET, fingerprint_of(SECRET)))

    first = client.fetch()

    assert isinstance(first, Fetched)
    assert isinstance(client.fetch(first.validators), NotModified)


def test_nginx_answers_not_modified_to_its_own_tag(nginx: Nginx) -> None:
    nginx.put("lobby.json", document_bytes())
    config = Config(endpoint=f"http://127.0.0.1:{nginx.port}/lobby.json")
    client = client_for(config, Identity(SECRET, fingerprint_of(SECRET)))
    first = client.fetch()

    second = client.fetch(first.validators, 25)  # type: ignore[union-attr]

    assert first.validators.etag  # type: ignore[union-attr]
    assert first.validators.last_modified  # type: ignore[union-attr]
    assert type(second).__name__ == "NotModified"
    assert not second.was_parked
