"""What every process does first that the hub starts beside itself: keep its pipes to itself, and be humble."""

from __future__ import annotations

import contextlib
import os
import resource
from typing import BinaryIO

__all__ = ["be_humble", "exactly", "own_channels"]


def own_channels() -> tuple[BinaryIO, BinaryIO]:
    """Input and output of our own: what a library prints goes elsewhere."""
    questions = os.fdopen(os.dup(0), "rb", buffering=0)
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    with open(os.devnull, "r+b", buffering=0) as nothing:  # noqa: PTH123 - it is no file
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
    return questions, answers


def be_humble() -> None:
    """Leave the processor to the hub, and be the first to go when there is no memory left."""
    with contextlib.suppress(OSError):
        os.nice(5)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123
        file.write("1000")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def exactly(stream: BinaryIO, length: int) -> bytes:
    """So many bytes.

    Raises:
        EOFError: whoever writes is gone before.
    """
    parts = bytearray()
    while len(parts) < length:
        part = stream.read(length - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)
