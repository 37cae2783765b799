"""Rows that may be too many for their tile."""

from __future__ import annotations

from typing import NamedTuple

from displayd.scene.operations import Op, Text
from displayd.tile.frame import Frame

__all__ = ["MORE_LINE", "RowPlan", "more_row", "more_text", "places_for", "row_plan", "row_sizes"]

MORE_LINE = 1.3
"""Height of the line that says how many are left over, in font sizes."""

# Rows farther apart than this, in heights of a row, no longer look like one list.
LOOSEST = 1.5

# A row higher than this, in font sizes, is no single line.
MOST_AIR = 1.5

# Steps of the scale above `Frame.label` that rows go up where they are few, and where they have the page to themselves;
# rows so large may be farther apart.
STEPS = (3, 2, 1, 0)
STEPS_ALONE, LOOSEST_ALONE = (9, 8, 7, 6, 5, 4, *STEPS), 2.0


class RowPlan(NamedTuple):
    """How rows stand in their room."""

    shown: int
    left_over: int
    pitch: float
    """From the top of one row to that of the next, px."""
    size: float
    """Font size, px."""
    untold: int = 0
    """How many are left over where a line that says so has no room."""


def row_plan(frame: Frame, height: float, count: int, line: float, room: float | None = None) -> RowPlan:
    """As many of `count` rows as can be read in `height` px; the fewer they are, the larger they get.

    Args:
        line: height of a row in font sizes, what stands under its text included.
        room: height that the rows take less if some are left over, px; that of `more_row` if None.
    """
    foot = frame.small * MORE_LINE if room is None else room
    shown, left_over = places_for(height, frame.small * line, count, foot)
    pitch = max(0.0, height - (foot if left_over else 0.0)) / shown
    size = row_sizes(frame, pitch / line)[0]
    if shown == 1 and line < MOST_AIR:
        # A row on its own needs no air around it.
        size = max(size, min(frame.small, pitch))
    loosest = LOOSEST_ALONE if frame.is_alone else LOOSEST
    return RowPlan(shown, left_over, min(pitch, size * line * loosest), size, count - shown - left_over)


def row_sizes(frame: Frame, largest: float) -> list[float]:
    """The font sizes for rows up to `largest` px, falling to `frame.small`; `largest` alone if even that is more."""
    many = STEPS_ALONE if frame.is_alone else STEPS
    every = [*(frame.label * frame.step**steps for steps in many), frame.small]
    return [size for size in every if size <= largest * 1.001] or [largest]


def places_for(height: float, row_height: float, count: int, more_height: float) -> tuple[int, int]:
    """How many of `count` rows are shown in `height` px, and how many are left over.

    Args:
        more_height: height of the line that says how many are left over, which takes its room from the rows.
    """
    fitting = int(height / row_height + 1e-6)
    if fitting >= count:
        return count, 0
    fitting = int((height - more_height) / row_height + 1e-6)
    # One row says more than a line about all of them.
    shown = max(1, fitting)
    return shown, count - shown if fitting > 0 else 0


def more_text(frame: Frame, count: int) -> str:
    """`+3 more`: how many are left out."""
    return frame.format.say_count("+{count} more", "+{count} more", count)


def more_row(frame: Frame, count: int, untold: int = 0) -> list[Op]:
    """`+3 more` at the bottom of `frame.area`; nothing for 0.

    Args:
        untold: how many are left over without room for that line, of a plan with `count` 0.
    """
    frame.leaves_out(untold)
    if not count:
        return []
    area = frame.area
    baseline = area.bottom - frame.small * 0.26
    return [
        Text(area.x, baseline, more_text(frame, count), frame.small, frame.theme.dim, "left", "regular", area.width)
    ]
