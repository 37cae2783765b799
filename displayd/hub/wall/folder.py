"""The bytes of a wall folder: read in one go, kept for a rainy day.

Everything after this works on `WallFiles` alone, so a folder that changes while it is checked, or that is broken when
the hub starts, does no harm.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from msgspec import Struct

from displayd.atomic_files import write_atomically
from displayd.errors import ConfigError, Mistake
from displayd.hub.wall import shipped
from displayd.protocol.limits import MAX_PICTURE_BYTES

__all__ = ["KEPT_NAME", "METRICS_FILE", "TOP_FILES", "WallFiles", "keep", "kept", "read"]

KEPT_NAME = "last-good-wall.msgpack"
"""In the hub's state folder: the files of the last wall without mistakes."""

METRICS_FILE = "metrics.yaml"
TOP_FILES = ("screens.yaml", "hub.yaml", METRICS_FILE)

YAML_FOLDERS = ("metrics", "layouts", "themes")
"""Every `*.yaml` in them is read; a `*.yml` too, to be told that it is to be called `.yaml`."""

PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".webp", ".gif")

# A large office has some 50 kB of YAML.
MAX_YAML_BYTES = 1_000_000
MAX_FILES = 2000
MAX_TOTAL_BYTES = 100_000_000


class WallFiles(Struct, frozen=True):
    """The contents of a wall folder at one moment."""

    own: dict[str, bytes]
    """By path inside the folder, for example `layouts/devops.yaml`."""

    shipped: dict[str, bytes] = {}
    """The layouts that come with displayd, by file name; those the wall folder has itself go first."""


def read(folder: Path, shipped_folder: Path | None = None) -> WallFiles:
    """The files of the wall in `folder`.

    Args:
        shipped_folder: where the ready-made layouts are; the package's own if None.

    Raises:
        ConfigError: there is no such folder, or a file in it cannot be read or is far too large.
    """
    if not folder.is_dir():
        raise ConfigError(str(folder), [Mistake(str(folder), "there is no such folder", "give the wall folder")])
    mistakes: list[Mistake] = []
    own: dict[str, bytes] = {}
    total = 0
    for path, limit in _wanted(folder):
        name = path.relative_to(folder).as_posix()
        if not _is_utf8(name):
            said = os.fsencode(name).decode("utf-8", "replace")
            mistakes.append(Mistake(said, "the file's name is not UTF-8", "give it another name"))
            continue
        try:
            data = _limited(path, limit)
        except OSError as exc:
            mistakes.append(Mistake(name, exc.strerror or str(exc)))
            continue
        total += len(data)
        if len(own) >= MAX_FILES or total > MAX_TOTAL_BYTES:
            mistakes.append(Mistake(name, f"more than {MAX_FILES} files or {MAX_TOTAL_BYTES // 1_000_000} MB"))
            break
        own[name] = data
    if mistakes:
        raise ConfigError(str(folder), mistakes)
    ready_made = sorted((shipped_folder or shipped.layouts_folder()).glob("*.yaml"))
    return WallFiles(own, {path.name: path.read_bytes() for path in ready_made})


def _wanted(folder: Path) -> list[tuple[Path, int]]:
    """The files that can matter, with the most bytes each may have."""
    files = [(folder / name, MAX_YAML_BYTES) for name in TOP_FILES if (folder / name).is_file()]
    for place in YAML_FOLDERS:
        paths = sorted((folder / place).glob("*"))
        files += [(path, MAX_YAML_BYTES) for path in paths if path.suffix in (".yaml", ".yml") and _is_wanted(path)]
    for path in sorted((folder / "pictures").glob("**/*")):
        if path.suffix.lower() in PICTURE_ENDINGS and _is_wanted(path) and path.is_file():
            files.append((path, MAX_PICTURE_BYTES))
    return files


def _is_wanted(path: Path) -> bool:
    """False for what editors and other systems put beside a file, such as `.#devops.yaml` and `._logo.png`."""
    return not path.name.startswith(".")


def _is_utf8(name: str) -> bool:
    """Whether `name`, as the file system has it, can stand in a document."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _limited(path: Path, limit: int) -> bytes:
    with path.open("rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise OSError(0, f"larger than {limit / 1_000_000:g} MB")
    return data


class _Kept(Struct, frozen=True):
    """How `WallFiles` lie on disk."""

    version: int
    saved_at: float
    files: WallFiles


def keep(files: WallFiles, place: Path, unix_time: float) -> None:
    """Write `files` to the file `place`: after a power cut it has these or those before, whole.

    Raises:
        StoreError: it could not be written.
    """
    write_atomically(place, msgspec.msgpack.encode(_Kept(1, unix_time, files)))


def kept(place: Path) -> tuple[WallFiles, float] | None:
    """What `keep` wrote to `place`, and when; None when there is nothing usable."""
    try:
        found = msgspec.msgpack.decode(place.read_bytes(), type=_Kept)
    except (OSError, msgspec.DecodeError):
        return None
    return (found.files, found.saved_at) if found.version == 1 else None
