"""`pictures/`: the pictures that a wall's tiles and themes name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from displayd.errors import Mistake
from displayd.hub.pictures.picture_header import PictureError, picture_info
from displayd.hub.wall.listing import is_slide
from displayd.hub.wall.texts import WallTexts

__all__ = ["Picture", "pictures_of"]


@dataclass(frozen=True)
class Picture:
    """A picture of the wall folder."""

    digest: str
    """SHA-256, hexadecimal."""
    media_type: str
    aspect: float
    """Width divided by height."""
    data: bytes = field(repr=False)

    @property
    def source(self) -> str:
        """Where the picture is, relative to a screen's document."""
        return f"pictures/{self.digest}"


def pictures_of(texts: WallTexts) -> dict[str, Picture]:
    """The pictures by file name; one that cannot be used is there too, and is a mistake.

    Of those in folders, which turn as slides, one that cannot be used is not there.
    """
    pictures = {}
    for name, data in texts.files.own.items():
        if name.startswith("pictures/"):
            kind, aspect = "", 1.0
            try:
                info = picture_info(data)
                kind, aspect = info.media_type, info.width_px / info.height_px
            except PictureError as exc:
                if is_slide(name):
                    continue
                texts.mistakes.append(Mistake(name, str(exc), "save it anew as PNG or JPEG"))
            picture = Picture(hashlib.sha256(data).hexdigest(), kind, aspect, data)
            pictures[name.removeprefix("pictures/")] = picture
    return pictures
