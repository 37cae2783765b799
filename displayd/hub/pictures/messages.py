"""What the hub and the process that unpacks pictures say to each other."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["MAX_REQUEST_BYTES", "Crop", "Developed", "PictureAnswer", "PictureRequest"]

MAX_REQUEST_BYTES = 64_000_000

Crop = tuple[int, int, int, int]
"""Left, top, width and height, px."""


class Developed(Struct, frozen=True):
    """A picture that every screen shows."""

    data: bytes
    media_type: str
    width_px: int
    height_px: int


class PictureRequest(Struct, frozen=True):
    """What is to be made."""

    data: bytes
    crop: Crop | None = None


class PictureAnswer(Struct, frozen=True):
    """What became of it: a picture, or why there is none."""

    picture: Developed | None = None
    failure: str = ""
