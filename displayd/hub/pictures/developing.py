"""A picture as people have it, made one that every screen shows: upright, in sRGB, no larger than a screen needs.

Runs in a process of its own (`worker`): what is in a picture is somebody else's, and may take all memory there is.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from displayd.hub.pictures.messages import Crop, Developed
from displayd.hub.pictures.picture_header import PictureError, picture_info

__all__ = ["MAX_SIDE_PX", "developed", "kind_refused"]

MAX_SIDE_PX = 2560
"""Longer pictures are made smaller: on a TV of 55 inches, seen from its seats, nobody tells the difference."""

# A picture of fewer bytes, of a kind that screens show as it is, is left as it is.
FINE_BYTES = 1_500_000

JPEG_QUALITY = 88

# Larger ones with transparency lose it: they would be many times as large as the same picture without.
MAX_PNG_BYTES = 3_000_000

# Beginnings of files that are often taken for pictures. Source: the formats' own signatures.
_REFUSED = (
    (b"%PDF", 0, "PDF is not shown: save the page as PNG"),
    (b"ftyphei", 4, "HEIC is not shown: save it as JPEG"),
    (b"ftypmif1", 4, "HEIF is not shown: save it as JPEG"),
    (b"ftypavif", 4, "AVIF is not shown: save it as JPEG or WebP"),
    (b"ftyp", 4, "a film is no picture"),
    (b"II*\x00", 0, "TIFF is not shown: save it as PNG or JPEG"),
    (b"MM\x00*", 0, "TIFF is not shown: save it as PNG or JPEG"),
    (b"BM", 0, "BMP is not shown: save it as PNG"),
    (b"8BPS", 0, "Photoshop's own files are not shown: save it as PNG or JPEG"),
)

_ORIENTATION = 0x0112
_UPRIGHT = 1


def developed(data: bytes, crop: Crop | None = None) -> Developed:
    """The picture in `data`, made fit for a screen. Takes up to seconds, and some 300 MB for the largest.

    Args:
        crop: what of it is wanted, as far as it is there; None for all.

    Raises:
        PictureError: it is of a kind that is not shown, too large or damaged; the message says which.
    """
    if reason := kind_refused(data):
        raise PictureError(reason)
    info = picture_info(data)
    try:
        with warnings.catch_warnings():
            # `picture_info` has looked at the size.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "GIF", "WEBP"]) as picture:
                return _made(data, info.media_type, picture, crop)
    except UnidentifiedImageError as exc:
        # Pillow's own words name an object in memory, another one each time.
        raise PictureError("the picture is damaged") from exc
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as exc:
        raise PictureError(f"the picture is damaged: {exc}"[:200]) from exc


def kind_refused(data: bytes) -> str:
    """Why files of this kind are not shown, with what to do; empty for others."""
    for start, at, reason in _REFUSED:
        if data[at : at + len(start)] == start:
            return reason
    head = data[:1000].lstrip().lower()
    if head.startswith((b"<svg", b"<?xml")) or b"<svg" in head:
        return "SVG is not shown: export it as PNG"
    return ""


def _made(data: bytes, media_type: str, picture: Any, crop: Crop | None) -> Developed:
    is_plain = (
        crop is None
        and picture.mode in ("RGB", "L", "RGBA", "P")
        and media_type in ("image/jpeg", "image/png")
        and picture.getexif().get(_ORIENTATION, _UPRIGHT) == _UPRIGHT
        and not picture.info.get("icc_profile")
        and max(picture.size) <= MAX_SIDE_PX
        and len(data) <= FINE_BYTES
        and getattr(picture, "n_frames", 1) == 1
    )
    if is_plain:
        picture.load()
        return Developed(data, media_type, *picture.size)
    if crop is None:
        # A JPEG is unpacked at a half, a quarter or an eighth of its size.
        picture.draft("RGB", (MAX_SIDE_PX, MAX_SIDE_PX))
    return _packed(_fit(picture, crop))


def _fit(picture: Any, crop: Crop | None) -> Any:
    """`picture` upright, in sRGB, no larger than it has to be."""
    picture.load()
    profile = picture.info.get("icc_profile")
    whole = _eight_bit(picture)
    whole = ImageOps.exif_transpose(whole) or whole
    if crop is not None:
        left, top, width, height = crop
        box = (min(left, whole.width - 1), min(top, whole.height - 1), left + width, top + height)
        whole = whole.crop((box[0], box[1], min(box[2], whole.width), min(box[3], whole.height)))
    whole.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX), Image.Resampling.LANCZOS, reducing_gap=3)
    return _in_srgb(whole, profile)


def _eight_bit(picture: Any) -> Any:
    """`picture` with 8 bits for a colour. Of what is animated it is the first picture."""
    if picture.mode.startswith(("I", "F")):
        # 16 bits of grey; Pillow's own conversion cuts instead of scaling.
        low, high = picture.getextrema()
        scale = 255.0 / (65_535 if high > 255 else 255) if picture.mode != "F" else 255.0 / max(1.0, high - low)
        return picture.convert("F").point(lambda value: value * scale).convert("L")
    if picture.mode in ("LA", "PA", "La", "RGBa") or (picture.mode == "P" and "transparency" in picture.info):
        return picture.convert("RGBA")
    return picture if picture.mode in ("RGB", "RGBA", "L", "CMYK") else picture.convert("RGB")


def _in_srgb(picture: Any, profile: bytes | None) -> Any:
    wanted = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile and picture.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            found = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            # A profile that nobody can read is as good as none.
            found = None
        if found is not None:
            return found
    return picture if picture.mode == wanted else picture.convert(wanted)


def _packed(picture: Any) -> Developed:
    # What is in the file beside its pixels is nobody's business: where a photograph was taken, for example.
    picture.info.clear()
    if picture.mode == "RGBA" and picture.getextrema()[3][0] < 255:
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=False, compress_level=6)
        if out.tell() <= MAX_PNG_BYTES:
            return Developed(out.getvalue(), "image/png", *picture.size)
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY)
    return Developed(out.getvalue(), "image/jpeg", *picture.size)
