"""What screens are served, as bytes: made and compressed once for all screens that differ in their name only."""

from __future__ import annotations

import functools
import hashlib
import secrets
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from msgspec import structs

from displayd.document.model import Document, encode
from displayd.hub.publish.pages import BoundPage, digest_of

__all__ = ["ANY_NAME", "GZIP_FROM_BYTES", "Issue", "Master", "Sheets"]

GZIP_FROM_BYTES = 1400
"""A document smaller than one network packet gains nothing from being compressed."""

ANY_NAME = secrets.token_hex(16)
"""Stands for the name while the rest is encoded; nobody can have written it into a title."""

_PAGES_END = b'"pages":[]}'

# Source: RFC 1952, section 2.3: deflate, no flags, no time, an unknown system.
_GZIP_START = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"

# Source: RFC 1951, section 3.2.4.
_STORED_BYTES = 65_535


@dataclass(frozen=True)
class Issue:
    """What one screen is served."""

    screen: str
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

    def __init__(self, encoded: bytes) -> None:
        self.encoded = encoded

    @classmethod
    def of(cls, pages: Sequence[BoundPage]) -> Self:
        """Those of a document of this version."""
        return cls(b",".join(page.encoded for page in pages) + b"]}")

    @functools.cached_property
    def deflated(self) -> bytes:
        """The last blocks of a deflate stream."""
        deflate = zlib.compressobj(4, zlib.DEFLATED, -zlib.MAX_WBITS)
        return deflate.compress(self.encoded) + deflate.flush()


class Master:
    """The documents of all screens that differ in their name only."""

    def __init__(
        self,
        digest: str,
        revision: str,
        effective_at: float,
        start: bytes,
        sheets: Sheets,
        document: Document | None = None,
    ) -> None:
        """Args: start: of the documents, with `ANY_NAME` for the name; `sheets` follow it."""
        self.document = document
        """What they say, whatever the name; None for those that were made for earlier versions."""
        self.digest = digest
        """What tells these documents from all others, but for the name."""
        self.revision = revision
        self.effective_at = effective_at
        before, _, after = start.partition(ANY_NAME.encode())
        self._start = before, after
        self._sheets = sheets

    @classmethod
    def of(cls, head: Document, pages: Sequence[BoundPage], sheets: Sheets) -> Self:
        """Those of this version.

        Args:
            head: without pages, with whatever name.
            sheets: of `pages`.
        """
        digest = digest_of(structs.replace(head, screen="-"), pages)
        encoded = encode(structs.replace(head, screen=ANY_NAME))
        assert encoded.endswith(_PAGES_END)
        effective_at = head.mirror.effective_at if head.mirror else 0.0
        whole = structs.replace(head, pages=[page.page for page in pages])
        return cls(digest, head.revision, effective_at, encoded.removesuffix(b"]}"), sheets, whole)

    def __len__(self) -> int:
        """Bytes of a document, its name left out."""
        return len(self._start[0]) + len(self._start[1]) + len(self._sheets.encoded)

    def issue(self, screen: str) -> Issue:
        """What `screen` is served; for a hundredth of the work of encoding it."""
        start = screen.encode().join(self._start)
        tag = hashlib.sha256(f"{self.digest} {screen}".encode()).hexdigest()[:32]
        return Issue(screen, start + self._sheets.encoded, f'"{tag}"', self.revision, self.effective_at, self)

    def gzipped(self, body: bytes) -> bytes:
        """`body`, which is that of an issue, compressed: the start is stored as it is, the pages are taken over."""
        start = body[: len(body) - len(self._sheets.encoded)]
        stored = b"".join(
            struct.pack("<BHH", 0, len(piece), len(piece) ^ 0xFFFF) + piece
            for piece in (start[at : at + _STORED_BYTES] for at in range(0, len(start), _STORED_BYTES))
        )
        return b"".join((_GZIP_START, stored, self._sheets.deflated, struct.pack("<LL", zlib.crc32(body), len(body))))
