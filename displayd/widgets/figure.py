"""A figure with its unit or currency smaller beside it."""

from __future__ import annotations

from displayd.digits import MINUS
from displayd.scene import Align, Color, Op, Text, Weight
from displayd.units import Quantity
from displayd.widgets.base import Frame

__all__ = ["CAP_HEIGHT", "figure", "figure_size", "figure_width"]

# Height of capitals and digits in font sizes (Inter: 0.727).
CAP_HEIGHT = 0.727

# Unit and currency are read once, the figure all day.
AFFIX_SHARE = 0.55


def figure(
    frame: Frame,
    quantity: Quantity,
    x: float,
    baseline: float,
    size: float,
    color: Color,
    align: Align = "left",
    is_tabular: bool = False,
) -> list[Op]:
    """`quantity` on one line, its number `size` px and in `color`, what stands around it smaller and dim.

    Args:
        x: left, middle or right end of the whole, as `align` says.
        is_tabular: True for equally wide digits; a figure that stands still looks better with digits of their own
            widths.
    """
    x -= figure_width(frame, quantity, size, is_tabular) * {"left": 0.0, "center": 0.5, "right": 1.0}[align]
    ops: list[Op] = []
    for text, part_size, weight, is_number in _parts(frame, quantity, size):
        paint = color if is_number else frame.theme.dim
        ops.append(Text(x, baseline, text, part_size, paint, "left", weight, is_tabular=is_tabular))
        x += frame.fonts.width(text, part_size, weight, is_tabular)
    return ops


def figure_width(frame: Frame, quantity: Quantity, size: float, is_tabular: bool = False) -> float:
    """Width in px of `quantity` with a number of `size` px."""
    return sum(
        frame.fonts.width(text, part_size, weight, is_tabular)
        for text, part_size, weight, _ in _parts(frame, quantity, size)
    )


def figure_size(frame: Frame, quantity: Quantity, largest: float, max_width: float, is_tabular: bool = False) -> float:
    """The largest size of the number, up to `largest` px, at which `quantity` fits in `max_width` px."""
    size = largest
    # What stands around the number shrinks more slowly than the number, so one step may not be enough.
    while size > 1 and (width := figure_width(frame, quantity, size, is_tabular)) > max_width:
        size *= max(0.5, max_width / width * 0.995)
    return size


def _parts(frame: Frame, quantity: Quantity, size: float) -> list[tuple[str, float, Weight, bool]]:
    """Text, font size in px, weight of each part, and whether it is the number."""
    prefix, number, suffix = quantity
    sign = ""
    if prefix and number.startswith(MINUS):
        sign, number = MINUS, number[1:]
    affix = max(size * AFFIX_SHARE, min(size, frame.small))
    parts: list[tuple[str, float, Weight, bool]] = [
        (sign, size, "bold", True),
        (prefix, affix, "semibold", False),
        (number, size, "bold", True),
        (suffix, affix, "semibold", False),
    ]
    return [part for part in parts if part[0]]
