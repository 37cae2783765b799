"""Which files are films that screens play, by their first bytes.

Source: ISO/IEC 14496-12, section 4.3 (file type box); RFC 8794 and 9559 (EBML, Matroska).
"""

from __future__ import annotations

from typing import Literal

__all__ = ["FilmKind", "film_kind", "is_film_source"]

FilmKind = Literal["mov", "matroska"]
"""As ffmpeg calls the two: MP4 and MOV, WebM and Matroska."""

# Of the boxes that an MP4 or MOV begins with; pictures (HEIC, AVIF) begin with the first as well, and say so after it.
_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
_PICTURES = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")


def film_kind(data: bytes) -> FilmKind | None:
    """What `data` begins like; None for no film. Nothing more is looked at."""
    if data[4:8] in _BOXES and data[8:12] not in _PICTURES:
        return "mov"
    return "matroska" if data.startswith(b"\x1a\x45\xdf\xa3") else None


def is_film_source(source: str) -> bool:
    """Whether what documents call `source` is a film: its name has the ending of one."""
    return source.lower().endswith((".mp4", ".m4v", ".mov", ".webm", ".mkv"))
