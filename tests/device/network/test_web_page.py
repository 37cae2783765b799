"""JSON and pictures are told from web pages by what is in them."""

from __future__ import annotations

import codecs

import pytest

from displayd.device.network.web_page import web_page_in
from tests.support.fakes import document_bytes

TYPES = [
    "",
    "application/json",
    "text/html; charset=UTF-8",
    "TEXT/HTML",
    "application/xhtml+xml",
    "text/plain",
    "image/png",
]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    "body",
    [
        document_bytes(),
        codecs.BOM_UTF8 + document_bytes(),
        b"\r\n\r\n \t" + document_bytes(),
        document_bytes().decode().encode("utf-16"),
        document_bytes()[:40],
        b"[" + document_bytes() + b"]",
        b'"{}"',
        b"\x89PNG\r\n\x1a\n\0\0",
        b"\xff\xd8\xff\xe0\0\x10JFIF",
        b"GIF89a\x01\0\x01\0",
        b"\x1f\x8b\x08\0",
    ],
    ids=["json", "mark", "blanks", "utf-16", "half", "list", "text", "png", "jpeg", "gif", "gzip"],
)
def test_json_good_or_bad_and_pictures_are_no_web_page_whatever_they_are_called(kind: str, body: bytes) -> None:
    assert not web_page_in(kind, body)


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><title>Log in to the guest network</title>",
        b"\n <!doctype html>",
        codecs.BOM_UTF8 + b"<html>",
        "<html>".encode("utf-16"),
        b"<br />\n<b>Warning</b>: Undefined variable $value in <b>/srv/a.php</b>",
        b"<!-- cached --><p>Gone</p>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>',
    ],
)
def test_what_begins_as_a_web_page_is_one_whatever_it_is_called(kind: str, body: bytes) -> None:
    assert web_page_in(kind, body) == "a web page"


def test_words_are_a_web_page_where_the_server_says_so_and_otherwise_bad_json() -> None:
    body = b"Deprecated: Implicit conversion in /srv/a.php on line 3\n" + document_bytes()

    assert web_page_in("text/html", body) == "a web page"
    assert not web_page_in("application/json", body)


def test_other_kinds_with_angle_brackets_are_called_by_their_name() -> None:
    assert web_page_in("image/svg+xml", b'<?xml version="1.0"?><svg/>') == "XML"
    assert web_page_in("image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg"/>') == "an SVG picture"
