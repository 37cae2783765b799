"""Settings and strategies for the tests that are laws (hypothesis)."""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from typing import TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from displayd.scene.geometry import MAX_TRACKS, Rect

# No deadline: a busy machine is no mistake.
law = settings(deadline=None, max_examples=200)
"""For laws that take well under a millisecond to try."""

slow_law = settings(deadline=None, max_examples=40)
"""For laws that build whole documents."""

JSON_NAMES = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
"""Names that a later version may give to a field."""

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1000, 1000) | st.floats(-1e6, 1e6) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(JSON_NAMES, inner, max_size=3),
    max_leaves=6,
)
"""Values that a later version may give to it."""

QUICK_SHARE = 4

T = TypeVar("T")


def quick_share(cases: Sequence[T], one_of: int) -> Sequence[T]:
    """All of `cases`; with QUICK in the environment, one of so many."""
    return cases[:: one_of if "QUICK" in os.environ else 1]


def drawing_law(max_examples: int) -> settings:
    """For laws about drawing: the same cases in every run, so that a fault is found by whoever makes it.

    With EXPLORE set in the environment the cases are others each time; with QUICK they are a quarter as many.
    """
    return settings(
        max_examples=max_examples // (QUICK_SHARE if "QUICK" in os.environ else 1),
        deadline=None,
        derandomize="EXPLORE" not in os.environ,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


NAMES = [f"w{number}" for number in range(MAX_TRACKS * MAX_TRACKS)]


@st.composite
def templates(draw: st.DrawFn, has_holes: bool = True) -> list[str]:
    """Area templates made by cutting a grid into rectangles again and again."""
    rows, columns = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    rects = [Rect(0, 0, columns, rows)]
    for _ in range(draw(st.integers(0, 12))):
        index = draw(st.integers(0, len(rects) - 1))
        rect = rects[index]
        if rect.width > 1 and (rect.height == 1 or draw(st.booleans())):
            cut = draw(st.integers(1, rect.width - 1))
            halves = [rect._replace(width=cut), Rect(rect.x + cut, rect.y, rect.width - cut, rect.height)]
        elif rect.height > 1:
            cut = draw(st.integers(1, rect.height - 1))
            halves = [rect._replace(height=cut), Rect(rect.x, rect.y + cut, rect.width, rect.height - cut)]
        else:
            continue
        rects[index : index + 1] = halves
    grid = [["."] * columns for _ in range(rows)]
    for number, rect in enumerate(rects):
        if has_holes and number and draw(st.integers(0, 9)) == 0:
            continue
        for y, x in itertools.product(range(rect.y, rect.bottom), range(rect.x, rect.right)):
            grid[y][x] = NAMES[number]
    return [" ".join(row) for row in grid]
