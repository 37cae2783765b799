"""The picture of its glass that a screen sends: only what is one, whole, and nothing beside it.

Browsers are shown these pictures. A file that is a picture and something else as well, or that says other things of
itself than its pixels do, is no picture of a glass.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator

from displayd.hub.pictures.picture_header import PictureError, picture_info
from displayd.protocol.limits import MAX_SNAPSHOT_BYTES

__all__ = ["MAX_SNAPSHOT_PIXELS", "checked_picture"]

MAX_SNAPSHOT_PIXELS = 2_500_000
"""A screen sends 640 pixels in width; a whole 1080p glass has 2 million. Unpacked it is 10 MB at most."""

# Colours and size; neither texts nor anything that has a length of its own, unpacked.
_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs", b"tIME"}

# JFIF and Adobe say how colours are kept; every other application's segment may hold anything, as may a comment.
_JFIF, _ADOBE, _COMMENT, _SCAN, _END = 0xE0, 0xEE, 0xFE, 0xDA, 0xD9
_MAX_JFIF_BYTES = 64

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Of each type of colour of a PNG."""


def checked_picture(data: bytes) -> str:
    """The media type of `data`, which is unpacked to see that it is a picture. Takes up to some 50 ms: not for a loop.

    Raises:
        PictureError: neither PNG nor JPEG, too large, damaged, or with something else in it.
    """
    if len(data) > MAX_SNAPSHOT_BYTES:
        raise PictureError(f"more than {MAX_SNAPSHOT_BYTES:,} bytes")
    info = picture_info(data)
    if info.media_type not in ("image/png", "image/jpeg"):
        raise PictureError("neither PNG nor JPEG")
    if info.width_px * info.height_px > MAX_SNAPSHOT_PIXELS:
        raise PictureError(f"{info.width_px} x {info.height_px} pixels are too many")
    try:
        end = _png_end(data) if info.media_type == "image/png" else _jpeg_end(data, info.width_px * info.height_px)
    except (struct.error, IndexError) as exc:
        raise PictureError("the picture is cut off") from exc
    if end != len(data):
        raise PictureError("there is something behind the picture")
    size = _unpacked_size(data, info.media_type)
    if size != (info.width_px, info.height_px):
        raise PictureError(f"it says {info.width_px} x {info.height_px} pixels and has {size[0]} x {size[1]}")
    return info.media_type


def _unpacked_size(data: bytes, media_type: str) -> tuple[int, int]:
    # Not at the top: most hubs serve for long before the first picture comes.
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=["PNG" if media_type == "image/png" else "JPEG"]) as picture:
                picture.load()
                return picture.width, picture.height
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, MemoryError, struct.error, Warning) as exc:
        raise PictureError(f"the picture is damaged: {exc}") from exc


def _png_end(data: bytes) -> int:
    """Where the PNG ends.

    Source: PNG (third edition), section 5.3.
    """
    at, packed = 8, bytearray()
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        if kind not in _CHUNKS:
            raise PictureError(f"there is more than a picture in it: {kind.decode('latin-1')!r}")
        if kind == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += 12 + int(length)
        if kind == b"IEND":
            _check_pixels(data, packed)
            return at


def _check_pixels(data: bytes, packed: bytearray) -> None:
    """Fails where there are more or fewer pixels in a PNG than its head says: what is too much nobody would see.

    Source: PNG (third edition), sections 7.2 and 11.2.1.
    """
    width, height, depth, colours, _, _, interlace = struct.unpack_from(">IIBBBBB", data, 16)
    if colours not in _CHANNELS or interlace:
        raise PictureError("the picture is interlaced, or of an unknown kind")
    size = ((width * _CHANNELS[colours] * depth + 7) // 8 + 1) * height
    unpacking = zlib.decompressobj()
    try:
        pixels = unpacking.decompress(packed, size + 1)
    except zlib.error as exc:
        raise PictureError("the picture is damaged") from exc
    if len(pixels) != size or not unpacking.eof or unpacking.unused_data:
        raise PictureError("the picture has other pixels than it says")


def _jpeg_end(data: bytes, pixels: int) -> int:
    """Where the JPEG ends, which says that it has so many pixels.

    Source: ITU-T T.81, annexes B and F: each block of 64 pixels takes a bit at least.
    """
    scanned, before = 0, 0
    for marker, at, length in _segments(data):
        scanned += at - before if before else 0
        before = at if marker == _SCAN else 0
        is_of_applications = 0xE0 <= marker <= 0xEF
        is_plain = marker in (_JFIF, _ADOBE) and length <= _MAX_JFIF_BYTES
        if marker == _COMMENT or (is_of_applications and not is_plain):
            raise PictureError(f"there is more than a picture in it: segment {marker:X}")
        if marker == _END:
            if scanned * 8 < pixels // 64:
                raise PictureError("the picture has fewer pixels than it says")
            return at + 2
    raise PictureError("the picture is cut off")


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, place and length of each segment; those without a length have 0."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise PictureError("the JPEG is damaged")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1  # padding
            continue
        if marker == _END:
            yield marker, at, 0
            return
        (length,) = struct.unpack_from(">H", data, at + 2)
        yield marker, at, length
        at += 2 + length
        if marker == _SCAN:
            # Data of the scan: 0xFF stands before 0 or a restart there, else it begins the next segment.
            while not (data[at] == 0xFF and data[at + 1] not in (0, 0xFF) and not 0xD0 <= data[at + 1] <= 0xD7):
                at = data.find(b"\xff", at + 1)
                if at < 0:
                    raise PictureError("the picture is cut off")
