"""Picture files into cairo surfaces with Pillow."""

from __future__ import annotations

import io
import warnings
from collections import OrderedDict
from collections.abc import Callable, Collection
from typing import Any

import cairo

from displayd.errors import DisplaydError
from displayd.protocol.limits import MAX_JPEG_PIXELS, MAX_PICTURE_PIXELS

__all__ = ["PictureError", "PictureShelf", "check_picture"]

_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")

# Picture files that are held in memory where they can be read again from the disk: those of a page or two.
MEMORY_BYTES = 16_000_000

# Scaled surfaces kept: a page has a few logos, and a full-screen picture is 8 MB at 1080p.
_SURFACES_KEPT = 6


class PictureError(DisplaydError):
    """A picture file that cannot be shown."""


def check_picture(data: bytes) -> tuple[int, int]:
    """Width and height in px of the picture that `data` holds, read from its head without unpacking it.

    Raises:
        PictureError: not a picture, of a kind we do not read, or larger than `MAX_PICTURE_PIXELS`.
    """
    with _opened(data) as picture:
        return int(picture.width), int(picture.height)


class PictureShelf:
    """Pictures by digest, unpacked and scaled when they are first drawn; files on disk are read when they are."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        """SHA-256 (hex) of each picture file that is held in memory, and the file; the last one to come at the end."""
        self.load: Callable[[str], bytes | None] = _nothing
        """Reads the file with this SHA-256 from the disk; None where it is not there."""
        self._on_disk: set[str] = set()
        self._surfaces: OrderedDict[tuple[str, int, int, bool], Any] = OrderedDict()

    def take(self, digest: str, data: bytes, *, is_on_disk: bool) -> None:
        """Have a picture file from now on.

        Args:
            data: empty where it is to be read when it is drawn.
            is_on_disk: True where `load` has it: it is then not held in memory for long.
        """
        if is_on_disk:
            self._on_disk.add(digest)
        if data:
            self.files.pop(digest, None)
            self.files[digest] = data
        held = sum(map(len, self.files.values()))
        for other in [one for one in self.files if one in self._on_disk]:
            if held <= MEMORY_BYTES:
                break
            held -= len(self.files.pop(other))

    def forget_all_but(self, digests: Collection[str]) -> None:
        """Have these picture files only."""
        for digest in self.files.keys() - digests:
            del self.files[digest]
        self._on_disk.intersection_update(digests)

    def surface(self, digest: str, width: int, height: int, covers: bool) -> Any | None:
        """The picture as a cairo surface no larger than `width` by `height` px, or None while it is not here.

        Raises:
            PictureError: the file cannot be unpacked.
        """
        key = (digest, width, height, covers)
        if key in self._surfaces:
            self._surfaces.move_to_end(key)
            return self._surfaces[key]
        data = self.files[digest] if digest in self.files else self.load(digest)
        if data is None:
            return None
        surface = _scaled(data, width, height, covers)
        self._surfaces[key] = surface
        if len(self._surfaces) > _SURFACES_KEPT:
            self._surfaces.popitem(last=False)
        return surface


def _nothing(digest: str) -> bytes | None:
    return None


def _opened(data: bytes) -> Any:
    # Not at the top: Pillow is 4 MB in memory, and most dashboards have no picture.
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        # Pillow only warns of moderately oversized pictures; our own limit below decides.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as exc:
            raise PictureError(f"not a picture that can be read: {exc}") from exc
    limit = MAX_JPEG_PIXELS if picture.format == "JPEG" else MAX_PICTURE_PIXELS
    if picture.width * picture.height > limit:
        raise PictureError(f"{picture.width}x{picture.height} px is more than {limit:,} px")
    return picture


def _scaled(data: bytes, width: int, height: int, covers: bool) -> Any:
    from PIL import Image

    with _opened(data) as picture:
        try:
            picture.draft("RGB", (width * 2, height * 2))
            shrink = min(picture.width // max(1, width), picture.height // max(1, height))
            if shrink > 1 and picture.mode in ("RGB", "RGBA", "L"):
                # Before it is converted: a Pi has no room for three whole copies.
                whole: Any = picture.reduce(shrink).convert("RGBA")
            else:
                whole = picture.convert("RGBA")
        except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError) as exc:
            raise PictureError(f"the picture is damaged: {exc}") from exc
    pick = max if covers else min
    scale = pick(width / whole.width, height / whole.height)
    size = (max(1, round(whole.width * scale)), max(1, round(whole.height * scale)))
    if size != whole.size:
        whole = whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
    if covers:
        left, top = max(0, (size[0] - width) // 2), max(0, (size[1] - height) // 2)
        whole = whole.crop((left, top, left + min(width, size[0]), top + min(height, size[1])))
    rows = memoryview(bytearray(whole.convert("RGBa").tobytes("raw", "BGRa")))
    return cairo.ImageSurface.create_for_data(rows, cairo.FORMAT_ARGB32, whole.width, whole.height, whole.width * 4)
