"""How something was lately, as a row of blocks: lower for good, higher for bad, so that colour is not all."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from displayd.protocol.vocabulary import Level, worst
from displayd.scene.operations import Box, Op
from displayd.tile.frame import Frame

__all__ = ["HEIGHTS", "state_blocks", "strip_width"]

# Of a block with the space after it, in 1080ths of the screen's short side.
NARROWEST, WIDEST = 14, 60

HEIGHTS = {"none": 0.25, "good": 0.6, "amber": 0.8, "red": 1.0}
"""Of the blocks, as shares of the row's height."""


def state_blocks(
    frame: Frame, levels: Sequence[Level], left: float, right: float, bottom: float, height: float
) -> list[Op]:
    """Blocks that end at `right` px with the newest; where they are many, one stands for several with their worst.

    Args:
        levels: oldest first.
    """
    places = int((right - left) / (NARROWEST * frame.unit))
    if places < 1 or not levels:
        return []
    shown = _gathered(levels, places)
    unit, slot = frame.unit, min((right - left) / len(shown), WIDEST * frame.unit)
    width = slot - max(2 * unit, slot * 0.2)
    start = right - slot * len(shown) + slot - width
    ops: list[Op] = []
    for number, level in enumerate(shown):
        high = height * HEIGHTS[level]
        color = frame.theme.dim if level == "none" else frame.theme.level_color(level)
        ops.append(Box(start + number * slot, bottom - high, width, high, color, min(3 * unit, width / 2, high / 2)))
    return frame.kept(ops, left, right)


def strip_width(frame: Frame, count: int, room: float) -> float:
    """Width of the strip of `count` blocks in `room` px."""
    return min(room, WIDEST * frame.unit * count)


def _gathered(levels: Sequence[Level], places: int) -> list[Level]:
    """At most so many levels, of neighbours the worst."""
    count = min(len(levels), places)
    edges = [len(levels) * place // count for place in range(count + 1)]
    return [worst(levels[start:end]) for start, end in itertools.pairwise(edges)]
