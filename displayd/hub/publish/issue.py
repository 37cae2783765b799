"""What screens are served, as bytes: made and compressed once for all screens that differ in their name only."""

from __future__ import annotations

import functools
import hashlib
import secrets
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec import structs

from displayd.document.model import Document, encode
from displayd.hub.publish.pages import BoundPage, digest_of

__all__ = ["GZIP_FROM_BYTES", "Issue", "Master", "Sheets"]

GZIP_FROM_BYTES = 1400
"""A document smaller than one network packet gains nothing from being compressed."""

# Stands for the name while the rest is encoded; nobody can have written it into a title.
_ANY_NAME = secrets.token_hex(16)

_PAGES_END = b'"pages":[]}'

# Source: RFC 1952, section 2.3: deflate, no flags, no time, an unknown system.
_GZIP_START = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

# Source: RFC 1951, section 3.2.4.
_STORED_BYTES = 65_535


@dataclass(frozen=True)
class Issue:
    """What one screen is served."""

    body: bytes = field(repr=False)
    tag: str
    """Entity tag, quotes included."""
    revision: str
    effective_at: float
    """Unix time; 0 for a screen without mirrors."""
    master: Master = field(repr=False)

    @functools.cached_property
    def gzipped(self) -> bytes | None:
        """The body compressed, None where that is not worth it."""
        return None if len(self.body) < GZIP_FROM_BYTES else self.master.gzipped(self.body)


class Sheets:
    """Pages as the end of a document, joined and compressed once for all documents that end with them."""

    def __init__(self, pages: Sequence[BoundPage]) -> None:
        self.encoded = b",".join(page.encoded for page in pages) + b"]}"

    @functools.cached_property
    def deflated(self) -> bytes:
        """The last blocks of a deflate stream."""
        deflate = zlib.compressobj(4, zlib.DEFLATED, -zlib.MAX_WBITS)
        return deflate.compress(self.encoded) + deflate.flush()


class Master:
    """The documents of all screens that differ in their name only."""

    def __init__(self, head: Document, pages: Sequence[BoundPage], sheets: Sheets) -> None:
        """Args: head: without pages, with whatever name; sheets: of `pages`."""
        self.revision = head.revision
        self.effective_at = head.mirror.effective_at if head.mirror else 0.0
        self.digest = digest_of(structs.replace(head, screen="-"), pages)
        """What tells these documents from all others, but for the name."""
        encoded = encode(structs.replace(head, screen=_ANY_NAME))
        assert encoded.endswith(_PAGES_END)
        before, _, after = encoded.removesuffix(b"]}").partition(_ANY_NAME.encode())
        self._start = before, after
        self._sheets = sheets

    def __len__(self) -> int:
        """Bytes of a document, its name left out."""
        return len(self._start[0]) + len(self._start[1]) + len(self._sheets.encoded)

    def issue(self, screen: str) -> Issue:
        """What `screen` is served; for a hundredth of the work of encoding it."""
        start = screen.encode().join(self._start)
        tag = hashlib.sha256(f"{self.digest} {screen}".encode()).hexdigest()[:32]
        return Issue(start + self._sheets.encoded, f'"{tag}"', self.revision, self.effective_at, self)

    def gzipped(self, body: bytes) -> bytes:
        """`body`, which is that of an issue, compressed: the start is stored as it is, the pages are taken over."""
        start = body[: len(body) - len(self._sheets.encoded)]
        stored = b"".join(
            struct.pack("<BHH", 0, len(piece), len(piece) ^ 0xFFFF) + piece
            for piece in (start[at : at + _STORED_BYTES] for at in range(0, len(start), _STORED_BYTES))
        )
        return b"".join((_GZIP_START, stored, self._sheets.deflated, struct.pack("<LL", zlib.crc32(body), len(body))))
