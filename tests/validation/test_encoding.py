"""The bytes of files as text."""

from __future__ import annotations

import pytest

from displayd.errors import ConfigError
from displayd.validation.encoding import utf8_text

TEXT = "title: Büro\nseconds: 20\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_is_text_with_and_without_a_mark(encoding: str) -> None:
    assert utf8_text("f", TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (TEXT.encode("utf-16"), "f:1: is UTF-16, not UTF-8 (save the file as UTF-8)"),
        (TEXT.encode("utf-16-be"), "f:1: is UTF-16, not UTF-8 (save the file as UTF-8)"),
        (TEXT.encode("utf-16-le"), "f:1: is UTF-16, not UTF-8 (save the file as UTF-8)"),
        (TEXT.encode("utf-32"), "f:1: is UTF-32, not UTF-8 (save the file as UTF-8)"),
        (
            b"a: 1\r\n" + TEXT.encode("latin-1"),
            "f:2: is not UTF-8: the byte 0xFC is `ü` in Windows-1252 (save the file as UTF-8)",
        ),
        (b"a: 1\rb: \x93x\x94\r", "f:2: is not UTF-8: the byte 0x93 is `“` in Windows-1252 (save the file as UTF-8)"),
        (b"a: \x81", "f:1: is not UTF-8: the byte 0x81 (save the file as UTF-8)"),
    ],
)
def test_other_encodings_are_named_with_the_line(data: bytes, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        utf8_text("f", data)

    assert [str(mistake) for mistake in caught.value.mistakes] == [said]


def test_a_few_zero_bytes_make_no_other_encoding() -> None:
    assert utf8_text("f", b"a: \0\nb: a long text\n") == "a: \0\nb: a long text\n"
    assert utf8_text("f", b"") == ""
