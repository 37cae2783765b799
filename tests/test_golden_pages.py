"""Every page of the sample office as a picture, in both orientations: what it looked like when somebody looked at it.

The pictures are compared in small squares, coarsely: another release of a font or of cairo moves edges by less than a
pixel and passes, a figure, a colour or a line that changed does not.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from displayd import shipped
from displayd.preview import picture_of
from tests.golden_fonts import need_golden_fonts
from tests.sample_pages import NOW, dashboard, layout, layout_names

GOLDEN = Path(__file__).parent / "golden" / "pages"

SIZES = {"landscape": (960, 540), "portrait": (540, 960)}

# Both pictures are reduced by this first, so that edges that moved by part of a pixel count for little.
REDUCED = 2
SQUARE = 10
"""Side of the squares compared, px of the reduced picture."""

TOLERANCE = 30.0
"""Largest mean difference of a square, of 255: edges half a pixel off make up to 21, one digit of the clock 60."""

PAGES = [
    (name, number, orientation)
    for name in layout_names()
    for number in range(len(layout(name).pages))
    for orientation in SIZES
]


@pytest.mark.parametrize(("name", "number", "orientation"), PAGES)
def test_page_looks_as_it_did(name: str, number: int, orientation: str, update_golden: bool) -> None:
    need_golden_fonts(update_golden)
    path = GOLDEN / f"{name}-{number + 1}-{orientation}.png"
    folder = shipped.sample_wall_folder() / "pictures"
    found = picture_of(dashboard(name), SIZES[orientation], 0, number + 1, NOW, folder)

    if update_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_small(found))
    assert path.is_file(), "run pytest --update-golden, and look at the picture"
    assert difference(path.read_bytes(), found) <= TOLERANCE


def test_golden_pictures_are_those_of_the_pages_and_small() -> None:
    names = {f"{name}-{number + 1}-{orientation}.png" for name, number, orientation in PAGES}

    assert {path.name for path in GOLDEN.glob("*")} == names
    assert sum(path.stat().st_size for path in GOLDEN.glob("*")) < 2_000_000


def test_one_digit_of_the_clock_is_a_difference() -> None:
    before = picture_of(dashboard("devops"), SIZES["landscape"], 0, 2, NOW)
    after = picture_of(dashboard("devops"), SIZES["landscape"], 0, 2, NOW + 60)

    assert difference(before, after) > TOLERANCE


def difference(one: bytes, other: bytes) -> float:
    """How much two pictures of one size differ in the square where they differ most, 0 to 255."""
    first, second = (Image.open(io.BytesIO(data)).convert("RGB").reduce(REDUCED) for data in (one, other))
    assert first.size == second.size
    gap = ImageChops.difference(first, second)
    corners = ((x, y) for y in range(0, gap.height, SQUARE) for x in range(0, gap.width, SQUARE))
    squares = (gap.crop((x, y, min(x + SQUARE, gap.width), min(y + SQUARE, gap.height))) for x, y in corners)
    return float(max(max(ImageStat.Stat(square).mean) for square in squares))


def _small(png: bytes) -> bytes:
    """The picture in 256 colours: half of the bytes, and nobody sees it."""
    written = io.BytesIO()
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
