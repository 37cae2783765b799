"""Rows of words over a thin bar: no edge of the bar runs through a letter, however long either is."""

from __future__ import annotations

from typing import NamedTuple

from displayd.scene.operations import Box, Color, Op
from displayd.scene.visual_angle import CAP_HEIGHT
from displayd.tile.frame import Frame

__all__ = ["UnderBar", "under_bar"]

# In font sizes: how deep letters hang below their line, and the space between their feet and the bar.
FEET, GAP = 0.21, 0.05

# Height of the bar: as part of the row, and in font sizes at most.
SHARE, THICKEST = 0.16, 0.34


class UnderBar(NamedTuple):
    """Where words and bar stand in a row, px."""

    baseline: float
    """Of the first line of words."""
    top: float
    """Of the bar."""
    thick: float

    def draw(self, frame: Frame, left: float, right: float, share: float, color: Color) -> list[Op]:
        """A bar for `share` (0 to 1) of the whole, on a track as long as the whole."""
        width, radius = max(0.0, right - left), min(6 * frame.unit, self.thick / 2)
        ops: list[Op] = [Box(left, self.top, width, self.thick, frame.theme.raised, radius)]
        if share > 0:
            long = min(width, max(2 * radius, width * share))
            ops.append(Box(left, self.top, long, self.thick, color, radius))
        return ops


def under_bar(top: float, pitch: float, size: float, lines: float = 0.0) -> UnderBar:
    """Words of `size` px with a bar under them in the row that begins at `top` px and is `pitch` px high.

    Args:
        lines: from the first line of words to the last, in font sizes.
    """
    thick = min(THICKEST * size, SHARE * pitch)
    words = (CAP_HEIGHT + lines + FEET + GAP) * size
    start = top + max(0.0, pitch - words - thick) / 2
    return UnderBar(start + CAP_HEIGHT * size, start + words, thick)
