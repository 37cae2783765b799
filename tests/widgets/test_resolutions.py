"""A page in 720p and in 4K is the page in 1080p, finer or coarser: only that is kept (see `test_golden`).

Everything is laid out in 1080ths of the page's short side, and the smallest font follows the angle it is seen at, so
neither `FINEST`, `COARSEST` nor the floor depend on the resolution. What differs is that tiles have whole pixels.
"""

from __future__ import annotations

import pytest

from displayd.paint.painter import Painter
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import quick_share
from tests.support.pictures import TOLERANCE, difference, small_copy
from tests.support.scene_changes import changes
from tests.support.scene_lines import SceneLine, lines_of
from tests.widgets.sheets import SIZES, painter, picture_of, scale_of, scene_of, sheets

pytestmark = [pytest.mark.usefixtures("kept_step"), pytest.mark.no_cover]

RESOLUTIONS = {"720p": 2 / 3, "4k": 2.0}
"""Pixels for each of 1080p's."""

PIXELS = 2.01
"""How far something may be from its place, in pixels of the coarser of both pages: its tile begins up to half a pixel
aside and is up to one pixel larger or smaller; in rows of whole pixels that adds up."""

KEPT_PX = 405
"""Short side of the pictures compared, px."""

WHOLE_PIXELS = {"qr"}
"""Modules of a code have whole pixels, so its side may differ by one pixel a module and what stands beside it moves;
`test_qr` reads codes with a phone's eyes instead."""

SHEETS = [name for name in sheets() if name.rpartition("-")[0] not in WHOLE_PIXELS]

LAND = {"line", "polygon"}
"""Coasts of the map have a corner where it is seen: every 1.6 px, so more of them on a finer screen."""

HARDLY_FITS = {
    ("announcement-1", "awkward", "720p"): "words have the next size",
    ("bar-1", "typical", "720p"): "rows have the next size",
    ("bar-1", "stacked-on-both-sides", "720p"): "a stroke of half a pixel between bars goes",
    ("health-1", "typical", "720p"): "the trend begins two whole pixels aside, as gaps and its place have whole ones",
    ("heatmap-1", "with-figures", "720p"): "the name of a row goes",
    ("line-2", "stacked", "720p"): "the names stand as a legend",
    ("line-2", "the-running-month", "720p"): "the budget has its name at its line, not beside the figure",
    ("timetable-1", "awkward", "720p"): "the mark of what is on now goes",
    ("map-1", "typical", "720p"): "the title has its other line",
    ("number-1", "awkward", "720p"): "the title has its other line",
    ("sparkline-1", "noise", "720p"): "one point for each pixel or so: their means differ",
    ("text-1", "markdown", "720p"): "a line goes",
    ("text-1", "long-markdown", "720p"): "a line goes",
    ("map-1", "many", "4k"): "rows have the next size",
    ("donut-1", "one", "720p"): "a row has the next size",
    ("progress-2", "awkward", "720p"): "the figure has the next size",
    ("sla-1", "many", "720p"): "rows have the next size",
    ("sla-1", "many", "4k"): "rows have the next size",
}
"""Tiles where one pixel decides whether something fits, in one of the orientations."""

PAINTED_OTHERWISE = {
    ("text-1", "720p"),
    ("progress-2", "720p"),
    ("agenda-1", "720p"),
    ("announcement-1", "720p"),
    ("oncall-1", "720p"),
    ("room-1", "720p"),
    ("video-1", "720p"),
    ("map-1", "4k"),
}
"""With real fonts: markdown as above, words that have the next size or break elsewhere, and one more name on a map that
has room aside with a line."""

PAINTED = [
    (name, resolution) for name in SHEETS for resolution in RESOLUTIONS if (name, resolution) not in PAINTED_OTHERWISE
]


def size_at(resolution: str, orientation: str) -> tuple[int, int]:
    width, height = SIZES[orientation]
    return round(width * RESOLUTIONS[resolution]), round(height * RESOLUTIONS[resolution])


def lines_at(name: str, size: tuple[int, int]) -> list[SceneLine]:
    scene = scene_of(name, size, FixedFonts())
    is_land = name.startswith("map-")
    return [line for line in lines_of(scene, scale_of(scene)) if not (is_land and line.kind in LAND)]


def differences(name: str, orientation: str, resolution: str) -> list[str]:
    """What is not where it is in 1080p, as `tile: what: how`."""
    tolerance = PIXELS / min(1.0, RESOLUTIONS[resolution])
    return changes(lines_at(name, SIZES[orientation]), lines_at(name, size_at(resolution, orientation)), tolerance)


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize("orientation", SIZES)
@pytest.mark.parametrize("name", quick_share(SHEETS, 2))
def test_a_page_is_that_of_1080p_scaled(name: str, orientation: str, resolution: str) -> None:
    excused = {tile for sheet, tile, where in HARDLY_FITS if (sheet, where) == (name, resolution)}

    found = differences(name, orientation, resolution)

    assert [change for change in found if change.partition(": ")[0] not in excused] == []


@pytest.mark.parametrize(("name", "tile", "resolution"), HARDLY_FITS)
def test_no_tile_is_excused_without_need(name: str, tile: str, resolution: str) -> None:
    found = [change for orientation in SIZES for change in differences(name, orientation, resolution)]

    assert any(change.startswith(f"{tile}: ") for change in found), "take it out of HARDLY_FITS"


@pytest.fixture(scope="module")
def brush() -> Painter:
    return painter()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "resolution"), PAINTED)
def test_a_painted_page_is_that_of_1080p_finer_or_coarser(name: str, resolution: str, brush: Painter) -> None:
    sizes = SIZES["landscape"], size_at(resolution, "landscape")

    usual, other = (small_copy(picture_of(name, size, brush), KEPT_PX) for size in sizes)

    assert difference(usual, other) <= TOLERANCE
