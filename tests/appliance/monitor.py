"""QEMU's control socket."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from tests.appliance.patience import eventually

__all__ = ["Monitor"]

# A command is answered at once; a machine under load may take its time, and a picture is six megabytes.
ANSWER_SECONDS = 120.0


class Monitor:
    """A connection to QEMU. Source of the protocol: QEMU Machine Protocol Specification (qmp-spec)."""

    def __init__(self, path: Path) -> None:
        """Args: path: the socket; QEMU may still be about to make it."""
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(ANSWER_SECONDS)
        self.events: list[str] = []
        """Names of what happened, in order, such as `WATCHDOG`; as far as was read, see `seen`."""

        def is_connected() -> bool:
            try:
                self._socket.connect(str(path))
            except (FileNotFoundError, ConnectionRefusedError):
                return False
            return True

        eventually(is_connected, 30, "QEMU's control socket")
        self._file = self._socket.makefile("rw", encoding="utf-8")
        self._file.readline()
        self.execute("qmp_capabilities")

    def execute(self, command: str, **arguments: Any) -> Any:
        """Run `command` of QEMU and return what it answers.

        Raises:
            AssertionError: QEMU refuses.
        """
        self._file.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self._file.flush()
        while True:
            line = self._file.readline()
            assert line, f"QEMU ended at {command}"
            answer = json.loads(line)
            if "event" in answer:
                self.events.append(answer["event"])
                continue
            assert "error" not in answer, f"{command}: {answer['error']}"
            return answer["return"]

    def seen(self, event: str) -> bool:
        """Whether `event` has happened."""
        self.execute("query-status")
        return event in self.events

    def close(self) -> None:
        """Let go of the socket."""
        self._file.close()
        self._socket.close()
