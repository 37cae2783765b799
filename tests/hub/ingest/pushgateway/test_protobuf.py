"""The binary format of Prometheus, as clients in Go push it."""

from __future__ import annotations

import contextlib
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from displayd.errors import DocumentError
from displayd.hub.ingest.pushgateway.families import Sample, checked
from displayd.hub.ingest.pushgateway.protobuf import families_in_protobuf


def varint(value: int) -> bytes:
    """A whole number."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def part(number: int, value: bytes | str | float) -> bytes:
    """One field of a message: text or a message, a double, or a whole number."""
    if isinstance(value, float):
        return varint(number << 3 | 1) + struct.pack("<d", value)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def label(name: str, value: str) -> bytes:
    """A label of a metric."""
    return part(1, part(1, name) + part(2, value))


def family(name: str, kind: int, *metrics: bytes) -> bytes:
    """A message `MetricFamily` after its length."""
    message = part(1, name) + part(2, "What it is.") + part(3, kind) + b"".join(part(4, one) for one in metrics)
    return varint(len(message)) + message


def test_each_type_of_a_metric_is_read_as_the_text_format_has_it() -> None:
    body = (
        family("orders_total", 0, label("shop", "a") + part(3, part(1, 3.0)))
        + family("age", 1, part(2, part(1, 1.5)))
        + family("free", 3, part(5, part(1, 9.0)), label("x", "y") + part(5, b""))
        + family("size", 2, part(4, part(1, 2) + part(2, 7.0) + part(3, part(1, 0.5) + part(2, 3.5))))
        + family("seconds", 4, part(7, part(1, 2) + part(2, 0.9) + part(3, part(1, 1) + part(2, 0.1))))
    )

    families = checked(families_in_protobuf(body))

    assert families["orders_total"].kind == "counter"
    assert families["orders_total"].help == "What it is."
    assert families["orders_total"].samples == [Sample("orders_total", (("shop", "a"),), 3.0)]
    assert families["age"].samples == [Sample("age", (), 1.5)]
    assert families["free"].samples == [Sample("free", (), 9.0), Sample("free", (("x", "y"),), 0.0)]
    assert families["size"].samples == [
        Sample("size", (("quantile", "0.5"),), 3.5),
        Sample("size_sum", (), 7.0),
        Sample("size_count", (), 2.0),
    ]
    assert families["seconds"].samples == [
        Sample("seconds_bucket", (("le", "0.1"),), 1.0),
        Sample("seconds_bucket", (("le", "+Inf"),), 2.0),
        Sample("seconds_sum", (), 0.9),
        Sample("seconds_count", (), 2.0),
    ]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"\x05abc", "ends in the middle"),
        (b"a 1\n", "ends in the middle"),
        (family("", 1), "no name"),
        (family("a", 9), "no type 9"),
        (family("a", 1, part(2, part(1, 1.0)) + part(6, 1_795_000_000_000)), "a timestamp"),
        (family("a", 1, part(2, 1)), "a number stands where"),
        (family("a", 1, part(2, part(1, 1.0))) * 2, "there twice"),
        (b"\xff" * 20, "too long"),
    ],
)
def test_what_is_wrong_is_said(body: bytes, words: str) -> None:
    with pytest.raises(DocumentError) as caught:
        checked(families_in_protobuf(body))

    assert words in str(caught.value.mistakes[0])


GOOD = family("age", 1, label("a", "b") + part(2, part(1, 1.5))) + family("s", 4, part(7, part(1, 2) + part(3, b"")))


@given(st.binary(max_size=200), st.integers(0, len(GOOD)), st.integers(0, 20))
def test_nothing_but_our_own_error_comes_out_of_any_body(data: bytes, at: int, instead: int) -> None:
    with contextlib.suppress(DocumentError):
        checked(families_in_protobuf(GOOD[:at] + data + GOOD[at + instead :]))
