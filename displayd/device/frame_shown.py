"""What the drawing loop publishes: the picture on the glass, and how the loop gets on."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from displayd.device.placement import rotate_of
from displayd.device.view import Situation, View
from displayd.scene.operations import Scene

__all__ = ["FrameShown"]


class FrameShown(Struct, frozen=True):
    """What is on the glass after a step of the loop."""

    view: View
    scene: Scene
    situation: Situation
    """In which the view was made into the scene."""
    driver: str
    """Of the screen, for example `KMSDRM`."""
    mode: str
    """Of the screen, for example `1920x1080@60`."""
    fault: str
    """What is wrong with this screen, in words; empty when nothing is."""
    cells_painted: int
    """Since the screen was opened."""
    wakeups: int
    """Times the loop has woken since the start."""
    free_seconds: float
    """Time until the loop has something to do again."""
    snapshot: Callable[[int], bytes]
    """Makes a PNG of it, upright and at most so many px wide; only good until the loop goes on."""
    painting_seconds: float = 0.0
    """How long the slowest page takes to be got ready."""

    @property
    def rotate(self) -> int:
        """Degrees clockwise by which the page is turned."""
        return rotate_of(self.view, self.situation)
