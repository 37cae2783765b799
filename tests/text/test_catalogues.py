"""The catalogues: every word that the code says, in every language, with the same places to fill."""

from __future__ import annotations

import ast
import re
import string
import unicodedata

import pytest
from babel.messages.catalog import Message

from displayd.text.language import language_names, read_catalogue
from tests.support import catalogues
from tests.support.catalogues import FOLDER, OVERLAYS, coverage, key, read, renewed, words_in_code, written

CODE = words_in_code()

WITHOUT_LATIN = {"ar", "he", "hi", "ja", "ko", "th", "zh", "zh-Hant"}

# Names and signs that are the same in every language; what stands in `backticks` is to be typed as it is.
SAME_EVERYWHERE = (
    r"`[^`]*`|displayd\.yaml|https?://|UTF-8"
    r"|(?<![A-Za-z])(?:displayd|DISPLAYD|Wi-Fi|DHCP|NTP|HTTPS|CA|IT|QR|URL|UTC|ffmpeg)(?![A-Za-z])"
)


def forms(message: Message) -> tuple[str, ...]:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(text or "" for text in texts)


def english(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (message.id,)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def translated(language: str) -> list[Message]:
    return [message for message in read(language) if message.id and all(forms(message))]


def test_all_that_is_said_is_found_in_the_code() -> None:
    said = {key(message) for message in CODE}

    assert ("", "No data") in said
    assert ("of a figure", "old") in said


def test_text_that_is_put_together_where_it_is_said_is_found_out() -> None:
    parsed = ast.parse('frame.format.say(f"as of {moment}")', mode="eval")
    call = next(node for node in ast.walk(parsed) if isinstance(node, ast.Call))

    with pytest.raises(TypeError, match="write the text as it is"):
        catalogues._said(call, catalogues.ROOT / "displayd" / "somewhere.py")


@pytest.mark.parametrize("language", sorted({*language_names()} - OVERLAYS))
def test_every_word_of_the_code_is_translated(language: str) -> None:
    known = {key(message) for message in translated(language)}

    missing = {key(message) for message in CODE if message.id} - known

    assert not missing, "`python -m tests.support.catalogues` adds them to the catalogues, to be translated"


def test_every_shipped_language_has_all_texts() -> None:
    found = coverage()

    assert {one.language for one in found} == {*language_names()} - OVERLAYS
    assert {one.language: one.percent for one in found if one.percent < 100} == {}
    assert all(one.said > 300 for one in found)


@pytest.mark.parametrize("language", language_names())
def test_catalogue_is_as_the_tool_writes_it(language: str) -> None:
    text = (FOLDER / f"{language}.po").read_text(encoding="utf-8")

    assert written(language, renewed(language, CODE)) == text


@pytest.mark.parametrize("language", language_names())
def test_translations_have_the_places_of_the_english(language: str) -> None:
    for message in translated(language):
        wanted = set().union(*(places(text) for text in english(message)))
        for form in forms(message):
            # A language may have a word for one and for two.
            assert wanted - {"count"} <= places(form) <= wanted, f"{english(message)}: {form}"


@pytest.mark.parametrize("language", language_names())
def test_counted_words_have_as_many_forms_as_the_language(language: str) -> None:
    wanted = read(language).num_plurals
    for message in translated(language):
        if isinstance(message.id, (tuple, list)):
            assert len(forms(message)) == wanted, english(message)


@pytest.mark.parametrize("language", language_names())
def test_translations_begin_and_end_as_the_english_does(language: str) -> None:
    for message in translated(language):
        for form in forms(message):
            assert form == form.strip(), form
            assert "\N{REPLACEMENT CHARACTER}" not in form
            assert unicodedata.normalize("NFC", form) == form
            assert set(re.findall("`[^`]*`", form)) == set(re.findall("`[^`]*`", english(message)[-1])), form


@pytest.mark.parametrize("language", sorted(WITHOUT_LATIN & {*language_names()}))
def test_language_with_letters_of_its_own_has_no_latin_words(language: str) -> None:
    for message in translated(language):
        for form in forms(message):
            rest = re.sub(SAME_EVERYWHERE, "", re.sub(r"\{[^}]*\}", "", form))
            assert not re.search(r"[A-Za-z]", rest), form


@pytest.mark.parametrize("language", language_names())
def test_device_reads_what_translators_wrote(language: str) -> None:
    texts, _ = read_catalogue((FOLDER / f"{language}.po").read_text(encoding="utf-8"))

    assert set(texts.values()) == {forms(message) for message in translated(language)}
