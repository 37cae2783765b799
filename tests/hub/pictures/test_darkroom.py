"""Pictures of all kinds, made fit for screens in a process of their own."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from displayd.hub.pictures.darkroom import Darkroom
from displayd.hub.pictures.developing import FINE_BYTES, MAX_SIDE_PX
from displayd.hub.pictures.picture_header import PictureError, picture_info
from displayd.paint.pictures import check_picture
from tests.hub.pictures import odd
from tests.paint.test_pictures import png_that_claims

CORNERS = ((10, 10), (-10, 10), (10, -10), (-10, -10))


@pytest.fixture(scope="module")
def room() -> Iterator[Darkroom]:
    found = Darkroom()
    yield found
    found.close()


def corners(data: bytes) -> list[tuple[int, ...]]:
    """The colours near the corners."""
    picture = odd.pixels(data).convert("RGB")
    return [picture.getpixel((x % picture.width, y % picture.height)) for x, y in CORNERS]


def is_near(found: list[tuple[int, ...]], wanted: tuple[tuple[int, ...], ...], off: int = 40) -> bool:
    return all(
        abs(a - b) <= off for one, other in zip(found, wanted, strict=True) for a, b in zip(one, other, strict=True)
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_that_screens_show_as_it_is_stays_as_it_is(room: Darkroom, kind: str) -> None:
    data = odd.of_kind(kind)

    assert room.developed(data).data == data


@pytest.mark.parametrize(
    "data", [odd.of_kind("WEBP"), odd.of_kind("GIF"), odd.rotated(), odd.cmyk(), odd.with_profile()]
)
def test_every_other_picture_is_upright_and_in_its_colours(room: Darkroom, data: bytes) -> None:
    made = room.developed(data)

    assert made.media_type == "image/jpeg"
    assert (made.width_px, made.height_px) == (400, 200)
    assert check_picture(made.data) == (400, 200)
    assert odd.pixels(made.data).mode == "RGB"
    assert is_near(corners(made.data), odd.QUARTERS)


def test_where_a_photograph_was_taken_stays_in_the_hub(room: Darkroom) -> None:
    exif = Image.open(io.BytesIO(room.developed(odd.with_profile()).data)).getexif()

    assert not dict(exif)


def test_sixteen_bits_of_grey_are_scaled_and_not_cut(room: Darkroom) -> None:
    made = odd.pixels(room.developed(odd.deep_grey()).data).convert("L")

    assert [abs(made.getpixel((column, 2)) - column) <= 6 for column in (0, 64, 128, 255)] == [True] * 4


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_shown(room: Darkroom, kind: str) -> None:
    made = room.developed(odd.animation(kind))

    assert is_near(corners(made.data), ((255, 0, 0),) * 4)
    assert getattr(odd.pixels(made.data), "n_frames", 1) == 1


def test_what_can_be_seen_through_stays_so(room: Darkroom) -> None:
    glass = Image.new("RGBA", (MAX_SIDE_PX + 200, 20), (255, 0, 0, 100))

    made = odd.pixels(room.developed(odd.packed(glass)).data)

    assert made.mode == "RGBA"
    assert made.getpixel((5, 5))[3] == 100


@pytest.mark.parametrize(("size", "wanted"), [((6000, 4000), (2560, 1707)), ((1000, 5000), (512, 2560))])
def test_a_large_picture_is_made_smaller_and_keeps_its_shape(
    room: Darkroom, size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    made = room.developed(odd.of_kind("JPEG", size))

    assert (made.width_px, made.height_px) == wanted
    assert len(made.data) <= FINE_BYTES
    assert is_near(corners(made.data), odd.QUARTERS)


def test_a_part_of_a_picture_is_cut_out_as_far_as_it_is_there(room: Darkroom) -> None:
    data = odd.of_kind("PNG")

    inside, over = room.developed(data, (200, 0, 200, 100)), room.developed(data, (390, 190, 500, 500))

    assert (inside.width_px, inside.height_px) == (200, 100)
    assert is_near(corners(inside.data), ((0, 255, 0),) * 4)
    assert (over.width_px, over.height_px) == (10, 10)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "neither PNG, JPEG, GIF nor WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG is not shown: export it as PNG"),
        (b"<?xml version='1.0'?><!-- made by hand --><svg/>", "SVG is not shown"),
        (b"%PDF-1.7", "PDF is not shown"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC is not shown: save it as JPEG"),
        (b"\0\0\0\x18ftypisom\0\0\0\0", "a film is no picture"),
        (odd.of_kind("TIFF"), "TIFF is not shown"),
        (odd.of_kind("BMP"), "BMP is not shown"),
        (odd.of_kind("JPEG", (6000, 4000))[:3000], "is damaged|is cut off"),
        (odd.of_kind("PNG")[:200], "is damaged"),
        (png_that_claims(100_000, 100_000), "100000 x 100000 pixels are too many"),
        (png_that_claims(3000, 3000), "is damaged"),
        (b"<html>not found</html>", "neither PNG"),
    ],
)
def test_what_cannot_be_shown_is_told_in_words_and_costs_nobody_anything(
    room: Darkroom, data: bytes, reason: str
) -> None:
    with pytest.raises(PictureError, match=reason):
        room.developed(data)

    assert room.developed(odd.of_kind("PNG")).width_px == 400


def test_a_process_that_dies_is_replaced(room: Darkroom) -> None:
    room.developed(odd.of_kind("PNG"))
    process: Any = room._process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    assert room.developed(odd.cmyk()).width_px == 400


def test_a_picture_may_take_only_so_long() -> None:
    room = Darkroom(seconds=0.0)
    try:
        with pytest.raises(PictureError, match="takes longer than 0 s"):
            room.developed(odd.of_kind("PNG"))
    finally:
        room.close()


def test_the_hub_itself_loads_no_decoder() -> None:
    import subprocess

    code = "import sys, displayd.hub.pictures.gallery; sys.exit('PIL' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_is_made_is_what_the_hub_knows_as_a_picture(room: Darkroom) -> None:
    for data in (odd.of_kind("GIF"), odd.deep_grey()):
        made = room.developed(data)

        assert picture_info(made.data) == (made.media_type, made.width_px, made.height_px)
