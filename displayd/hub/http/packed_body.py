"""Bodies that come compressed, unpacked within bounds: gzip, and snappy as clients of Prometheus have it.

Source: RFC 1952; snappy's format_description.txt and framing_format.txt, https://github.com/google/snappy.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping

__all__ = ["CODINGS", "PackedError", "unpacked"]

CODINGS = ("gzip", "x-gzip", "snappy")
"""Of `Content-Encoding`."""

_FIRST_CHUNK = b"\xff\x06\x00\x00sNaPpY"
_COMPRESSED, _PLAIN, _CHECKSUM_BYTES = 0x00, 0x01, 4
# Chunks of a kind below this that is not known must not be passed over.
_FIRST_SKIPPED = 0x80
# What one chunk may become.
_MAX_BLOCK_BYTES = 65_536


class PackedError(ValueError):
    """A body that is not what its `Content-Encoding` says."""


def unpacked(body: bytes, coding: str, limit: int) -> bytes:
    """`body` without its compression, of which no more than `limit` bytes and a little are looked at.

    Args:
        coding: one of `CODINGS`.

    Returns:
        All of it, or more than `limit` bytes where that is not all.

    Raises:
        PackedError: it is not compressed so, or ends early.
    """
    return _of_snappy(body, limit) if coding == "snappy" else _of_gzip(body, limit)


def _of_gzip(body: bytes, limit: int) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(body, limit + 1)
    except zlib.error as exc:
        raise PackedError(f"the body is no gzip: {exc}") from exc
    if len(plain) <= limit and not unpacking.eof:
        raise PackedError("the body is no whole gzip")
    return plain


def _of_snappy(body: bytes, limit: int) -> bytes:
    """The chunks of a stream. Their checksums are not looked at: what carries the body has its own."""
    if not body.startswith(_FIRST_CHUNK):
        raise PackedError("the body is no stream of snappy: it does not begin as one")
    plain = bytearray()
    at = len(_FIRST_CHUNK)
    while at < len(body) and len(plain) <= limit:
        kind, length = body[at], int.from_bytes(body[at + 1 : at + 4], "little")
        chunk = body[at + 4 : at + 4 + length]
        at += 4 + length
        if at > len(body):
            raise PackedError("the body is no whole stream of snappy")
        if kind == _COMPRESSED:
            plain += _block(chunk[_CHECKSUM_BYTES:])
        elif kind == _PLAIN:
            plain += chunk[_CHECKSUM_BYTES:]
        elif kind < _FIRST_SKIPPED:
            raise PackedError(f"the body is no stream of snappy: a chunk of the kind {kind}")
    return bytes(plain)


def _block(packed: bytes) -> bytes:
    """One block: its length, then literals and copies of what was before."""
    wanted, at = _length(packed)
    plain = bytearray()
    while at < len(packed):
        tag = packed[at]
        at += 1
        if tag & 3 == 0:
            more = max(0, (tag >> 2) - 59)
            size = (int.from_bytes(packed[at : at + more], "little") if more else tag >> 2) + 1
            at += more
            piece = packed[at : at + size]
            if len(piece) < size:
                raise PackedError("a block of snappy ends early")
            plain += piece
            at += size
        else:
            size, bytes_of_offset, high = _COPIES[tag & 3](tag)
            offset = high | int.from_bytes(packed[at : at + bytes_of_offset], "little")
            at += bytes_of_offset
            if not 0 < offset <= len(plain):
                raise PackedError("a block of snappy copies what is not there")
            # What is copied may go on into what it makes.
            start = len(plain) - offset
            source = bytes(plain[start : start + size])
            plain += (source * (size // offset + 1))[:size]
        if len(plain) > wanted:
            break
    if len(plain) != wanted:
        raise PackedError("a block of snappy is not as long as it says")
    return bytes(plain)


# By the last two bits of a tag: how many bytes are copied, how many bytes of the offset follow, and its highest bits.
_COPIES: Mapping[int, Callable[[int], tuple[int, int, int]]] = {
    1: lambda tag: (4 + (tag >> 2 & 7), 1, (tag >> 5) << 8),
    2: lambda tag: (1 + (tag >> 2), 2, 0),
    3: lambda tag: (1 + (tag >> 2), 4, 0),
}


def _length(packed: bytes) -> tuple[int, int]:
    """What a block becomes, in bytes, and where that number ends."""
    length = 0
    for place, byte in enumerate(packed[:5]):
        length |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            if length > _MAX_BLOCK_BYTES:
                break
            return length, place + 1
    raise PackedError("a block of snappy is larger than one can be")
