"""Other systems, each as a test wants it: real servers on loopback."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from displayd.hub.outgoing.allowed import Allowed
from displayd.hub.outgoing.client import Client
from displayd.hub.outgoing.server import Server


class Asked(NamedTuple):
    """A question that came."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Said(NamedTuple):
    """What is answered."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = {}


class Stranger:
    """A web server."""

    def __init__(self, says: Callable[[Asked], Said], tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.connections = 0
        stranger = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                stranger.connections += 1
                super().setup()

            def __getattr__(self, name: str) -> Any:
                if name in ("do_GET", "do_POST"):
                    return self.answer
                raise AttributeError(name)

            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                question = Asked(self.command, self.path, dict(self.headers), self.rfile.read(length))
                stranger.asked.append(question)
                said = says(question)
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                if "Content-Length" not in said.headers and "Transfer-Encoding" not in said.headers:
                    self.send_header("Content-Length", str(len(said.body)))
                self.end_headers()
                self.wfile.write(said.body)

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.port = self.server.server_address[1]
        self.url = f"{'http' if tls is None else 'https'}://127.0.0.1:{self.port}"


@contextmanager
def stranger(says: Callable[[Asked], Said], tls: ssl.SSLContext | None = None) -> Iterator[Stranger]:
    """A web server that answers as `says` does."""
    found = Stranger(says, tls)
    thread = threading.Thread(target=found.server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield found
    finally:
        found.server.shutdown()
        found.server.server_close()
        thread.join(20)


@contextmanager
def raw_stranger(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """Somebody who takes connections and does with them what `talk` does, until the event; its port."""
    ends = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.1)

    def one(connection: socket.socket) -> None:
        with connection:
            try:
                talk(connection, ends)
            except OSError:
                return

    def serve() -> None:
        while not ends.is_set():
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            connection.settimeout(30)
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        ends.set()
        thread.join(20)
        listening.close()


def client_of(url: str, *outgoing: str, **fields: Any) -> Client:
    """Somebody who asks the server at `url`, as far as `outgoing` allows; loopback if it says nothing."""
    return Client(Server(url=url, **fields), Allowed(outgoing or ("127.0.0.1",)))
