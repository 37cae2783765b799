"""A root shell in the guest, over a serial port of its own: `systemd.debug_shell=`."""

from __future__ import annotations

import contextlib
import re
import shlex
import socket
import time
from pathlib import Path

from tests.appliance.patience import eventually, slowness

__all__ = ["Shell", "ShellError"]

# Ends the output of a command; the command line that the terminal echoes has it in two parts.
END = ("=-=end", "of-output=-=")

# What a shell tells a terminal, such as "bracketed paste off".
ESCAPES = re.compile(r"\x1b\[[?!]?[0-9;]*[A-Za-z]")


class ShellError(AssertionError):
    """A command in the guest failed."""


class Shell:
    """Commands in the guest, one after the other."""

    def __init__(self, path: Path) -> None:
        """Args: path: socket of the guest's second serial port."""
        self._path = path
        self._socket: socket.socket | None = None
        self._is_awake = False

    def run(self, command: str, seconds: float = 60.0, check: bool = True) -> str:
        """What `command` prints, errors included, without the last line break.

        Waits for the shell if the guest is still starting.

        Args:
            command: for `sh`, one line or several, as long as a terminal's line (4,000 bytes).
            seconds: limit for the command, on an idle computer.
            check: False when it may fail.

        Raises:
            ShellError: it fails, or has not ended in time.
        """
        if not self._is_awake:
            self._wake()
        output, status = self._exchange(f"sh -c {shlex.quote(command)} </dev/null 2>&1", seconds)
        if check and status != 0:
            raise ShellError(f"`{command}` ended with {status}:\n{output}")
        return output

    def close(self) -> None:
        """Let go of the socket: the guest was switched off or started anew."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._is_awake = None, False

    def _wake(self) -> None:
        def answers() -> bool:
            # A line that was typed before there was a shell is lost or comes late: its answer ends with the newest.
            with contextlib.suppress(TimeoutError, ShellError):
                self._exchange(
                    "stty -echo -onlcr cols 1000; export TERM=dumb SYSTEMD_COLORS=0 PAGER=cat; PS1=; PS2=", 5
                )
                return True
            return False

        eventually(answers, 240, "a shell in the guest")
        self._is_awake = True

    def _exchange(self, line: str, seconds: float) -> tuple[str, int]:
        """What was printed, and the exit status."""
        connection = self._connected()
        self._drain(connection)
        number = time.monotonic_ns()
        connection.sendall(f"{line}; printf '%s%s %d %d\\n' '{END[0]}' '{END[1]}' {number} $?\n".encode())
        until = time.monotonic() + seconds * slowness()
        end = re.compile(rf"{re.escape(''.join(END))} {number} (\d+)\r?\n")
        said, text = b"", ""
        while not (found := end.search(text)):
            connection.settimeout(max(0.01, until - time.monotonic()))
            try:
                data = connection.recv(65_536)
            except TimeoutError:
                raise ShellError(f"`{line}` has not ended in {seconds:g} s; it printed:\n{text}") from None
            if not data:
                raise ShellError(f"the guest is gone; `{line}` printed:\n{text}")
            said += data
            text = said.decode(errors="replace")
        return ESCAPES.sub("", text[: found.start()]).replace("\r", "").rstrip("\n"), int(found[1])

    def _connected(self) -> socket.socket:
        if self._socket is None:
            self._socket = socket.socket(socket.AF_UNIX)
            self._socket.settimeout(30)
            self._socket.connect(str(self._path))
        return self._socket

    def _drain(self, connection: socket.socket) -> None:
        """Throw away what was printed between two commands."""
        connection.settimeout(0.05)
        with contextlib.suppress(TimeoutError):
            while connection.recv(65_536):
                pass
