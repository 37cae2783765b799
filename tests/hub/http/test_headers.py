"""Request headers."""

from __future__ import annotations

import pytest

from displayd.hub.http.headers import accepts_gzip, bearer, lead_seconds, names_tag, wait_seconds


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("wait=25", 25),
        ("respond-async, wait=10", 10),
        ("wait = 7", 7),
        ('wait="7"', 7),
        ("Wait=3; foo=bar", 3),
        ("wait=-1", 0),
        ("wait=abc", 0),
        ("await=5", 0),
        ("wait=99999999999", 0),
        ("", 0),
        (None, 0),
    ],
)
def test_how_long_a_request_wants_to_wait(prefer: str | None, seconds: int) -> None:
    assert wait_seconds(prefer) == seconds


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0.285", 0.285),
        (" 2 ", 2.0),
        ("60", 60.0),
        ("61", None),
        ("-1", None),
        ("nan", None),
        ("1e3", None),
        ("\u0662", None),
        ("", None),
        (None, None),
    ],
)
def test_how_long_before_a_change_a_screen_wants_to_have_it(header: str | None, seconds: float | None) -> None:
    assert lead_seconds(header) == seconds


@pytest.mark.parametrize(
    ("header", "answer"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("a", False), (None, False)],
)
def test_which_tags_a_request_knows(header: str | None, answer: bool) -> None:
    assert names_tag(header, '"a"') is answer


@pytest.mark.parametrize(
    "header",
    [
        '"a-gzip"',
        '"a-br"',
        '"a-zstd"',
        '"a--gzip"',
        '"a;gzip"',
        '"a"-gzip',
        'W/"a-gzip"',
        'w/"a"',
        '"b-gzip", W/"a;br"',
        '"a-gzip-gzip"',
    ],
)
def test_what_proxies_make_of_a_tag_when_they_compress_names_it(header: str) -> None:
    assert names_tag(header, '"a"')


@pytest.mark.parametrize("header", ['"a-b"', '"ab-gzip"', '"-gzip"', '"b;a"', "a-gzip", '"a-gzipped"', '"gzip"'])
def test_other_tags_do_not_name_it(header: str) -> None:
    assert not names_tag(header, '"a"')


@pytest.mark.parametrize(
    ("header", "answer"),
    [("gzip", True), ("deflate, gzip;q=0.5", True), ("*", True), ("gzip;q=0", False), ("br", False), (None, False)],
)
def test_who_takes_gzip(header: str | None, answer: bool) -> None:
    assert accepts_gzip(header) is answer


@pytest.mark.parametrize(
    ("header", "answer"),
    [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", None), ("Bearer ", None), (None, None)],
)
def test_the_token_of_a_request(header: str | None, answer: str | None) -> None:
    assert bearer(header) == answer
