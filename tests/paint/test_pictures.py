"""Pictures: scaled to fit, and bombs refused before they go off."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from displayd.paint.pictures import PictureError, PictureShelf, check_picture
from displayd.protocol.limits import MAX_PICTURE_PIXELS


def png(width: int, height: int, color: tuple[int, ...] = (255, 0, 0), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (width, height), color).save(out, "PNG")
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose head claims to be `width` by `height` px."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def shelf_with(data: bytes) -> PictureShelf:
    shelf = PictureShelf()
    shelf.files["d"] = data
    return shelf


def test_picture_is_scaled_to_fit_inside() -> None:
    surface = shelf_with(png(400, 100)).surface("d", 200, 200, covers=False)

    assert surface is not None
    assert (surface.get_width(), surface.get_height()) == (200, 50)


def test_covering_picture_is_cut_to_the_rectangle() -> None:
    surface = shelf_with(png(400, 100)).surface("d", 60, 80, covers=True)

    assert surface is not None
    assert (surface.get_width(), surface.get_height()) == (60, 80)


def test_colours_and_transparency_survive() -> None:
    surface = shelf_with(png(8, 8, (200, 100, 50, 128), "RGBA")).surface("d", 8, 8, covers=False)

    assert surface is not None
    blue, green, red, alpha = bytes(surface.get_data())[:4]
    assert alpha == 128
    # cairo wants colours multiplied with alpha.
    assert (red, green, blue) == pytest.approx((100, 50, 25), abs=1)


def test_picture_that_has_not_arrived_is_none() -> None:
    assert PictureShelf().surface("d", 10, 10, covers=False) is None


@pytest.mark.parametrize("size", [(50_000, 50_000), (100_000, 401), (8000, 5001)])
def test_decompression_bomb_is_refused_by_its_head(size: tuple[int, int]) -> None:
    bomb = png_that_claims(*size)

    assert size[0] * size[1] > MAX_PICTURE_PIXELS
    with pytest.raises(PictureError):
        check_picture(bomb)
    with pytest.raises(PictureError):
        shelf_with(bomb).surface("d", 100, 100, covers=False)


@pytest.mark.parametrize(
    "data", [b"", b"<html>not a picture</html>", png(50, 50)[:40], b"\x89PNG\r\n\x1a\n" + b"\0" * 50]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(PictureError):
        shelf_with(data).surface("d", 10, 10, covers=False)


def test_picture_cut_short_is_refused_when_it_is_drawn() -> None:
    noisy = Image.effect_noise((300, 300), 90)
    out = io.BytesIO()
    noisy.save(out, "PNG")

    with pytest.raises(PictureError):
        shelf_with(out.getvalue()[:9000]).surface("d", 100, 100, covers=False)


def test_size_is_told_without_unpacking() -> None:
    assert check_picture(png(123, 45)) == (123, 45)


def test_only_a_few_scaled_pictures_are_kept() -> None:
    shelf = shelf_with(png(64, 64))
    surfaces = [shelf.surface("d", size, size, covers=False) for size in range(10, 30)]

    assert shelf.surface("d", 29, 29, covers=False) is surfaces[-1]
    assert shelf.surface("d", 10, 10, covers=False) is not surfaces[0]


def shelf_on_disk(count: int) -> tuple[PictureShelf, dict[str, bytes], list[str]]:
    """A shelf that has `count` pictures on disk; the files, and which of them were read."""
    shelf, files, read = PictureShelf(), {str(number): png(8, 8, (number, 0, 0)) for number in range(count)}, []

    def load(digest: str) -> bytes | None:
        read.append(digest)
        return files.get(digest)

    shelf.load = load
    return shelf, files, read


def test_files_on_disk_are_read_when_they_are_drawn_and_not_held_beyond_the_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shelf, files, read = shelf_on_disk(20)
    monkeypatch.setattr("displayd.paint.pictures.MEMORY_BYTES", 3 * len(files["0"]))

    for digest, data in files.items():
        shelf.take(digest, data, is_on_disk=True)

    assert sum(map(len, shelf.files.values())) <= 3 * len(files["0"]) + 10
    assert shelf.surface("0", 4, 4, covers=False) is not None
    assert shelf.surface("19", 4, 4, covers=False) is not None
    assert read == ["0"]


def test_what_is_not_on_disk_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, files, _ = shelf_on_disk(4)
    monkeypatch.setattr("displayd.paint.pictures.MEMORY_BYTES", 1)

    shelf.take("0", files["0"], is_on_disk=False)
    shelf.take("1", files["1"], is_on_disk=True)
    shelf.take("2", b"", is_on_disk=True)

    assert list(shelf.files) == ["0"]


def test_forgotten_files_are_gone() -> None:
    shelf, files, _ = shelf_on_disk(2)
    shelf.take("0", files["0"], is_on_disk=False)
    shelf.take("1", files["1"], is_on_disk=False)

    shelf.forget_all_but({"1"})

    assert list(shelf.files) == ["1"]
