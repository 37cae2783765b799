"""The connections of one client, seen from outside: when bytes went and came, and a way to break them off."""

from __future__ import annotations

import contextlib
import email.utils
import socket
import threading
import weakref
from collections.abc import Callable, Mapping

from displayd.device.system import hub_clock
from displayd.device.system.hub_clock import TimeSample

__all__ = ["Wire"]

# How much longer than we waited a server may say that it had a question: what rounding can explain.
IMPOSSIBLE_SECONDS = 0.001

# What a cache holds for longer tells nothing about the time.
MAX_AGE_SECONDS = 86_400.0


class Wire:
    """Stamps the exchanges of one thread, and lets others break them off."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.monotonic = monotonic
        self.sent_at = self.received_at = 0.0
        """When the last question began to leave, and when the head of its answer was in."""
        self.turn = 0
        """Counts exchanges, so that a late timer does not break off the next one."""
        self.was_cut = False
        self._is_closed = False
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._lock = threading.Lock()

    def begin(self) -> int:
        """Number of the exchange that begins now; what was cut before does not count for it."""
        with self._lock:
            self.turn += 1
            self.was_cut = self._is_closed
            return self.turn

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
        if len(stamps) == 2 and stamps[0] is not None and stamps[1] is not None and stamps[0] <= stamps[1]:
            elapsed = received - sent
            if stamps[1] - stamps[0] > elapsed * (1 + 2 * hub_clock.DRIFT) + IMPOSSIBLE_SECONDS:
                # The server had the question for longer than we waited: its clock was set meanwhile.
                return None
            return hub_clock.sample(sent, stamps[0], stamps[1], received)
        try:
            # What a cache in between holds was stamped `Age` seconds ago.
            age = float(headers.get("Age", "0"))
            stamp = email.utils.parsedate_to_datetime(headers.get("Date", "")).timestamp() + age
        except (TypeError, ValueError, OverflowError):
            return None
        is_plausible = 0 <= age <= MAX_AGE_SECONDS and hub_clock.is_plausible(stamp)
        return hub_clock.coarse_sample(sent, stamp, received) if is_plausible else None


def _shut(connection: socket.socket) -> None:
    # The plain socket's method: the one of SSLSocket takes the TLS state away from under the thread that reads.
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _unix_time(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if hub_clock.is_plausible(value) else None
