"""Names from all over the world: no empty boxes, and every script in its own order."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from displayd.paint.text import PangoFonts

LINES = yaml.safe_load((Path(__file__).parent.parent / "fixtures" / "scripts.yaml").read_text("utf-8"))
EVERY_LINE = pytest.mark.parametrize("line", LINES, ids=[line["script"] for line in LINES])


@pytest.fixture(scope="module")
def fonts() -> PangoFonts:
    return PangoFonts()


def middle_of(fonts: PangoFonts, text: str, piece: str) -> float:
    """Where the middle of `piece` is in the line `text`, px from its left end."""
    layout = fonts._layout("regular", False)
    layout.set_single_paragraph_mode(True)
    layout.set_text(text, -1)
    line = layout.get_line_readonly(0)
    start = len(text[: text.index(piece)].encode())
    ends = (start, start + len(piece.encode()))
    return float(line.index_to_x(ends[0], False) + line.index_to_x(ends[1] - 1, True)) / 2


def test_the_fixture_has_more_than_twenty_scripts() -> None:
    assert len({line["script"] for line in LINES}) == len(LINES) >= 20


@EVERY_LINE
def test_no_letter_is_an_empty_box(fonts: PangoFonts, line: dict[str, Any]) -> None:
    assert fonts.missing_glyphs(line["text"]) == 0


@EVERY_LINE
def test_the_parts_of_a_line_stand_in_their_order(fonts: PangoFonts, line: dict[str, Any]) -> None:
    places = [middle_of(fonts, line["text"], piece) for piece in line["order"]]

    assert places == sorted(places)
    assert len(set(places)) == len(places)


def test_a_letter_that_no_font_has_is_noticed(fonts: PangoFonts) -> None:
    assert fonts.missing_glyphs("\U000e0fff") + fonts.missing_glyphs("\U0001fbff") > 0


@pytest.mark.parametrize("emoji", ["👩‍👩‍👧‍👦", "👩🏽‍💻", "🏳️‍🌈"])
def test_joined_emoji_are_one_sign(fonts: PangoFonts, emoji: str) -> None:
    assert fonts.width(emoji, 50) == pytest.approx(fonts.width("🚀", 50), rel=0.15)


def test_arabic_letters_are_joined(fonts: PangoFonts) -> None:
    apart = "\u200c".join("محمد")

    # Narrower in some fonts, wider in others; the letters by themselves would be as wide as those kept apart.
    assert fonts.width("محمد", 50) != fonts.width(apart, 50)
