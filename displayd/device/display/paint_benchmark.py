"""How fast this machine paints: what may move on its glass depends on it."""

from __future__ import annotations

import time

from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.scene.geometry import Rect
from displayd.scene.operations import Scene

__all__ = ["MOVING_TILE_SECONDS", "tile_seconds"]

# Figures count in 25 pictures a second. One that takes a quarter of its time leaves room for the rest of the work, and
# for a tile that is dearer than the usual one.
MOVING_TILE_SECONDS = 0.010

# The first one is late by fonts that are not loaded yet, and any one by something else that is going on.
TIMES = 3


def tile_seconds(scene: Scene, painter: Painter) -> float:
    """The least time in which a tile of middling size is painted, outside the glass; 0 for a scene without tiles."""
    seen = [cell for cell in scene.cells if not cell.rect.is_empty]
    cells = sorted(seen, key=lambda cell: cell.rect.width * cell.rect.height)
    if not cells:
        return 0.0
    cell = cells[len(cells) // 2]
    alone = Scene(scene.width, scene.height, scene.background, (cell,))
    canvas = Canvas(MemoryPixels(cell.rect.width, cell.rect.height), painter)
    least = float("inf")
    for _ in range(TIMES):
        begin = time.perf_counter()
        canvas.draw(alone, inner=Rect(-cell.rect.x, -cell.rect.y, scene.width, scene.height))
        least = min(least, time.perf_counter() - begin)
        canvas.forget()
    return least
