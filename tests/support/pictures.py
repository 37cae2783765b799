"""Golden pictures: kept small, and compared coarsely.

Pictures are compared in small squares: another release of a font or of cairo moves edges by less than a pixel and
passes; a figure, a colour or a line that changed does not.
"""

from __future__ import annotations

import itertools
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

__all__ = ["CHANGED", "TOLERANCE", "check_golden", "difference", "small_copy", "write_side_by_side"]

CHANGED = Path(__file__).parent.parent.parent / "build" / "golden"
"""Where pictures of what changed are written."""

# Both pictures are reduced by this first, so that edges that moved by part of a pixel count for little.
REDUCED = 2
SQUARE = 10
"""Side of the squares compared, px of the reduced picture."""

TOLERANCE = 30.0
"""Largest mean difference of a square, of 255: edges half a pixel off make up to 21, one digit of the clock 60."""

GUTTER = 8
"""Between the pictures side by side, px."""


def check_golden(found: Image.Image, path: Path, is_update: bool) -> None:
    """Assert that `found` looks as the picture in `path` does, or write it there if it does not."""
    kept = Image.open(path) if path.is_file() else None
    gap = difference(kept, found) if kept is not None and kept.size == found.size else float("inf")
    if gap <= TOLERANCE:
        return
    if is_update:
        path.parent.mkdir(parents=True, exist_ok=True)
        _in_few_colors(found).save(path, "PNG", optimize=True)
        return
    assert kept is not None, "a new picture: run pytest --update-golden, and look at it"
    picture = write_side_by_side(kept, found, f"{path.parent.name}-{path.stem}")
    raise AssertionError(
        f"{path.name} is not as it was: in one square by {gap:.0f} of 255, where {TOLERANCE:.0f} are allowed\n"
        f"old, new and difference: {picture}\nas it should be? pytest --update-golden, and look at it"
    )


def _in_few_colors(found: Image.Image) -> Image.Image:
    """`found` in as few colours as tell small marks from what is around them; in all of its own where none do."""
    for count, way in itertools.product((128, 256), (Image.Quantize.MEDIANCUT, Image.Quantize.FASTOCTREE)):
        kept = found.convert("RGB").quantize(count, way, dither=Image.Dither.NONE)
        if difference(kept, found) <= TOLERANCE / 2:
            return kept
    return found


def small_copy(picture: Image.Image, short_side: int) -> Image.Image:
    """The picture with a short side of `short_side` px."""
    scale = short_side / min(picture.size)
    size = (round(picture.width * scale), round(picture.height * scale))
    return picture.convert("RGB").resize(size, Image.Resampling.BOX)


def difference(one: Image.Image, other: Image.Image) -> float:
    """How much two pictures of one size differ in the square where they differ most, 0 to 255.

    The last squares of a row or column lie over the ones before: a narrow rest would count each edge in full.
    """
    first, second = (picture.convert("RGB").reduce(REDUCED) for picture in (one, other))
    assert first.size == second.size
    gap = ImageChops.difference(first, second)
    corners = ((x, y) for y in _starts(gap.height) for x in _starts(gap.width))
    squares = (gap.crop((x, y, min(x + SQUARE, gap.width), min(y + SQUARE, gap.height))) for x, y in corners)
    return float(max(max(ImageStat.Stat(square).mean) for square in squares))


def _starts(length_px: int) -> list[int]:
    return [*range(0, length_px - SQUARE, SQUARE), max(0, length_px - SQUARE)]


def write_side_by_side(old: Image.Image, new: Image.Image, name: str) -> Path:
    """Where the old picture, the new one and their difference now lie beside each other.

    Black in the difference is what stayed; the rest is brighter than it was, so that a shift by a pixel is seen.
    """
    gap = ImageChops.difference(old.convert("RGB"), new.convert("RGB").resize(old.size))
    bright = gap.point([min(255, 3 * level) for level in range(256)] * 3)
    sheet = Image.new("RGB", (3 * old.width + 2 * GUTTER, max(old.height, new.height)), "#7f7f7f")
    for number, picture in enumerate((old, new, bright)):
        sheet.paste(picture.convert("RGB"), (number * (old.width + GUTTER), 0))
    CHANGED.mkdir(parents=True, exist_ok=True)
    path = CHANGED / f"{name}.png"
    sheet.save(path)
    return path
