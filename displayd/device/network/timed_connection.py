"""The connections of one client: when bytes went and came, and a way to break them off from another thread.

Connections are urllib3's. They are watched through what urllib3 and requests offer for it: an adapter that is mounted,
`PoolManager.pool_classes_by_scheme`, a pool's `ConnectionCls`, and the methods of http.client.
"""

from __future__ import annotations

import contextlib
import email.utils
import http.client
import io
import socket
import threading
import weakref
from collections.abc import Callable, Mapping
from typing import Any

from displayd.device.network.http_library import requests, urllib3
from displayd.device.system import hub_clock
from displayd.device.system.hub_offset import DRIFT
from displayd.device.system.time_sample import TimeSample, coarse_sample

__all__ = ["ConnectionTimer", "TimedSession"]

# How much longer than we waited a server may say that it had a question: what rounding can explain.
IMPOSSIBLE_SECONDS = 0.001

# What a cache holds for longer tells nothing about the time.
MAX_AGE_SECONDS = 86_400.0

CLOCK_ERROR_HEADER = "Displayd-Clock-Error"

# The kernel gives up at 16 s.
MAX_CLOCK_ERROR_SECONDS = 16.0


class ConnectionTimer:
    """Stamps the exchanges of one thread, and lets others break them off."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.monotonic = monotonic
        self.sent_at = self.received_at = 0.0
        """When the last question began to leave, and when the head of its answer was in."""
        self.turn = 0
        """Counts exchanges, so that a late timer does not break off the next one."""
        self.was_cut = False
        self.has_sent = False
        """Whether the question of the exchange under way began to leave."""
        self.answered_at: float | None = None
        """When the first byte of its answer came; None before."""
        self.answer_bytes = 0
        """How much of the answer has come, its head included."""
        self.stirred = threading.Event()
        """Set when an answer begins, and by whoever wants to wake who waits for that."""
        self._is_closed = False
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._lock = threading.Lock()

    def begin(self) -> int:
        """Number of the exchange that begins now; what was cut before does not count for it."""
        with self._lock:
            self.turn += 1
            self.was_cut = self._is_closed
            self.has_sent = False
            self.answered_at, self.answer_bytes = None, 0
            self.stirred = threading.Event()
            return self.turn

    def sending(self) -> None:
        """Take note of a question that leaves. What came before was not its answer, but a proxy's word."""
        self.sent_at = self.monotonic()
        self.has_sent = True
        self.answered_at, self.answer_bytes = None, 0

    def arrived(self, count: int) -> None:
        """Take note of `count` bytes of an answer."""
        self.answer_bytes += count
        if self.answered_at is None:
            self.answered_at = self.monotonic()
            self.stirred.set()

    def opened(self, connection: socket.socket) -> None:
        """Take note of a new connection."""
        with self._lock:
            self._sockets.add(connection)
            if self.was_cut:
                _shut(connection)

    def cut(self, turn: int) -> None:
        """Break off exchange number `turn`, if it is still the one under way."""
        with self._lock:
            if turn == self.turn:
                self.was_cut = True
                for connection in self._sockets:
                    _shut(connection)

    def close(self) -> None:
        """Break off the exchange under way and all later ones."""
        with self._lock:
            self._is_closed = True
        self.cut(self.turn)

    def sample(self, headers: Mapping[str, str]) -> TimeSample | None:
        """What the head of an answer says about the server's clock."""
        sent, received = self.sent_at, self.received_at
        stamps = [_unix_time(text) for text in headers.get("Displayd-Time", "").split()]
        if "Age" in headers and stamps:
            # A cache in between held it: it says when somebody else asked.
            return None
        if len(stamps) == 2 and stamps[0] is not None and stamps[1] is not None and stamps[0] <= stamps[1]:
            elapsed = received - sent
            if stamps[1] - stamps[0] > elapsed * (1 + 2 * DRIFT) + IMPOSSIBLE_SECONDS:
                # The server had the question for longer than we waited: its clock was set meanwhile.
                return None
            return TimeSample(sent, stamps[0], stamps[1], received, hub_error=_bound(headers.get(CLOCK_ERROR_HEADER)))
        try:
            # What a cache in between holds was stamped `Age` seconds ago.
            age = float(headers.get("Age", "0"))
            stamp = email.utils.parsedate_to_datetime(headers.get("Date", "")).timestamp() + age
        except (TypeError, ValueError, OverflowError):
            return None
        is_plausible = 0 <= age <= MAX_AGE_SECONDS and hub_clock.is_plausible(stamp)
        return coarse_sample(sent, stamp, received) if is_plausible else None


class TimedSession(requests.Session):
    """A session of requests whose exchanges `timer` stamps and can cut; it leaves redirects to the caller."""

    def __init__(self, timer: ConnectionTimer) -> None:
        super().__init__()
        for scheme in ("http://", "https://"):
            self.mount(scheme, _TimedAdapter(timer))

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """None for any answer: requests would read the body of a redirect whole, however large it is."""
        return None


class _TimedConnection(urllib3.connection.HTTPConnection):
    """A connection that tells its timer when it opens, and stamps each exchange as close to the network as it can."""

    timer: ConnectionTimer

    def connect(self) -> None:
        super().connect()  # type: ignore[no-untyped-call]
        self.timer.opened(self.sock)

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        self.timer.sending()
        super().send(data)

    def getresponse(self, *args: Any, **kwargs: Any) -> Any:
        response = super().getresponse(*args, **kwargs)
        self.timer.received_at = self.timer.monotonic()
        return response


class _CountedResponse(http.client.HTTPResponse):
    """An answer that tells its timer of every byte, also of those that http.client still waits to make a line of."""

    timer: ConnectionTimer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fp = io.BufferedReader(_Counted(self.fp.detach(), self.timer))


class _Counted(io.RawIOBase):
    """What `raw` brings, counted."""

    def __init__(self, raw: io.RawIOBase, timer: ConnectionTimer) -> None:
        self._raw = raw
        self._timer = timer

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        count: int | None = self._raw.readinto(buffer)
        if count:
            self._timer.arrived(count)
        return count

    def fileno(self) -> int:
        return self._raw.fileno()

    def close(self) -> None:
        self._raw.close()
        super().close()


def _pool_classes(of_timer: ConnectionTimer) -> dict[str, type]:
    """By scheme, a pool whose connections tell `of_timer` about themselves."""

    class Response(_CountedResponse):
        timer = of_timer

    class Connection(_TimedConnection):
        timer = of_timer
        response_class = Response

    class SecureConnection(Connection, urllib3.connection.HTTPSConnection):
        pass

    class Pool(urllib3.connectionpool.HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(urllib3.connectionpool.HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": Pool, "https": SecurePool}


class _TimedAdapter(requests.adapters.HTTPAdapter):
    """Makes connections that tell `timer` about themselves, directly and through proxies."""

    def __init__(self, timer: ConnectionTimer) -> None:
        self._pool_classes = _pool_classes(timer)
        super().__init__(pool_connections=1, pool_maxsize=1)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)  # type: ignore[no-untyped-call]
        self.poolmanager.pool_classes_by_scheme = self._pool_classes

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)  # type: ignore[no-untyped-call]
        manager.pool_classes_by_scheme = self._pool_classes
        return manager


def _shut(connection: socket.socket) -> None:
    # The plain socket's method: the one of SSLSocket takes the TLS state away from under the thread that reads.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _bound(text: str | None) -> float | None:
    """Seconds that a hub says its clock is off at most; None for what is no bound."""
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if 0 <= value <= MAX_CLOCK_ERROR_SECONDS else None


def _unix_time(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if hub_clock.is_plausible(value) else None
