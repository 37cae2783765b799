"""Colours that can be read."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from msgspec.structs import asdict

from displayd.scene.theme import THEMES, Theme, contrast_ratio, ink_on, mixed, readable_on
from tests.support.color_vision import DEFICIENCIES, distance

EVERY_THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))

# CIELAB distance of colours that are told apart from afar; 2 is just seen side by side.
CLEARLY = 14.0


@EVERY_THEME
@pytest.mark.parametrize("role", ["text", "dim", "good", "amber", "red"])
@pytest.mark.parametrize("ground", ["card", "background"])
def test_text_has_a_contrast_that_everybody_can_read(theme: Theme, role: str, ground: str) -> None:
    # WCAG 2.2, 1.4.3.
    assert contrast_ratio(getattr(theme, role), getattr(theme, ground)) >= 4.5


@EVERY_THEME
def test_lines_and_slices_stand_out_from_the_card(theme: Theme) -> None:
    # WCAG 2.2, 1.4.11; names at the ends of lines have the colour of their line, and are text.
    assert min(contrast_ratio(color, theme.card) for color in theme.series) >= 4.5


@EVERY_THEME
def test_neighbouring_series_are_different_colours(theme: Theme) -> None:
    assert len(set(theme.series)) == len(theme.series) >= 8


@EVERY_THEME
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_levels_and_first_series_are_told_apart_with_any_colour_vision(theme: Theme, deficiency: str) -> None:
    levels = (theme.good, theme.amber, theme.red)

    assert min(distance(*pair, deficiency) for pair in combinations(levels, 2)) >= CLEARLY
    assert min(distance(*pair, deficiency) for pair in combinations(theme.series[:4], 2)) >= CLEARLY
    assert min(distance(*pair, deficiency) for pair in combinations(theme.series[:6], 2)) >= CLEARLY / 2


@EVERY_THEME
@pytest.mark.parametrize("level", ["good", "amber", "red"])
def test_a_first_line_is_not_taken_for_a_level(theme: Theme, level: str) -> None:
    assert distance(theme.series[0], theme.level_color(level), "none") >= 2 * CLEARLY


def test_red_and_green_of_equal_brightness_are_not_told_apart_by_everybody() -> None:
    assert distance("#c05050", "#508450", "none") > 40
    assert distance("#c05050", "#508450", "deuteranopia") < CLEARLY


@EVERY_THEME
def test_ink_on_every_mark_can_be_read(theme: Theme) -> None:
    for color in (theme.good, theme.amber, theme.red, *theme.series):
        assert contrast_ratio(ink_on(color), color) >= 4.5


@EVERY_THEME
def test_words_on_a_chip_keep_their_colour_where_it_can_be_read_and_are_readable_always(theme: Theme) -> None:
    for color in (theme.sample_color, *theme.series):
        found = readable_on(theme.raised, color, theme.text)

        assert contrast_ratio(found, theme.raised) >= 4.5
        assert (found == color) == (contrast_ratio(color, theme.raised) >= 4.5)
    assert readable_on("#777777", "#777777", "#787878") == "#787878"


@EVERY_THEME
def test_the_panel_is_spared_pure_white_and_text_pure_black(theme: Theme) -> None:
    assert "#ffffff" not in asdict(theme).values()
    assert theme.text != "#000000"


def test_high_contrast_has_more_of_it_than_dark() -> None:
    def weakest(theme: Theme) -> float:
        return min(contrast_ratio(color, theme.card) for color in (theme.dim, theme.good, theme.amber, theme.red))

    assert weakest(THEMES["high-contrast"]) > weakest(THEMES["dark"])
    assert weakest(THEMES["high-contrast"]) >= 7


@EVERY_THEME
def test_colours_are_written_in_full(theme: Theme) -> None:
    colors = [*theme.series, *(value for value in asdict(theme).values() if isinstance(value, str))]

    assert all(re.fullmatch("#[0-9a-f]{6}", color) for color in colors)


@EVERY_THEME
def test_levels_have_their_colour_and_none_has_that_of_text(theme: Theme) -> None:
    colors = [theme.level_color(level) for level in ("good", "amber", "red", "none")]

    assert colors == [theme.good, theme.amber, theme.red, theme.text]


def test_contrast_runs_from_1_to_21_and_has_no_direction() -> None:
    assert contrast_ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast_ratio("#ffffff", "#000000") == pytest.approx(21)
    assert contrast_ratio("#777777", "#777777") == 1
    # An often cited pair: the lightest grey that passes on white.
    assert contrast_ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_colours_mix_by_share() -> None:
    assert mixed("#000000", "#ff8040", 0) == "#000000"
    assert mixed("#000000", "#ff8040", 1) == "#ff8040"
    assert mixed("#000000", "#ff8040", 0.5) == "#804020"
