"""Pictures are compared by what a viewer would see, wherever in the picture it stands."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.support.pictures import TOLERANCE, difference

# Sizes of which half is no whole number of squares, as those of a crop are.
SIZES = [(1391, 82), (40, 40), (43, 61), (6, 200), (20, 20)]


def _with_line(size: tuple[int, int], line: tuple[int, int, int, int]) -> Image.Image:
    picture = Image.new("RGB", size, "#0b0e14")
    picture.paste("#ffffff", line)
    return picture


@pytest.mark.parametrize("size", SIZES)
def test_an_edge_a_pixel_aside_counts_little_at_the_border_too(size: tuple[int, int]) -> None:
    width, height = size
    blank = Image.new("RGB", size, "#0b0e14")
    middle = difference(blank, _with_line(size, (0, 0, width, 1)))

    # The last line of an odd height is reduced with nothing beside it.
    assert difference(blank, _with_line(size, (0, height - 1, width, height))) <= 2 * middle + 1


@pytest.mark.parametrize("size", SIZES)
def test_a_change_in_the_last_corner_is_seen(size: tuple[int, int]) -> None:
    width, height = size
    blank = Image.new("RGB", size, "#0b0e14")
    corner = (max(0, width - 14), max(0, height - 14), width, height)

    assert difference(blank, _with_line(size, corner)) > TOLERANCE
