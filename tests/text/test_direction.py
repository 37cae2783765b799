"""Which way a text runs."""

from __future__ import annotations

import pytest

from displayd.text.direction import (
    LEFT_TO_RIGHT_MARK,
    RIGHT_TO_LEFT_MARK,
    filled,
    is_left_to_right,
    is_read_from_right,
    is_right_to_left,
    isolated,
    like_its_paragraph,
)
from displayd.text.locales import locale_names, locale_of


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


@pytest.mark.parametrize(("text", "is_left"), [("Sales", True), ("12:30", False), ("שלום Sales", False), ("", False)])
def test_digits_and_signs_run_neither_way(text: str, is_left: bool) -> None:
    assert is_left_to_right(text) is is_left


@pytest.mark.parametrize(
    "locale", ["ar", "ar-EG", "he_IL", "HE", "fa", "ur-PK", "yi", "pa-Arab", "ckb-IQ", "az-Arab-IR"]
)
def test_readers_of_arabic_and_hebrew_letters_begin_on_the_right(locale: str) -> None:
    assert is_read_from_right(locale)


@pytest.mark.parametrize("locale", ["en-GB", "de", "ja", "th", "ug-Latn", "ku", "pa", "az", "ar-Latn"])
def test_readers_of_other_letters_begin_on_the_left(locale: str) -> None:
    assert not is_read_from_right(locale)


@pytest.mark.parametrize("locale", locale_names())
def test_readers_begin_where_the_words_of_their_locale_do(locale: str) -> None:
    assert is_read_from_right(locale) is is_right_to_left(locale_of(locale).weekdays[0])


def test_what_is_isolated_does_not_say_how_the_whole_runs() -> None:
    assert is_right_to_left(f"{isolated('Router 5')} תקול")
    assert not is_right_to_left(f"{isolated('שרה')} is away")


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        ("נכון ל-{moment}", "\u22125%", "נכון ל-\u2068\u22125%\u2069"),
        ("נכון ל-{moment}", "Router 5", "נכון ל-\u2068Router 5\u2069"),
        ("נכון ל-{moment}", "אתמול", "נכון ל-אתמול"),
        ("vs {moment}", "אתמול", f"vs {isolated('אתמול')}"),
        ("vs {moment}", "12:30", "vs 12:30"),
        ("{moment} · 5", "אתמול", "אתמול · 5"),
        ("נכון ל-{moment}", 5, "נכון ל-5"),
    ],
)
def test_what_is_filled_into_a_text_keeps_its_order(text: str, value: object, wanted: str) -> None:
    assert filled(text, {"moment": value}) == wanted
