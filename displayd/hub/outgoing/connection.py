"""Connections to others: to allowed addresses alone, and with one deadline over all that happens on them."""

from __future__ import annotations

import contextlib
import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from typing import Any

from displayd.errors import PartnerError, SourceError
from displayd.hub.outgoing.allowed import Address, Allowed, Place
from displayd.hub.outgoing.proxies import Proxy

__all__ = ["Connection", "Deadline"]

# A first address that swallows everything leaves time for the next.
LEAST_CONNECT_SECONDS = 2.0


class Deadline:
    """When all has to be done."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left.

        Raises:
            TimeoutError: none.
        """
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class _Reading(io.RawIOBase):
    """What a socket brings, by a deadline: one that brings a byte now and then does not get more time."""

    def __init__(self, raw: socket.socket, deadline: Deadline) -> None:
        self._raw, self._deadline = raw, deadline
        self._file = raw.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._raw.settimeout(self._deadline.left())
        count: int | None = self._file.readinto(buffer)
        return count

    def close(self) -> None:
        self._file.close()
        super().close()


class _Socket:
    """A socket as http.client uses one, with a deadline."""

    def __init__(self, raw: socket.socket, deadline: Deadline) -> None:
        self.raw, self.deadline = raw, deadline

    def sendall(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            self.raw.settimeout(self.deadline.left())
            view = view[self.raw.send(view) :]

    def makefile(self, *_: Any) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self.raw, self.deadline))

    def close(self) -> None:
        self.raw.close()


class Connection(http.client.HTTPConnection):
    """A connection to one place, with TLS where its scheme is `https`; for one question after the other."""

    def __init__(
        self, place: Place, allowed: Allowed, proxy: Proxy | None, tls: ssl.SSLContext | None, deadline: Deadline
    ) -> None:
        super().__init__(place.host, place.port)
        self._place, self._allowed, self._proxy, self._tls = place, allowed, proxy, tls
        self.deadline = deadline

    def renew(self, deadline: Deadline) -> None:
        """Have `deadline` hold from now on."""
        self.deadline = deadline
        if isinstance(self.sock, _Socket):
            self.sock.deadline = deadline

    def connect(self) -> None:
        """Open it.

        Raises:
            SourceError: it may not be opened, or cannot.
            TimeoutError: not in time.
        """
        hop = self._place if self._proxy is None else self._proxy.place
        raw = _opened(hop, None if self._proxy else self._allowed, self.deadline)
        try:
            if self._tls is not None:
                if self._proxy is not None:
                    _pass_proxy(raw, self._place, self._proxy, self.deadline)
                raw.settimeout(self.deadline.left())
                raw = self._tls.wrap_socket(raw, server_hostname=self._place.host)
        except BaseException:
            raw.close()
            raise
        with contextlib.suppress(OSError):
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = _Socket(raw, self.deadline)


def _opened(place: Place, allowed: Allowed | None, deadline: Deadline) -> socket.socket:
    """A socket that is connected with `place`.

    Args:
        allowed: which addresses its name may lead to; None for any.
    """
    addresses = _addresses(place, deadline)
    good = []
    why = ""
    for address in addresses:
        reason = allowed.why_not(place, address) if allowed else ""
        why = why or reason
        if not reason:
            good.append(address)
    if not good:
        address = addresses[0]
        listed = f"[{address}]:{place.port}" if address.version == 6 else f"{address}:{place.port}"
        raise PartnerError(f"may not be asked: {why}", f"if that is meant, hub.yaml: `outgoing: ['{listed}']`")
    last: OSError = TimeoutError()
    for number, address in enumerate(good):
        left = deadline.left()
        patience = left if number == len(good) - 1 else max(LEAST_CONNECT_SECONDS, left / (len(good) - number))
        try:
            return socket.create_connection((str(address), place.port), min(left, patience))
        except OSError as exc:
            last = exc
    raise _unreachable(last, place) from last


def _unreachable(fault: OSError, place: Place) -> PartnerError:
    if isinstance(fault, TimeoutError):
        return PartnerError("no answer")
    if isinstance(fault, ConnectionRefusedError):
        return PartnerError(f"nobody answers at port {place.port}")
    return PartnerError(f"cannot be reached ({fault.strerror or fault})")


def _addresses(place: Place, deadline: Deadline) -> list[Address]:
    """The addresses of the name of `place`; a name server that does not answer costs no more than the deadline."""
    with contextlib.suppress(ValueError):
        return [ipaddress.ip_address(place.host)]
    found: list[Any] = []

    def look_up() -> None:
        try:
            found.append(socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as exc:
            found.append(exc)

    looking = threading.Thread(target=look_up, name="displayd-name", daemon=True)
    looking.start()
    looking.join(deadline.left())
    if not found:
        raise PartnerError("no answer from the name server")
    if isinstance(found[0], Exception):
        raise PartnerError(f"no name server knows {place.host}") from found[0]
    texts = dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found[0])
    return [ipaddress.ip_address(text) for text in texts]


def _pass_proxy(raw: socket.socket, place: Place, proxy: Proxy, deadline: Deadline) -> None:
    """Have `proxy`, which `raw` is connected with, lead on to `place`."""
    host = f"[{place.host}]" if ":" in place.host else place.host
    lines = [f"CONNECT {host}:{place.port} HTTP/1.1", f"Host: {host}:{place.port}"]
    if proxy.authorization:
        lines.append(f"Proxy-Authorization: {proxy.authorization}")
    way = _Socket(raw, deadline)
    way.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
    # One byte at a time is read from the socket, so that nothing of what follows is taken.
    head = bytearray()
    while not head.endswith(b"\r\n\r\n"):
        raw.settimeout(deadline.left())
        byte = raw.recv(1)
        if not byte or len(head) > 16_384:
            raise PartnerError(f"the proxy {proxy.place} gave no answer")
        head += byte
    status = head.split(b" ", 2)[1:2]
    if status != [b"200"]:
        told = status[0][:3].decode("ascii", "replace") if status else "?"
        raise SourceError(f"the proxy {proxy.place} refused ({told})")
