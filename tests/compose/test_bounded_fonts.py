"""Fonts for one tile: exact where it can be seen, bounded where not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.compose.bounded_fonts import BoundedFonts, TooSlowError
from displayd.compose.context import nothing_spent
from displayd.scene.geometry import Rect
from displayd.scene.operations import Weight
from tests.compose.fattest import rare
from tests.support.fakes_fonts import FixedFonts
from tests.support.laws import law

AREA = Rect(0, 0, 400, 300)
SMALL = 30.0


class CountingFonts(FixedFonts):
    """Fonts that count the letters that they are asked about."""

    def __init__(self) -> None:
        self.letters = 0

    def width(self, text: str, size: float, weight: Weight = "regular", is_tabular: bool = True) -> float:
        """Counted."""
        self.letters += len(text)
        return super().width(text, size, weight, is_tabular)

    def wrap(
        self, text: str, size: float, weight: Weight, max_width: float, most_lines: int | None = None
    ) -> list[str]:
        """Counted."""
        self.letters += len(text)
        return super().wrap(text, size, weight, max_width, most_lines)


@law
@given(st.text(max_size=80), st.floats(10, 300), st.sampled_from(["regular", "bold"]))
def test_what_may_be_seen_is_measured_as_it_is(text: str, size: float, weight: Weight) -> None:
    bounded = BoundedFonts(FixedFonts(), Rect(0, 0, 1900, 1000), SMALL, nothing_spent)

    assert bounded.width(text, size, weight) == pytest.approx(FixedFonts().width(text, size, weight))


@law
@given(st.integers(100, 4000), st.floats(30, 300))
def test_what_is_far_too_wide_is_told_to_be_so_without_looking_at_all_of_it(count: int, size: float) -> None:
    fonts = CountingFonts()
    width = BoundedFonts(fonts, AREA, SMALL, nothing_spent).width("x" * count, size)

    assert width == pytest.approx(FixedFonts().width("x" * count, size))
    assert fonts.letters <= 110


def test_a_text_is_measured_once_for_all_sizes() -> None:
    fonts = CountingFonts()
    bounded = BoundedFonts(fonts, AREA, SMALL, nothing_spent)

    widths = [bounded.width("Orders", size) for size in (30, 60, 120)]

    assert widths == pytest.approx([FixedFonts().width("Orders", size) for size in (30, 60, 120)])
    assert fonts.letters == len("Orders")


def test_only_so_many_rare_letters_are_looked_up_and_the_rest_is_estimated() -> None:
    fonts, text = CountingFonts(), rare(1)
    bounded = BoundedFonts(fonts, AREA, SMALL, nothing_spent)

    widths = [bounded.width(text(40), SMALL) for _ in range(100)]
    lines = [bounded.wrap(text(40), SMALL, "regular", 400, 3) for _ in range(100)]

    assert fonts.letters < 1000
    assert all(width > 0 for width in widths)
    assert all(1 <= len(one) <= 3 for one in lines)


def test_an_estimate_of_lines_has_all_letters() -> None:
    text = rare(2)(4000)
    bounded = BoundedFonts(CountingFonts(), AREA, SMALL, nothing_spent)

    lines: Sequence[str] = bounded.wrap(text, SMALL, "regular", 400)

    assert "".join(lines) == " ".join(text.split())
    assert len(lines) > 100


def test_a_page_of_chinese_is_measured_as_it_is() -> None:
    text = "".join(chr(0x4E00 + number % 900) for number in range(4000))
    fonts = CountingFonts()
    BoundedFonts(fonts, Rect(0, 0, 1864, 1024), SMALL, nothing_spent).wrap(text, SMALL, "regular", 1864)

    assert fonts.letters == 4000


def test_time_that_is_over_is_told_at_the_next_call() -> None:
    clock = itertools.count(100.0, 0.3)
    bounded = BoundedFonts(FixedFonts(), AREA, SMALL, lambda: next(clock), budget=1.0)

    for _ in range(3):
        bounded.width("x", SMALL)
    with pytest.raises(TooSlowError):
        bounded.wrap("x", SMALL, "regular", 100)
