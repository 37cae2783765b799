"""Memory for a picture."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

import cairo

__all__ = ["MemoryPixels", "Pixels", "frame_surface", "surface_of"]


class Pixels(Protocol):
    """Memory for a picture: rows of 32-bit BGRX."""

    width: int
    height: int
    stride: int
    """Bytes from one row to the next."""

    def locked(self) -> AbstractContextManager[Any]:
        """The writable buffer, for as long as the context is open."""


def frame_surface(data: bytearray, width: int, height: int) -> Any:
    """A whole frame, rows of 32-bit BGRX, as a cairo surface."""
    return cairo.ImageSurface.create_for_data(memoryview(data), cairo.FORMAT_RGB24, width, height, width * 4)


class MemoryPixels:
    """Pixels in ordinary memory."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.stride = width * 4
        self.data = bytearray(self.stride * height)

    def locked(self) -> AbstractContextManager[Any]:
        """The buffer; there is nothing to lock."""
        return _Open(self.data)


class _Open(AbstractContextManager[Any]):
    def __init__(self, data: bytearray) -> None:
        self._data = data

    def __enter__(self) -> bytearray:
        return self._data

    def __exit__(self, *exc: object) -> None:
        return None


@contextlib.contextmanager
def surface_of(pixels: Pixels) -> Iterator[Any]:
    """`pixels` as a cairo surface to draw on, for as long as the context is open."""
    with pixels.locked() as buffer:
        surface = cairo.ImageSurface.create_for_data(
            buffer, cairo.FORMAT_RGB24, pixels.width, pixels.height, pixels.stride
        )
        try:
            yield surface
            surface.flush()
        finally:
            surface.finish()
