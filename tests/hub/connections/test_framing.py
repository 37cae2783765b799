"""Where requests end, and what could be read in two ways."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from displayd.hub.connections.framing import MAX_HEAD_BYTES, Framing, Phase

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
PUT = b"PUT /v1/metrics/a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345"
CHUNKED = b"PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\n12\r\n4\r\n1F\r\n%s\r\n0\r\n\r\n" % (
    b"x" * 31
)
OLD = b"GET / HTTP/1.0\r\n\r\n"


def head(*lines: bytes, first: bytes = b"PUT /a HTTP/1.1") -> bytes:
    return b"\r\n".join((first, b"Host: x", *lines, b"", b""))


@pytest.mark.parametrize("request_bytes", [GET, PUT, CHUNKED, OLD], ids=["get", "length", "chunks", "1.0"])
def test_a_good_request_is_passed_on_as_it_is(request_bytes: bytes) -> None:
    framing = Framing()

    assert framing.follow(request_bytes) == request_bytes
    assert (framing.phase, framing.fault) == (Phase.IDLE, "")


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    requests=st.lists(st.sampled_from([GET, PUT, CHUNKED, OLD]), min_size=1, max_size=4),
    cuts=st.lists(st.integers(0, 400), max_size=12),
)
def test_it_does_not_matter_in_which_pieces_requests_come(requests: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(requests)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    framing = Framing()

    passed = [framing.follow(stream[begin:end]) for begin, end in itertools.pairwise(places)]

    assert b"".join(passed) == stream
    assert (framing.phase, framing.fault) == (Phase.IDLE, "")


SMUGGLED = {
    "a length beside chunks": head(b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"0\r\n\r\n",
    "chunks beside a length": head(b"Transfer-Encoding: chunked", b"Content-Length: 5") + b"0\r\n\r\n",
    "two lengths": head(b"Content-Length: 5", b"Content-Length: 6"),
    "the same length twice": head(b"Content-Length: 5", b"content-length: 5"),
    "a list of lengths": head(b"Content-Length: 5, 5"),
    "a signed length": head(b"Content-Length: +5"),
    "a negative length": head(b"Content-Length: -5"),
    "a hexadecimal length": head(b"Content-Length: 0x5"),
    "a length with an underscore": head(b"Content-Length: 1_0"),
    "a length without a number": head(b"Content-Length:"),
    "a length that is huge": head(b"Content-Length: 99999999999999999999"),
    "another coding": head(b"Transfer-Encoding: gzip"),
    "two codings": head(b"Transfer-Encoding: gzip, chunked"),
    "chunks twice": head(b"Transfer-Encoding: chunked, chunked"),
    "chunks in two headers": head(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked"),
    "chunks and identity": head(b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
    "chunks in quotes": head(b'Transfer-Encoding: "chunked"'),
    "chunks with a parameter": head(b"Transfer-Encoding: chunked;a=b"),
    "chunks after a vertical tab": head(b"Transfer-Encoding: \x0bchunked"),
    "a coding misspelt": head(b"Transfer-Encoding: xchunked"),
    "no coding": head(b"Transfer-Encoding:"),
    "a blank before the colon": head(b"Transfer-Encoding : chunked"),
    "a blank before the name": head(b" Transfer-Encoding: chunked"),
    "a folded header": head(b"Transfer-Encoding:", b" chunked"),
    "a folded header with a tab": head(b"X: a", b"\tb"),
    "a header without a colon": head(b"Chunked"),
    "a header without a name": head(b": chunked"),
    "two hosts": head(b"Host: y"),
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "a NUL": head(b"X: a\0b"),
    "a line feed alone": b"PUT /a HTTP/1.1\r\nHost: x\r\nX: a\nContent-Length: 5\r\n\r\n12345",
    "line feeds alone": b"GET / HTTP/1.1\nHost: x\n\n",
    "a carriage return alone": head(b"X: a\rContent-Length: 5"),
    "chunks in HTTP/1.0": head(b"Transfer-Encoding: chunked", first=b"PUT /a HTTP/1.0"),
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "a blank in the address": head(first=b"GET /a b HTTP/1.1"),
    "two blanks": head(first=b"GET  / HTTP/1.1"),
    "a tab": head(first=b"GET\t/ HTTP/1.1"),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "a NUL at the beginning": b"\0" + GET,
}

CHUNKS = {
    "an extension": b"5;a=b\r\n12345\r\n0\r\n\r\n",
    "an extension with a line feed": b"5;\n12345\r\n0\r\n\r\n",
    "an extension without an end": b"5;" + b"a" * 10_000,
    "a size with a sign": b"+5\r\n12345\r\n0\r\n\r\n",
    "a size with 0x": b"0x5\r\n12345\r\n0\r\n\r\n",
    "a size with a blank": b"5 \r\n12345\r\n0\r\n\r\n",
    "a size of nothing": b"\r\n12345\r\n0\r\n\r\n",
    "a size that is huge": b"fffffffff\r\n",
    "a size without an end": b"00000000000000000005",
    "a chunk longer than it says": b"5\r\n1234567\r\n0\r\n\r\n",
    "a chunk that ends with a line feed": b"5\r\n12345\n0\r\n\r\n",
    "a size that ends with a line feed": b"5\n12345\r\n0\r\n\r\n",
    "a trailer": b"5\r\n12345\r\n0\r\nContent-Length: 5\r\n\r\n",
}


@pytest.mark.parametrize("smuggled", SMUGGLED.values(), ids=SMUGGLED)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_head_that_can_be_read_in_two_ways_is_not_passed_on(smuggled: bytes, size: int) -> None:
    framing = Framing()

    passed = [framing.follow(smuggled[at : at + size]) for at in range(0, len(smuggled), size)]

    assert framing.fault
    assert (b"".join(passed), framing.status, framing.is_fault_in_body) == (b"", 400, False)
    assert framing.follow(GET) == b""


@pytest.mark.parametrize("chunks", CHUNKS.values(), ids=CHUNKS)
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_chunks_that_can_be_read_in_two_ways_are_not_passed_on(chunks: bytes, size: int) -> None:
    stream = head(b"Transfer-Encoding: chunked") + chunks
    framing = Framing()

    for at in range(0, len(stream), size):
        framing.follow(stream[at : at + size])

    assert framing.fault
    assert framing.is_fault_in_body
    assert framing.follow(GET) == b""


def test_what_came_before_a_fault_is_passed_on() -> None:
    framing = Framing()

    assert framing.follow(GET + PUT + b"\n" + GET) == GET + PUT
    assert framing.fault


@pytest.mark.parametrize(
    "large",
    [b"GET /" + b"a" * 40_000, head(b"X: " + b"a" * 40_000), head(*[b"X: a"] * 101)],
    ids=["line", "one", "many"],
)
def test_a_head_is_bounded(large: bytes) -> None:
    framing = Framing()

    assert framing.follow(large) == b""
    assert (framing.status, len(large) > MAX_HEAD_BYTES or b"X: a" in large) == (431, True)


def test_what_comes_next_is_known() -> None:
    framing = Framing()
    seen = []
    for piece in (b"", b"PU", PUT[2:-3], PUT[-3:], b"\r\n", b"\r\nG"):
        framing.follow(piece)
        seen.append(framing.phase)

    assert seen == [Phase.IDLE, Phase.HEAD, Phase.BODY, Phase.IDLE, Phase.IDLE, Phase.HEAD]
