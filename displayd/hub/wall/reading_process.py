"""A process that reads a wall folder for the hub, where a file may hang so that whoever touches it cannot end.

The kernel holds a thread that has asked a file system of another program (FUSE) until that answers; once the question
is taken, not even SIGKILL ends it, and with it its process. A process beside the hub can be left behind like that, and
ends when the other side is gone.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import msgspec
from msgspec import Struct

from displayd.errors import ConfigError, Mistake
from displayd.hub.wall.folder import WallFiles, read_files
from displayd.hub.wall.listing import Listing, hangs, listing
from displayd.hub.wall.patience import HangsError, Steps

__all__ = ["ReadingProcess", "main"]

# How soon a step that hangs is noticed.
LOOK_SECONDS = 0.2

_SIZE = struct.Struct("<Q")

# Of the memory that both have: how many steps there were, how long the name of the one under way is, and the name.
_STEP = struct.Struct("<QH")
_STEP_BYTES = 8192

_ENTRY = "import sys; from displayd.hub.wall.reading_process import main; main(int(sys.argv[1]))"


class _Question(Struct, frozen=True):
    folder: str
    shipped_folder: str | None
    """None for the listing alone."""
    hanging: frozenset[str]
    """See `Steps`."""


class _Answer(Struct, frozen=True):
    listing: Listing | None = None
    files: WallFiles | None = None
    mistakes: tuple[Mistake, ...] = ()
    """Instead of the files."""


class ReadingProcess:
    """One such process; answers one question after the other."""

    def __init__(self) -> None:
        memory = os.memfd_create("steps")
        try:
            os.ftruncate(memory, _STEP_BYTES)
            self._steps = mmap.mmap(memory, _STEP_BYTES)
            # In a session of its own: Ctrl-C in a terminal is for the hub alone.
            self._process = subprocess.Popen(
                [sys.executable, "-c", _ENTRY, str(memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pass_fds=[memory],
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)},
            )
        finally:
            os.close(memory)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._questions, self._answers = self._process.stdin, self._process.stdout
        self.is_free = True
        """Whether it has answered all that it was asked, and can be asked more."""

    def listing(self, folder: Path, steps: Steps) -> Listing:
        """What is in the wall folder `folder`; `steps` follows where the process is."""
        found = self._answer(_Question(str(folder), None, steps.hanging), steps).listing
        assert found is not None
        return found

    def files(self, folder: Path, shipped_folder: Path, steps: Steps) -> WallFiles:
        """The files of the wall; `steps` follows where the process is.

        Raises:
            ConfigError: as of `read_files`.
        """
        found = self._answer(_Question(str(folder), str(shipped_folder), steps.hanging), steps)
        if found.files is None:
            raise ConfigError(str(folder), found.mistakes)
        return found.files

    def end(self) -> None:
        """End it; it must not have a question, as it may not be there to be ended then."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._questions, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()
        self._steps.close()

    def _answer(self, question: _Question, steps: Steps) -> _Answer:
        self.is_free = False
        steps.name = question.folder
        _STEP.pack_into(self._steps, 0, 0, 0)
        _send(self._questions, msgspec.msgpack.encode(question))
        ready = select.poll()
        ready.register(self._answers, select.POLLIN)
        count_before = 0
        while not ready.poll(LOOK_SECONDS * 1000):
            count, length = _STEP.unpack_from(self._steps)
            if count != count_before:
                name = self._steps[_STEP.size : _STEP.size + length].decode("utf-8", "replace")
                steps.name, steps.began_at, count_before = name, time.monotonic(), count
        data = _received(self._answers)
        if not data:
            raise EOFError("the process that reads the wall folder has ended")
        self.is_free = True
        return msgspec.msgpack.decode(data, type=_Answer)


def main(memory: int) -> None:
    """Answer what comes on the standard input until that ends.

    Args:
        memory: descriptor of the memory for the steps.
    """
    # systemd ends all processes of a unit; this one ends with the hub, which may have questions until then.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    steps = mmap.mmap(memory, _STEP_BYTES)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    while data := _received(questions):
        question = msgspec.msgpack.decode(data, type=_Question)
        _send(answers, msgspec.msgpack.encode(_answered(question, _Told(question.hanging, steps))))


class _Told(Steps):
    """Steps that the hub can see."""

    def __init__(self, hanging: frozenset[str], memory: mmap.mmap) -> None:
        super().__init__(hanging)
        self._memory = memory
        self._count = 0

    def at(self, name: str) -> None:
        """See `Steps.at`."""
        super().at(name)
        self._count += 1
        told = name.encode("utf-8", "replace")[: _STEP_BYTES - _STEP.size]
        self._memory[_STEP.size : _STEP.size + len(told)] = told
        _STEP.pack_into(self._memory, 0, self._count, len(told))


def _answered(question: _Question, steps: Steps) -> _Answer:
    folder = Path(question.folder)
    if question.shipped_folder is None:
        return _Answer(listing=listing(folder, steps.at))
    try:
        return _Answer(files=read_files(folder, Path(question.shipped_folder), steps))
    except ConfigError as exc:
        return _Answer(mistakes=exc.mistakes)
    except HangsError as exc:
        return _Answer(mistakes=(hangs(exc.name),))


def _send(to: IO[bytes], data: bytes) -> None:
    to.write(_SIZE.pack(len(data)))
    to.write(data)
    to.flush()


def _received(source: IO[bytes]) -> bytes:
    """What comes next; empty at the end."""
    head = source.read(_SIZE.size)
    return source.read(_SIZE.unpack(head)[0]) if len(head) == _SIZE.size else b""
