"""The process that unpacks pictures: asked on its standard input, answers on its standard output, ends when idle."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import struct
import sys

import msgspec

from displayd.hub.pictures.developing import developed
from displayd.hub.pictures.messages import MAX_REQUEST_BYTES, PictureAnswer, PictureRequest
from displayd.hub.pictures.picture_header import PictureError

__all__ = ["main"]

# The largest picture that is taken has 200 MB unpacked, twice.
MAX_MEMORY_BYTES = 1_200_000_000

IDLE_SECONDS = 30.0


def main() -> None:
    """Answer until nobody asks any more."""
    # Where a service may not do that, its own limit of memory holds.
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    while select.select([0], [], [], IDLE_SECONDS)[0]:
        head = _read(4)
        if len(head) < 4:
            return
        (length,) = struct.unpack(">I", head)
        if length > MAX_REQUEST_BYTES:
            return
        body = msgspec.msgpack.encode(_answer(_read(length)))
        sys.stdout.buffer.write(struct.pack(">I", len(body)) + body)
        sys.stdout.buffer.flush()


def _answer(request: bytes) -> PictureAnswer:
    try:
        asked = msgspec.msgpack.decode(request, type=PictureRequest)
        return PictureAnswer(developed(asked.data, asked.crop))
    except PictureError as exc:
        return PictureAnswer(failure=str(exc))
    except MemoryError:
        return PictureAnswer(failure="the picture takes too much memory")
    except Exception as exc:  # noqa: BLE001 - whatever a decoder makes of it: the picture is the one that is wrong
        return PictureAnswer(failure=f"the picture is damaged: {exc!r}"[:200])


def _read(length: int) -> bytes:
    found = bytearray()
    while len(found) < length and (part := os.read(0, min(1 << 20, length - len(found)))):
        found += part
    return bytes(found)


if __name__ == "__main__":
    main()
