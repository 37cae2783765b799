"""Folders of pictures as slides: of the wall folder and below the data folder."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.slides import SlidesReader, caption_of
from displayd.hub.wall.loader import Wall, load
from tests.hub.pictures import odd
from tests.hub.walls import mistakes, png, wall, write_wall

NOW = 1_795_000_000.0


def metrics(wishes: str) -> dict[str, str]:
    return {"metrics.yaml": f"orders: {{slides: {{{wishes}}}}}\nerrors: {{}}\nlatency: {{}}\n"}


def read(reader: SlidesReader, found: Wall, now: float = NOW) -> Reading | SourceError:
    """What becomes of the metric `orders`, once all of its pictures are made."""
    asked = asked_of(SOURCES["slides"], found.metrics)
    return reader.read(asked, found.office, now)["orders"]


def good(reader: SlidesReader, found: Wall, now: float = NOW) -> Reading:
    answer = read(reader, found, now)
    assert isinstance(answer, Reading), answer
    return answer


def captions(reading: Reading) -> list[str]:
    return [item.label for item in reading.items or []]


@pytest.mark.expects_log
def test_a_folder_of_the_wall_is_shown_by_name_and_what_cannot_be_shown_is_told(tmp_path: Path) -> None:
    team = {
        "photo 10.png": png(10),
        "photo 9.jpg": odd.cmyk(),
        "02_summer-party.webp": odd.of_kind("WEBP"),
        "broken.png": png(3)[:40],
        "logo.svg": b"<svg/>",
        "IMG_0001.HEIC": b"x",
        "notes.txt": b"not a picture",
    }
    files = {f"pictures/team/{name}": data for name, data in team.items()}
    found = load(write_wall(tmp_path / "wall", {**metrics("folder: pictures/team, captions: true"), **files}))

    reading = good(SlidesReader(), found)

    assert captions(reading) == ["summer party", "photo 9", "photo 10"]
    assert all(found.gallery.has(item.source or "") for item in reading.items or [])
    assert reading.text is not None
    assert "broken.png: " in reading.text
    assert "logo.svg: SVG is not shown: export it as PNG" in reading.text
    assert "IMG_0001.HEIC: HEIC is not shown: save it as JPEG" in reading.text
    assert "notes" not in reading.text


def test_a_broken_slide_is_no_mistake_of_the_wall_but_a_tile_cannot_name_it() -> None:
    files = {"pictures/team/a.png": b"no picture"}
    tile = "pages: [{widgets: {a: {type: picture, source: team/a.png}}}]\n"

    assert wall(files).pictures == {}
    assert "there is no picture `team/a.png`" in mistakes({**files, "layouts/team.yaml": tile})[0]


@pytest.mark.expects_log
def test_a_slide_that_is_far_too_large_is_left_out(tmp_path: Path) -> None:
    folder = write_wall(tmp_path / "wall", metrics("folder: pictures/team"))
    (folder / "pictures/team").mkdir(parents=True)
    with (folder / "pictures/team/huge.png").open("wb") as file:
        file.truncate(31_000_000)

    answer = read(SlidesReader(), load(folder))

    assert isinstance(answer, SourceError)
    assert "huge.png: the file is empty, or larger than 30 MB" in answer.message


@pytest.mark.parametrize("where", ["pictures/none", "none"])
def test_a_folder_without_pictures_is_told(where: str, tmp_path: Path) -> None:
    (tmp_path / "data/none").mkdir(parents=True)
    found = wall({**metrics(f"folder: {where}"), "hub.yaml": f"data_folder: {tmp_path}/data\n"})

    answer = read(SlidesReader(), found)

    assert isinstance(answer, SourceError)
    assert answer.message == f"there is no picture in {where}"


class DataFolder:
    """A folder of photographs below the data folder."""

    def __init__(self, path: Path) -> None:
        self.place = path / "data/party"
        self.place.mkdir(parents=True)
        self.reader, self.hub = SlidesReader(), {"hub.yaml": f"data_folder: {path}/data\n"}

    def wall(self, wishes: str = "folder: party, captions: true") -> Wall:
        return wall({**metrics(wishes), **self.hub})


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def test_what_comes_and_goes_in_the_data_folder_is_followed_at_the_next_look(data: DataFolder) -> None:
    found = data.wall()
    (data.place / "a.png").write_bytes(png(1))
    first = good(data.reader, found)

    (data.place / "b.png").write_bytes(png(2))
    second = good(data.reader, found, NOW + 1)
    same = good(data.reader, found, NOW + 2)
    (data.place / "a.png").unlink()
    third = good(data.reader, found, NOW + 3)

    assert [captions(one) for one in (first, second, third)] == [["a"], ["a", "b"], ["b"]]
    assert same.as_of == second.as_of == NOW + 1
    assert data.reader.next_due(asked_of(SOURCES["slides"], found.metrics), found.office, NOW + 3) <= NOW + 4


def test_a_file_that_is_replaced_is_another_picture(data: DataFolder) -> None:
    found = data.wall()
    (data.place / "a.png").write_bytes(png(1))
    before = good(data.reader, found)

    (data.place / "a.png").write_bytes(png(7))

    assert good(data.reader, found, NOW + 1).items != before.items


def test_the_newest_come_first_and_the_others_are_counted(data: DataFolder) -> None:
    for age, name in enumerate("cab"):
        (data.place / f"{name}.png").write_bytes(png(age + 1))
        os.utime(data.place / f"{name}.png", (NOW - age, NOW - age))

    reading = good(data.reader, data.wall("folder: party, order: newest, most: 2, captions: true"))

    assert captions(reading) == ["c", "a"]
    assert reading.text == "left out: 1 more than 2"


@pytest.mark.expects_log
def test_links_out_of_the_folder_and_pipes_are_left_out(data: DataFolder, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(5))
    (data.place / "link.png").symlink_to(tmp_path / "secret.png")
    os.mkfifo(data.place / "pipe.png")
    (data.place / "a.png").write_bytes(png(1))

    reading = good(data.reader, data.wall())

    assert captions(reading) == ["a"]
    assert reading.text is not None
    assert "leads out of the data folder" in reading.text
    assert "is no plain file" in reading.text


def test_many_large_photographs_are_handed_over_by_and_by(data: DataFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("displayd.hub.sources.slides.PORTION_SECONDS", 0.0)
    for number in range(3):
        (data.place / f"{number}.jpg").write_bytes(odd.of_kind("JPEG", (3000, 2000 + number)))
    found = data.wall()

    counts = [len(good(data.reader, found, NOW + second).items or []) for second in range(3)]

    assert counts[0] == 1
    assert counts == sorted(counts)
    until = time.monotonic() + 60
    while counts[-1] < 3 and time.monotonic() < until:
        counts.append(len(good(data.reader, found, NOW + len(counts)).items or []))
    assert counts[-1] == 3


def test_a_picture_that_the_gallery_has_given_up_is_made_anew(data: DataFolder) -> None:
    (data.place / "a.png").write_bytes(png(1))
    found = data.wall()
    before = good(data.reader, found)
    found.gallery._sizes.clear()

    after = good(data.reader, found, NOW + 1)

    assert after.items == before.items
    assert found.gallery.has((after.items or [])[0].source or "")


@pytest.mark.parametrize(
    ("name", "caption"),
    [
        ("03_summer-party.jpg", "summer party"),
        ("Ada Lovelace.png", "Ada Lovelace"),
        ("2026.png", "2026"),
        ("12 - Q3 results.webp", "Q3 results"),
        ("été à Paris.jpg", "été à Paris"),
        ("___.png", ""),
    ],
)
def test_a_caption_is_the_name_as_people_say_it(name: str, caption: str) -> None:
    assert caption_of(name) == caption


@pytest.mark.parametrize(
    ("wishes", "told"),
    [
        ("folder: /etc", "is no folder of the wall"),
        ("folder: pictures/../..", "is no folder of the wall"),
        ("folder: party", "hub.yaml names no `data_folder`"),
        ("folder: pictures/a, most: 0", "`most` is at least 1"),
        ("folder: pictures/a, order: age", "`order` is `name` or `newest`"),
        ("captions: true", "folder"),
    ],
)
def test_what_cannot_be_is_a_mistake_with_its_line(wishes: str, told: str) -> None:
    found = mistakes(dict(metrics(wishes)))

    assert found[0].startswith("metrics.yaml:1")
    assert re.search(told, found[0]), found
