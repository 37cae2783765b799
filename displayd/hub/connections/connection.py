"""One connection to the hub: uvicorn's, with deadlines, strict framing and a place in the crowd."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from displayd.hub.connections.crowd import Crowd
from displayd.hub.connections.framing import Framing, Phase
from displayd.hub.connections.transport import LingeringTransport
from displayd.hub.log_limiter import LogLimiter

__all__ = ["Connection"]

logger = logging.getLogger(__name__)

HEAD_SECONDS = 20.0
"""How long a head may take: from the opening of a connection or the first byte of it, to its end."""

BODY_SECONDS = 22.0
"""The same for a body that nobody reads. Whoever reads one says no before, see `displayd.hub.http.request_body`."""

LINGER_SECONDS = 2.0
"""How long whoever sent no request, or not all of it, may take to read the answer that says so."""

UNREAD_SECONDS = 20.0
MIN_READ_BYTES = 20_000
"""Of an answer, somebody has to take so much in that time. The slowest Wi-Fi that is of any use takes more a second."""

MAX_DISCARDED_BYTES = 64_000_000
"""So much of a body that was answered already is thrown away: who is cut off while sending never sees the answer."""


class Connection(H11Protocol):
    """One connection. It is the `connection` in the state of each request that comes on it."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        crowd: Crowd,
        malformed: LogLimiter,
        address: str,
    ) -> None:
        super().__init__(config, server_state, {**app_state, "connection": self}, asyncio.get_running_loop())
        self.address = address
        self.give_up: Callable[[], object] = lambda: None
        """Ends it as long as it is not made, for example in the middle of a TLS handshake."""
        self._crowd = crowd
        self._malformed = malformed
        self._framing = Framing()
        self._waits_for = Phase.IDLE
        self._reading: asyncio.TimerHandle | None = None
        """Ends the wait for the rest of a request."""
        self._writing: asyncio.TimerHandle | None = None
        """Looks whether an answer is being read."""
        self._read_bytes = 0
        self._lingering: LingeringTransport | None = None
        self._discarded_bytes = 0
        self._is_held = False

    @property
    def is_made(self) -> bool:
        """Whether it came to be."""
        return self._lingering is not None

    def belongs_to(self, owner: str) -> None:
        """Say whose connection this is, by the request that is being answered; strangers are closed first."""
        self._crowd.belongs(self, owner)

    def hold(self) -> None:
        """Once the answer under way is out, read nothing more until `go_on`."""
        self._is_held = True

    def go_on(self) -> None:
        """Read again what comes."""
        self._is_held = False
        if not self.transport.is_closing():
            self.flow.resume_reading()

    def give_way(self) -> None:
        """End at once."""
        if self._lingering is None:
            self.give_up()
        else:
            self._lingering.abort()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        self._lingering = LingeringTransport(transport, self._lingers)
        super().connection_made(self._lingering)
        self._await(Phase.HEAD, HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave nothing behind."""
        for timer in (self._reading, self._writing):
            if timer is not None:
                timer.cancel()
        self._crowd.leave(self)
        super().connection_lost(exc)
        self._unset_keepalive_if_required()

    def data_received(self, data: bytes) -> None:
        """Read on, as far as it is good."""
        if self._framing.fault or self.transport.is_closing():
            self._discard(len(data))
            return
        is_answered = self.cycle is not None and self.cycle.response_complete
        if is_answered and self._waits_for is Phase.BODY:
            self._discard(len(data))
        good = self._framing.follow(data)
        phase = self._framing.phase
        if phase is not self._waits_for:
            self._await(phase, BODY_SECONDS if phase is Phase.BODY else HEAD_SECONDS)
        if good:
            self._crowd.is_active(self)
            super().data_received(good)
        else:
            self._unset_keepalive_if_required()
        if self._framing.fault:
            self._refuse()

    def pause_writing(self) -> None:
        """The other end does not read as fast as it is written to."""
        super().pause_writing()
        self._watch_reading()

    def on_response_complete(self) -> None:
        """Go on with what came meanwhile."""
        self._discarded_bytes = 0
        super().on_response_complete()
        if self._is_held:
            self.flow.pause_reading()
        if self._framing.fault and self.conn.our_state is h11.IDLE:
            self._refuse()

    def send_400_response(self, msg: str) -> None:
        """What h11 finds wrong beyond the framing, such as a missing `Host`."""
        self._framing.fault = self._framing.fault or msg.removesuffix(".")
        self._tell(400, self._framing.fault)

    def shutdown(self) -> None:
        """The hub is about to end."""
        if self._lingering is not None and self._lingering.is_lingering:
            self._lingering.abort()
        else:
            super().shutdown()

    def _await(self, phase: Phase, seconds: float) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._waits_for = phase
        if phase is not Phase.IDLE:
            self._reading = self.loop.call_later(seconds, self._is_too_slow)

    def _is_too_slow(self) -> None:
        self._reading = None
        if self._framing.phase is Phase.HEAD and not self.transport.is_closing():
            self._tell(408, "the request did not arrive in time")
        else:
            self.transport.abort()

    def _discard(self, count: int) -> None:
        self._discarded_bytes += count
        if self._discarded_bytes > MAX_DISCARDED_BYTES:
            self.transport.abort()

    def _refuse(self) -> None:
        """Answer a request that is none, once those before it are answered."""
        is_open = self.cycle is not None and not self.cycle.response_complete
        if not is_open:
            self._tell(self._framing.status, self._framing.fault)
        elif not self._framing.is_fault_in_body:
            self.flow.pause_reading()  # until those before it are answered
        elif self.cycle.response_started:
            self.transport.abort()
        else:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self._tell(self._framing.status, self._framing.fault)

    def _tell(self, status: int, reason: str) -> None:
        """Answer past h11, which knows no request to answer, and close."""
        if status != 408:
            self._malformed.log(self.address, f"{self.address} sent a request that is none: {reason}")
        if self.transport.is_closing():
            return
        body = json.dumps({"error": "bad-request" if status != 408 else "too-slow", "message": reason}).encode()
        head = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self._unset_keepalive_if_required()
        self.transport.close()

    def _lingers(self) -> bool:
        """Called when the connection is closed on our side: whether the other end may still be sending."""
        self._watch_reading()
        if self._framing.phase is Phase.IDLE and not self._framing.fault:
            return False
        if self._reading is None:
            self._await(Phase.BODY, LINGER_SECONDS)
        return True

    def _watch_reading(self) -> None:
        """See to it that what is written is read."""
        if self._lingering is not None and self._writing is None and self._lingering.get_write_buffer_size():
            self._read_bytes = self._lingering.taken_bytes()
            self._writing = self.loop.call_later(UNREAD_SECONDS, self._is_unread)

    def _is_unread(self) -> None:
        self._writing = None
        assert self._lingering is not None
        left = self._lingering.get_write_buffer_size()
        if left and self._lingering.taken_bytes() - self._read_bytes < MIN_READ_BYTES:
            self._lingering.abort()
        else:
            self._watch_reading()
