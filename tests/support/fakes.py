"""Stand-ins with real sockets: a hub, or a plain web server, that does what a test tells it to."""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import json
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self

from displayd.protocol.fingerprint import fingerprint_of

__all__ = [
    "SECRET",
    "Behaviour",
    "FakeHub",
    "RequestHandler",
    "Seen",
    "document_bytes",
    "drip",
    "drip_head",
    "gzip_bomb",
    "hang",
    "reply",
    "tag_of",
    "truncated",
]

SECRET = "0123456789abcdef" * 4


def document_bytes(title: str = "Lobby", value: float = 1.0, **fields: Any) -> bytes:
    """A small good document; `fields` replace or add to its own."""
    page = {"title": title, "widgets": {"n": {"type": "number", "title": title, "value": value}}}
    return json.dumps({"format": 1, "screen": "lobby", "title": title, "pages": [page], **fields}).encode()


class Seen(NamedTuple):
    """One request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    """Names in lower case."""
    body: bytes


Behaviour = Callable[["RequestHandler"], None]
"""What to do with one request."""


def reply(
    status: int = 200, body: bytes = b"", content_type: str = "application/json", headers: dict[str, str] | None = None
) -> Behaviour:
    """Answer with exactly this."""

    def behave(handler: RequestHandler) -> None:
        handler.respond(status, body, {"Content-Type": content_type, **(headers or {})})

    return behave


def hang() -> Behaviour:
    """Take the request and never answer."""
    return lambda handler: handler.hub.wait_for_end(handler)


def truncated(body: bytes, sent: int, chunked: bool = False) -> Behaviour:
    """Promise `body`, send the first `sent` bytes, and hang up."""

    def behave(handler: RequestHandler) -> None:
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {len(body)}"
        piece = f"{len(body):x}\r\n".encode() + body[:sent] if chunked else body[:sent]
        handler.raw(f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{length}\r\n\r\n".encode() + piece)
        handler.hang_up()

    return behave


def drip(body: bytes, gap_seconds: float) -> Behaviour:
    """Send a whole head and then one byte of `body` at a time, and the connection closes at the end."""

    def behave(handler: RequestHandler) -> None:
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n")
        _drip(handler, body, gap_seconds)

    return behave


def drip_head(gap_seconds: float) -> Behaviour:
    """Send a head that never ends, one byte at a time."""
    return lambda handler: _drip(handler, b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000, gap_seconds)


def _drip(handler: RequestHandler, data: bytes, gap_seconds: float) -> None:
    for byte in data:
        handler.raw(bytes([byte]))
        if handler.hub.ending.wait(gap_seconds):
            break
    handler.hang_up()


def gzip_bomb(size: int, status: int = 200) -> Behaviour:
    """`size` zeros, packed a thousandfold."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    block = bytes(1_000_000)
    packed = b"".join(packer.compress(block) for _ in range(size // len(block))) + packer.flush()
    return reply(status, packed, headers={"Content-Encoding": "gzip"})


class FakeHub:
    """A hub on loopback. Use as a context manager.

    Without instructions it behaves as a hub does: entity tags, parked polls, `Displayd-Time`, claims. `do` tells it
    to do something else with requests for a path.
    """

    def __init__(self, port: int = 0, context: ssl.SSLContext | None = None, clock_offset: float = 0.0) -> None:
        self.document = document_bytes()
        self.pictures: dict[str, bytes] = {}
        """Path below `/v1/` and content."""
        self.is_claimed = True
        self.clock_offset = clock_offset
        """The hub's clock minus the machine's, seconds."""
        self.uses_gzip = True
        self.seen: list[Seen] = []
        self.ending = threading.Event()
        self._changed = threading.Condition()
        self._orders: dict[str, list[tuple[Behaviour, int | None]]] = {}
        self._connections: set[socket.socket] = set()
        hub = self

        class Handler(RequestHandler):
            pass

        Handler.hub = hub
        self._server = _Server(("127.0.0.1", port), Handler)
        self._server.hub = self
        if context is not None:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.port: int = self._server.server_address[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.port}"
        self.document_url = f"{self.url}/v1/screen"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the door and hang up on everybody."""
        self.ending.set()
        with self._changed:
            self._changed.notify_all()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        for connection in list(self._connections):
            _hang_up(connection)

    def put_document(self, body: bytes) -> None:
        """Serve `body` from now on, and wake the polls that are parked."""
        with self._changed:
            self.document = body
            self._changed.notify_all()

    def do(self, path: str, behaviour: Behaviour, times: int | None = None) -> None:
        """Do this with the next `times` requests for `path` (None: all), once what was ordered before is used up."""
        self._orders.setdefault(path, []).append((behaviour, times))

    def forget_orders(self) -> None:
        """Behave as a hub does again."""
        self._orders.clear()

    def requests(self, path: str) -> list[Seen]:
        """What has come for `path` so far."""
        return [seen for seen in self.seen if seen.path == path]

    def unix_time(self) -> float:
        """The hub's clock."""
        return time.time() + self.clock_offset

    def wait_for_end(self, handler: RequestHandler) -> None:
        """Keep the connection and say nothing."""
        self.ending.wait(60)
        handler.hang_up()

    def _order(self, path: str) -> Behaviour | None:
        orders = self._orders.get(path)
        if not orders:
            return None
        behaviour, times = orders[0]
        if times is not None:
            orders[0] = (behaviour, times - 1)
            if times <= 1:
                orders.pop(0)
        return behaviour

    def parked(self, tag: str, seconds: float) -> bytes:
        """The document, as soon as its tag differs from `tag` or `seconds` are over."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while tag_of(self.document) == tag and not self.ending.is_set():
                left = deadline - time.monotonic()
                if left <= 0:
                    break
                self._changed.wait(left)
            return self.document


def tag_of(body: bytes) -> str:
    """The entity tag that a hub gives `body`."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def _hang_up(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hub: FakeHub

    def process_request(self, request: Any, client_address: Any) -> None:
        self.hub._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.hub._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Broken pipes and failed handshakes are what the tests are about."""


class RequestHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: FakeHub
    received_at = 0.0

    def log_message(self, *args: Any) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        self._see()

    def do_POST(self) -> None:
        self._see()

    def do_PUT(self) -> None:
        self._see()

    def _see(self) -> None:
        self.received_at = self.hub.unix_time()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.hub.seen.append(Seen(self.command, self.path, headers, body))
        order = self.hub._order(self.path)
        (order or RequestHandler._as_a_hub)(self)

    def respond(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """Send a whole answer, stamped as a hub's is."""
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if "Displayd-Time" not in (headers or {}) and "Date" not in (headers or {}):
            self.send_header("Displayd-Time", f"{self.received_at:.6f} {self.hub.unix_time():.6f}")
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status not in (204, 304):
            self.wfile.write(body)

    def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        with contextlib.suppress(OSError):
            self.wfile.write(data)

    def hang_up(self) -> None:
        """Break the connection off."""
        self.close_connection = True
        _hang_up(self.connection)

    def _as_a_hub(self) -> None:
        path = self.path
        if path == "/v1/time":
            self.respond(204)
        elif not self.headers.get("Authorization", "").startswith("Bearer "):
            self._refuse(401, "no-secret", "send the secret")
        elif not self.hub.is_claimed:
            fingerprint = fingerprint_of(self.headers["Authorization"][7:])
            self._refuse(403, "not-claimed", f"no screen has the fingerprint {fingerprint}", fingerprint=fingerprint)
        elif path == "/v1/screen":
            self._serve_document()
        elif path.removeprefix("/v1/") in self.hub.pictures:
            self.respond(200, self.hub.pictures[path.removeprefix("/v1/")], {"Content-Type": "image/png"})
        elif path in ("/v1/screen/status", "/v1/screen/picture"):
            self.respond(204)
        else:
            self._refuse(404, "not-found", "there is nothing here")

    def _serve_document(self) -> None:
        known = self.headers.get("If-None-Match", "")
        wait = float(self.headers.get("Prefer", "").partition("wait=")[2] or 0)
        was_parked = bool(known) and known == tag_of(self.hub.document) and wait > 0
        body = self.hub.parked(known, wait) if was_parked else self.hub.document
        headers = {"ETag": tag_of(body), "Content-Type": "application/json", "Cache-Control": "no-cache, private"}
        if was_parked:
            headers["Preference-Applied"] = f"wait={wait:g}"
        if known == tag_of(body):
            self.respond(304, b"", headers)
        elif self.hub.uses_gzip and "gzip" in self.headers.get("Accept-Encoding", ""):
            self.respond(200, gzip.compress(body), {**headers, "Content-Encoding": "gzip"})
        else:
            self.respond(200, body, headers)

    def _refuse(self, status: int, error: str, message: str, **more: str) -> None:
        body = json.dumps({"error": error, "message": message, **more}).encode()
        self.respond(status, body, {"Content-Type": "application/json"})
