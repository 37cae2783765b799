"""The hub's side of the process that unpacks pictures: one picture at a time, and none for longer than it may take."""

from __future__ import annotations

import threading

import msgspec

from displayd.hub.framed_process import FramedProcess
from displayd.hub.pictures.messages import MAX_REQUEST_BYTES, Crop, Developed, PictureAnswer, PictureRequest
from displayd.hub.pictures.picture_header import PictureError

__all__ = ["Darkroom"]

# To start Python and to load Pillow on a busy machine, and for the largest picture.
DEVELOP_SECONDS = 30.0

# All that a length of four bytes can say: what a picture may become is for the process to bound.
MAX_ANSWER_BYTES = (1 << 32) - 1


class Darkroom:
    """Makes pictures fit for screens. For any thread; whoever comes second waits."""

    def __init__(self, seconds: float = DEVELOP_SECONDS) -> None:
        """Args: seconds: how long one picture may take."""
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: FramedProcess | None = None

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
        if self._process is None or not self._process.is_running:
            self._end()
            self._process = FramedProcess("displayd.hub.pictures.worker")
        try:
            self._process.send(request)
            return msgspec.msgpack.decode(self._process.receive(self._seconds, MAX_ANSWER_BYTES), type=PictureAnswer)
        except TimeoutError as exc:
            self._end()
            raise PictureError(f"the picture takes longer than {self._seconds:g} s to unpack") from exc
        except (BrokenPipeError, EOFError, msgspec.DecodeError):
            self._end()
            return None

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()
