"""Texts of dashboards as plain text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.tools.grafana.words import Names, one_line, plain_text, slug
from tests.support.laws import law


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Plain", "Plain"),
        ("# Head\n\n- one\n- **two**", "# Head\n\n- one\n- **two**"),
        ("<h1>Head</h1><p>Text &amp; more</p>", "# Head\n\nText & more"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<script>alert(1)</script><style>p{}</style><iframe src='x'>no</iframe>yes", "yes"),
        ("see [the page](https://x) ![logo](y.png)", "see the page"),
        ("<!-- no --><b onclick='x()'>bold</b>", "bold"),
        ("a\u2028b\x00\u202ec", "a\nbc"),
        ("<!DOCTYPE html><?xml?>x <![; y", "x <![; y"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
    ],
)
def test_text_is_what_can_be_read(written: str, text: str) -> None:
    assert plain_text(written) == text


@law
@given(st.text("<>/ab&;#![]()-\n\u2028\x00 \"'=", max_size=80))
def test_no_text_has_lines_or_letters_that_nobody_sees(written: str) -> None:
    found = plain_text(written)

    assert all(letter == "\n" or letter.isprintable() for letter in found)
    assert found == found.strip()
    assert len(one_line(written, 20)) <= 20


def test_a_long_description_is_cut_at_a_blank() -> None:
    assert one_line("**One** two `three`, four\n\nfive", 100) == "One two three, four"
    assert one_line("one two three four", 12) == "one two …"


@law
@given(st.text(max_size=40))
def test_a_slug_is_a_name(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(text, "none"))


def test_names_are_given_once() -> None:
    names = Names()

    assert [names.of("abc", 24) for _ in range(3)] == ["abc", "abc-2", "abc-3"]
    assert [names.of("x" * 30, 24) for _ in range(2)] == ["x" * 24, "x" * 20 + "-2"]
