"""Pictures that screens send, and files that only look like some."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from displayd.hub.pictures.picture_header import PictureError
from displayd.hub.screen_picture import checked_picture
from tests.hub.walls import png, secret_of, serving, write_wall


def drawn(kind: str, **options: object) -> bytes:
    """A picture as Pillow writes it."""
    picture = Image.new("RGB", (64, 36), (20, 30, 40))
    picture.paste((200, 10, 10), (5, 5, 30, 20))
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunk(picture: bytes, extra: bytes) -> bytes:
    """`picture`, a PNG, with `extra` behind its header."""
    return picture[:33] + extra + picture[33:]


def with_segment(picture: bytes, marker: int, data: bytes) -> bytes:
    """`picture`, a JPEG, with one segment more at its beginning."""
    return picture[:2] + struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data + picture[2:]


def claiming(width: int, height: int) -> bytes:
    """A PNG of 2 x 2 pixels that says that it is larger."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return png()[:8] + header + png()[33:]


def archive() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("a.html", "<script>alert(1)</script>")
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (png(16, 9), "image/png"),
        (drawn("PNG"), "image/png"),
        (drawn("PNG", optimize=True), "image/png"),
        (drawn("JPEG"), "image/jpeg"),
        (drawn("JPEG", progressive=True, quality=30), "image/jpeg"),
    ],
)
def test_a_picture_is_one(data: bytes, media_type: str) -> None:
    assert checked_picture(data) == media_type


JPEG = drawn("JPEG")

NONE = {
    "nothing": b"",
    "a page": b"<html><script>alert(1)</script>",
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a GIF": drawn("GIF"),
    "a WebP's head": b"RIFF\x24\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x0f\0\0\x08\0\0",
    "the head of a PNG alone": png()[:33],
    "a PNG without its end": png(16, 9)[:-12],
    "a PNG that is cut off": drawn("PNG")[:-20],
    "a PNG with a wrong checksum": png(16, 9)[:-20] + b"\0\0\0\0" + png(16, 9)[-16:],
    "a PNG that says that it is larger": claiming(200, 200),
    "a PNG that says that it is huge": claiming(4000, 4000),
    "a PNG that says that it is smaller": claiming(1, 1) + b"",
    "a PNG with a page behind it": png(16, 9) + b"<script>alert(1)</script>",
    "a PNG with an archive behind it": png(16, 9) + archive(),
    "a PNG with another behind it": png(16, 9) + png(16, 9),
    "a PNG with a text": with_chunk(png(16, 9), chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")),
    "a PNG with a packed text": with_chunk(png(16, 9), chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 10_000_000))),
    "a PNG with a profile": with_chunk(png(16, 9), chunk(b"iCCP", b"a\0\0" + zlib.compress(b"a" * 10_000_000))),
    "a PNG with a chunk of its own": with_chunk(png(16, 9), chunk(b"hiDe", b"<?php system($_GET[0]); ?>")),
    "an animated PNG": with_chunk(png(16, 9), chunk(b"acTL", struct.pack(">II", 1, 0))),
    "a JPEG without its end": JPEG[:-2],
    "a JPEG that is cut off": JPEG[: len(JPEG) // 2],
    "the head of a JPEG alone": JPEG[:4],
    "a JPEG with a page behind it": JPEG + b"<script>alert(1)</script>",
    "a JPEG with an archive behind it": JPEG + archive(),
    "a JPEG with a comment": with_segment(JPEG, 0xFE, b"<script>alert(1)</script>"),
    "a JPEG with Exif": with_segment(JPEG, 0xE1, b"Exif\0\0" + b"a" * 100),
    "a JPEG whose first segment is a script": with_segment(JPEG, 0xE0, b"*/=1;alert(1);/*" + b" " * 12_000),
    "a JPEG that says that it is larger": JPEG.replace(struct.pack(">HH", 36, 64), struct.pack(">HH", 900, 900), 1),
    "a JPEG that says that it is huge": JPEG.replace(struct.pack(">HH", 36, 64), struct.pack(">HH", 9000, 9000), 1),
    "too many bytes": png() + b"\0" * 1_000_000,
}


@pytest.mark.parametrize("data", NONE.values(), ids=NONE)
def test_what_only_looks_like_a_picture_is_none(data: bytes) -> None:
    with pytest.raises(PictureError):
        checked_picture(data)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    data=st.sampled_from([drawn("PNG"), JPEG]),
    changes=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6),
    length=st.integers(0, 5000),
)
def test_damaged_files_are_pictures_or_refused(data: bytes, changes: list[tuple[int, int]], length: int) -> None:
    damaged = bytearray(data)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    try:
        media_type = checked_picture(bytes(damaged[: len(damaged) - length % 7 * (length % 3)]))
    except PictureError:
        return
    assert media_type in ("image/png", "image/jpeg")


def test_what_is_no_picture_is_refused_and_the_last_one_stays(tmp_path: Path) -> None:
    with serving(write_wall(tmp_path / "wall"), tmp_path / "state") as hub:
        secret = secret_of("left")
        good = hub.send("PUT", "/v1/screen/picture", secret, data=png(16, 9))
        refused = [
            hub.send("PUT", "/v1/screen/picture", secret, data=data) for data in (*list(NONE.values())[:-1], b"")
        ]
        kept = hub.get("/v1/screens/left/picture")

        assert good.status_code == 204
        assert {answer.status_code for answer in refused} == {400}
        assert kept.content == png(16, 9)
