"""Pictures by their first bytes."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from displayd.hub.pictures.picture_header import PictureError, picture_info


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (640, 360), (33, 1000)])
def test_kind_and_size_are_read(kind: str, size: tuple[int, int]) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", size, "red").save(buffer, kind)

    info = picture_info(buffer.getvalue())

    assert (info.media_type, info.width_px, info.height_px) == (f"image/{kind.lower()}", *size)


def test_a_lossless_webp_and_a_progressive_jpeg_are_read_too() -> None:
    webp, jpeg = io.BytesIO(), io.BytesIO()
    Image.new("RGBA", (31, 77)).save(webp, "WEBP", lossless=True)
    Image.new("RGB", (31, 77)).save(jpeg, "JPEG", progressive=True, dpi=(300, 300))

    assert picture_info(webp.getvalue())[1:] == (31, 77)
    assert picture_info(jpeg.getvalue())[1:] == (31, 77)


@pytest.mark.parametrize("length", [0, 4, 12, 20, 23])
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_cut_off_picture_is_refused_or_known_by_its_head(kind: str, length: int) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64)).save(buffer, kind)

    try:
        info = picture_info(buffer.getvalue()[:length])
    except PictureError:
        return
    assert (info.width_px, info.height_px) == (64, 64)


def test_a_picture_made_to_fill_the_memory_is_refused() -> None:
    bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR" + (60_000).to_bytes(4, "big") * 2

    with pytest.raises(PictureError, match="60000 x 60000"):
        picture_info(bomb)
