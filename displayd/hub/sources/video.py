"""A film of the wall folder or of the data folder, for metrics with `video:`."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple

from msgspec import Meta

from displayd.errors import SourceError
from displayd.film.decoder import NO_FFMPEG, FilmError, FilmPlace, probed, still_of
from displayd.film.kind import film_kind
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.pictures.picture_header import PictureError
from displayd.hub.sources.csv_file import file_content
from displayd.hub.sources.refreshed import RefreshedReader
from displayd.hub.sources.source import Asked, Office, Source
from displayd.protocol.limits import MAX_VIDEO_BYTES
from displayd.validation.faults import Fault, suggestion

__all__ = ["VideoFile", "VideoReader", "VideoSource"]

logger = logging.getLogger(__name__)

WALL_FOLDER = "videos"
"""Files that begin with it are in the wall folder, others below `data_folder`."""

LOOK_SECONDS = 5.0

# Longest side of the picture that stands for a film.
POSTER_PX = 1920


class VideoFile(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A film; it is shown without its sound."""

    kind: ClassVar[str] = "video"

    file: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            description="`videos/...` in the wall folder, or a file below `data_folder` of hub.yaml: MP4, MOV, WebM or "
            "Matroska, 40 MB at most; H.264 is what every screen plays.",
            examples=["videos/tour.mp4"],
        ),
    ]

    @property
    def is_in_wall(self) -> bool:
        """Whether the file is one of the wall folder."""
        return self.file.split("/", 1)[0] == WALL_FOLDER


class VideoSource(Source[VideoFile]):
    """Films."""

    origin_type = VideoFile
    field: ClassVar[str] = "video"
    field_type: ClassVar[Any] = Annotated[
        VideoFile, Meta(description="A film without sound, for a `video`.", examples=[{"file": "videos/tour.mp4"}])
    ]
    offline_readings: ClassVar[int] = 1
    reads_files: ClassVar[bool] = True
    no_answer: ClassVar[str] = "the folder does not answer"
    patience_seconds = 60.0

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, VideoFile) else None

    def faults(self, value: Any) -> Iterator[Fault]:
        """A file that is none below a folder."""
        parts = value.file.split("/")
        if value.file.startswith("/") or any(part in ("", ".", "..") for part in parts):
            yield Fault(("file",), "is no file of the wall", "for example `videos/tour.mp4`")

    def office_faults(self, origin: VideoFile, office: Office) -> Iterator[Fault]:
        """A file that the wall folder does not have, or one outside of it where there is no `data_folder`."""
        if origin.is_in_wall:
            known = sorted(path for path in office.files if path.startswith(f"{WALL_FOLDER}/"))
            if origin.file not in known:
                hint = suggestion(origin.file, known) or f"put it into the folder `{WALL_FOLDER}` of the wall folder"
                yield Fault(("file",), f"there is no file `{origin.file}`", hint)
        elif office.settings.data_folder is None:
            hint = "put it below `videos/`, or hub.yaml: `data_folder: /var/lib/displayd-data`"
            yield Fault(("file",), "hub.yaml names no `data_folder`", hint)

    def reader(self) -> VideoReader:
        """Reads files."""
        return VideoReader()


class _Made(NamedTuple):
    """What became of a file."""

    data: bytes
    items: list[Item]
    fault: str
    since: float


class VideoReader(RefreshedReader[VideoFile]):
    """Reads files; one is looked into when it has changed."""

    refresh_seconds = LOOK_SECONDS

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[str, _Made] = {}

    def answer(self, asked: Asked[VideoFile], office: Office, unix_time: float) -> Reading:
        """The film as it is now."""
        name = asked.origin.file
        data = _data(asked.origin, office)
        made = self._made.get(name)
        is_here = made is not None and all(office.gallery.has(one.source or "") for one in made.items)
        # Equal bytes of another wall are the same file; Python compares the same object at once.
        if made is None or not is_here or made.data != data:
            made = self._made[name] = _made(name, data, office, unix_time)
        if made.fault:
            raise SourceError(f"{name}: {made.fault}")
        return Reading(as_of=min(made.since, unix_time), items=made.items)


def _data(origin: VideoFile, office: Office) -> bytes:
    if origin.is_in_wall:
        data = office.files.get(origin.file)
        if data is None:
            raise SourceError(f"there is no file {origin.file} in the wall folder")
        return data
    folder = str(Path(office.settings.data_folder or "/nowhere"))
    return file_content(folder, origin.file, MAX_VIDEO_BYTES).data


def _made(name: str, data: bytes, office: Office, unix_time: float) -> _Made:
    """What becomes of the file: looked into, as far as there is ffmpeg here, and kept for the screens."""
    kind = film_kind(data)
    if not data:
        return _Made(data, [], f"the file is empty, or larger than {MAX_VIDEO_BYTES // 1_000_000} MB", unix_time)
    if kind is None:
        return _Made(data, [], "neither MP4, MOV, WebM nor Matroska", unix_time)
    poster = None
    with tempfile.NamedTemporaryFile(prefix="displayd-film-") as file:
        file.write(data)
        file.flush()
        try:
            film = probed(FilmPlace(file.name, 0, len(data), kind))
            still = still_of(film, POSTER_PX)
            poster = office.gallery.add(still) if still else None
        except FilmError as exc:
            if str(exc) != NO_FFMPEG:
                return _Made(data, [], str(exc)[:1].lower() + str(exc)[1:], unix_time)
            logger.info("%s has no picture that stands for it, and is not looked into: apt install ffmpeg", name)
        except PictureError:
            poster = None
    try:
        source = office.gallery.add_film(data)
    except PictureError as exc:
        return _Made(data, [], str(exc), unix_time)
    return _Made(data, [Item(label="", source=source, poster=poster)], "", unix_time)
