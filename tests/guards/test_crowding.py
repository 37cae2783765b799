"""The shipped pages are seen at a glance: how much there is to read on each, in how many sizes."""

from __future__ import annotations

import functools

import pytest

from displayd.compose.crowding import AIMS, Crowding, crowding
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
def test_a_shipped_page_is_within_the_aims(name: str, number: int, orientation: str) -> None:
    found = counted(name, number, orientation)

    assert AIMS.exceeded(found) == [], found
    assert found.uneven_rows == ()
    assert found.rivals == ()
    assert found.level_with_words == ()
