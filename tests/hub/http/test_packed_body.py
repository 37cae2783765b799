"""Bodies that come compressed are unpacked, within bounds, or it is said what is wrong with them."""

from __future__ import annotations

import base64
import contextlib
import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.hub.http.packed_body import PackedError, unpacked
from tests.support.laws import law

# What `push_to_gateway(..., compression="snappy")` of the client of Prometheus sends, by its library.
LINES = b"# TYPE size gauge\n" + b"".join(b'size{disk="sda%d"} %d\n' % (number, number * 7) for number in range(12))
STREAM = base64.b64decode(
    "/wYAAHNOYVBwWQCWAAAmE31KjgJEIyBUWVBFIHNpemUgZ2F1Z2UKAQs4e2Rpc2s9InNkYTAifSAwOhQAEDEifSA3OhQAFDIifSAxNDoVABQzIn0g"
    "MjE6FQAANAEVADg6FQAUNSJ9IDM1OhUAFDYifSA0MjoVAAA3ARUAOToVABQ4In0gNTY6FQAUOSJ9IDYzOhUAADEB0QA3QtIAGDEifSA3Nwo="
)
FIRST = STREAM[:10]


def stream(*blocks: bytes, kind: int = 0) -> bytes:
    """A stream of snappy with these blocks, whose checksums nobody looks at."""
    return FIRST + b"".join(bytes([kind]) + (len(one) + 4).to_bytes(3, "little") + b"\0" * 4 + one for one in blocks)


def test_what_a_client_has_packed_is_read() -> None:
    assert unpacked(STREAM, "snappy", 10_000) == LINES
    assert unpacked(gzip.compress(LINES), "gzip", 10_000) == LINES


@pytest.mark.parametrize(
    ("block", "plain"),
    [
        (b"\x00", b""),
        (b"\x02\x04ab", b"ab"),
        (b"\x0a\x04ab\x11\x02", b"ab" * 5),
        (b"\x06\x04ab\x0e\x02\x00", b"ababab"),
        (b"\x05\x04ab\x0b\x01\x00\x00\x00", b"abbbb"),
        (b"\x3d\xf0\x3c" + b"z" * 61, b"z" * 61),
    ],
)
def test_literals_and_copies_of_every_kind(block: bytes, plain: bytes) -> None:
    assert unpacked(stream(block), "snappy", 100) == plain


def test_chunks_that_are_plain_or_padding() -> None:
    body = stream(b"ab", kind=1) + FIRST + b"\xfe\x02\x00\x00xx" + stream(b"\x02\x04cd")[10:]

    assert unpacked(body, "snappy", 100) == b"abcd"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "does not begin as one"),
        (LINES, "does not begin as one"),
        (STREAM[:-1], "no whole stream"),
        (STREAM[:12], "no whole stream"),
        (stream(b"x", kind=2), "a chunk of the kind 2"),
        (stream(b""), "larger than one can be"),
        (stream(b"\xff\xff\xff\xff\x0f"), "larger than one can be"),
        (stream(b"\x05\x04ab"), "not as long as it says"),
        (stream(b"\x01\x04ab"), "not as long as it says"),
        (stream(b"\x05\x10ab"), "ends early"),
        (stream(b"\x04\x01\x01"), "copies what is not there"),
        (stream(b"\x06\x04ab\x01\x00"), "copies what is not there"),
    ],
)
def test_what_is_wrong_with_a_stream_is_said(body: bytes, words: str) -> None:
    with pytest.raises(PackedError, match=words):
        unpacked(body, "snappy", 1000)


def test_no_more_than_is_allowed_is_unpacked() -> None:
    bomb = stream(*[b"\x80\x80\x04\x00a" + b"\xfe\x01\x00" * 1023 + b"\xfa\x01\x00"] * 2000)
    begin = time.monotonic()

    assert 1000 < len(unpacked(bomb, "snappy", 1000)) <= 66_536
    assert 1000 < len(unpacked(gzip.compress(b"a" * 10_000_000), "gzip", 1000)) <= 66_536
    assert time.monotonic() - begin < 5


@law
@given(st.binary(max_size=300), st.integers(0, 200), st.integers(0, 255), st.sampled_from(["gzip", "snappy"]))
def test_nothing_but_our_own_error_comes_out_of_any_body(data: bytes, at: int, instead: int, coding: str) -> None:
    mangled = bytearray(STREAM)
    mangled[at % len(mangled)] = instead
    for body in (data, FIRST + data, bytes(mangled)):
        with contextlib.suppress(PackedError):
            unpacked(body, coding, 1000)
