"""The window in which QEMU shows the TV: made another size, it is another TV for the guest, with another EDID."""

from __future__ import annotations

import socket
import struct
from pathlib import Path

__all__ = ["Window"]

_SECONDS = 60.0


class Window:
    """A connection to QEMU's VNC server.

    Source of the protocol: RFC 6143, and for the size rfbproto.rst of https://github.com/rfbproto/rfbproto.
    """

    def __init__(self, path: Path) -> None:
        """Args: path: socket of `-vnc unix:PATH`."""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(_SECONDS)
        self._socket.connect(str(path))
        self._read(12)
        self._socket.sendall(b"RFB 003.008\n")
        self._read(self._read(1)[0])
        # Security: none. Then "share the desktop".
        self._socket.sendall(b"\x01")
        assert self._read(4) == bytes(4), "QEMU wants a password"
        self._socket.sendall(b"\x01")
        (length,) = struct.unpack(">20xI", self._read(24))
        self._read(length)
        # Raw pictures, and news of the size; one pixel is enough.
        self._socket.sendall(struct.pack(">BxHiii", 2, 3, 0, -223, -308))
        self._socket.sendall(struct.pack(">BBHHHH", 3, 0, 0, 0, 1, 1))
        self._read(1)

    def resize(self, width: int, height: int) -> None:
        """Make the window another size, px."""
        self._socket.sendall(struct.pack(">BxHHBxIHHHHI", 251, width, height, 1, 0, 0, 0, width, height, 0))

    def close(self) -> None:
        """Let go of it."""
        self._socket.close()

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._socket.recv(count - len(data))
            assert more, "QEMU closed its window"
            data += more
        return data
