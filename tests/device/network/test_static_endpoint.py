"""A plain web server in the hub's place: a real nginx, started here on loopback."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.device.config import Config
from displayd.device.edition import Edition
from displayd.device.mailbox import LinkState, Mailbox, NewPicture, NewTimeSample
from displayd.device.network.hub_client import client_for
from displayd.device.network.poller import Poller
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


def poller_of(nginx: Nginx, mailbox: Mailbox, secret: str = SECRET) -> Poller:
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
    assert all(abs(sample.offset + sample.at_monotonic - time.time()) < 5 for sample in samples)


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
