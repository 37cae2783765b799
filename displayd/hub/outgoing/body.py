"""The body of an answer: unpacked, and never larger than the limit, whatever it claims to be."""

from __future__ import annotations

import http.client
import zlib

from displayd.errors import SourceError

__all__ = ["read_body"]

CHUNK_BYTES = 65_536

# zlib's word for a gzip header.
_GZIP = 16 + zlib.MAX_WBITS


def read_body(response: http.client.HTTPResponse, most: int) -> bytes:
    """What `response` brings, unpacked.

    Raises:
        SourceError: it is larger than `most` bytes, packed in a way that nobody asked for, or incomplete.
        OSError: the connection broke.
    """
    packing = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if packing not in ("identity", "gzip", "x-gzip", ""):
        raise SourceError("its answer is packed in a way that the hub did not ask for")
    unpacking = _Unpacking(most) if "gzip" in packing else None
    found, taken = bytearray(), 0
    while chunk := _read(response):
        taken += len(chunk)
        found += chunk if unpacking is None else unpacking.more(chunk)
        if max(taken, len(found)) > most:
            raise SourceError(f"its answer is larger than {round(most / 1_000_000)} MB", "ask for less")
    if response.length:
        raise http.client.IncompleteRead(b"")
    if unpacking is not None and taken and not unpacking.is_whole:
        raise SourceError("its answer was cut off")
    return bytes(found)


def _read(response: http.client.HTTPResponse) -> bytes:
    try:
        return response.read(CHUNK_BYTES)
    except (ValueError, OverflowError) as exc:
        # http.client takes a chunk that says that it is shorter than nothing.
        raise http.client.IncompleteRead(b"") from exc


class _Unpacking:
    """Unpacks gzip, a little more than `most` bytes at most."""

    def __init__(self, most: int) -> None:
        self._left = most + 1
        self._member = zlib.decompressobj(_GZIP)

    @property
    def is_whole(self) -> bool:
        """Whether what came until now ends where gzip may end."""
        return self._member.eof

    def more(self, packed: bytes) -> bytes:
        """What `packed`, the next part, has in it."""
        found = bytearray()
        while packed and self._left > 0:
            if self._member.eof:
                if not packed.startswith(b"\x1f\x8b"):
                    break  # what some servers fill up with
                self._member = zlib.decompressobj(_GZIP)
            try:
                part = self._member.decompress(packed, self._left)
            except zlib.error as exc:
                raise SourceError("its answer cannot be unpacked") from exc
            found += part
            self._left -= len(part)
            packed = self._member.unconsumed_tail or self._member.unused_data
        return bytes(found)
