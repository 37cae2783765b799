"""The hub's side of the process that draws pages: started when a picture is wanted, killed when one takes too long."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import msgspec

from displayd.errors import DisplaydError
from displayd.hub.framed_process import FramedProcess, FrameTooLongError
from displayd.hub.page_pictures.frames import MAX_FRAME_BYTES, DrawAnswer, DrawQuestion

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
        path = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
        self._process = FramedProcess(_WORKER, {**os.environ, "PYTHONPATH": path})
        self._seconds = START_SECONDS + DRAW_SECONDS

    @property
    def is_running(self) -> bool:
        """Whether it can be asked."""
        return self._process.is_running

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
            answer = self._answer(msgspec.msgpack.encode(question))
        except BaseException:
            self.end()
            raise
        self._seconds = DRAW_SECONDS
        return answer

    def end(self) -> None:
        """End it now, whatever it does."""
        self._process.end()

    def _answer(self, question: bytes) -> DrawAnswer:
        try:
            self._process.send(question)
        except (OSError, ValueError) as exc:
            raise DrawingError("the process that draws has ended") from exc
        try:
            answer = self._process.receive(self._seconds, MAX_FRAME_BYTES)
        except TimeoutError as exc:
            raise TooSlowError(f"drawing takes longer than {self._seconds:g} s") from exc
        except EOFError as exc:
            raise DrawingError("the process that draws has ended; it may have needed too much memory") from exc
        except FrameTooLongError as exc:
            raise DrawingError(f"the picture has {exc}") from exc
        return msgspec.msgpack.decode(answer, type=DrawAnswer)
