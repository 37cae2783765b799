"""Each script has its font: one family, without serifs, and those of the reader's country."""

from __future__ import annotations

import subprocess

import pytest

from displayd.paint.families import FAMILIES, HAN, HAN_LETTERS, SCRIPTS, families_for, han_of
from displayd.paint.text import PangoFonts

INSTALLED = set(
    subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=True)
    .stdout.replace(",", "\n")
    .split("\n")
)


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("locale", ["en-GB", "th", "ja"])
def test_script_is_drawn_by_its_own_family(script: str, locale: str) -> None:
    family, letter = SCRIPTS[script]
    assert family in INSTALLED, "apt install fonts-noto-core"

    assert PangoFonts(locale).family_of(letter) == family


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_thai_is_never_set_in_a_serif(weight: str) -> None:
    fonts = PangoFonts("th-TH")

    assert "Serif" not in fonts.family_of("ลูกค้า")
    assert fonts.family_of("ลูกค้า") == "Noto Sans Thai"


@pytest.mark.parametrize(
    ("locale", "han"),
    [
        ("ja", "ja"),
        ("ko-KR", "ko"),
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh-TW", "zh-hant"),
        ("zh_Hant_HK", "zh-hant"),
        ("de", "ja"),
    ],
)
def test_han_letters_have_the_forms_of_the_locale(locale: str, han: str) -> None:
    assert han_of(locale) == han
    assert families_for(locale)[-len(HAN[han]) - 1 : -1] == HAN[han]


@pytest.mark.parametrize("locale", ["ja", "ko", "zh", "zh-TW"])
def test_all_letters_of_a_locale_come_from_the_first_of_its_fonts_that_is_there(locale: str) -> None:
    fonts, wanted = PangoFonts(locale), next(one for one in HAN[han_of(locale)] if one in INSTALLED)
    letters = {"ja": "直か", "ko": "한", "zh": "直", "zh-TW": "直"}[locale]

    assert {fonts.family_of(letter) for letter in letters} == {wanted}


def test_language_is_told_to_pango_and_a_change_forgets_what_was_measured() -> None:
    fonts = PangoFonts("ja")
    japanese = [fonts.family_of("한"), fonts.width("한", 50)]
    fonts.speak("ko-KR")

    assert fonts.language == "ko-KR"
    assert str(fonts._context.get_language().to_string()) == "ko-kr"
    fonts.speak("ja")
    assert [fonts.family_of("한"), fonts.width("한", 50)] == japanese


def test_what_draws_each_script_is_told() -> None:
    found = PangoFonts().scripts_found()

    assert {script: found[script] for script in SCRIPTS} == {script: family for script, (family, _) in SCRIPTS.items()}
    assert found.keys() == SCRIPTS.keys() | HAN_LETTERS.keys()
    assert all(found.values())
    assert list(PangoFonts().families_found()) == list(FAMILIES)
