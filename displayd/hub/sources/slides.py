"""The pictures of a folder, one after the other, for metrics with `slides:`."""

from __future__ import annotations

import logging
import math
import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from msgspec import Meta

from displayd.errors import SourceError
from displayd.hub.metrics.origin import Origin
from displayd.hub.metrics.reading import Item, Reading
from displayd.hub.pictures.picture_header import PictureError
from displayd.hub.sources.csv_file import file_content
from displayd.hub.sources.refreshed import RefreshedReader
from displayd.hub.sources.source import Asked, Office, Source
from displayd.hub.wall_folders import PICTURES_FOLDER
from displayd.protocol.limits import MAX_LABEL_LETTERS, MAX_SLIDES
from displayd.validation.faults import Fault

__all__ = ["Slides", "SlidesReader", "SlidesSource"]

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0

# Pictures are made for so long before the others are shown; the rest comes a moment later.
PORTION_SECONDS = 1.5

# Names in a folder that are looked at.
MOST_NAMES = 5_000

ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif")

_NOT_SHOWN = {
    ".svg": "SVG is not shown: export it as PNG",
    ".heic": "HEIC is not shown: save it as JPEG",
    ".heif": "HEIF is not shown: save it as JPEG",
    ".avif": "AVIF is not shown: save it as JPEG or WebP",
    ".tif": "TIFF is not shown: save it as PNG or JPEG",
    ".tiff": "TIFF is not shown: save it as PNG or JPEG",
    ".bmp": "BMP is not shown: save it as PNG",
    ".pdf": "PDF is not shown: save the page as PNG",
}

# A number at the beginning of a name is for its place, not for people.
_NUMBER_FIRST = re.compile(r"^\d{1,4}[ ._-]+(?=\D)")


class Slides(Origin, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The pictures of a folder."""

    kind: ClassVar[str] = "slides"

    folder: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=300,
            description="`pictures/...` in the wall folder, or a folder below `data_folder` of hub.yaml.",
            examples=["pictures/team"],
        ),
    ]

    captions: Annotated[
        bool, Meta(description="True to show the files' names, without ending and leading number, under the pictures.")
    ] = False

    order: Annotated[
        Literal["name", "newest"],
        Meta(description="Which comes first: by `name`, numbers in it counted as such, or the `newest` file."),
    ] = "name"

    most: Annotated[
        int, Meta(ge=1, le=MAX_SLIDES, description="So many at most, from the first on; the others are left out.")
    ] = MAX_SLIDES

    @property
    def is_in_wall(self) -> bool:
        """Whether the folder is one of the wall folder."""
        return self.folder.split("/", 1)[0] == PICTURES_FOLDER


class SlidesSource(Source[Slides]):
    """Folders of pictures."""

    origin_type = Slides
    field: ClassVar[str] = "slides"
    field_type: ClassVar[Any] = Annotated[
        Slides,
        Meta(description="The pictures of a folder, for a `slideshow`.", examples=[{"folder": "pictures/team"}]),
    ]
    offline_readings: ClassVar[int] = 1
    reads_files: ClassVar[bool] = True
    no_answer: ClassVar[str] = "the folder does not answer"

    # To make a hundred photographs fit for screens takes a minute; they are handed over by and by.
    patience_seconds = 60.0

    def origin(self, value: Any) -> Origin | None:
        """As it is written."""
        return value if isinstance(value, Slides) else None

    def faults(self, value: Any) -> Iterator[Fault]:
        """A folder that is none below another."""
        parts = value.folder.rstrip("/").split("/")
        if value.folder.startswith("/") or any(part in ("", ".", "..") for part in parts):
            yield Fault(("folder",), "is no folder of the wall", "for example `pictures/team`")

    def office_faults(self, origin: Slides, office: Office) -> Iterator[Fault]:
        """A folder outside the wall where there is no `data_folder`."""
        if not origin.is_in_wall and office.settings.data_folder is None:
            hint = "put it below `pictures/`, or hub.yaml: `data_folder: /var/lib/displayd-data`"
            yield Fault(("folder",), "hub.yaml names no `data_folder`", hint)

    def reader(self) -> SlidesReader:
        """Reads folders."""
        return SlidesReader()


class _File(NamedTuple):
    """A file of a folder."""

    name: str
    stamp: object
    """Another where the file may have changed."""
    changed_at: float
    read: Callable[[], bytes]


class _Slide(NamedTuple):
    """What became of a file."""

    stamp: object
    source: str
    """As documents call it; empty where it cannot be shown."""
    fault: str


class SlidesReader(RefreshedReader[Slides]):
    """Reads folders; a file is made a slide once."""

    refresh_seconds = LOOK_SECONDS

    def __init__(self) -> None:
        super().__init__()
        self._slides: dict[tuple[str, str], _Slide] = {}
        self._shown: dict[str, tuple[list[Item], float]] = {}
        """By folder: the slides and since when there are these."""
        self._told: dict[str, str] = {}

    def answer(self, asked: Asked[Slides], office: Office, unix_time: float) -> Reading:
        """The slides there are now; of many new ones the first."""
        origin = asked.origin
        files = _files(origin, office)
        if not files:
            raise SourceError(f"there is no picture in {origin.folder}", "put PNG, JPEG, GIF or WebP files in it")
        left_out = len(files) - origin.most
        files = files[: origin.most]
        items, faults, until = [], [], -math.inf
        for file in files:
            slide = self._known_slide(origin.folder, file, office)
            if slide is None:
                if time.monotonic() > until > -math.inf:
                    continue
                until = time.monotonic() + PORTION_SECONDS if until == -math.inf else until
                slide = self._made(origin.folder, file, office)
            if slide.fault:
                faults.append(f"{file.name}: {slide.fault}")
            else:
                items.append(Item(label=caption_of(file.name) if origin.captions else "", source=slide.source))
        names = {(origin.folder, file.name) for file in files}
        self._slides = {key: one for key, one in self._slides.items() if key[0] != origin.folder or key in names}
        self._tell(origin.folder, faults)
        if not items:
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            raise SourceError(f"no picture of {origin.folder} can be shown: {faults[0]}{more}"[:280])
        if left_out > 0:
            faults.append(f"{left_out} more than {origin.most}")
        text = f"left out: {'; '.join(faults)}"[:300] if faults else None
        return Reading(as_of=self._since(asked, items, unix_time), items=items, text=text, left_out=faults)

    def _known_slide(self, folder: str, file: _File, office: Office) -> _Slide | None:
        """What became of `file` before; None where that has to be found out."""
        known = self._slides.get((folder, file.name))
        is_there = known is not None and (known.fault or office.gallery.has(known.source))
        return known if known is not None and is_there and known.stamp == file.stamp else None

    def _made(self, folder: str, file: _File, office: Office) -> _Slide:
        """What becomes of `file`; takes up to a second, and up to half a minute for what cannot be shown."""
        reason = _NOT_SHOWN.get(Path(file.name).suffix.lower(), "")
        source = ""
        try:
            source = "" if reason else office.gallery.add(file.read())
        except (PictureError, SourceError) as exc:
            reason = str(exc)
        made = self._slides[folder, file.name] = _Slide(file.stamp, source, reason)
        return made

    def _since(self, asked: Asked[Slides], items: list[Item], unix_time: float) -> float:
        key = repr(asked.origin)
        known = self._shown.get(key)
        if known is None or known[0] != items or known[1] > unix_time:
            known = self._shown[key] = items, unix_time
        return known[1]

    def _tell(self, folder: str, faults: list[str]) -> None:
        told = "; ".join(faults)
        if told and told != self._told.get(folder):
            logger.warning("Of the slides in %s are left out: %s", folder, told[:1000])
        self._told[folder] = told


def caption_of(name: str) -> str:
    """What a file's name says to people: `03_summer-party.jpg` is `summer party`."""
    words = _NUMBER_FIRST.sub("", Path(name).stem)
    return re.sub(r"[_\s]+|(?<=\w)-(?=\w)", " ", words).strip()[:MAX_LABEL_LETTERS]


def _files(origin: Slides, office: Office) -> list[_File]:
    """What is in the folder, in the order in which it is shown."""
    folder = origin.folder.rstrip("/")
    found = _in_wall(folder, office) if origin.is_in_wall else _in_data_folder(folder, office)
    by_name = sorted(found, key=lambda file: _natural(file.name))
    return by_name if origin.order == "name" else sorted(by_name, key=lambda file: -file.changed_at)


def _in_wall(folder: str, office: Office) -> Iterator[_File]:
    for path, data in office.files.items():
        above, _, name = path.rpartition("/")
        if above == folder:
            # Equal bytes of another wall are the same file; Python compares the same object at once.
            yield _File(name, data, 0.0, lambda data=data: _not_empty(data))  # type: ignore[misc]


def _not_empty(data: bytes) -> bytes:
    if not data:
        raise PictureError("the file is empty, or larger than 30 MB")
    return data


def _in_data_folder(folder: str, office: Office) -> Iterator[_File]:
    root = Path(office.settings.data_folder or "/nowhere")
    try:
        place = (root / folder).resolve(strict=True)
        if not place.is_relative_to(root.resolve(strict=True)):
            raise SourceError(f"{folder} leads out of the data folder", "copy the pictures into it")
        with os.scandir(place) as entries:
            for number, entry in enumerate(entries):
                ending = Path(entry.name).suffix.lower()
                if number >= MOST_NAMES:
                    break
                if entry.name.startswith(".") or ending not in (*ENDINGS, *_NOT_SHOWN):
                    continue
                about = entry.stat()
                stamp = (about.st_size, about.st_mtime_ns, about.st_ino)
                name = f"{folder}/{entry.name}"
                yield _File(entry.name, stamp, about.st_mtime, lambda name=name: file_content(str(root), name).data)  # type: ignore[misc]
    except (OSError, RuntimeError) as exc:
        raise SourceError(f"{folder}: {getattr(exc, 'strerror', None) or exc}", "is it below `data_folder`?") from exc


def _natural(name: str) -> tuple[object, ...]:
    """For sorting: `photo 9` before `photo 10`."""
    parts = re.split(r"(\d+)", name.casefold())
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
