"""The body of an answer, unpacked within bounds: a small answer cannot become a large one in memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping

from displayd.device.network.hub_error import HubError

__all__ = ["CHUNK_BYTES", "body_of", "pieces_of"]

# Compressed bytes taken at a time; they may grow a thousandfold.
CHUNK_BYTES = 8192


def body_of(url: str, headers: Mapping[str, str], chunks: Iterable[bytes], limit: int) -> bytes:
    """The whole body that arrives in `chunks`, as they came over the network.

    Args:
        url: what to call the server in errors.
        limit: most bytes taken, both packed and unpacked.

    Raises:
        HubError: too large, broken off, or packed in a way that was not asked for.
    """
    return b"".join(pieces_of(url, headers, chunks, limit))


def pieces_of(url: str, headers: Mapping[str, str], chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """As `body_of`, piece by piece: what has come before an error has come."""
    encoding = headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", ""):
        what = f"an encoding that was not asked for, `{encoding[:40]}`"
        raise HubError(url, "bad-answer", what, what)
    # 31: gzip with the largest window.
    unzip = zlib.decompressobj(31) if "gzip" in encoding else None
    length = headers.get("Content-Length", "")
    packed = size = 0
    for chunk in chunks:
        packed += len(chunk)
        try:
            data = unzip.decompress(chunk, limit + 1 - size) if unzip else chunk
        except zlib.error as exc:
            raise HubError(url, "bad-answer", "not the gzip that it says it is") from exc
        size += len(data)
        if max(size, packed) > limit:
            raise HubError(url, "too-large", f"more than {limit:,} bytes", f"more than {limit:,} bytes")
        yield data
    if (length.isdigit() and int(length) != packed) or (unzip and not unzip.eof):
        raise HubError(url, "cut-off", f"broke off after {packed:,} of {length or '?'} bytes")
