"""How large things on a TV look from a seat, in minutes of arc."""

from __future__ import annotations

import math

__all__ = ["CAP_HEIGHT", "MINIMUM_ARC_MINUTES", "arc_minutes", "font_px"]

CAP_HEIGHT = 0.727
"""Height of capitals and digits in font sizes (Inter)."""

MINIMUM_ARC_MINUTES = 16.0
"""Height of capitals that can be read without effort.

Source: ISO 9241-3 (16 at least, 20 to 22 preferred).
"""


def _px_per_arc_minute(size: tuple[int, int], diagonal_in: float, viewing_m: float) -> float:
    px_per_mm = math.hypot(*size) / (diagonal_in * 25.4)
    return math.tan(math.radians(1 / 60)) * viewing_m * 1000 * px_per_mm


def font_px(arc_minutes: float, size: tuple[int, int], diagonal_in: float, viewing_m: float) -> float:
    """The font size, px, whose capitals are `arc_minutes` high from `viewing_m` metres away.

    Args:
        size: width and height of the page, px, on glass of `diagonal_in` inches.
    """
    return arc_minutes * _px_per_arc_minute(size, diagonal_in, viewing_m) / CAP_HEIGHT


def arc_minutes(size_px: float, size: tuple[int, int], diagonal_in: float, viewing_m: float) -> float:
    """How high the capitals of a font of `size_px` look; the other way round of `font_px`."""
    return size_px * CAP_HEIGHT / _px_per_arc_minute(size, diagonal_in, viewing_m)
