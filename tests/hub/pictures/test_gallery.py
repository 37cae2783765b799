"""Pictures kept by what is in them, within a bound."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from displayd.hub.pictures.gallery import Gallery
from displayd.hub.pictures.picture_header import PictureError
from tests.hub.pictures import odd
from tests.hub.walls import png


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pictures"


@pytest.fixture
def gallery(folder: Path) -> Iterator[Gallery]:
    found = Gallery(folder)
    yield found
    found.close()


def digest_of(source: str) -> str:
    return source.removeprefix("pictures/")


def test_a_picture_is_found_by_what_documents_call_it(gallery: Gallery) -> None:
    source = gallery.add(png(3))

    found = gallery.find(digest_of(source))

    assert found is not None
    assert (found.data, found.media_type) == (png(3), "image/png")
    assert source == f"pictures/{hashlib.sha256(found.data).hexdigest()}"
    assert gallery.has(source)


def test_pictures_are_there_after_a_restart(gallery: Gallery, folder: Path) -> None:
    source = gallery.add(odd.cmyk())

    again = Gallery(folder).find(digest_of(source))

    assert again is not None
    assert again.media_type == "image/jpeg"


def test_the_one_that_nobody_asked_for_goes_first_and_its_file_with_it(folder: Path) -> None:
    gallery = Gallery(folder, most_bytes=len(png(1)) + len(png(2)) + 20)
    first, second = gallery.add(png(1)), gallery.add(png(2))
    assert gallery.has(first)

    third = gallery.add(png(3))
    gallery.close()

    assert [gallery.has(one) for one in (first, second, third)] == [True, False, True]
    assert {path.name for path in folder.iterdir()} == {digest_of(first), digest_of(third)}


def test_a_damaged_file_is_no_picture_any_more(gallery: Gallery, folder: Path) -> None:
    source = gallery.add(png(3))
    (folder / digest_of(source)).write_bytes(png(4))

    assert gallery.find(digest_of(source)) is None
    assert not gallery.has(source)


@pytest.mark.parametrize("digest", ["", "..", "0" * 64, "../../etc/passwd"])
def test_what_was_never_taken_in_is_not_found(gallery: Gallery, digest: str) -> None:
    assert gallery.find(digest) is None


def test_a_disk_that_takes_nothing_is_told(folder: Path) -> None:
    folder.write_bytes(b"no folder")
    gallery = Gallery(folder)
    try:
        with pytest.raises(PictureError, match="cannot be kept"):
            gallery.add(png())
    finally:
        gallery.close()


def test_without_a_folder_pictures_are_kept_in_memory() -> None:
    gallery = Gallery()
    source = gallery.add(png())
    gallery.close()

    found = gallery.find(digest_of(source))

    assert found is not None
    assert found.data == png()
