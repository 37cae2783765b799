"""Each widget's examples as operations, in both orientations, and as one picture.

`pytest --update-golden` writes them anew: look at them. The drawings are made with a font step of their own, so that
they show what a widget does with its room; the step and the colours that screens have stand in `look.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image

from displayd.paint.painter import Painter
from displayd.scene.operations import Scene
from displayd.scene.theme import THEMES
from displayd.tile.frame import COARSEST, FINEST, FLOOR, Frame
from tests.support.fakes_fonts import FixedFonts
from tests.support.golden_fonts import need_golden_fonts
from tests.support.golden_scenes import FARTHEST_STEP, KEPT_STEP, check_golden_scene
from tests.support.pictures import check_golden, small_copy
from tests.widgets.sheets import SIZES, painted, painter, picture_of, scale_of, scene_of, sheets, sheets_of_kinds

GOLDEN = Path(__file__).parent / "golden"
PAGES = Path(__file__).parent.parent / "golden" / "pages"

KEPT_PX = 405
"""Short side of the pictures kept, px."""

MOST_PICTURES = 120
"""Kept in the repository, with those of the pages: git cannot compress them, and each change adds a copy."""

SHEETS = [(name, orientation) for name in sheets() for orientation in SIZES]


@pytest.fixture(scope="module")
def brush() -> Painter:
    return painter()


def look() -> Mapping[str, Any]:
    """What all drawings have in common: font sizes in page units, colours."""
    sizes = {"smallest": round(FLOOR, 3), "finest": FINEST, "coarsest": COARSEST, "step": Frame.step}
    whole: dict[str, Any] = msgspec.json.decode(msgspec.json.encode({"font sizes": sizes, "colors": THEMES}))
    return whole


@pytest.mark.usefixtures("kept_step")
@pytest.mark.parametrize(("name", "orientation"), SHEETS)
def test_examples_have_the_operations_they_had(
    name: str, orientation: str, brush: Painter, update_golden: bool
) -> None:
    scene = scene_of(name, SIZES[orientation], FixedFonts())

    def paint(one: Scene) -> Image.Image:
        return painted(one, brush)

    check_golden_scene(scene, GOLDEN / f"{name}-{orientation}.json", scale_of(scene), paint, update_golden)


@pytest.mark.usefixtures("kept_step")
@pytest.mark.parametrize("kind", sheets_of_kinds())
def test_examples_look_as_they_did(kind: str, brush: Painter, update_golden: bool) -> None:
    need_golden_fonts(update_golden)

    found = contact_sheet(kind, brush)

    check_golden(found, GOLDEN / f"{kind}.png", update_golden)


def contact_sheet(kind: str, brush: Painter) -> Image.Image:
    """All examples of a type of widget: its landscape pages, one below the other."""
    pages = [small_copy(picture_of(name, SIZES["landscape"], brush), KEPT_PX) for name in sheets_of_kinds()[kind]]
    sheet = Image.new("RGB", (pages[0].width, KEPT_PX * len(pages)))
    for number, page in enumerate(pages):
        sheet.paste(page, (0, number * KEPT_PX))
    return sheet


def test_font_sizes_and_colours_are_as_they_were(update_golden: bool) -> None:
    path = GOLDEN / "look.json"
    if update_golden:
        path.write_text(json.dumps(look(), indent=1) + "\n", "utf-8")

    assert look() == json.loads(path.read_text("utf-8")), "as it should be? pytest --update-golden, git diff"


def test_drawings_are_kept_in_a_step_near_that_of_screens() -> None:
    assert Frame.step == pytest.approx(KEPT_STEP, rel=FARTHEST_STEP), "set KEPT_STEP to it: pytest --update-golden"


def test_no_golden_file_is_left_over_and_all_are_small() -> None:
    drawings = {f"{name}-{orientation}.json" for name, orientation in SHEETS}
    pictures = {f"{kind}.png" for kind in sheets_of_kinds()}
    files = list(GOLDEN.iterdir())

    assert {path.name for path in files} == drawings | pictures | {"look.json"}
    assert len(pictures) + len(list(PAGES.iterdir())) <= MOST_PICTURES
    assert sum(path.stat().st_size for path in files) < 4_000_000
