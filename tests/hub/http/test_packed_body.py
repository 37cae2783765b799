"""Bodies that come compressed are unpacked, within bounds, or it is said what is wrong with them."""

from __future__ import annotations

import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.http.packed_body import PackedError, unpacked
from tests.support.laws import law

LINES = b"# TYPE size gauge\n" + b"".join(b'size{disk="sda%d"} %d\n' % (number, number * 7) for number in range(12))
PACKED = gzip.compress(LINES)


def test_what_a_client_has_packed_is_read() -> None:
    assert unpacked(PACKED, 10_000) == LINES
    assert unpacked(PACKED, len(LINES)) == LINES
    assert unpacked(gzip.compress(b""), 0) == b""


@pytest.mark.parametrize(
    ("body", "words"),
    [(b"", "no whole gzip"), (LINES, "is no gzip"), (PACKED[:-1], "no whole gzip"), (PACKED[:12], "no whole gzip")],
)
def test_what_is_wrong_with_a_body_is_said(body: bytes, words: str) -> None:
    with pytest.raises(PackedError, match=words):
        unpacked(body, 1000)


def test_no_more_than_is_allowed_is_unpacked() -> None:
    assert len(unpacked(gzip.compress(b"a" * 10_000_000), 1000)) == 1001


@law
@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 255))
def test_nothing_but_our_own_error_comes_out_of_any_body(data: bytes, at: int, instead: int) -> None:
    mangled = bytearray(PACKED)
    mangled[at % len(mangled)] = instead
    for body in (data, PACKED[:10] + data, bytes(mangled)):
        with contextlib.suppress(PackedError):
            unpacked(body, 1000)
