"""The product's own words: from the catalogue of the reader's language, in the right plural form."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
from babel import Locale as BabelLocale
from hypothesis import given
from hypothesis import strategies as st

from displayd.text import language
from displayd.text.formatter import Formatter
from displayd.text.language import PSEUDO_LOCALE, Language, language_names, language_of, read_catalogue, word

POLISH = r"""
# Told by people.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

#. how old a figure is
msgid "as of {moment}"
msgstr "z {moment}"

msgctxt "of two meanings"
msgid "late"
msgstr "po terminie"

msgid "{count} row"
msgid_plural "{count} rows"
msgstr[0] "{count} wiersz"
msgstr[1] "{count} wiersze"
msgstr[2] "{count} "
"wierszy"

msgid "not yet translated"
msgstr ""

#~ msgid "gone"
#~ msgstr "nie ma"
"""


def polish(underneath: Language | None = None) -> Language:
    return Language(*read_catalogue(POLISH), underneath)


def test_text_is_said_in_the_language_with_its_places_filled() -> None:
    assert polish().say("as of {moment}", moment="14:02") == "z 14:02"


def test_text_without_a_translation_is_said_in_the_language_underneath_and_in_the_end_in_english() -> None:
    above = Language({}, lambda count: 0, polish())

    assert above.say("as of {moment}", moment="14:02") == "z 14:02"
    assert above.say_count("{count} row", "{count} rows", 3) == "3 wiersze"
    assert polish().say("not yet translated") == "not yet translated"
    assert polish().say("gone") == "gone"


def test_word_of_two_meanings_is_told_apart_by_its_context() -> None:
    assert polish().say_as("of two meanings", "late") == "po terminie"
    assert polish().say("late") == "late"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 wierszy"), (1, "1 wiersz"), (2, "2 wiersze"), (12, "12 wierszy"), (22, "22 wiersze")]
)
def test_counted_things_have_the_form_of_their_number(count: int, text: str) -> None:
    assert polish().say_count("{count} row", "{count} rows", count) == text


def test_count_may_be_filled_as_the_locale_writes_it() -> None:
    assert polish().say_count("{count} row", "{count} rows", 12_000, count="12 000") == "12 000 wierszy"


@pytest.mark.parametrize(("count", "text"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_english_needs_no_catalogue(count: int, text: str) -> None:
    assert language_of("en-GB").say_count("{count} row", "{count} rows", count) == text
    assert language_of("en-GB").say("as of {moment}", moment="now") == "as of now"


def test_what_is_filled_in_is_never_taken_for_a_place() -> None:
    assert language_of("en").say("as of {moment}", moment="{moment} {0}") == "as of {moment} {0}"
    assert language_of("en").say("{ } in a text without places stay") == "{ } in a text without places stay"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("de", "de-AT"),
        ("de", "DE_de"),
        ("pt", "pt-BR"),
        ("pt-PT", "pt-AO"),
        ("zh-Hant", "zh-TW"),
        ("zh-Hant", "zh-Hant-HK"),
        ("zh", "zh-Hans-CN"),
        ("he", "iw-IL"),
        ("en", "eo"),
    ],
)
def test_locale_speaks_the_language_nearest_to_it(one: str, other: str) -> None:
    assert language._files(one) == language._files(other)


@pytest.mark.parametrize("name", language_names())
def test_plural_rule_is_that_of_cldr(name: str) -> None:
    cldr = BabelLocale.parse(name, sep="-").plural_form
    _, form_of = read_catalogue((Path(language.__file__).parent / "languages" / f"{name}.po").read_text("utf-8"))
    forms = {count: cldr(count) for count in range(2000)}

    pairs = {(form_of(count), form) for count, form in forms.items()}

    assert len(pairs) == len({index for index, _ in pairs}) == len({form for _, form in pairs})


def test_pseudo_locale_brackets_all_that_comes_from_a_catalogue() -> None:
    spoken = Formatter(PSEUDO_LOCALE)

    assert spoken.say("as of {moment}", moment=spoken.day(0, 0)) == "⟦as of Jan 1⟧"
    assert spoken.say_as("of a figure", "old") == "⟦old⟧"
    assert spoken.say_count("+{count} more", "+{count} more", 2) == "⟦+2 more⟧"


def test_pseudo_locale_does_not_bracket_what_is_said_without_being_in_a_catalogue() -> None:
    assert Formatter(PSEUDO_LOCALE).say("cannot be read: No such file or directory") == (
        "cannot be read: No such file or directory"
    )


def test_word_that_is_said_later_is_itself() -> None:
    assert word("Not claimed yet") == "Not claimed yet"


@pytest.mark.parametrize(
    "text",
    [
        "",
        'msgid "a"\nmsgstr "b"\n',
        '"no field"\n',
        POLISH + 'msgid "not closed\n',
        POLISH + "nonsense\n",
        'msgstr "without its text"\n',
        'msgid "without a translation"\n',
        POLISH + 'msgid ""\nmsgid_plural 7\n',
    ],
)
def test_what_is_no_catalogue_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_catalogue(text)


@given(st.text() | st.lists(st.sampled_from(POLISH.splitlines())).map("\n".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_catalogue(text)
    except ValueError:
        return


def test_catalogue_that_cannot_be_read_leaves_the_words_in_english(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "de.po").write_text("torn")
    monkeypatch.setattr(language, "_FOLDER", tmp_path)
    language.language_names.cache_clear()
    language.language_of.cache_clear()
    caplog.set_level(logging.CRITICAL)
    try:
        assert language_of("de-DE").say("No data") == "No data"
    finally:
        language.language_names.cache_clear()
        language.language_of.cache_clear()


def test_languages_are_spoken_in_many_threads_at_once() -> None:
    said: list[str] = []

    def speak(name: str) -> None:
        said.extend(language_of(name).say_count("{count} row", "{count} rows", 2) for _ in range(50))

    threads = [threading.Thread(target=speak, args=(name,)) for name in language_names()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(said) == 50 * len(threads)
