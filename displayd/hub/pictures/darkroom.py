"""The hub's side of the process that unpacks pictures: one picture at a time, and none for longer than it may take."""

from __future__ import annotations

import os
import selectors
import struct
import subprocess
import sys
import threading
import time

import msgspec

from displayd.hub.pictures.messages import MAX_REQUEST_BYTES, Crop, Developed, PictureAnswer, PictureRequest
from displayd.hub.pictures.picture_header import PictureError

__all__ = ["Darkroom"]

# To start Python and to load Pillow on a busy machine, and for the largest picture.
DEVELOP_SECONDS = 30.0


class Darkroom:
    """Makes pictures fit for screens. For any thread; whoever comes second waits."""

    def __init__(self, seconds: float = DEVELOP_SECONDS) -> None:
        """Args: seconds: how long one picture may take."""
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def developed(self, data: bytes, crop: Crop | None = None) -> Developed:
        """See `developing.developed`; blocks.

        Raises:
            PictureError: as there, or it takes too long.
        """
        request = msgspec.msgpack.encode(PictureRequest(data, crop))
        if len(request) > MAX_REQUEST_BYTES:
            raise PictureError(f"the picture has more than {MAX_REQUEST_BYTES // 1_000_000} MB")
        with self._lock:
            answer = self._asked(request) or self._asked(request)
        if answer is None:
            raise PictureError("the picture takes too much memory, or brings its decoder down")
        if answer.picture is None:
            raise PictureError(answer.failure)
        return answer.picture

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._end()

    def _asked(self, request: bytes) -> PictureAnswer | None:
        """What the process says; None where it has ended instead."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "displayd.hub.pictures.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        process, until = self._process, time.monotonic() + self._seconds
        assert process.stdin is not None
        try:
            process.stdin.write(struct.pack(">I", len(request)) + request)
            process.stdin.flush()
            (length,) = struct.unpack(">I", self._read(process, 4, until))
            return msgspec.msgpack.decode(self._read(process, length, until), type=PictureAnswer)
        except (BrokenPipeError, EOFError, msgspec.DecodeError):
            self._end()
            return None

    def _read(self, process: subprocess.Popen[bytes], length: int, until: float) -> bytes:
        assert process.stdout is not None
        descriptor, found = process.stdout.fileno(), bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(descriptor, selectors.EVENT_READ)
            while len(found) < length:
                left = until - time.monotonic()
                if left <= 0 or not selector.select(left):
                    self._end()
                    raise PictureError(f"the picture takes longer than {self._seconds:g} s to unpack")
                part = os.read(descriptor, min(1 << 20, length - len(found)))
                if not part:
                    raise EOFError
                found += part
        return bytes(found)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            try:
                stream.close()
            except BrokenPipeError:
                continue
