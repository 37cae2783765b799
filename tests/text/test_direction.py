"""Which way a text runs."""

from __future__ import annotations

import pytest

from displayd.text.direction import LEFT_TO_RIGHT_MARK, RIGHT_TO_LEFT_MARK, is_right_to_left, like_its_paragraph


@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        ("شكرا", True),
        ("שלום (12:30)", True),
        ("12 سارة", True),
        ("(VIP) שרה", False),
        ("Zoë – شكرا", False),
        ("12:30", False),
        ("", False),
        ("漢字 שלום", False),
        ("\u200fDHL", True),
        ("\u2067ثمن\u2069 from Tel Aviv", False),
    ],
)
def test_the_first_letter_that_runs_any_way_decides(text: str, is_right: bool) -> None:
    assert is_right_to_left(text) is is_right


@pytest.mark.parametrize(
    ("line", "paragraph", "mark"),
    [
        ("VIP שרה", "שלום VIP שרה", RIGHT_TO_LEFT_MARK),
        ("12:30", "שלום 12:30", RIGHT_TO_LEFT_MARK),
        ("שרה and all", "Hello שרה and all", LEFT_TO_RIGHT_MARK),
        ("and all", "Hello שרה and all", ""),
        ("שרה", "שלום שרה", ""),
        ("12:30", "12:00 12:30", ""),
    ],
)
def test_a_line_runs_as_its_paragraph_does(line: str, paragraph: str, mark: str) -> None:
    assert like_its_paragraph(line, paragraph) == mark + line
