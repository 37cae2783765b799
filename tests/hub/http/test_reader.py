"""A browser is answered in the first language that it asks for and the hub speaks."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from displayd.hub.http.reader import language_attributes, reader_of
from displayd.hub.http.wall_page.page import wall_page
from displayd.hub.http.wall_page.view import wall_view
from displayd.hub.http.wall_page.words import WORDS, told
from displayd.text.formatter import Formatter
from displayd.text.language import language_names
from tests.hub.http.test_wall_page import busy_hub


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
