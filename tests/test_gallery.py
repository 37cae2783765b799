"""The gallery shows every example."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from displayd.gallery import examples, write_gallery


def test_gallery_has_a_picture_of_every_example_in_every_size_and_theme(tmp_path: Path) -> None:
    page = write_gallery(tmp_path / "new" / "folder", sizes=[(316, 224), (224, 316)], themes=["dark", "light"])

    text = page.read_text("utf-8")
    pictures = sorted(page.parent.glob("*.png"))
    assert len(pictures) == len(list(examples())) * 4
    assert all(f'src="{picture.name}"' in text for picture in pictures)
    assert {Image.open(picture).size for picture in pictures} == {(316, 224), (224, 316)}


def test_gallery_asks_nobody_else_for_anything(tmp_path: Path) -> None:
    page = write_gallery(tmp_path, sizes=[(160, 90)], themes=["dark"])

    assert "//" not in page.read_text("utf-8")


def test_every_widget_has_a_typical_and_an_awkward_example() -> None:
    names: dict[str, set[str]] = {}
    for kind, name, _ in examples():
        names.setdefault(kind, set()).add(name)

    assert all(len(found) >= 3 for found in names.values()), names
