"""A film of the wall folder, of the data folder or at an address, for metrics with `video:`."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Hashable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any, ClassVar, NamedTuple

from msgspec import Meta

from displayd.document.model import Name
from displayd.errors import SourceError
from displayd.film.decoder import NO_FFMPEG, FilmError, FilmPlace, probed, still_of
from displayd.film.kind import film_kind
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.outgoing.client import Question
from displayd.hub.pictures.picture_header import PictureError
from displayd.hub.sources.csv_file import content_unless
from displayd.hub.sources.source import Asked, Office
from displayd.hub.sources.web import Way, WebReader, WebSource, partner_of
from displayd.hub.wall_folders import VIDEOS_FOLDER
from displayd.protocol.limits import MAX_VIDEO_BYTES
from displayd.validation.faults import Fault, suggestion

__all__ = ["VideoFile", "VideoReader", "VideoSource"]

logger = logging.getLogger(__name__)

# A file is looked at so often, and an address asked whether its film is still the same.
LOOK_SECONDS, ASK_SECONDS = 5.0, 600.0

# How long 40 MB may take on a slow line.
FETCH_SECONDS = 120.0

# The last good film of an address is shown for so long where the definition does not say.
KEPT_SECONDS = 86_400.0

# Longest side of the picture that stands for a film.
POSTER_PX = 1920

FILES = "files"
"""Partner of all that is read from a folder."""


class VideoFile(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A film, in a file or at an address; it is shown without its sound."""

    kind: ClassVar[str] = "video"

    file: Annotated[
        Annotated[str, Meta(min_length=1, max_length=300)] | None,
        Meta(
            description="`videos/...` in the wall folder, or a file below `data_folder` of hub.yaml: MP4, MOV, WebM or "
            "Matroska, 40 MB at most; H.264 is what every screen plays.",
            examples=["videos/tour.mp4"],
        ),
    ] = None

    url: Annotated[
        Annotated[str, Meta(max_length=2000)] | None,
        Meta(description="Its address; with `server`, what comes after the address of that."),
    ] = None

    server: Annotated[
        Name | None, Meta(description="Which of `servers` in hub.yaml is asked; none for all of `url`.")
    ] = None

    @property
    def is_in_wall(self) -> bool:
        """Whether the file is one of the wall folder."""
        return self.file is not None and self.file.split("/", 1)[0] == VIDEOS_FOLDER

    @property
    def partner(self) -> str:
        """The server, the host of the address, or the folders."""
        return FILES if self.file is not None else partner_of(self.server, self.url or "")


class VideoSource(WebSource[VideoFile]):
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

    def way(self, origin: VideoFile) -> Way | None:
        """To its server; None to a file."""
        return None if origin.url is None or origin.file is not None else (origin.server, origin.url)

    def faults(self, value: Any) -> Iterator[Fault]:
        """What cannot stand together, a file that is none below a folder, an address that is none."""
        if (value.url is None) == (value.file is None):
            reason = "says neither `file` nor `url`" if value.url is None else "`file` and `url` cannot stand together"
            yield Fault((), reason, "for example `file: videos/tour.mp4`")
        elif value.url is not None:
            yield from super().faults(value)
        elif value.server is not None:
            yield Fault(("server",), "a file is on no server", "leave `server` out")
        parts = (value.file or "videos").split("/")
        if parts[0] == "" or any(part in ("", ".", "..") for part in parts):
            yield Fault(("file",), "is no file of the wall", "for example `videos/tour.mp4`")

    def office_faults(self, origin: VideoFile, office: Office) -> Iterator[Fault]:
        """A file that is not there, one where there is no `data_folder`, a host that is not listed."""
        yield from super().office_faults(origin, office)
        if origin.is_in_wall:
            known = sorted(path for path in office.files if path.startswith(f"{VIDEOS_FOLDER}/"))
            if origin.file not in known:
                hint = (
                    suggestion(origin.file or "", known)
                    or f"put it into the folder `{VIDEOS_FOLDER}` of the wall folder"
                )
                yield Fault(("file",), f"there is no file `{origin.file}`", hint)
        elif origin.file is not None and office.settings.data_folder is None:
            hint = "put it below `videos/`, or hub.yaml: `data_folder: /var/lib/displayd-data`"
            yield Fault(("file",), "hub.yaml names no `data_folder`", hint)

    def partner_title(self, partner: str, office: Office) -> str:
        """As hub.yaml calls the server, or the host; files have the title of their metric."""
        return "" if partner == FILES else super().partner_title(partner, office)

    def patience_of(self, partner: str, office: Office) -> float:
        """Some more than its time-out."""
        return self.patience_seconds if partner == FILES else FETCH_SECONDS + super().patience_of(partner, office)

    def reader(self) -> VideoReader:
        """Reads files, or asks one server."""
        return VideoReader()


class _Made(NamedTuple):
    """What became of a film."""

    of: Hashable
    """What tells its file from an earlier one: the bytes of the wall, a stamp, conditions of a server."""
    items: list[Item]
    fault: str
    since: float


class VideoReader(WebReader[VideoFile]):
    """Reads files and asks servers; a film is looked into when it has changed."""

    refresh_seconds = LOOK_SECONDS

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[tuple[VideoFile, str], _Made] = {}
        """By what is asked for and its whole address."""

    def refresh_of(self, asked: Asked[VideoFile]) -> float:
        """As the definition says, else as often as a file or a server is worth it."""
        return asked.entry.refresh_seconds or (LOOK_SECONDS if asked.origin.file is not None else ASK_SECONDS)

    def answer(self, asked: Asked[VideoFile], office: Office, unix_time: float) -> Reading:
        """The film as it is now."""
        origin = asked.origin
        address = "" if origin.url is None else self.client(origin.partner, office).url_of(origin.url)
        made = self._made.get((origin, address))
        if made is not None and not all(office.gallery.has(one.source or "") for one in made.items):
            made = None
        known = None if made is None else made.of
        name = origin.file or "its film"
        found = (
            self._from_web(asked, office, address, known)
            if origin.file is None
            else _from_folder(origin, office, known)
        )
        if found is not None:
            data, of = found
            made = self._made[origin, address] = _made(name, data, of, office, unix_time)
        assert made is not None  # nothing is left out that is not known
        if made.fault:
            raise SourceError(f"{name}: {made.fault}")
        if origin.file is None:
            kept = asked.entry.expire_after or KEPT_SECONDS
            return Reading(as_of=unix_time, expire_after=kept, items=made.items)
        return Reading(as_of=min(made.since, unix_time), items=made.items)

    def _from_web(
        self, asked: Asked[VideoFile], office: Office, address: str, known: Hashable
    ) -> tuple[bytes, Hashable] | None:
        """The film of a server, and how to ask whether it is still that; None when it is."""
        client = self.client(asked.origin.partner, office)
        conditions = known if isinstance(known, tuple) else ()
        question = Question(
            address,
            "video/mp4, video/webm, video/*;q=0.9, */*;q=0.5",
            most_bytes=MAX_VIDEO_BYTES,
            whole_seconds=FETCH_SECONDS,
            conditions=conditions,
        )
        answer = self.shared(question, lambda: client.ask(question))
        return None if answer.status == HTTPStatus.NOT_MODIFIED else (answer.body, answer.conditions)


def _from_folder(origin: VideoFile, office: Office, known: Hashable) -> tuple[bytes, Hashable] | None:
    """The file, and what tells it from another; None when it is the known one, which is then not read."""
    name = origin.file or ""
    if origin.is_in_wall:
        data = office.files.get(name)
        if data is None:
            raise SourceError(f"there is no file {name} in the wall folder")
        # Equal bytes of another wall are the same file; Python compares the same object at once.
        return None if data == known else (data, data)
    folder = str(Path(office.settings.data_folder or "/nowhere"))
    content = content_unless(folder, name, MAX_VIDEO_BYTES, known if isinstance(known, tuple) else ())
    return None if content is None else (content.data, content.stamp)


def _made(name: str, data: bytes, of: Hashable, office: Office, unix_time: float) -> _Made:
    """What becomes of the file: looked into, as far as there is ffmpeg here, and kept for the screens."""
    kind = film_kind(data)
    if not data:
        return _Made(of, [], f"the file is empty, or larger than {MAX_VIDEO_BYTES // 1_000_000} MB", unix_time)
    if kind is None:
        return _Made(of, [], "neither MP4, MOV, WebM nor Matroska", unix_time)
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
                return _Made(of, [], str(exc)[:1].lower() + str(exc)[1:], unix_time)
            logger.info("%s has no picture that stands for it, and is not looked into: apt install ffmpeg", name)
        except PictureError:
            poster = None
    try:
        source = office.gallery.add_film(data)
    except PictureError as exc:
        return _Made(of, [], str(exc), unix_time)
    return _Made(of, [Item(label="", source=source, poster=poster)], "", unix_time)
