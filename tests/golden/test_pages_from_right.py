"""The first page of every shipped dashboard for readers from the right: as it was when somebody looked at it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from msgspec import structs
from PIL import Image

from displayd.compose.claim_page import claim_scene
from displayd.hub.wall import shipped
from displayd.paint.canvas import Canvas
from displayd.paint.painter import Painter
from displayd.paint.pixels import MemoryPixels
from displayd.paint.text import PangoFonts
from displayd.tools.render import picture_of
from tests.compose.claim import waiting_in
from tests.support.golden_fonts import need_golden_fonts
from tests.support.pictures import check_golden, small_copy
from tests.support.sample_pages import NOW, dashboard, sample_wall

GOLDEN = Path(__file__).parent / "pages_from_right"

# Short side of the pictures kept, px.
KEPT_PX = 540

NAMES = sorted(path.stem for path in shipped.layouts_folder().glob("*.yaml"))

# One of each locale is enough where one waits for the answer.
CASES = [
    pytest.param(name, locale, marks=[pytest.mark.slow] * (name != "devops"))
    for name in NAMES
    for locale in ("ar", "he")
]


@pytest.mark.usefixtures("kept_step")
@pytest.mark.parametrize(("name", "locale"), CASES)
def test_page_for_readers_from_the_right_looks_as_it_did(name: str, locale: str, update_golden: bool) -> None:
    need_golden_fonts(update_golden)
    document = structs.replace(dashboard(name), locale=locale, safe_area_percent=0)
    folder = shipped.sample_wall_folder() / "pictures"

    painted = picture_of(document, (1920, 1080), 0, 1, NOW, folder, gallery=sample_wall().gallery)

    picture = small_copy(Image.open(io.BytesIO(painted)), KEPT_PX)
    check_golden(picture, GOLDEN / f"{name}-{locale}.png", update_golden)


@pytest.mark.parametrize("locale", ["ar", "he"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920)], ids=["landscape", "portrait"])
def test_claim_page_for_readers_from_the_right_looks_as_it_did(
    size: tuple[int, int], locale: str, update_golden: bool, request: pytest.FixtureRequest
) -> None:
    need_golden_fonts(update_golden)
    fonts = PangoFonts()
    canvas = Canvas(MemoryPixels(*size), Painter(fonts))

    canvas.draw(claim_scene(waiting_in(locale), size, fonts), 0)

    picture = small_copy(Image.open(io.BytesIO(canvas.snapshot())), KEPT_PX)
    shape = request.node.callspec.id.partition("-")[0]
    check_golden(picture, GOLDEN / f"(claim)-{shape}-{locale}.png", update_golden)


def test_every_shipped_dashboard_has_a_picture_in_both_locales() -> None:
    pages = {path.name for path in GOLDEN.glob("*") if not path.name.startswith("(")}

    assert pages == {f"{name}-{locale}.png" for name in NAMES for locale in ("ar", "he")}
