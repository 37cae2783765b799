"""The way to the other end, closed so that the last answer arrives."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import struct
import termios
from collections.abc import Callable
from typing import Any

__all__ = ["LingeringTransport"]


class LingeringTransport(asyncio.Transport):
    """A transport that is closed for writing only, while the other end may still be sending.

    The kernel resets a connection that is closed with something unread in it, and the reset takes with it what was
    written before: who sends a body that is too large would never see the answer that says so.

    Args:
        lingers: asked when it is closed: whether the other end may still be sending. Whoever says yes throws away what
            comes and ends the connection at some time.
    """

    def __init__(self, inner: asyncio.Transport, lingers: Callable[[], bool]) -> None:
        super().__init__()
        self.is_lingering = False
        self._inner = inner
        self._written_bytes = 0
        self._lingers = lingers

    def close(self) -> None:
        """End once all is written and, if need be, thrown away that the other end still sends."""
        if self.is_closing():
            return
        if not self._lingers():
            self._inner.close()
            return
        self.is_lingering = True
        self._inner.resume_reading()
        if self._inner.can_write_eof():
            self._inner.write_eof()

    def is_closing(self) -> bool:
        """Whether nothing more may be written."""
        return self.is_lingering or self._inner.is_closing()

    def abort(self) -> None:
        """End at once."""
        self._inner.abort()

    def write(self, data: Any) -> None:
        """Send `data`."""
        self._written_bytes += len(data)
        self._inner.write(data)

    def taken_bytes(self) -> int:
        """How much of what was written the other end has so far.

        What the kernel holds does not count: it makes room for more in steps of many kilobytes only.
        """
        taken = self._written_bytes - self._inner.get_write_buffer_size()
        with contextlib.suppress(OSError, ValueError):
            held = fcntl.ioctl(self._inner.get_extra_info("socket").fileno(), termios.TIOCOUTQ, bytes(4))
            taken -= struct.unpack("i", held)[0]
        return taken

    def get_write_buffer_size(self) -> int:
        """Bytes that the kernel has not taken yet."""
        return self._inner.get_write_buffer_size()

    def pause_reading(self) -> None:
        """Let what comes wait in the kernel."""
        self._inner.pause_reading()

    def resume_reading(self) -> None:
        """Take what comes."""
        self._inner.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """See `asyncio.BaseTransport`."""
        return self._inner.get_extra_info(name, default)
