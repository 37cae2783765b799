"""The pictures that sources have brought, by what is in them: on disk within a bound, the longest unused go first."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from displayd.atomic_files import clear_leftovers, make_folder, write_atomically
from displayd.errors import StoreError
from displayd.film.kind import FilmKind, film_kind
from displayd.hub.pictures.darkroom import Darkroom
from displayd.hub.pictures.messages import Crop
from displayd.hub.pictures.picture_header import PictureError, picture_info

__all__ = ["NO_GALLERY", "Gallery", "Print"]

MOST_BYTES = 400_000_000
"""Of all pictures and films together: five folders of a hundred photographs."""

FILM_TYPES: Mapping[FilmKind, str] = {"mov": "video/mp4", "matroska": "video/webm"}


class Print(NamedTuple):
    """A picture that has been made fit for screens."""

    data: bytes
    media_type: str


class Gallery:
    """Takes pictures in and hands them out. For any thread.

    Args:
        folder: of its own, made when it is first needed; None to keep them in memory.
    """

    def __init__(self, folder: Path | None = None, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._darkroom = Darkroom()
        self._sizes: OrderedDict[str, int] = OrderedDict()
        """By digest, the one that was asked for last at the end."""
        self._in_memory: dict[str, bytes] = {}
        if folder is not None and folder.is_dir():
            clear_leftovers(folder)
            files = [(path.stat().st_mtime, path.name, path.stat().st_size) for path in folder.iterdir()]
            self._sizes.update((name, size) for _, name, size in sorted(files) if len(name) == 64)

    def add(self, data: bytes, crop: Crop | None = None) -> str:
        """Make the picture in `data` fit for screens, and keep it; its source in documents. Blocks.

        Raises:
            PictureError: it is none that can be shown, or cannot be kept.
        """
        made = self._darkroom.developed(data, crop).data
        digest = hashlib.sha256(made).hexdigest()
        with self._lock:
            if digest not in self._sizes:
                self._keep(digest, made)
            self._sizes.move_to_end(digest)
        return f"pictures/{digest}"

    def add_film(self, data: bytes) -> str:
        """Keep a film as it is; its source in documents.

        Raises:
            PictureError: it cannot be kept.
        """
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            if digest not in self._sizes:
                self._keep(digest, data)
            self._sizes.move_to_end(digest)
        return f"pictures/{digest}.{'webm' if film_kind(data) == 'matroska' else 'mp4'}"

    def has(self, source: str) -> bool:
        """Whether the picture that documents call `source` is here; it is then not one of those that go first."""
        with self._lock:
            digest = source.removeprefix("pictures/").partition(".")[0]
            if digest not in self._sizes:
                return False
            self._sizes.move_to_end(digest)
            return True

    def find(self, digest: str) -> Print | None:
        """The picture with this SHA-256 (hexadecimal), None without one. Reads a file."""
        if not self.has(digest):
            return None
        try:
            data = self._in_memory[digest] if self._folder is None else (self._folder / digest).read_bytes()
            kind = film_kind(data)
            media_type = FILM_TYPES[kind] if kind else picture_info(data).media_type
        except (KeyError, OSError, PictureError):
            data, media_type = b"", ""
        if hashlib.sha256(data).hexdigest() != digest:
            # Gone, or no longer what it was: whoever brought it brings it again.
            with self._lock:
                self._sizes.pop(digest, None)
            return None
        return Print(data, media_type)

    def close(self) -> None:
        """End what makes pictures."""
        self._darkroom.close()

    def _keep(self, digest: str, data: bytes) -> None:
        if self._folder is None:
            self._in_memory[digest] = data
        else:
            try:
                make_folder(self._folder)
                write_atomically(self._folder / digest, data)
            except StoreError as exc:
                raise PictureError(f"cannot be kept: {exc.message}") from exc
        self._sizes[digest] = len(data)
        while sum(self._sizes.values()) > self._most_bytes and len(self._sizes) > 1:
            oldest, _ = self._sizes.popitem(last=False)
            self._in_memory.pop(oldest, None)
            if self._folder is not None:
                with contextlib.suppress(OSError):
                    (self._folder / oldest).unlink()


NO_GALLERY = Gallery(most_bytes=0)
"""For whoever asks no source that brings pictures."""
