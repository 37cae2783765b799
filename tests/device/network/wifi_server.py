"""A stand-in for wpa_supplicant's control socket: a real datagram socket that answers as it was told to."""

from __future__ import annotations

import contextlib
import socket
import threading
from pathlib import Path
from typing import Self

__all__ = ["WifiServer"]


class WifiServer:
    """Answers commands at `path` until it ends. Use as a context manager.

    Args:
        answers: by command. A list is used up one by one, its last answer stays.
    """

    def __init__(self, path: Path, answers: dict[str, str]) -> None:
        self.answers = {"ATTACH": "OK\n", **answers}
        self.events: list[str] = []
        """Sent before the answer to the next command, as those do that happen in between."""
        self.asked: list[str] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.settimeout(0.1)
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while not self._ending.is_set():
            with contextlib.suppress(TimeoutError):
                data, sender = self._socket.recvfrom(4096)
                command = data.decode()
                self.asked.append(command)
                # Before the answer is out: whoever has it may bring the next events.
                events, self.events = self.events, []
                for event in [*events, self.answers.get(command, "UNKNOWN COMMAND\n")]:
                    self._socket.sendto(event.encode(), sender)
