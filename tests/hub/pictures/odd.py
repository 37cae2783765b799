"""Pictures as people have them: of all kinds, sizes and oddities, made with Pillow."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image, ImageCms

__all__ = ["animation", "cmyk", "deep_grey", "of_kind", "pixels", "rotated", "with_profile"]

QUARTERS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0))


def quarters(size: tuple[int, int] = (400, 200)) -> Any:
    """Red, green, blue and yellow: left above, right above, left below, right below."""
    picture = Image.new("RGB", (2, 2))
    picture.putdata(QUARTERS)
    return picture.resize(size, Image.Resampling.NEAREST)


def packed(picture: Any, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def of_kind(kind: str, size: tuple[int, int] = (400, 200)) -> bytes:
    """The four quarters as `kind`."""
    return packed(quarters(size), kind, **({"quality": 95} if kind in ("JPEG", "WEBP") else {}))


def rotated() -> bytes:
    """The four quarters lying on their side, with the word (EXIF) that they are to be turned."""
    lying = quarters().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    return packed(lying, "JPEG", quality=95, exif=exif)


def cmyk() -> bytes:
    """As printers have it."""
    return packed(quarters().convert("CMYK"), "JPEG", quality=95)


def deep_grey() -> bytes:
    """16 bits of grey, from black to white."""
    picture = Image.new("I;16", (256, 4))
    picture.putdata([column * 257 for _ in range(4) for column in range(256)])
    return packed(picture)


def animation(kind: str = "GIF") -> bytes:
    """A red picture, then a blue one."""
    first, second = (Image.new("RGB", (40, 20), color) for color in ((255, 0, 0), (0, 0, 255)))
    return packed(first, kind, save_all=True, append_images=[second], duration=100)


def with_profile() -> bytes:
    """With a colour profile and a place where it was taken."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 0.0, 39.0)}
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return packed(quarters(), "JPEG", quality=95, icc_profile=profile, exif=exif)


def pixels(data: bytes) -> Any:
    """The picture in `data`."""
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture
