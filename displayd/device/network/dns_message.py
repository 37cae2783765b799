"""DNS messages: questions as bytes, and the records in an answer. For looking for a hub; names are resolved elsewhere.

Source: RFC 1035, sections 3 and 4 (messages); RFC 2782 (SRV); RFC 3596 (AAAA); RFC 6763, section 6 (TXT of services).
"""

from __future__ import annotations

import ipaddress
import struct
from collections.abc import Iterable, Mapping
from typing import NamedTuple

__all__ = [
    "AAAA",
    "PTR",
    "SRV",
    "TXT",
    "A",
    "Address",
    "DnsMessageError",
    "Message",
    "Name",
    "Pointer",
    "Record",
    "Service",
    "Text",
    "is_same_name",
    "name_of",
    "query",
    "read_message",
    "told_name",
]

A, PTR, TXT, AAAA, SRV = 1, 12, 16, 28, 33
"""Types of records that are read; others are passed over."""

_INTERNET = 1
# In multicast DNS the top bit of a class says something about caches.
_CLASS_BITS = 0x7FFF

# A message is one datagram; an answer of honest length has a handful of records.
_MAX_BYTES = 9000
_MAX_RECORDS = 200
_MAX_NAME_BYTES = 255
_MAX_LABEL_BYTES = 63

Name = tuple[bytes, ...]
"""The labels of a name, from the left. Labels are bytes: the name of a service may have dots and blanks in them."""


class DnsMessageError(ValueError):
    """The bytes are no DNS message."""


class Pointer(NamedTuple):
    """A PTR record: `name` leads to `target`, as a kind of service to one that offers it."""

    name: Name
    target: Name


class Service(NamedTuple):
    """An SRV record: where a service is."""

    name: Name
    priority: int
    weight: int
    port: int
    target: Name


class Text(NamedTuple):
    """A TXT record of a service."""

    name: Name
    values: Mapping[str, str]
    """By key in lower case; a key without a value has an empty one."""


class Address(NamedTuple):
    """An A or AAAA record."""

    name: Name
    address: str


Record = Pointer | Service | Text | Address


class Message(NamedTuple):
    """An answer, as far as it is of use."""

    number: int
    """That of the question."""
    is_answer: bool
    records: tuple[Record, ...]
    """Of all sections, in their order."""
    code: int = 0
    """How the server got on with the question: 0 well, 3 no such name, others see RFC 1035, section 4.1.1."""


def name_of(text: str) -> Name:
    """`text`, for example `example.org`, as labels.

    Raises:
        DnsMessageError: it is too long for a name, or has an empty label.
    """
    labels = tuple(label.encode() for label in text.rstrip(".").split("."))
    if not all(0 < len(label) <= _MAX_LABEL_BYTES for label in labels) or _length(labels) > _MAX_NAME_BYTES:
        raise DnsMessageError(f"`{text[:80]}` is not a name")
    return labels


def told_name(name: Name) -> str:
    """`name` as people write it; what is not text in it is marked."""
    return ".".join(label.decode("utf-8", "replace") for label in name)


def is_same_name(one: Name, other: Name) -> bool:
    """Whether both are the same but for capitals of the Latin alphabet."""
    return tuple(map(bytes.lower, one)) == tuple(map(bytes.lower, other))


def query(number: int, questions: Iterable[tuple[Name, int]], is_recursive: bool = False) -> bytes:
    """A message that asks for records.

    Args:
        number: 16 bits; the answer repeats it.
        questions: names and types.
        is_recursive: True for a name server that is to ask others.
    """
    asked = list(questions)
    head = struct.pack("!6H", number, 0x0100 if is_recursive else 0, len(asked), 0, 0, 0)
    return head + b"".join(_packed(name) + struct.pack("!2H", kind, _INTERNET) for name, kind in asked)


def read_message(data: bytes) -> Message:
    """What is in `data`.

    Raises:
        DnsMessageError: it is no DNS message, or one of unreasonable size.
    """
    if not 12 <= len(data) <= _MAX_BYTES:
        raise DnsMessageError(f"{len(data)} bytes are no message")
    number, flags, questions, *counts = struct.unpack_from("!6H", data)
    if questions + sum(counts) > _MAX_RECORDS:
        raise DnsMessageError(f"{questions + sum(counts)} records are too many")
    reader = _Reader(data, 12)
    for _ in range(questions):
        reader.name()
        reader.take(4)
    found = [reader.record() for _ in range(sum(counts))]
    records = tuple(record for record in found if record is not None)
    return Message(number, bool(flags & 0x8000), records, flags & 0x000F)


class _Reader:
    """Goes through the bytes of a message from `at` on."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def take(self, count: int) -> bytes:
        """The next `count` bytes."""
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise DnsMessageError("ends early")
        self._at += count
        return taken

    def number(self) -> int:
        """The next 16 bits."""
        return int.from_bytes(self.take(2), "big")

    def name(self) -> Name:
        """The name that begins here; parts of it may stand further up in the message."""
        labels: list[bytes] = []
        after: int | None = None
        began = self._at
        while (length := self.take(1)[0]) != 0:
            if length >= 0xC0:
                place = (length & 0x3F) << 8 | self.take(1)[0]
                # Only ever further up than where this part began: so it ends.
                if place >= began:
                    raise DnsMessageError("a name leads to itself")
                after = self._at if after is None else after
                began = self._at = place
            elif length > _MAX_LABEL_BYTES:
                raise DnsMessageError("a label of a kind that nobody uses")
            else:
                labels.append(self.take(length))
                if _length(labels) > _MAX_NAME_BYTES:
                    raise DnsMessageError("a name is too long")
        if after is not None:
            self._at = after
        return tuple(labels)

    def record(self) -> Record | None:
        """The record that begins here; None for one of no use."""
        name = self.name()
        kind, group = self.number(), self.number() & _CLASS_BITS
        self.take(4)
        length = self.number()
        end = self._at + length
        if end > len(self._data):
            raise DnsMessageError("ends early")
        record = self._content(name, kind, length) if group == _INTERNET else None
        if record is not None and self._at != end:
            raise DnsMessageError("a record is longer or shorter than it says")
        self._at = end
        return record

    def _content(self, name: Name, kind: int, length: int) -> Record | None:
        if kind in (A, AAAA):
            data = self.take(length)
            if length != (4 if kind == A else 16):
                raise DnsMessageError("an address of another length")
            return Address(name, str(ipaddress.ip_address(data)))
        if kind == PTR:
            return Pointer(name, self.name())
        if kind == SRV:
            return Service(name, self.number(), self.number(), self.number(), self.name())
        return Text(name, _values(self.take(length))) if kind == TXT else None


def _values(data: bytes) -> dict[str, str]:
    """The keys and values of a TXT record; the first of several with one key counts."""
    values: dict[str, str] = {}
    while data:
        text, data = data[1 : 1 + data[0]], data[1 + data[0] :]
        key, _, value = text.partition(b"=")
        if key:
            values.setdefault(key.decode("ascii", "replace").lower(), value.decode("utf-8", "replace"))
    return values


def _packed(name: Name) -> bytes:
    return b"".join(bytes([len(label)]) + label for label in name) + b"\0"


def _length(labels: Iterable[bytes]) -> int:
    return sum(1 + len(label) for label in labels) + 1
