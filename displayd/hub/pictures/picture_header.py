"""Pictures as bytes: what kind they are and how large, without decoding them.

Nothing is decoded here, so a picture made to fill the memory is refused by the size that it claims.

Source: PNG (third edition), sections 5.2 and 11.2.1; ITU-T T.81, annex B; GIF89a, section 18; RFC 9649.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

from displayd.protocol.limits import MAX_JPEG_PIXELS, MAX_PICTURE_PIXELS

__all__ = ["MAX_SIDE", "PictureError", "PictureInfo", "picture_info"]

MAX_SIDE = 16_384
"""No side of a picture may have more pixels."""


class PictureError(ValueError):
    """Bytes that are no picture we show; the message says why."""


class PictureInfo(NamedTuple):
    """What the first bytes of a picture say."""

    media_type: str
    """For example `image/png`."""
    width_px: int
    height_px: int


def picture_info(data: bytes) -> PictureInfo:
    """Kind and size of the picture in `data`.

    Raises:
        PictureError: neither PNG, JPEG, GIF nor WebP, cut off, or larger than anything a TV shows.
    """
    try:
        info = _info(data)
    except (struct.error, IndexError) as exc:
        raise PictureError("the picture is cut off") from exc
    if min(info.width_px, info.height_px) < 1:
        raise PictureError("the picture has no pixels")
    limit = MAX_JPEG_PIXELS if info.media_type == "image/jpeg" else MAX_PICTURE_PIXELS
    if max(info.width_px, info.height_px) > MAX_SIDE or info.width_px * info.height_px > limit:
        raise PictureError(f"{info.width_px} x {info.height_px} pixels are too many")
    return info


def _info(data: bytes) -> PictureInfo:
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return PictureInfo("image/png", *struct.unpack_from(">II", data, 16))
    if data.startswith(b"\xff\xd8\xff"):
        return PictureInfo("image/jpeg", *_jpeg_size(data))
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return PictureInfo("image/gif", *struct.unpack_from("<HH", data, 6))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return PictureInfo("image/webp", *_webp_size(data))
    raise PictureError("neither PNG, JPEG, GIF nor WebP")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while True:
        marker, length = struct.unpack_from(">HH", data, at)
        if marker >> 8 != 0xFF:
            raise PictureError("the JPEG is damaged")
        # Start of frame, all kinds; C4, C8 and CC are tables that happen to lie between.
        if 0xFFC0 <= marker <= 0xFFCF and marker not in (0xFFC4, 0xFFC8, 0xFFCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if length < 2:
            raise PictureError("the JPEG is damaged")
        at += 2 + length


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = data[24:27], data[27:30]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L":
        (bits,) = struct.unpack_from("<I", data, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    raise PictureError("the WebP is damaged")
