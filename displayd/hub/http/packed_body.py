"""Bodies that come compressed with gzip (RFC 1952), unpacked within bounds."""

from __future__ import annotations

import zlib

__all__ = ["CODINGS", "PackedError", "unpacked"]

CODINGS = ("gzip", "x-gzip")
"""Of `Content-Encoding`."""


class PackedError(ValueError):
    """A body that is not what its `Content-Encoding` says."""


def unpacked(body: bytes, limit: int) -> bytes:
    """`body` without its compression.

    Returns:
        All of it, or one byte more than `limit` where that is not all.

    Raises:
        PackedError: it is no gzip, or ends early.
    """
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(body, limit + 1)
    except zlib.error as exc:
        raise PackedError(f"the body is no gzip: {exc}") from exc
    if len(plain) <= limit and not unpacking.eof:
        raise PackedError("the body is no whole gzip")
    return plain
