"""A browser is answered in the first language that it asks for and the hub speaks."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from babel import Locale as BabelLocale
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from displayd.hub.http.app import create_app
from displayd.hub.http.reader import language_attributes, reader_of
from displayd.hub.http.wall_page.page import wall_page
from displayd.hub.http.wall_page.view import wall_view
from displayd.hub.http.wall_page.words import COUNTED, OF_CATEGORY, WORDS, for_script, told, told_count
from displayd.text.formatter import Formatter
from displayd.text.language import language_names
from tests.hub.http.test_wall_page import busy_hub, served
from tests.support.browser import CHROMIUM, browser


def asking(header: str | None) -> Request:
    headers = [] if header is None else [(b"accept-language", header.encode("latin-1", "replace"))]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": headers, "query_string": b""})


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        (None, "en-GB"),
        ("", "en-GB"),
        ("de-DE,de;q=0.9,en;q=0.8", "de-DE"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("eo, pl;q=0.4, en;q=0.2", "pl"),
        ("de;q=0, ja", "ja"),
        ("*", "en-GB"),
        ("de;q=nonsense", "en-GB"),
        ("zh-TW", "zh-TW"),
        ('de-"><script>', "en-GB"),
    ],
)
def test_first_language_that_is_spoken_here_is_taken(header: str | None, locale: str) -> None:
    assert reader_of(asking(header)).locale == locale


@given(st.text(st.characters(max_codepoint=255)))
def test_any_header_has_a_reader_who_does_no_harm_to_the_page(header: str) -> None:
    reader = reader_of(asking(header))

    assert re.fullmatch(r'lang="[A-Za-z0-9_-]+"( dir="rtl")?', language_attributes(reader))


@pytest.mark.parametrize("locale", [*language_names(), "en-GB"])
def test_every_word_of_the_wall_page_is_said_in_every_language(locale: str) -> None:
    reader = Formatter(locale)
    said = {name: reader.say_as("wall page", text) for name, text in WORDS.items()}

    assert "<" not in json.dumps(said)
    assert locale in ("en-GB", "pt-PT") or sum(said[name] != text for name, text in WORDS.items()) > 50


def test_line_to_be_copied_runs_from_the_left_in_every_language() -> None:
    page = wall_page(wall_view(busy_hub()), "", Formatter("ar"))

    assert ' dir="rtl"' in page
    assert '<code class="line" tabindex="0" dir="ltr">' in page


def test_page_says_its_language_and_which_way_it_is_read() -> None:
    assert language_attributes(Formatter("ar")) == 'lang="ar" dir="rtl"'
    assert told(Formatter("de"), "skip") == "Zu den Bildschirmen"


@pytest.mark.parametrize("locale", [*language_names(), "en-GB"])
@pytest.mark.parametrize("name", COUNTED)
def test_what_is_counted_has_the_form_that_the_language_has_for_the_count(name: str, locale: str) -> None:
    reader, rule = Formatter(locale), BabelLocale.parse(locale, sep="-").plural_form
    forms = {
        category: told_count(reader, name, count, count="#", on="#", shown="#")
        for category, count in OF_CATEGORY.items()
    }

    for count in range(210):
        assert forms[rule(count)] == told_count(reader, name, count, count="#", on="#", shown="#"), count


def test_script_gets_the_forms_of_what_it_counts_with_their_places() -> None:
    found = for_script(Formatter("pl"))["age_days"]

    assert isinstance(found, Mapping)
    assert (found["one"], found["few"], found["many"]) == ("{count} dzień", "{count} dni", "{count} dni")
    assert for_script(Formatter("en-GB"))["screens_on"]["one"] == "{on} of {count} screen on"  # type: ignore[index]


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("locale", ["ar", "pl", "he", "de-x"])
def test_a_real_browser_counts_as_the_hub_does(tmp_path: Path, locale: str) -> None:
    reader = Formatter(locale)
    with served(create_app(busy_hub())) as address, browser(tmp_path) as page:
        page.speak(locale)
        page.go(address)
        page.wait_for("wall !== null")
        told = page.value("[1, 2, 3, 11, 22, 100].map((count) => told('age_days', { count }))")
        shown = page.value("document.querySelector('[data-count]').textContent")
        screens, on = page.value("[wall.screens.length, wall.screens.filter((one) => one.state === 'online').length]")

    assert told == [told_count(reader, "age_days", count) for count in (1, 2, 3, 11, 22, 100)]
    assert shown == told_count(reader, "screens_on", screens, on=on)
