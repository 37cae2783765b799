"""What a screendump has to look like."""

from __future__ import annotations

import time
from pathlib import Path

from PIL import Image as Pillow

from displayd.tools.render import render
from tests.appliance.artist import drawn
from tests.appliance.image import Image
from tests.support.pictures import difference

__all__ = ["LARGEST_DIFFERENCE", "has_color", "looks_as", "rendered"]

LARGEST_DIFFERENCE = 30.0
"""Largest mean difference of a square, of 255, see `tests/support/pictures.py`: the image has other releases of
cairo and Pango than this computer, and edges lie half a pixel elsewhere."""


def rendered(
    image: Image, layout: Path, wall: Path, size: tuple[int, int], unix_time: float | None = None
) -> Pillow.Image:
    """What `displayd render` makes of a dashboard on this computer, with the fonts of `image`."""
    at = time.time() if unix_time is None else unix_time
    return drawn(image, render, layout, size, None, None, at, wall)


def looks_as(found: Pillow.Image, wanted: Pillow.Image) -> bool:
    """Whether two pictures are the same but for the tolerance."""
    return found.size == wanted.size and difference(found, wanted) <= LARGEST_DIFFERENCE


def has_color(picture: Pillow.Image, color: tuple[int, int, int], share: float) -> bool:
    """Whether at least `share` (0 to 1) of all pixels have exactly this colour."""
    counts = picture.getcolors(picture.width * picture.height) or []
    found = next((count for count, value in counts if value == color), 0)
    return bool(found >= share * picture.width * picture.height)
