"""Screens to show scenes on: what all have in common, and those without glass.

A screen is two canvases, the front one on the glass and the back one for the page to come, and three verbs:
`update` pushes changed parts of the front, `flip` brings the back to the front, `fade` does so gently. The real one is
in `television.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from displayd.errors import ScreenError
from displayd.geometry import Rect
from displayd.paint.canvas import Canvas, MemoryPixels
from displayd.paint.painter import Painter

__all__ = ["FileScreen", "MemoryScreen", "Screen"]


class Screen(Protocol):
    """Something with a size that shows what is painted."""

    size: tuple[int, int]
    """Width and height of the panel, px."""
    driver: str
    mode: str
    """Size and refresh as the report has it, for example `1920x1080@60`."""
    front: Canvas

    @property
    def back(self) -> Canvas:
        """The canvas for the page to come."""

    def update(self, rects: Sequence[Rect]) -> None:
        """Push changed parts of the front canvas to the glass."""

    def flip(self) -> None:
        """Bring the back canvas to the glass; afterwards the front is what the back was."""

    def fade(self) -> None:
        """As `flip`, in a short cross-fade."""

    def pump(self) -> bool:
        """Answer the window system; False when the viewer closed the window."""

    def is_outdated(self) -> bool:
        """True when the display has changed (another TV, another mode) and the screen must be opened anew."""

    def close(self) -> None:
        """Give the display back."""


class MemoryScreen:
    """A screen without glass, for previews, tests and machines with no display."""

    driver = "memory"

    def __init__(self, painter: Painter, size: tuple[int, int] = (1920, 1080)) -> None:
        self.size = size
        self.mode = f"{size[0]}x{size[1]}"
        self._pixels = MemoryPixels(*size)
        self.front = Canvas(self._pixels, painter)
        self._spare = MemoryPixels(*size)
        self.back = Canvas(self._spare, painter)
        self.flips = 0
        self.updates = 0

    def update(self, rects: Sequence[Rect]) -> None:
        """Count it: the front canvas is all there is."""
        self.updates += bool(rects)

    def flip(self) -> None:
        """Copy the back canvas to the front."""
        self._pixels.data[:] = self._spare.data
        self.front.take_over(self.back)
        self.flips += 1

    def fade(self) -> None:
        """As `flip`: nobody is looking."""
        self.flip()

    def pump(self) -> bool:
        """Nobody can close it."""
        return True

    def is_outdated(self) -> bool:
        """Memory stays as it is."""
        return False

    def close(self) -> None:
        """Nothing to give back."""


class FileScreen(MemoryScreen):
    """A screen that writes a PNG at every change."""

    driver = "file"

    def __init__(self, painter: Painter, path: Path, size: tuple[int, int] = (1920, 1080)) -> None:
        super().__init__(painter, size)
        self._path = path

    def update(self, rects: Sequence[Rect]) -> None:
        """Write the file when something changed."""
        super().update(rects)
        if rects:
            self._write()

    def flip(self) -> None:
        """Write the file."""
        super().flip()
        self._write()

    def _write(self) -> None:
        unfinished = self._path.with_suffix(".part")
        try:
            unfinished.write_bytes(self.front.snapshot())
            unfinished.replace(self._path)
        except OSError as exc:
            raise ScreenError(f"cannot write {self._path}: {exc}") from exc
