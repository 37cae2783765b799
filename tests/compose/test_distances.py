"""Every page that travels with displayd, looked at from the seats: on TVs of several sizes, near and far."""

from __future__ import annotations

import functools
import math
from itertools import combinations

import msgspec
import pytest

from displayd.compose.context import PageContext
from displayd.compose.legibility import CUT_TOLERANCE, Finding, findings
from displayd.compose.page import compose
from displayd.document.schedule import Showing
from displayd.paint.text import PangoFonts
from tests.support.sample_pages import NOW, dashboard, layout, layout_names, sample_wall

SHORT_SIDES = {"720p": 720, "1080p": 1080, "4k": 2160}

USUAL = (50.0, 5.0)
"""Inches, and metres to the farthest reader: what a screen has when nothing is said."""

OTHERS = [(43.0, 5.0), (65.0, 3.0), (32.0, 2.0)]

PAGES = [(name, number) for name in layout_names() for number in range(len(layout(name).pages))]

on_every_page = pytest.mark.parametrize(("name", "number"), PAGES, ids=str)
in_both_orientations = pytest.mark.parametrize("orientation", ["landscape", "portrait"])


@functools.cache
def fonts() -> PangoFonts:
    return PangoFonts("en-GB")


def found(name: str, number: int, orientation: str, resolution: str, tv: tuple[float, float]) -> list[Finding]:
    """What cannot be read on a page of a dashboard."""
    diagonal_in, viewing_m = tv
    document = msgspec.structs.replace(dashboard(name), diagonal_in=diagonal_in, viewing_m=viewing_m)
    page = document.pages[number]
    short = SHORT_SIDES[resolution]
    size = (short * 16 // 9, short) if orientation == "landscape" else (short, short * 16 // 9)
    pictures = {source: picture.digest for source, picture in sample_wall().pictures.items()}
    scene = compose(PageContext(document, size, fonts(), pictures), Showing(number, page, NOW, math.inf), NOW)
    return findings(scene, page, diagonal_in, viewing_m, fonts())


# Who waits, how long and for whom fill the width of a portrait page; what the ticket is about comes last in the layout.
LEFT_OUT = {("customer-service", 1, "portrait"): [("Subject",)]}


@pytest.mark.parametrize("resolution", SHORT_SIDES)
@in_both_orientations
@on_every_page
def test_all_of_a_page_can_be_read_on_the_usual_tv(name: str, number: int, orientation: str, resolution: str) -> None:
    told = found(name, number, orientation, resolution, USUAL)

    assert [one for one in told if one.kind != "left out"] == []
    assert [one.left_out for one in told if one.kind == "left out"] == LEFT_OUT.get((name, number, orientation), [])


@pytest.mark.parametrize("tv", OTHERS, ids=lambda tv: f"{tv[0]:g}in-{tv[1]:g}m")
@in_both_orientations
@on_every_page
def test_nothing_is_lost_on_other_tvs(name: str, number: int, orientation: str, tv: tuple[float, float]) -> None:
    assert [one for one in found(name, number, orientation, "1080p", tv) if one.is_error or one.kind == "small"] == []


@in_both_orientations
@on_every_page
def test_more_pixels_show_the_same_page(name: str, number: int, orientation: str) -> None:
    # Where titles begin to be cut, layouts that differ with the number of pixels would differ in what they cut.
    seen = [found(name, number, orientation, resolution, OTHERS[0]) for resolution in SHORT_SIDES]

    # Pixels are whole: an excess is a hair larger or smaller.
    cut = [{(one.cell, one.text): one.excess for one in page} for page in seen]
    for one, other in combinations(cut, 2):
        for place in one.keys() | other.keys():
            assert one.get(place, CUT_TOLERANCE) == pytest.approx(other.get(place, CUT_TOLERANCE), abs=0.04), place
