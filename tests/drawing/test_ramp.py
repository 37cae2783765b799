"""Ramps: rising, and readable at every step in every theme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.drawing.marks.ramp import READABLE, behind_text, level_tint, readable, readable_ink, shade
from displayd.protocol.vocabulary import Level
from displayd.scene.theme import THEMES, contrast_ratio
from tests.support.laws import law

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@law
@given(COLORS)
def test_there_is_an_ink_for_every_colour(color: str) -> None:
    assert contrast_ratio(readable_ink(color), color) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
def test_a_ramp_rises_from_the_card_to_the_series(theme: str) -> None:
    contrasts = [contrast_ratio(shade(THEMES[theme], step / 10), THEMES[theme].card) for step in range(11)]

    assert contrasts == sorted(contrasts)
    assert contrasts[0] > 1.03
    assert contrasts[-1] > 1.5


@pytest.mark.parametrize("theme", THEMES)
def test_one_ink_can_be_read_on_all_of_a_ramp_and_on_the_tints_of_all_levels(theme: str) -> None:
    colors = THEMES[theme]
    levels: tuple[Level, ...] = ("good", "amber", "red")
    tints = [level_tint(colors, level) for level in levels]

    for color in (*(shade(colors, step / 10) for step in range(11)), *tints):
        assert contrast_ratio(colors.text, color) >= READABLE
    assert len(set(tints)) == 3


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read_on_a_tint_of_any_colour(theme: str) -> None:
    colors = THEMES[theme]
    for color in (*colors.series, colors.good, colors.amber, colors.red, "#ffffff", "#000000"):
        tint = behind_text(colors, color, 0.55)

        assert contrast_ratio(colors.text, tint) >= READABLE
        assert contrast_ratio(readable(colors, colors.dim, tint), tint) >= READABLE
