"""The releases that a hub keeps, in the folder `releases` of its state folder.

Each is a bundle and a small file of JSON beside it, which is written last and removed first: what has no such file is
not there. Commands change the folder, one at a time; the hub only reads it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import logging
import os
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from displayd.atomic_files import clear_leftovers, hand_over, make_folder, store_error, write_atomically
from displayd.errors import DisplaydError, StoreError
from displayd.hub.releases.bundle import BundleFacts, facts_of
from displayd.hub.wall.screens_file import Ring
from displayd.protocol.updates import Compatible, Sha256, Version
from displayd.validation.faults import suggestion

__all__ = ["FOLDER_NAME", "Release", "Shelf"]

logger = logging.getLogger(__name__)

FOLDER_NAME = "releases"

_CHUNK_BYTES = 1 << 20

# What the hub itself needs to go on: its history is on the same disk.
RESERVE_BYTES = 200_000_000


class Release(Struct, frozen=True, kw_only=True):
    """One release, as its file of JSON has it."""

    format: Literal[1] = 1
    version: Version
    compatible: Compatible
    sha256: Sha256
    size_bytes: int
    ring: Ring
    """Who gets it: `canary` for those screens alone."""
    added_at: float
    """Unix time."""
    attempt: int = 1
    """Counted up when screens on which it failed are to try it again."""


class Shelf:
    """The releases in one state folder."""

    def __init__(self, state_folder: Path) -> None:
        self.folder = state_folder / FOLDER_NAME

    def releases(self) -> tuple[Release, ...]:
        """Every release, the one added last first. A file that cannot be read is left out, and the log says so."""
        found = []
        for path in sorted(self.folder.glob("*.json")):
            try:
                release = msgspec.json.decode(path.read_bytes(), type=Release)
                if self.file_of(release).stat().st_size == release.size_bytes:
                    found.append(release)
                else:
                    logger.warning("The release %s is damaged: remove it, and add it again", release.version)
            except (OSError, msgspec.DecodeError) as exc:
                logger.warning("A release cannot be read: %s: %s", path, exc)
        return tuple(sorted(found, key=lambda one: one.added_at, reverse=True))

    def file_of(self, release: Release) -> Path:
        """Where the bundle of `release` is."""
        return self.folder / f"{release.sha256}.raucb"

    def add(self, bundle: Path, ring: Ring, unix_time: float, ca: Path | None = None) -> Release:
        """Take in `bundle`; one that is there already stays as it is.

        Args:
            ca: see `facts_of`.

        Raises:
            ConfigError, DisplaydError: see `facts_of`; or another file of this version is there.
            StoreError: the disk is full, read-only, or not ours.
        """
        with self._changing():
            sha256, size_bytes = _digest(bundle)
            facts = facts_of(bundle, sha256, ca)
            for one in self.releases():
                if one.sha256 == sha256:
                    return one
                if (one.version, one.compatible) == (facts.version, facts.compatible):
                    hint = f"give the new one another version, or `displayd hub release remove {one.version}` first"
                    raise DisplaydError(f"another {one.version} for {one.compatible} is there already", hint)
            return self._take_in(bundle, facts, sha256, size_bytes, ring, unix_time)

    def _take_in(
        self, bundle: Path, facts: BundleFacts, sha256: str, size_bytes: int, ring: Ring, unix_time: float
    ) -> Release:
        _check_room(self.folder, size_bytes)
        release = Release(
            version=facts.version,
            compatible=facts.compatible,
            sha256=sha256,
            size_bytes=size_bytes,
            ring=ring,
            added_at=unix_time,
        )
        self._write(self.file_of(release), _chunks(bundle))
        if _digest(self.file_of(release))[0] != sha256:
            self.file_of(release).unlink()
            raise StoreError(f"{bundle} changed while it was read, or the disk has errors", "try again")
        self._put(release)
        return release

    def promote(self, version: str) -> list[Release]:
        """Let everyone have the release of `version`, for each kind of machine that it is for.

        Raises:
            DisplaydError: there is none.
            StoreError: it could not be written.
        """
        with self._changing():
            return [self._put(msgspec.structs.replace(one, ring="everyone")) for one in self._of(version)]

    def retry(self, version: str) -> list[Release]:
        """Let screens on which the release of `version` failed try it again.

        Raises:
            DisplaydError, StoreError: see `promote`.
        """
        with self._changing():
            return [self._put(msgspec.structs.replace(one, attempt=one.attempt + 1)) for one in self._of(version)]

    def remove(self, version: str) -> list[Release]:
        """Take the release of `version` away; screens that run it keep it until another one is for them.

        Raises:
            DisplaydError, StoreError: see `promote`.
        """
        with self._changing():
            found = self._of(version)
            for one in found:
                try:
                    self._facts_of(one).unlink()
                    self.file_of(one).unlink(missing_ok=True)
                except OSError as exc:
                    raise store_error(self._facts_of(one), exc) from exc
            return found

    def _of(self, version: str) -> list[Release]:
        releases = self.releases()
        found = [one for one in releases if one.version == version]
        if not found:
            hint = suggestion(version, [one.version for one in releases]) or "`displayd hub release list` has them"
            raise DisplaydError(f"there is no release `{version}`", hint)
        return found

    def _put(self, release: Release) -> Release:
        self._write(self._facts_of(release), msgspec.json.encode(release))
        return release

    def _facts_of(self, release: Release) -> Path:
        return self.folder / f"{release.sha256}.json"

    def _write(self, path: Path, data: bytes | Iterable[bytes]) -> None:
        write_atomically(path, data)
        hand_over(path, self.folder.parent)

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Around a change of the folder: one at a time, and without what an earlier one left half done."""
        is_new = not self.folder.exists()
        make_folder(self.folder)
        if is_new:
            hand_over(self.folder, self.folder.parent)
        try:
            descriptor = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as exc:
            raise store_error(self.folder, exc) from exc
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            clear_leftovers(self.folder)
            known = {path.stem for path in self.folder.glob("*.json")}
            for path in self.folder.glob("*.raucb"):
                if path.stem not in known:
                    path.unlink()
            yield
        finally:
            os.close(descriptor)


def _digest(path: Path) -> tuple[str, int]:
    """SHA-256 and size of the file `path`."""
    digest, size_bytes = hashlib.sha256(), 0
    for chunk in _chunks(path):
        digest.update(chunk)
        size_bytes += len(chunk)
    return digest.hexdigest(), size_bytes


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                yield chunk
    except OSError as exc:
        raise StoreError(f"{path}: {exc.strerror or exc}", "give the file of a bundle, `*.raucb`") from exc


def _check_room(folder: Path, size_bytes: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size_bytes + RESERVE_BYTES:
        needed, there = (round(amount / 1e6) for amount in (size_bytes + RESERVE_BYTES, free))
        hint = "make room, or take old releases away with `displayd hub release remove`"
        raise StoreError(f"{folder}: the disk is too full: {there} MB are free, {needed} MB are needed", hint)
