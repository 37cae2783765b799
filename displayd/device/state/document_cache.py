r"""What the screen remembers over a restart: the last good document and its pictures.

The document has two files. The older one is overwritten, in one rename and only after its bytes are on the disk, so
that at every instant at least one is whole. Each begins with a checksum over all the rest:

    displayd-cache 1 <sha256 of what follows>\n
    {"number": 7, "owner": ..., "etag": ..., "last_modified": ..., "saved_at": ...}\n
    <the document as it came>

What is remembered belongs to one address and one identity. A Pi that was pointed at another hub, or that was given
a new identity, does not show what the old one sent: that may be another company's figures, and an entity tag of one
server means nothing to another. The files are simply not looked at, and overwritten in time.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

import msgspec

from displayd.atomic_files import clear_leftovers, make_folder, store_error, write_atomically
from displayd.device.edition import Validators, digest_of
from displayd.device.state.composing_note import MAX_ENDS, ComposingNote
from displayd.errors import StoreError
from displayd.film.decoder import FilmPlace
from displayd.film.kind import film_kind

__all__ = ["MAX_PICTURE_FOLDER_BYTES", "DocumentCache", "Saved", "SavedPicture", "remembered_by"]

logger = logging.getLogger(__name__)

# A slideshow of a hundred photographs has some 100 MB; a wall's logos are a hundredth of it.
MAX_PICTURE_FOLDER_BYTES = 160_000_000

MOST_LABEL_BYTES = 10_000

_MAGIC = b"displayd-cache 1 "


class Saved(NamedTuple):
    """A remembered document."""

    body: bytes
    validators: Validators
    saved_at: float | None
    """Unix time by the hub at which it came, None if the hub did not say."""


class SavedPicture(NamedTuple):
    """A remembered picture."""

    data: bytes
    digest: str
    """SHA-256 of `data`, hexadecimal."""
    validators: Validators


class _Label(msgspec.Struct, frozen=True):
    """What stands before the bytes in a file of the cache."""

    number: int
    """Counts up with every document; the highest is the newest."""
    owner: str
    etag: str
    last_modified: str
    saved_at: float | None = None


class DocumentCache:
    """The files of one screen. Missing, torn and foreign ones are as good as absent.

    Args:
        folder: made when first needed.
        owner: what the content belongs to: the document's address and the screen's fingerprint.
    """

    def __init__(self, folder: Path, owner: str) -> None:
        self._folder = folder
        self._pictures = folder / "pictures"
        self._owner = owner
        self.note = ComposingNote(folder / "composing")
        """Of the document that comes to the glass first."""
        self._sources: dict[str, str] = {}
        """What documents call the pictures that were saved or loaded, by SHA-256."""
        clear_leftovers(folder)
        clear_leftovers(self._pictures)

    def save(self, body: bytes, validators: Validators, saved_at: float | None = None) -> None:
        """Remember a document in place of the older one of the two.

        Raises:
            StoreError: disk full, read-only, or no permission; what was remembered stays.
        """
        slots = [(self._read(path), path) for path in self._slots()]
        numbers = [found[0].number if found else 0 for found, _ in slots]
        oldest = numbers.index(min(numbers))
        label = _Label(max(numbers) + 1, self._owner, *validators, saved_at)
        make_folder(self._folder)
        write_atomically(slots[oldest][1], _packed(label, body))

    def load(self) -> Saved | None:
        """The newest document that is whole and not known to be deadly, or None."""
        whole = [read for path in self._slots() if (read := self._read(path)) is not None]
        found = [read for read in whole if digest_of(read[1]) not in self.note.deadly]
        if len(found) < len(whole):
            logger.error("A remembered document has ended displayd %d times, it is not shown again", MAX_ENDS)
        if not found:
            return None
        label, body = max(found, key=lambda read: read[0].number)
        return Saved(body, Validators(label.etag, label.last_modified), label.saved_at)

    def save_picture(self, source: str, data: bytes, validators: Validators, in_use: Collection[str] = ()) -> None:
        """Remember the picture that documents call `source`; pictures out of use make room for it.

        Args:
            in_use: sources of the pictures that the document on show names.

        Raises:
            StoreError: as `save`, or no room among pictures in use.
        """
        make_folder(self._pictures)
        path = self._picture_path(source)
        packed = _packed(_Label(0, self._owner, *validators), data)
        self._make_room(len(packed), {path, *map(self._picture_path, in_use)})
        write_atomically(path, packed)
        self._sources[hashlib.sha256(data).hexdigest()] = source

    def picture_file(self, digest: str) -> bytes | None:
        """The picture with this SHA-256 (hexadecimal) that was saved or loaded before, or None. For any thread."""
        source = self._sources.get(digest)
        found = None if source is None else self.load_picture(source)
        return found.data if found is not None and found.digest == digest else None

    def film_place(self, digest: str) -> FilmPlace | None:
        """Where the film with this SHA-256 (hexadecimal) is that was saved or loaded before, or None."""
        source = self._sources.get(digest)
        if source is None:
            return None
        path = self._picture_path(source)
        try:
            with path.open("rb") as file:
                # The head and the label, a line each.
                offset = sum(len(file.readline(MOST_LABEL_BYTES)) for _ in range(2))
                kind = film_kind(file.read(16))
                size = os.fstat(file.fileno()).st_size - offset
        except OSError:
            return None
        return None if kind is None else FilmPlace(str(path.absolute()), offset, size, kind)

    def load_picture(self, source: str) -> SavedPicture | None:
        """The picture that documents call `source`, or None."""
        found = self._read(self._picture_path(source))
        if found is None:
            return None
        label, data = found
        digest = hashlib.sha256(data).hexdigest()
        self._sources[digest] = source
        return SavedPicture(data, digest, Validators(label.etag, label.last_modified))

    def _slots(self) -> tuple[Path, Path]:
        return self._folder / "document-1", self._folder / "document-2"

    def _picture_path(self, source: str) -> Path:
        # Named by a hash: a source is somebody else's text, and `../../secret` must not become a path.
        return self._pictures / hashlib.sha256(f"{self._owner}\n{source}".encode("utf-8", "surrogatepass")).hexdigest()

    def _read(self, path: Path) -> tuple[_Label, bytes] | None:
        """Label and content of a file, or None when it is absent, damaged or not ours."""
        try:
            data = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as exc:
            logger.warning("Cannot read what was remembered: %s", store_error(path, exc))
            return None
        unpacked = _unpacked(data)
        if unpacked is None:
            logger.warning("%s is damaged, going on without it", path)
            return None
        return unpacked if unpacked[0].owner == self._owner else None

    def _make_room(self, wanted_bytes: int, keep: Collection[Path]) -> None:
        """Delete pictures not in `keep`, those saved longest ago first, until `wanted_bytes` fit."""
        try:
            with os.scandir(self._pictures) as entries:
                files = sorted((entry.stat().st_mtime, entry.stat().st_size, Path(entry.path)) for entry in entries)
            total = wanted_bytes + sum(size for _, size, _ in files)
            for _, size, path in files:
                if total > MAX_PICTURE_FOLDER_BYTES and path not in keep:
                    path.unlink()
                    total -= size
        except OSError as exc:
            raise store_error(self._pictures, exc) from exc
        if total > MAX_PICTURE_FOLDER_BYTES:
            raise StoreError(
                f"{self._pictures}: pictures take more than {MAX_PICTURE_FOLDER_BYTES:,} bytes",
                "use fewer or smaller pictures on this screen",
            )


def remembered_by(state: Path, document_url: str, fingerprint: str) -> DocumentCache:
    """What the screen of this fingerprint remembers in its folder `state`.

    Args:
        document_url: of the configuration; empty where the hub is looked for.
    """
    # A hub that is found has no address for good: wherever it is, what it sent belongs to this screen.
    return DocumentCache(state / "cache", f"{document_url or '(found)'} {fingerprint}")


def _packed(label: _Label, body: bytes) -> bytes:
    rest = msgspec.json.encode(label) + b"\n" + body
    return _MAGIC + hashlib.sha256(rest).hexdigest().encode("ascii") + b"\n" + rest


def _unpacked(data: bytes) -> tuple[_Label, bytes] | None:
    head, _, rest = data.partition(b"\n")
    if head != _MAGIC + hashlib.sha256(rest).hexdigest().encode("ascii"):
        return None
    label, _, body = rest.partition(b"\n")
    try:
        return msgspec.json.decode(label, type=_Label), body
    except msgspec.DecodeError:
        return None
