"""Films of the wall folder and below the data folder."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from displayd.errors import SourceError
from displayd.hub.metrics.reading import Reading
from displayd.hub.sources.registry import SOURCES, asked_of
from displayd.hub.sources.video import VideoReader
from displayd.hub.wall.loader import Wall, load
from displayd.protocol.limits import MAX_VIDEO_BYTES
from tests.hub.outgoing.strangers import Asked, Said, stranger
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


def test_a_film_below_the_data_folder_is_not_read_again_while_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    text = {"metrics.yaml": "orders: {video: {file: a.mp4}}\nerrors: {}\nlatency: {}\n"}
    found = wall({**text, "hub.yaml": f"data_folder: {tmp_path}/data\n"})
    path, reader = tmp_path / "data/a.mp4", VideoReader()
    path.write_bytes(clip())
    asked = asked_of(SOURCES["video"], found.metrics)
    first = reader.read(asked, found.office, NOW)["orders"]
    read_before = _bytes_read()

    looks = [reader.read(asked, found.office, NOW + 10 * number)["orders"] for number in range(1, 21)]

    assert isinstance(first, Reading)
    assert looks == [first] * 20
    # What it takes to look is far less than the film, once, though it was looked at twenty times.
    assert _bytes_read() - read_before < len(clip())


def _bytes_read() -> int:
    """By this process, from anywhere."""
    (line,) = (one for one in Path("/proc/self/io").read_text().splitlines() if one.startswith("rchar:"))
    return int(line.split()[1])


@pytest.mark.parametrize("way", ["written anew", "replaced", "put back in time"])
def test_another_film_of_the_same_size_is_seen(way: str, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    found = wall(
        {
            "metrics.yaml": "orders: {video: {file: a.mp4}}\nerrors: {}\nlatency: {}\n",
            "hub.yaml": f"data_folder: {tmp_path}/data\n",
        }
    )
    path, reader, data = tmp_path / "data/a.mp4", VideoReader(), bytearray(clip())
    path.write_bytes(data)
    asked = asked_of(SOURCES["video"], found.metrics)
    first = reader.read(asked, found.office, NOW)["orders"]
    # A free box of the file may hold anything.
    data += b"\0\0\0\x10free12345678"
    path.write_bytes(data)
    before = path.stat()
    second = reader.read(asked, found.office, NOW + 10)["orders"]
    data[-1:] = b"9"
    if way == "replaced":
        (tmp_path / "data/new").write_bytes(data)
        (tmp_path / "data/new").replace(path)
    else:
        path.write_bytes(data)
    if way == "put back in time":
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    third = reader.read(asked, found.office, NOW + 20)["orders"]

    sources = [(answer.items or [])[0].source for answer in (first, second, third) if isinstance(answer, Reading)]
    assert len(set(sources)) == 3


def at_address(port: int, more: str = "") -> Wall:
    metrics = f"orders: {{video: {{url: 'http://127.0.0.1:{port}/ad.mp4'}}{more}}}\nerrors: {{}}\nlatency: {{}}\n"
    return wall({"metrics.yaml": metrics, "hub.yaml": "outgoing: [127.0.0.1]\n"})


def test_a_film_at_an_address_is_fetched_once_and_then_asked_after() -> None:
    data, seen = clip(), []

    def say(asked: Asked) -> Said:
        seen.append(asked.headers.get("If-None-Match"))
        return Said(status=304) if seen[-1] == '"one"' else Said(body=data, headers={"ETag": '"one"'})

    with stranger(say) as server:
        found, reader = at_address(server.port), VideoReader()
        asked = asked_of(SOURCES["video"], found.metrics)
        answers = []
        for number in range(3):
            # What was said ten minutes ago is not said again.
            reader._shared.clear()
            answers.append(reader.read(asked, found.office, NOW + 601 * number)["orders"])
        reader.end()

    assert seen == [None, '"one"', '"one"']
    sources = {(answer.items or [])[0].source for answer in answers if isinstance(answer, Reading)}
    (source,) = sources
    kept = found.gallery.find((source or "")[9:73])
    assert kept is not None
    assert kept.data == data
    assert [answer.as_of for answer in answers if isinstance(answer, Reading)] == [NOW, NOW + 601, NOW + 1202]


def test_a_new_film_at_the_address_takes_the_place_of_the_old_one() -> None:
    films = [clip(), clip(2.0)]

    def say(asked: Asked) -> Said:
        return Said(body=films[0], headers={"ETag": f'"{len(films)}"'})

    with stranger(say) as server:
        found, reader = at_address(server.port, ", refresh_seconds: 30"), VideoReader()
        asked = asked_of(SOURCES["video"], found.metrics)
        first = reader.read(asked, found.office, NOW)["orders"]
        del films[0]
        second = reader.read(asked, found.office, NOW + 31)["orders"]
        reader.end()

    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert first.items != second.items


def test_a_film_that_the_gallery_has_lost_is_fetched_again() -> None:
    with stranger(lambda asked: Said(status=304 if "If-None-Match" in asked.headers else 200, body=clip())) as server:
        found, reader = at_address(server.port), VideoReader()
        asked = asked_of(SOURCES["video"], found.metrics)
        reader.read(asked, found.office, NOW)
        other = at_address(server.port)

        again = reader.read(asked, other.office, NOW + 601)["orders"]
        reader.end()

    assert isinstance(again, Reading)
    assert other.gallery.find(((again.items or [])[0].source or "")[9:73])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Said(body=b"<html>log in</html>"), "its film: neither MP4, MOV, WebM nor Matroska"),
        (Said(body=b"\0\0\0\x20ftypisom" + bytes(400)), "its film: the file is damaged"),
        (Said(status=404), "not found (404)"),
        (Said(status=403), "refused (403)"),
        (Said(body=b"x" * (MAX_VIDEO_BYTES + 1)), "larger than 40 MB"),
    ],
)
def test_what_an_address_has_instead_of_a_film_is_said(said: Said, words: str) -> None:
    clip()
    with stranger(lambda asked: said) as server:
        answer = answer_of(VideoReader(), at_address(server.port))

    assert isinstance(answer, SourceError)
    assert words in answer.message


@pytest.mark.parametrize(
    ("video", "words"),
    [
        ("{}", "says neither `file` nor `url`"),
        ("{file: videos/a.mp4, url: 'https://films.example.org/a.mp4'}", "cannot stand together"),
        ("{file: a.mp4, server: crm}", "a file is on no server"),
        ("{url: 'ftp://films.example.org/a.mp4'}", "http"),
        ("{url: 'https://films.example.org/a.mp4'}", "outgoing"),
        ("{url: /a.mp4, server: nowhere}", "hub.yaml has no server `nowhere`"),
    ],
)
def test_an_address_that_cannot_be_asked_is_a_mistake(video: str, words: str) -> None:
    found = mistakes({"metrics.yaml": f"orders: {{video: {video}}}\nerrors: {{}}\nlatency: {{}}\n"})

    assert any(words in one for one in found), found
