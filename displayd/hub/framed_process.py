"""The hub's side of a process beside it: bodies with their length before them, and nothing waited for past its time."""

from __future__ import annotations

import contextlib
import os
import selectors
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping

__all__ = ["FrameTooLongError", "FramedProcess"]

_LENGTH = struct.Struct(">I")

_PART_BYTES = 1 << 20


class FrameTooLongError(Exception):
    """An answer has more bytes than it may have; the message says how many."""


class FramedProcess:
    """A process of Python that answers questions over its pipes. What asks it blocks, so it is not for an event loop.

    Args:
        module: what it runs.
        env: its environment; ours when left out.
    """

    def __init__(self, module: str, env: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # In a session of its own: Ctrl-C in a terminal is for the hub alone.
            start_new_session=True,
            env=env,
        )
        self._reading = threading.Lock()
        """Held while an answer is waited for: a pipe that is closed meanwhile would wake nobody."""

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def send(self, body: bytes) -> None:
        """Write a question.

        Raises:
            OSError, ValueError: it has ended, or was ended.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(_LENGTH.pack(len(body)) + body)
        self._process.stdin.flush()

    def receive(self, seconds: float, most_bytes: int) -> bytes:
        """Its next answer.

        Raises:
            TimeoutError: that takes longer than `seconds`.
            EOFError: it has ended.
            FrameTooLongError: the answer has more than `most_bytes`.
        """
        until = time.monotonic() + seconds
        with self._reading:
            (length,) = _LENGTH.unpack(self._read(_LENGTH.size, until))
            if length > most_bytes:
                raise FrameTooLongError(f"{length:,} bytes")
            return self._read(length, until)

    def wait(self, seconds: float | None = None) -> int:
        """Its exit status, when it has ended by itself; waits for so long at most, None for as long as it takes.

        Raises:
            subprocess.TimeoutExpired: it has not ended by then.
        """
        return self._process.wait(seconds)

    def end(self) -> None:
        """End it now, whatever it does."""
        if self.is_running:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            # What was not written yet goes nowhere.
            with self._reading, contextlib.suppress(OSError):
                pipe.close()

    def _read(self, length: int, until: float) -> bytes:
        assert self._process.stdout is not None
        if self._process.stdout.closed:
            raise EOFError
        descriptor, parts = self._process.stdout.fileno(), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while len(parts) < length:
                left = until - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise TimeoutError
                part = os.read(descriptor, min(_PART_BYTES, length - len(parts)))
                if not part:
                    raise EOFError
                parts += part
        return bytes(parts)
