"""Text that may be HTML, as plain text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.ingest.html_text import text_of_html


@pytest.mark.parametrize(
    ("given_as", "plain"),
    [
        ("plain", "plain"),
        ("a < b && c > d", "a < b && c > d"),
        ("<b>bold</b> <i class='x'>and</i> more", "bold and more"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("&pound;5 &amp; &#8364;6 &lt;b&gt;", "£5 & €6 <b>"),
        ("x<script>alert('<b>')</script>y", "xy"),
        ("x<SCRIPT src=//evil>alert(1)", "x"),
        ("<style>b {}</style>z", "z"),
        ("<!-- no --><?php no ?>yes", "yes"),
        ("<img src=x onerror=alert(1)>", ""),
        ("a <b", "a <b"),
        ("a\x00\x1bb\r\n\tc", "a b\nc"),
        ("a\u202eb\u2028c\xa0d", "a b c d"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("<ul><li>one</li><li>two</li></ul><table><tr><td>three</td></tr></table>", "one\ntwo\nthree"),
        ("  many \n\n  lines  ", "many\nlines"),
        ("<<b>>", "<>"),
    ],
)
def test_markup_is_taken_away_and_text_stays(given_as: str, plain: str) -> None:
    assert text_of_html(given_as, 100) == plain


def test_long_text_ends_with_an_ellipsis() -> None:
    assert text_of_html("x" * 50, 10) == "x" * 9 + "…"


@given(st.text(max_size=200) | st.text(alphabet="<>/!?scriptyle&;#x1 \n\"'=", max_size=200), st.integers(1, 50))
def test_what_comes_out_is_short_and_has_no_letters_that_steer(text: str, letters: int) -> None:
    plain = text_of_html(text, letters)

    assert len(plain) <= letters
    assert all(letter.isprintable() or letter in "\n\u200c\u200d" for letter in plain)


@pytest.mark.parametrize("piece", ["<script>", "<", "<a ", "</script", "&", "<style><script>", "<!--"])
def test_no_text_takes_long(piece: str) -> None:
    began = time.process_time()
    text_of_html("x " * 200_000, 100)
    usual = time.process_time() - began

    began = time.process_time()
    text_of_html(piece * 200_000, 100)

    assert time.process_time() - began < 50 * usual + 0.2
