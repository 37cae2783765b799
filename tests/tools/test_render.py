"""Pages as PNG files without a Pi, a display or a hub."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from displayd.document.model import decode
from displayd.errors import ConfigError, DisplaydError, DocumentError, StoreError
from displayd.tools.render import picture_of, render
from tests.support.fakes import document_bytes

SIZE = (320, 200)
RED, GREEN = (255, 0, 0), (0, 255, 0)


def image_of(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def put_picture(path: Path, color: tuple[int, int, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (40, 40), color).save(path)


def showing_picture(source: str) -> bytes:
    return document_bytes(title="", pages=[{"widgets": {"a": {"type": "picture", "source": source, "covers": True}}}])


def middle(data: bytes) -> Any:
    return image_of(data).getpixel((SIZE[0] // 2, SIZE[1] // 2))


def pages(*seconds: float) -> bytes:
    return document_bytes(
        pages=[
            {"title": f"Page {number}", "seconds": one, "widgets": {"a": {"type": "number", "value": number}}}
            for number, one in enumerate(seconds, 1)
        ]
    )


def test_page_is_the_one_on_show_at_the_moment_unless_it_is_named() -> None:
    document = decode(pages(10, 20))
    first, second = (picture_of(document, SIZE, None, number, 0.0) for number in (1, 2))

    assert picture_of(document, SIZE, None, None, 9.0) == first != second
    assert picture_of(document, SIZE, None, None, 11.0) == picture_of(document, SIZE, None, 2, 11.0) != first


@pytest.mark.parametrize("number", [0, -1, 3])
def test_page_that_is_not_there_is_an_error_that_says_which_are(number: int) -> None:
    with pytest.raises(DisplaydError) as caught:
        picture_of(decode(pages(10, 20)), SIZE, None, number, 0.0)

    assert caught.value.hint == "pages are 1 to 2"


def test_page_hangs_as_the_document_says_unless_it_is_told_otherwise() -> None:
    turned, upright = decode(document_bytes(rotate=90)), decode(document_bytes())

    assert picture_of(turned, SIZE, None, 1, 0.0) == picture_of(upright, SIZE, 90, 1, 0.0)
    assert picture_of(turned, SIZE, 0, 1, 0.0) == picture_of(upright, SIZE, None, 1, 0.0)


def test_first_folder_that_has_a_picture_counts(tmp_path: Path) -> None:
    document = decode(showing_picture("logo.png"))
    put_picture(tmp_path / "one/logo.png", RED)
    put_picture(tmp_path / "two/logo.png", GREEN)

    assert middle(picture_of(document, SIZE, None, 1, 0.0, tmp_path / "one", tmp_path / "two")) == RED
    assert middle(picture_of(document, SIZE, None, 1, 0.0, tmp_path / "two", tmp_path / "one")) == GREEN
    assert middle(picture_of(document, SIZE, None, 1, 0.0, tmp_path / "none", tmp_path / "one")) == RED


def test_no_document_can_show_a_picture_from_outside_its_folder(tmp_path: Path) -> None:
    put_picture(tmp_path / "secret.png", RED)
    (tmp_path / "wall").mkdir()
    (tmp_path / "wall/link.png").symlink_to(tmp_path / "secret.png")

    (tmp_path / "wall/link.json").write_bytes(showing_picture("link.png"))
    (tmp_path / "wall/logo.json").write_bytes(document_bytes(logo="../secret.png"))

    assert middle(render(tmp_path / "wall/link.json", SIZE, None, 1, 0.0)) != RED
    colors = image_of(render(tmp_path / "wall/logo.json", SIZE, None, 1, 0.0)).getcolors(1_000_000) or []
    assert RED not in {color for _, color in colors}


def test_folder_in_the_place_of_a_picture_is_as_if_there_was_none(tmp_path: Path) -> None:
    (tmp_path / "d.json").write_bytes(showing_picture("logo.png"))
    without = render(tmp_path / "d.json", SIZE, None, 1, 0.0)
    (tmp_path / "logo.png").mkdir()

    assert render(tmp_path / "d.json", SIZE, None, 1, 0.0) == without


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("d.json", "{}", DocumentError),
        ("d.txt", "pages: []", DocumentError),
        ("d.yaml", "pages: 5", ConfigError),
        ("d.yml", "pages: 5", ConfigError),
    ],
)
def test_source_is_read_as_its_ending_says(name: str, text: str, error: type[DisplaydError], tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)

    with pytest.raises(error, match=name):
        render(tmp_path / name, SIZE, None, 1, 0.0)
    with pytest.raises(StoreError, match="cannot read"):
        render(tmp_path / f"no-{name}", SIZE, None, 1, 0.0)
