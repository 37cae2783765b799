"""What the hub asks of the process that draws, and what that answers: a length and MessagePack, one after the other."""

from __future__ import annotations

import struct
from collections.abc import Mapping

import msgspec
from msgspec import Struct

__all__ = ["LENGTH", "MAX_FRAME_BYTES", "DrawAnswer", "DrawQuestion", "framed"]

LENGTH = struct.Struct(">I")
"""Before each frame: how many bytes it has."""

MAX_FRAME_BYTES = 64_000_000
"""A document has 8 MB at most, a picture of a whole 4K glass some 5; pictures of a wall folder may be larger."""


class DrawQuestion(Struct, frozen=True, kw_only=True):
    """One page to be drawn."""

    document_key: str
    """Equal for equal documents, so that each is sent and decoded once."""
    document: bytes | None = None
    """The document itself, where the process has said that it does not know it."""
    page: int
    """Number of the page, from 0."""
    unix_time: float
    """The moment at which it is drawn."""
    size: tuple[int, int]
    """Width and height of the upright page, px."""
    max_width_px: int
    """The picture is made no wider than this."""
    pictures: Mapping[str, bytes] = {}
    """Picture files by what the document calls them, where the process has said that it does not know them."""
    is_all: bool = False
    """True when there are no more pictures than those that were sent: the page is drawn without the others."""


class DrawAnswer(Struct, frozen=True, kw_only=True):
    """What came of it: a picture, or what is needed for one, or why there is none."""

    picture: bytes = b""
    """PNG."""
    needs_document: bool = False
    needs_pictures: tuple[str, ...] = ()
    """What the document calls the picture files that are to be sent."""
    failure: str = ""
    """Why this page cannot be drawn."""
    is_unable: bool = False
    """True when no page can be drawn on this machine, and `failure` says why."""


def framed(message: Struct) -> bytes:
    """`message` as it goes through a pipe."""
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body
