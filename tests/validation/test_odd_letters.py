"""Letters that cannot be seen."""

from __future__ import annotations

import pytest

from displayd.validation.odd_letters import odd_letter, said_of_letter, without_odd_spaces


@pytest.mark.parametrize(
    ("text", "letter", "said"),
    [
        ("a\u00a0b", "\u00a0", "no-break space, U+00A0"),
        ("\u200bab", "\u200b", "zero width space, U+200B"),
        ("ab\ufeff", "\ufeff", "zero width no-break space, U+FEFF"),
        ("a\u202fb", "\u202f", "narrow no-break space, U+202F"),
        ("a\u3000b", "\u3000", "ideographic space, U+3000"),
        ("a\u00adb", "\u00ad", "soft hyphen, U+00AD"),
        ("a\x07b", "\x07", "control character, U+0007"),
    ],
)
def test_letter_that_cannot_be_seen_is_found_and_named(text: str, letter: str, said: str) -> None:
    assert odd_letter(text) == letter
    assert said_of_letter(letter) == said


@pytest.mark.parametrize("text", ["", "dev left", "Büro", "東京", "100 %", "a-b_c.d"])
def test_what_can_be_seen_is_not_odd(text: str) -> None:
    assert odd_letter(text) == ""


def test_spaces_around_a_text_go_whatever_kind_they_are_and_those_inside_stay() -> None:
    assert without_odd_spaces("\u00a0 20\u200b\ufeff") == "20"
    assert without_odd_spaces("100\u00a0%") == "100\u00a0%"
    # A mark for the direction of a text means something.
    assert without_odd_spaces("\u200fabc\u200e") == "\u200fabc\u200e"
