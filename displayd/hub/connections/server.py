"""The hub's web server: uvicorn, with an acceptor of our own that knows when to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Iterator

import uvicorn

from displayd.hub.connections.connection import HEAD_SECONDS, Connection
from displayd.hub.connections.crowd import Crowd
from displayd.hub.log_limiter import LogLimiter

__all__ = ["Server"]

logger = logging.getLogger(__name__)

BACKLOG = 2048

KERNEL_BYTES = 262_144
"""What the kernel holds for one connection that does not read; else some megabytes."""

ACCEPTS_AT_ONCE = 32
"""Connections taken before those that are open get their turn."""

GOOD_BYE_SECONDS = 0.5
"""TLS ends with a word from both sides; who waits for the next answer does not give it."""

AGAIN_SECONDS = 1.0
"""After there was no place, or the kernel had no descriptor, which other programs may have used up."""


class Server(uvicorn.Server):
    """Serves on one socket.

    asyncio's own acceptor writes a traceback for each connection that it has no descriptor for, as fast as it can: some
    3 MB of log in a second, and nothing else is done meanwhile.

    Args:
        bound: listens soon.
        full: called when there is no place for more connections, and when there is one again.
    """

    def __init__(
        self, config: uvicorn.Config, bound: socket.socket, crowd: Crowd, full: Callable[[bool], None]
    ) -> None:
        super().__init__(config)
        self._bound = bound
        self._crowd = crowd
        self._full = full
        self._is_full = False
        self._is_accepting = False
        self._takes: set[asyncio.Task[None]] = set()
        self._malformed = LogLimiter(logger, logging.WARNING)
        self._no_descriptor = LogLimiter(logger, logging.ERROR)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to us: uvicorn would send itself the signal again at the end, and nothing would be saved."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept connections."""
        await super().startup(sockets=[])
        self._bound.setblocking(False)
        self._bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
        self._bound.listen(BACKLOG)
        self._crowd.has_room = self._go_on
        self._go_on()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept no more, and end what is open."""
        self._crowd.has_room = lambda: None
        self._pause()
        for take in self._takes:
            take.cancel()
        await super().shutdown(sockets=[self._bound])

    def _go_on(self) -> None:
        if self._is_accepting or self.should_exit:
            return
        self._is_accepting = True
        asyncio.get_running_loop().add_reader(self._bound, self._accept)

    def _pause(self) -> None:
        if self._is_accepting:
            self._is_accepting = False
            asyncio.get_running_loop().remove_reader(self._bound)

    def _pause_for_a_while(self) -> None:
        self._pause()
        asyncio.get_running_loop().call_later(AGAIN_SECONDS, self._go_on)

    def _accept(self) -> None:
        for _ in range(ACCEPTS_AT_ONCE):
            if self._crowd.is_full:
                # Whoever comes now waits in the kernel until somebody leaves, or has been quiet for long enough.
                self._say_full(is_full=not self._crowd.make_room())
                self._pause_for_a_while()
                return
            try:
                accepted, peer = self._bound.accept()
            except (BlockingIOError, InterruptedError, ConnectionError):
                break
            except OSError as exc:
                self._no_descriptor.log("", f"No connection can be accepted: {exc.strerror}")
                self._pause_for_a_while()
                return
            self._take(accepted, peer[0])
        self._say_full(is_full=False)

    def _say_full(self, *, is_full: bool) -> None:
        if is_full != self._is_full:
            self._is_full = is_full
            self._full(is_full)

    def _take(self, accepted: socket.socket, address: str) -> None:
        state = self.lifespan.state
        connection = Connection(self.config, self.server_state, state, self._crowd, self._malformed, address)
        take = asyncio.get_running_loop().create_task(self._made(accepted, connection))
        self._takes.add(take)
        take.add_done_callback(self._takes.discard)
        connection.give_up = take.cancel
        self._crowd.enter(connection)

    async def _made(self, accepted: socket.socket, connection: Connection) -> None:
        """Shake hands, where there is TLS, and let uvicorn have it."""
        accepted.setblocking(False)
        tls = self.config.ssl
        hands, bye = (None, None) if tls is None else (HEAD_SECONDS, GOOD_BYE_SECONDS)
        loop = asyncio.get_running_loop()
        try:
            await loop.connect_accepted_socket(
                lambda: connection, accepted, ssl=tls, ssl_handshake_timeout=hands, ssl_shutdown_timeout=bye
            )
        except OSError:
            # Also every fault of TLS: certificates that a client does not take are its own business.
            logger.debug("%s did not come to a request", connection.address)
        finally:
            if not connection.is_made:
                accepted.close()
                self._crowd.leave(connection)
