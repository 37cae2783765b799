"""The binary format of Prometheus: messages `MetricFamily`, each after its length. Clients in Go push it by default.

Source: github.com/prometheus/client_model, io/prometheus/client/metrics.proto, and
https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from displayd.hub.ingest.pushgateway.families import Family, FamilyKind, Sample, refused
from displayd.hub.ingest.pushgateway.text_format import number_text

__all__ = ["families_in_protobuf"]

_KINDS: Mapping[int, FamilyKind] = {0: "counter", 1: "gauge", 2: "summary", 3: "untyped", 4: "histogram"}

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5

# Of a message `Metric`.
_LABEL, _GAUGE, _COUNTER, _SUMMARY, _UNTYPED, _TIMESTAMP, _HISTOGRAM = 1, 2, 3, 4, 5, 6, 7


def families_in_protobuf(body: bytes) -> list[Family]:
    """The families in `body`.

    Raises:
        DocumentError: it is not in this format, or has timestamps, which a gateway does not take.
    """
    found = []
    at = 0
    try:
        while at < len(body):
            length, at = _varint(body, at)
            if length > len(body) - at:
                raise ValueError("it ends in the middle of a message")
            found.append(_family(body[at : at + length]))
            at += length
    except (ValueError, struct.error) as exc:
        raise refused(f"not messages of the type MetricFamily, each after its length: {exc}") from exc
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """The whole number at `at`, and where it ends."""
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise ValueError("it ends in the middle of a number")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value & (2**64 - 1), at
    raise ValueError("a number is too long")


def _fields(data: bytes) -> Iterator[tuple[int, int | float | bytes]]:
    """Number and value of each field of a message; those of 8 bytes as a double."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind = key & 7
        value: int | float | bytes
        if kind == _VARINT:
            value, at = _varint(data, at)
        elif kind == _FIXED64:
            value, at = struct.unpack_from("<d", data, at)[0], at + 8
        elif kind == _FIXED32:
            value, at = struct.unpack_from("<I", data, at)[0], at + 4
        elif kind == _BYTES:
            length, at = _varint(data, at)
            if length > len(data) - at:
                raise ValueError("it ends in the middle of a field")
            value, at = data[at : at + length], at + length
        else:
            raise ValueError(f"there is no kind {kind} of a field")
        yield key >> 3, value


def _text(value: float | bytes) -> str:
    return _part(value).decode("utf-8")


def _part(value: float | bytes) -> bytes:
    if not isinstance(value, bytes):
        raise ValueError("a number stands where a text or a message belongs")  # noqa: TRY004 - of what arrived
    return value


def _number(value: float | bytes) -> float:
    if isinstance(value, bytes):
        raise ValueError("a text stands where a number belongs")  # noqa: TRY004 - of what arrived
    return float(value)


def _family(data: bytes) -> Family:
    family = Family(name="", kind="counter", samples=[])
    metrics = []
    for field, value in _fields(data):
        if field == 1:
            family.name = _text(value)
        elif field == 2:
            family.help = _text(value)[:1000]
        elif field == 3:
            number = int(_number(value))
            if number not in _KINDS:
                raise ValueError(f"there is no type {number} of a metric")
            family.kind = _KINDS[number]
        elif field == 4:
            metrics.append(_part(value))
    if not family.name:
        raise ValueError("a metric has no name")
    for metric in metrics:
        family.samples.extend(_samples(family.name, metric))
    return family


def _samples(name: str, data: bytes) -> Iterator[Sample]:
    labels: dict[str, str] = {}
    parts: list[tuple[int, bytes]] = []
    for field, value in _fields(data):
        if field == _LABEL:
            pair = {number: _text(inner) for number, inner in _fields(_part(value))}
            labels[pair.get(1, "")] = pair.get(2, "")
        elif field == _TIMESTAMP:
            raise ValueError("a timestamp: the time of a push is when it arrives")
        elif field in (_GAUGE, _COUNTER, _UNTYPED, _SUMMARY, _HISTOGRAM):
            parts.append((field, _part(value)))
    plain = tuple(sorted(labels.items()))
    for field, part in parts:
        if field in (_SUMMARY, _HISTOGRAM):
            yield from _distribution(name, labels, part, "quantile" if field == _SUMMARY else "le")
        else:
            values = [_number(inner) for number, inner in _fields(part) if number == 1]
            yield Sample(name, plain, values[-1] if values else 0.0)


def _distribution(name: str, labels: Mapping[str, str], data: bytes, by: str) -> Iterator[Sample]:
    """The samples of a summary or a histogram, as the text format has them."""
    count = total = 0.0
    has_last = False
    plain = tuple(sorted(labels.items()))
    for field, value in _fields(data):
        if field == 1:
            count = _number(value)
        elif field == 2:
            total = _number(value)
        elif field == 3:
            # A quantile has its share and its value, both doubles; a bucket its count and its upper bound.
            inner = {number: _number(one) for number, one in _fields(_part(value)) if number in (1, 2)}
            first, second = inner.get(1, 0.0), inner.get(2, 0.0)
            bound, amount = (first, second) if by == "quantile" else (second, first)
            has_last |= bound == float("inf")
            ending = "" if by == "quantile" else "_bucket"
            yield Sample(name + ending, tuple(sorted({**labels, by: number_text(bound)}.items())), amount)
    if by == "le" and not has_last:
        yield Sample(f"{name}_bucket", tuple(sorted({**labels, "le": "+Inf"}.items())), count)
    yield Sample(f"{name}_sum", plain, total)
    yield Sample(f"{name}_count", plain, count)
