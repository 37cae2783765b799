"""The hub's side of the process that draws pages: started when a picture is wanted, killed when one takes too long."""

from __future__ import annotations

import contextlib
import os
import selectors
import subprocess
import sys
import time
from pathlib import Path

import msgspec

from displayd.errors import DisplaydError
from displayd.hub.page_pictures.frames import LENGTH, MAX_FRAME_BYTES, DrawAnswer, DrawQuestion, framed

__all__ = ["DRAW_SECONDS", "DrawingError", "DrawingProcess", "TooSlowError"]

# By name, and not as an import: what draws is never loaded into the hub.
_WORKER = "displayd.tools.page_drawing"

# To start Python and to load cairo, Pango and the fonts on a machine that is busy.
START_SECONDS = 30.0

DRAW_SECONDS = 15.0
"""A page takes a twentieth of a second; one that takes this long holds up all others."""


class DrawingError(DisplaydError):
    """A page was not drawn: it took too long, needed too much memory, or the process has ended."""


class TooSlowError(DrawingError):
    """A page takes too long, and would again."""


class DrawingProcess:
    """One such process. It ends by itself when nobody asks it for a while, and when the hub ends.

    What asks it blocks, so it is not for an event loop.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", _WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # In a session of its own: Ctrl-C in a terminal is for the hub alone.
            start_new_session=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)},
        )
        self._seconds = START_SECONDS + DRAW_SECONDS

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    def ask(self, question: DrawQuestion) -> DrawAnswer:
        """What it answers.

        Raises:
            DrawingError: nothing in time, or it has ended; it is then gone.
        """
        try:
            answer = self._answer(framed(question))
        except BaseException:
            self.end()
            raise
        self._seconds = DRAW_SECONDS
        return answer

    def end(self) -> None:
        """End it now, whatever it does."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with contextlib.suppress(OSError):
                pipe.close()

    def _answer(self, frame: bytes) -> DrawAnswer:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(frame)
            self._process.stdin.flush()
        except (OSError, ValueError) as exc:
            raise DrawingError("the process that draws has ended") from exc
        until = time.monotonic() + self._seconds
        (length,) = LENGTH.unpack(self._read(LENGTH.size, until))
        if length > MAX_FRAME_BYTES:
            raise DrawingError(f"the picture has {length:,} bytes")
        return msgspec.msgpack.decode(self._read(length, until), type=DrawAnswer)

    def _read(self, length: int, until: float) -> bytes:
        assert self._process.stdout is not None
        descriptor, parts = self._process.stdout.fileno(), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while len(parts) < length:
                left = until - time.monotonic()
                if left <= 0 or not selector.select(left):
                    raise TooSlowError(f"drawing takes longer than {self._seconds:g} s")
                part = os.read(descriptor, min(1 << 20, length - len(parts)))
                if not part:
                    raise DrawingError("the process that draws has ended; it may have needed too much memory")
                parts += part
        return bytes(parts)
