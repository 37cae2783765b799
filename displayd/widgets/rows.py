"""Rows that may be too many for their tile."""

from __future__ import annotations

from displayd.scene import Op, Text
from displayd.widgets.base import Frame

__all__ = ["more_row", "places_for"]


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
    return shown, count - shown if fitting else 0


def more_row(frame: Frame, count: int) -> list[Op]:
    """`+3 more` at the bottom of `frame.area`; nothing for 0."""
    if not count:
        return []
    area = frame.area
    baseline = area.bottom - frame.small * 0.26
    return [Text(area.x, baseline, f"+{count} more", frame.small, frame.theme.dim, "left", "regular", area.width)]
