"""A hub behind real nginx and Apache, as they come, on loopback."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.hub.walls import HUB, KEY, Caller, device_of, eventually, secret_of, serving, write_wall

MODULES = Path("/usr/lib/apache2/modules")
PROGRAMS = {name: shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin") for name in ("nginx", "apache2")}

NGINX = """
pid {folder}/pid; error_log {folder}/errors; daemon off;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/answers;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  gzip on; gzip_min_length 1; gzip_types application/json; gzip_proxied any;
  client_max_body_size 100m; client_body_buffer_size 32m;
  server {{
    listen 127.0.0.1:{port};
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    location /displayd/ {{ proxy_pass http://127.0.0.1:{hub}/; }}
    location /whole/ {{ proxy_pass http://127.0.0.1:{hub}; proxy_set_header X-Forwarded-Prefix /whole; }}
  }}
}}
"""

APACHE = """
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule proxy_module {modules}/mod_proxy.so
LoadModule proxy_http_module {modules}/mod_proxy_http.so
LoadModule filter_module {modules}/mod_filter.so
LoadModule deflate_module {modules}/mod_deflate.so
LoadModule headers_module {modules}/mod_headers.so
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/errors
DefaultRuntimeDir {folder}
AddOutputFilterByType DEFLATE application/json text/html
ProxyPass /displayd/ http://127.0.0.1:{hub}/
ProxyPass /whole/ http://127.0.0.1:{hub}/whole/
<Location /whole/>
  RequestHeader set X-Forwarded-Prefix /whole
</Location>
"""

COMMANDS = {
    "nginx": (NGINX, ["-p", "{folder}", "-c", "{folder}/conf", "-e", "{folder}/errors"]),
    "apache2": (APACHE, ["-f", "{folder}/conf", "-D", "FOREGROUND"]),
}


class Way(NamedTuple):
    """A hub, and where the proxy before it is."""

    hub: Caller
    port: int

    def ask(
        self, method: str, path: str, token: str = "", body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer that comes through the proxy, to somebody at 127.0.0.2."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=70, source_address=("127.0.0.2", 0))
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, body or None, sent)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()


@contextmanager
def before(hub: Caller, name: str, folder: Path) -> Iterator[int]:
    """The port of a proxy before `hub`."""
    folder.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    text, words = COMMANDS[name]
    (folder / "conf").write_text(
        text.format(folder=folder, port=port, hub=hub.address.rpartition(":")[2], modules=MODULES)
    )
    program = PROGRAMS[name]
    assert program is not None
    started = subprocess.Popen([program, *(word.format(folder=folder) for word in words)])

    def is_there() -> bool:
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", port)) == 0

    try:
        assert eventually(is_there), (folder / "errors").read_text()
        yield port
    finally:
        started.terminate()
        started.wait(20)


@pytest.fixture(params=COMMANDS)
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    if PROGRAMS[request.param] is None:
        pytest.skip(f"{request.param} is not installed")
    folder = write_wall(tmp_path / "wall", {"hub.yaml": HUB + "proxies: [127.0.0.1]\nviewers: public\n"})
    tmp_path.chmod(0o755)
    with serving(folder, tmp_path / "state") as hub, before(hub, request.param, tmp_path / "proxy") as port:
        yield Way(hub, port)


def test_a_screen_waits_with_the_tag_that_the_proxy_made(way: Way) -> None:
    screen = "/displayd/v1/screen"
    status, headers, _ = way.ask("GET", screen, secret_of("other"), Accept_Encoding="gzip")
    began = time.monotonic()
    waited = way.ask("GET", screen, secret_of("other"), If_None_Match=headers["etag"], Prefer="wait=2")
    took = time.monotonic() - began
    answers: list[tuple[int, dict[str, str], bytes]] = []
    asked: dict[str, Any] = {"If_None_Match": headers["etag"], "Prefer": "wait=50", "Accept_Encoding": "gzip"}
    waiting = threading.Thread(target=lambda: answers.append(way.ask("GET", screen, secret_of("other"), **asked)))
    waiting.start()
    time.sleep(0.5)
    began = time.monotonic()
    pushed = way.ask("PUT", "/displayd/v1/metrics/latency", KEY, b'{"value": 12}')
    waiting.join(60)

    assert (status, headers.get("content-encoding")) == (200, "gzip")
    assert headers["etag"].startswith('W/"') or headers["etag"].endswith('-gzip"')
    assert (waited[0], waited[1]["preference-applied"], took > 1.9) == (304, "wait=2", True)
    assert pushed[0] == 204
    assert (answers[0][0], answers[0][1]["preference-applied"]) == (200, "wait=50")
    assert time.monotonic() - began < 20


def test_who_asks_is_known_whatever_he_writes(way: Way) -> None:
    way.ask("GET", "/displayd/v1/screen", secret_of("stranger"), X_Forwarded_For="6.6.6.6")
    (listed,) = way.hub.get("/wall.json").json()["unclaimed"]

    assert (listed["fingerprint"], listed["address"]) == (device_of("stranger"), "127.0.0.2")


@pytest.mark.parametrize("path", ["/displayd", "/whole"])
def test_a_hub_is_served_below_a_path(way: Way, path: str) -> None:
    status, _, body = way.ask("GET", f"{path}/healthz")

    assert (status, b'"status":"ok"' in body) == (200, True)


def test_too_large_a_body_is_refused_through_it(way: Way) -> None:
    for size in (2_000_000, 20_000_000):
        status, _, body = way.ask("PUT", "/displayd/v1/metrics/latency", KEY, b"x" * size)

        assert (status, b"too-large" in body) == (413, True)
