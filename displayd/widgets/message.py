"""A few words in place of content."""

from __future__ import annotations

from displayd.scene import Op, Text
from displayd.widgets.base import Frame, fitted_size

__all__ = ["message"]


def message(frame: Frame, heading: str, lines: list[str], color: str) -> list[Op]:
    """A short message in the middle of `frame.area`: a heading and lines of explanation, cut to what fits."""
    area, unit = frame.area, frame.unit
    size = fitted_size(frame, [heading], min(56 * unit, area.height * 0.42), area.width, smallest=24 * unit)
    small = min(frame.small, max(size, 1))
    wrapped = [piece for line in lines for piece in frame.fonts.wrap(line, small, "regular", area.width)]
    room = int((area.height - size * 1.1) / (small * 1.3))
    if len(wrapped) > max(0, room):
        wrapped = wrapped[: max(0, room)]
    height = size * 1.1 + len(wrapped) * small * 1.3
    y = area.y + (area.height - height) / 2 + size * 0.82
    middle = area.x + area.width / 2
    ops: list[Op] = [Text(middle, y, heading, size, color, "center", "semibold", area.width)]
    for line in wrapped:
        y += small * 1.3
        ops.append(Text(middle, y, line, small, frame.theme.dim, "center", "regular", area.width))
    return ops
