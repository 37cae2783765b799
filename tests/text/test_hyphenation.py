"""Where words may be divided: by the patterns of their language, never where letters belong together."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.text.hyphenation import SOFT_HYPHEN, Hyphenator
from tests.support.laws import slow_law

LATIN = st.text("abcdefghijklmnoprstuvwzäöüßéèøå\u0131\u0130", min_size=1, max_size=40)


def shown(locale: str, text: str) -> str:
    return Hyphenator(locale).divided([text])[text].replace(SOFT_HYPHEN, "-")


@pytest.mark.parametrize(
    ("locale", "text", "wanted"),
    [
        ("de-DE", "Kundenzufriedenheitsindex", "Kun-den-zu-frie-den-heits-in-dex"),
        ("de", "Bearbeitungszeit", "Bear-bei-tungs-zeit"),
        ("nl-BE", "klanttevredenheidsonderzoek", "klant-te-vre-den-heids-on-der-zoek"),
        ("sv", "kundnöjdhetsundersökning", "kund-nöjd-hets-un-der-sök-ning"),
        ("pl", "niezadowolonych", "nie-za-do-wo-lo-nych"),
        ("en-GB", "responsiveness", "respons-ive-ness"),
        ("fr", "anticonstitutionnellement", "anti-cons-ti-tu-tion-nel-le-ment"),
        ("es", "responsabilidades", "res-pon-sa-bi-li-da-des"),
        ("pt-BR", "responsabilidades", "res-pon-sa-bi-li-da-des"),
        ("it", "soddisfazione", "sod-di-sfa-zione"),
        ("fi", "Asiakastyytyväisyyskysely", "Asia-kas-tyy-ty-väi-syys-ky-sely"),
        ("tr-TR", "memnuniyetsizliklerimiz", "mem-nu-ni-yet-siz-lik-le-ri-miz"),
    ],
)
def test_word_is_divided_as_its_language_does(locale: str, text: str, wanted: str) -> None:
    assert shown(locale, text) == wanted


@pytest.mark.parametrize("text", ["kurz", "(x)", "1234567890", "ความพึงพอใจ", "שביעותרצון", "お客様満足度調査結果", ""])
def test_short_words_and_other_scripts_are_left_alone(text: str) -> None:
    assert shown("de", text) == text


def test_what_stands_around_a_word_does_not_change_it() -> None:
    assert shown("de", "(Erstantwortzeiten),") == f"({shown('de', 'Erstantwortzeiten')}),"


def test_soft_hyphens_of_whoever_wrote_it_are_the_only_ones() -> None:
    text = f"Kundenzu{SOFT_HYPHEN}friedenheitsindex"

    assert Hyphenator("de").divided([text]) == {text: text}


@pytest.mark.parametrize("locale", ["xx", "ja", "th", "de-XX", "../../etc/passwd", ""])
def test_locale_without_patterns_of_its_own_is_no_fault(locale: str) -> None:
    assert shown(locale, "Kundenzufriedenheit").replace("-", "") == "Kundenzufriedenheit"


def test_without_pyphen_words_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyphen", None)

    assert shown("de", "Kundenzufriedenheitsindex") == "Kundenzufriedenheitsindex"


def test_without_patterns_words_are_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyphen

    monkeypatch.setitem(pyphen.LANGUAGES, "de", "/nowhere/hyph_de.dic")

    assert shown("de", "Kundenzufriedenheitsindex") == "Kundenzufriedenheitsindex"


@slow_law
@given(st.lists(LATIN, max_size=5), st.sampled_from(["nl", "en-GB", "fi", "tr", "sv"]))
def test_dividing_adds_nothing_but_soft_hyphens_between_three_letters(words: list[str], locale: str) -> None:
    for word, divided in Hyphenator(locale).divided(words).items():
        parts = divided.split(SOFT_HYPHEN)

        assert "".join(parts) == word
        assert len(parts) == 1 or (len(parts[0]) >= 3 and len(parts[-1]) >= 3 and all(parts))


def test_what_is_remembered_is_bounded() -> None:
    hyphenator = Hyphenator("fi")
    for number in range(60):
        hyphenator.divided(
            [f"kuukausi{chr(97 + number % 26)}{'ra' * (number + 3)}{one}" for one in "abcdefghijklmnopqrstuvwxyz" * 2]
        )

    assert len(hyphenator._points) <= 2000
