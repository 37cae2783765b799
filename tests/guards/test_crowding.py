"""The shipped pages are seen at a glance: how much there is to read on each, and on most of them."""

from __future__ import annotations

import functools
import statistics

import pytest

from displayd.compose.crowding import AIMS, BOUNDS, Crowding, crowding
from displayd.scene.theme import THEMES
from tests.support.sample_pages import SIZES, dashboard, layout, layout_names, scene

PAGES = [(name, number) for name in layout_names() for number in range(len(layout(name).pages))]

in_both_orientations = pytest.mark.parametrize("orientation", SIZES)


@functools.cache
def counted(name: str, number: int, orientation: str) -> Crowding:
    document = dashboard(name)
    return crowding(scene(name, number, orientation), document.pages[number], THEMES[document.theme])


@in_both_orientations
@pytest.mark.parametrize(("name", "number"), PAGES)
def test_no_shipped_page_is_crowded(name: str, number: int, orientation: str) -> None:
    assert BOUNDS.exceeded(counted(name, number, orientation)) == [], counted(name, number, orientation)


@in_both_orientations
def test_the_median_page_is_within_the_aims(orientation: str) -> None:
    every = [counted(*page, orientation) for page in PAGES]
    medians = Crowding(
        **{name: statistics.median_low(getattr(one, name) for one in every) for name in AIMS._fields}, size_ratio=1.0
    )

    assert AIMS.exceeded(medians) == [], medians
