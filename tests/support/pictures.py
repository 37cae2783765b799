"""Golden pictures: kept small, and compared coarsely.

Pictures are compared in small squares: another release of a font or of cairo moves edges by less than a pixel and
passes; a figure, a colour or a line that changed does not.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageChops, ImageStat

__all__ = ["TOLERANCE", "check_golden", "difference", "small_copy"]

# Both pictures are reduced by this first, so that edges that moved by part of a pixel count for little.
REDUCED = 2
SQUARE = 10
"""Side of the squares compared, px of the reduced picture."""

TOLERANCE = 30.0
"""Largest mean difference of a square, of 255: edges half a pixel off make up to 21, one digit of the clock 60."""


def check_golden(found: Image.Image, path: Path, is_update: bool) -> None:
    """Assert that `found` looks as the picture in `path` does, or write it there."""
    if is_update:
        if not path.exists() or _is_other(found, path):
            path.parent.mkdir(parents=True, exist_ok=True)
            found.quantize(128, dither=Image.Dither.NONE).save(path, "PNG", optimize=True)
        return
    assert path.is_file(), "a new picture: run pytest --update-golden, and look at it"
    assert difference(Image.open(path), found) <= TOLERANCE, f"{path.name} is not as it was"


def small_copy(picture: Image.Image, short_side: int) -> Image.Image:
    """The picture with a short side of `short_side` px."""
    scale = short_side / min(picture.size)
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.convert("RGB").resize(size, Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures of one size differ in the square where they differ most, 0 to 255."""
    first, second = (picture.convert("RGB").reduce(REDUCED) for picture in (one, other))
    assert first.size == second.size
    gap = ImageChops.difference(first, second)
    corners = ((x, y) for y in range(0, gap.height, SQUARE) for x in range(0, gap.width, SQUARE))
    squares = (gap.crop((x, y, min(x + SQUARE, gap.width), min(y + SQUARE, gap.height))) for x, y in corners)
    return float(max(max(ImageStat.Stat(square).mean) for square in squares))


def _is_other(found: Image.Image, path: Path) -> bool:
    """True when the picture in `path` is visibly another one; what is only coded otherwise stays as it is."""
    kept = Image.open(path)
    return kept.size != found.size or difference(kept, found) > TOLERANCE / 5
