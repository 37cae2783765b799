"""Films of the wall folder and below the data folder."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.video import VideoReader
from displayd.hub.wall.loader import Wall, load
from displayd.protocol.limits import MAX_VIDEO_BYTES
from tests.hub.walls import mistakes, wall, write_wall
from tests.support.clips import clip

NOW = 1_795_000_000.0


def files(data: bytes, name: str = "videos/tour.mp4") -> dict[str, str | bytes]:
    return {"metrics.yaml": f"orders: {{video: {{file: {name}}}}}\nerrors: {{}}\nlatency: {{}}\n", name: data}


def answer_of(reader: VideoReader, found: Wall) -> Reading | SourceError:
    return reader.read(asked_of(SOURCES["video"], found.metrics), found.office, NOW)["orders"]


def good(found: Wall) -> Reading:
    answer = answer_of(VideoReader(), found)
    assert isinstance(answer, Reading), answer
    return answer


@pytest.mark.parametrize(("ending", "media_type"), [("mp4", "video/mp4"), ("webm", "video/webm")])
def test_a_film_is_kept_as_it_is_with_a_picture_that_stands_for_it(
    ending: str, media_type: str, tmp_path: Path
) -> None:
    data = clip(ending=ending)
    found = load(write_wall(tmp_path, dict(files(data, f"videos/tour.{ending}"))))

    (item,) = good(found).items or []

    assert item.source is not None
    assert item.poster is not None
    kept, still = (found.gallery.find(source[9:73]) for source in (item.source, item.poster))
    assert kept is not None
    assert still is not None
    assert item.source.endswith(f".{ending}")
    assert (kept.data, kept.media_type) == (data, media_type)
    with Image.open(io.BytesIO(still.data)) as picture:
        assert picture.size == (64, 48)


def test_a_film_below_the_data_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    text = {"metrics.yaml": "orders: {video: {file: a.mp4}}\nerrors: {}\nlatency: {}\n"}
    found = wall({**text, "hub.yaml": f"data_folder: {tmp_path}/data\n"})
    reader = VideoReader()
    path = tmp_path / "data/a.mp4"
    sources = []
    for data in (clip(), clip(2.0)):
        path.write_bytes(data)
        reader._known.clear()
        answer = answer_of(reader, found)
        assert isinstance(answer, Reading), answer
        sources += [item.source for item in answer.items or []]

    assert len(set(sources)) == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"garbage", "neither MP4, MOV, WebM nor Matroska"),
        (b"", "the file is empty, or larger than 40 MB"),
        (b"\0\0\0\x20ftypisom" + bytes(400), "the file is damaged"),
    ],
)
def test_what_cannot_be_played_is_said(data: bytes, words: str, tmp_path: Path) -> None:
    clip()

    answer = answer_of(VideoReader(), load(write_wall(tmp_path, dict(files(data)))))

    assert isinstance(answer, SourceError)
    assert answer.message == f"videos/tour.mp4: {words}"


def test_a_film_that_is_far_too_large_holds_nothing_else_back(tmp_path: Path) -> None:
    folder = write_wall(tmp_path, dict(files(b"x")))
    with (folder / "videos/tour.mp4").open("wb") as file:
        file.truncate(MAX_VIDEO_BYTES + 1)

    answer = answer_of(VideoReader(), load(folder))

    assert isinstance(answer, SourceError)
    assert "larger than 40 MB" in answer.message


def test_a_hub_without_ffmpeg_hands_films_on_without_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = load(write_wall(tmp_path / "wall", dict(files(clip()))))
    monkeypatch.setenv("PATH", str(tmp_path))

    (item,) = good(found).items or []

    assert item.source is not None
    assert item.poster is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("videos/none.mp4", "there is no file `videos/none.mp4`"),
        ("../tour.mp4", "is no file of the wall"),
        ("tour.mp4", "hub.yaml names no `data_folder`"),
    ],
)
def test_a_file_that_there_is_not_is_a_mistake(name: str, words: str) -> None:
    text = f"orders: {{video: {{file: {name}}}}}\nerrors: {{}}\nlatency: {{}}\n"

    assert any(words in one for one in mistakes({"metrics.yaml": text})), mistakes({"metrics.yaml": text})
