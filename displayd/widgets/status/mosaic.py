"""Many states as small marks side by side: how many are well is seen, the names are left out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from displayd.drawing.marks.marks import level_mark
from displayd.protocol.vocabulary import Level
from displayd.scene.operations import Circle, Op
from displayd.scene.theme import Theme
from displayd.tile.frame import Frame

__all__ = ["mosaic", "state_mark"]

# Of a mark with the space around it, in 1080ths of the screen's short side.
LARGEST = 72


def mosaic(frame: Frame, levels: Sequence[Level], top: float, bottom: float) -> list[Op]:
    """A mark for each of `levels`, row by row across `frame.area` from `top` to `bottom` px, as large as they fit."""
    area = frame.area
    if not levels or bottom <= top:
        return []
    slot = _slot(area.width, bottom - top, len(levels), LARGEST * frame.unit)
    across = max(1, int(area.width / slot + 1e-6))
    ops: list[Op] = []
    for number, level in enumerate(levels):
        row, column = divmod(number, across)
        x, y = area.x + (column + 0.5) * slot, top + (row + 0.5) * slot
        ops += state_mark(level, x - slot * 0.12, y, slot * 0.68, frame.theme)
    return ops


def state_mark(level: Level, x: float, y: float, size: float, theme: Theme) -> list[Op]:
    """`level_mark`, with a ring for what nobody knows."""
    if level != "none":
        return level_mark(level, x, y, size, theme)
    return [Circle(x, y, size * 0.42, theme.dim), Circle(x, y, size * 0.24, theme.card)]


def _slot(width: float, height: float, count: int, largest: float) -> float:
    """The largest square, up to `largest` px, of which `count` fit in `width` by `height` px."""
    slot = min(largest, width, height)
    # One more row or column at a time.
    candidates = [width / across for across in range(1, count + 1)] + [height / down for down in range(1, count + 1)]
    for one in [slot, *sorted(candidates, reverse=True)]:
        if one <= slot and math.floor(width / one + 1e-6) * math.floor(height / one + 1e-6) >= count:
            return one
    return slot
