"""Every page of the sample office as a picture, in both orientations: as it was when somebody looked at it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image

from displayd.hub.wall import shipped
from displayd.tools.render import picture_of
from tests.support.golden_fonts import need_golden_fonts
from tests.support.pictures import TOLERANCE, check_golden, difference, small_copy
from tests.support.sample_pages import NOW, dashboard, layout, layout_names, sample_wall

GOLDEN = Path(__file__).parent.parent / "golden" / "pages"

SIZES = {"landscape": (1920, 1080), "portrait": (1080, 1920)}

# Short side of the pictures kept, px.
KEPT_PX = 540

PAGES = [
    (name, number, orientation)
    for name in layout_names()
    for number in range(len(layout(name).pages))
    for orientation in SIZES
]

# The first page of each dashboard is enough where one waits for the answer.
CASES = [pytest.param(*page, marks=[pytest.mark.slow] * (page[1:] != (0, "landscape"))) for page in PAGES]


def page_picture(
    name: str, number: int, orientation: str, unix_time: float = NOW, safe_area_percent: float = 0.0
) -> Image.Image:
    folder = shipped.sample_wall_folder() / "pictures"
    # As on a TV that shows all; what stays free on others is looked at below.
    document = structs.replace(dashboard(name), safe_area_percent=safe_area_percent)
    gallery = sample_wall().gallery
    painted = picture_of(document, SIZES[orientation], 0, number + 1, unix_time, folder, gallery=gallery)
    return small_copy(Image.open(io.BytesIO(painted)), KEPT_PX)


@pytest.mark.usefixtures("kept_step")
@pytest.mark.parametrize(("name", "number", "orientation"), CASES)
def test_page_looks_as_it_did(name: str, number: int, orientation: str, update_golden: bool) -> None:
    need_golden_fonts(update_golden)

    check_golden(
        page_picture(name, number, orientation), GOLDEN / f"{name}-{number + 1}-{orientation}.png", update_golden
    )


@pytest.mark.usefixtures("kept_step")
@pytest.mark.parametrize("orientation", SIZES)
def test_page_keeps_clear_of_the_edges_that_a_tv_cuts_off(orientation: str, update_golden: bool) -> None:
    need_golden_fonts(update_golden)

    picture = page_picture("devops", 1, orientation, safe_area_percent=3.5)
    check_golden(picture, GOLDEN.parent / "safe_area" / f"devops-2-{orientation}.png", update_golden)


def test_golden_pictures_are_those_of_the_pages_and_small() -> None:
    names = {f"{name}-{number + 1}-{orientation}.png" for name, number, orientation in PAGES}

    assert {path.name for path in GOLDEN.glob("*")} == names
    assert sum(path.stat().st_size for path in GOLDEN.glob("*")) < 6_000_000


def test_one_digit_of_the_clock_is_a_difference() -> None:
    before = page_picture("devops", 1, "landscape")
    after = page_picture("devops", 1, "landscape", NOW + 60)

    assert difference(before, after) > TOLERANCE
