"""Documents as bytes: made once for all screens of the same content."""

from __future__ import annotations

import gzip
import zlib

import pytest

from displayd.document.model import Page, decode, encode
from displayd.hub.publish.issue import GZIP_FROM_BYTES, Master, Sheets
from displayd.hub.publish.pages import BoundPage, document_of
from displayd.widgets.text.widget import Words
from tests.hub.walls import wall

SPEC = wall().screens["left"]


def pages_of(text: str) -> tuple[BoundPage, ...]:
    """One page with `text`."""
    return (BoundPage(Page(widgets={"one": Words(title=text)})),)


def master_of(text: str = "Hello", title: str = "Büro 🌍") -> Master:
    pages = pages_of(text)
    return Master.of(document_of(SPEC, title, (), "abc", 12.0), pages, Sheets.of(pages))


def test_an_issue_is_the_document_with_the_name_of_its_screen() -> None:
    pages = [one.page for one in pages_of("Hello")]

    for name in ("left", "a", "x" * 60):
        whole = document_of(SPEC, "Büro 🌍", pages, "abc", 12.0)
        issue = master_of().issue(name)
        assert decode(issue.body).screen == name
        assert issue.body == encode(whole).replace(b'"screen":"left"', f'"screen":"{name}"'.encode())
        assert (issue.revision, issue.effective_at) == ("abc", 12.0)


@pytest.mark.parametrize("title", ["Büro 🌍", "x" * 200])
@pytest.mark.parametrize("length", [GZIP_FROM_BYTES, 200_000])
def test_what_is_compressed_for_many_is_gzip_for_whoever_reads_it(title: str, length: int) -> None:
    text = "".join(chr(97 + number % 23) for number in range(length))
    issue = master_of(text, title).issue("left")

    assert issue.gzipped is not None
    assert gzip.decompress(issue.gzipped) == issue.body
    # As the screens read it: one member, and nothing behind it.
    unzip = zlib.decompressobj(31)
    assert unzip.decompress(issue.gzipped) == issue.body
    assert unzip.eof
    assert unzip.unused_data == b""
    assert len(issue.gzipped) < len(issue.body) / 1.5


def test_the_start_of_a_document_may_be_longer_than_a_block_of_deflate() -> None:
    master = master_of("x" * GZIP_FROM_BYTES)
    body = master.issue("left").body
    padded = b" " * 200_000 + body

    assert gzip.decompress(master.gzipped(padded)) == padded


def test_pages_are_compressed_once_for_all_screens() -> None:
    pages = pages_of("x" * 5000)
    sheets = Sheets.of(pages)
    masters = [Master.of(document_of(SPEC, title, (), "abc"), pages, sheets) for title in ("One", "Two")]

    issues = [master.issue(name) for master in masters for name in ("left", "right")]

    assert len({one.body for one in issues}) == 4
    assert len({one.tag for one in issues}) == 4
    assert all(one.gzipped and sheets.deflated in one.gzipped for one in issues)
