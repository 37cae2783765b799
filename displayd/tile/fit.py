"""What tiles of one row have in common, so that their values are of one size and stand on one line.

Whoever lays out a page asks each tile what it could show in a shape (`Offer`), decides for all of them (`Fit`), and has
each drawn by that. A widget that has no value of its own offers nothing, and is drawn as if it were alone.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from displayd.scene.visual_angle import CAP_HEIGHT

__all__ = ["SCALE_STEP", "VALUE_LINE", "Arrangement", "Fit", "Offer", "Part", "Shape", "on_scale"]

VALUE_LINE = 1.02
"""Height of the line of a value in font sizes: capitals are 0.73 high, the rest is air."""

SCALE_STEP = 2**0.25
"""From one size of values to the next: four steps are twice the size, so that a unit of half a value is on it too."""

Part = Literal["change", "since", "target", "graphic", "ends"]
"""What may stand around a value: how it changed, since when, what it should be; a graphic, the ends of its scale."""

Arrangement = Literal["around", "under", "beside"]
"""Where the graphic is: around the value, as a dial is, under it, or on its right."""


class Shape(NamedTuple):
    """What a row of tiles shows beside values and titles, and where."""

    arrangement: Arrangement
    parts: frozenset[Part]


class Offer(NamedTuple):
    """What one tile can do in a shape, px; the room that the value's line takes is left to whoever asks."""

    value_px: float
    """The largest font size of the value that its width allows."""

    label_px: float = 0.0
    """Height of what stands over the value."""

    notes_px: float = 0.0
    """Height of the lines under the value."""

    graphic_px: float = 0.0
    """Least height of the graphic under that, with the space above it."""

    most_graphic_px: float = 0.0
    """Height from which on a graphic gains nothing."""

    is_face: bool = False
    """True where the graphic is what the tile is about."""

    span: str = ""
    """How long the line of the graphic is, in words."""


class Fit(NamedTuple):
    """What was decided for a row of tiles; lengths in px, from the top of the content on."""

    shape: Shape
    value_px: float
    """Font size of all values."""

    baseline_px: float
    """Down to the line on which the values stand."""

    graphic_px: float
    """Height of the graphic at the bottom of the content."""

    width_px: float
    """Width of the content of the narrowest tile."""

    height_px: float
    """Height of the content of every tile."""

    says_span: bool = True
    """False where a tile before this one in its row says how long the lines are."""

    @property
    def notes_top_px(self) -> float:
        """Down to where the notes begin."""
        return self.baseline_px + self.value_px * (VALUE_LINE - CAP_HEIGHT) / 2

    @property
    def value_top_px(self) -> float:
        """Down to where the line of the value begins."""
        return self.baseline_px - self.value_px * (VALUE_LINE + CAP_HEIGHT) / 2


def on_scale(size: float, smallest: float) -> float:
    """The largest size of the scale that begins at `smallest` px that is not above `size` px.

    What is smaller than that stays as it is.
    """
    if size <= smallest:
        return size
    found = smallest
    while found * SCALE_STEP <= size * 1.0001:
        found *= SCALE_STEP
    return found
