"""The bytes of a wall folder: read in one go, kept for a rainy day.

Everything after this works on `WallFiles` alone, so a folder that changes while it is checked, or that is broken when
the hub starts, does no harm.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from displayd.atomic_files import write_atomically
from displayd.errors import ConfigError, Mistake
from displayd.hub.wall.listing import Entry, hangs, is_slide, listing, os_mistake
from displayd.hub.wall.patience import HangsError, Steps

__all__ = ["KEPT_NAME", "WallFiles", "keep", "kept", "read_files", "shipped_sql"]

KEPT_NAME = "last-good-wall.msgpack"
"""In the hub's state folder: the files of the last wall without mistakes."""

MAX_FILES = 2000
MAX_TOTAL_BYTES = 100_000_000

# A folder may change while it is read: `git checkout` takes files away and brings others.
ATTEMPTS = 5
PAUSE_SECONDS = 0.1

LEASE_SECONDS = 3.0
"""How long another program, such as a file server whose client has the file open, has to let go of a file."""

LEASE_PAUSE_SECONDS = 0.05


class WallFiles(Struct, frozen=True):
    """The contents of a wall folder at one moment."""

    own: dict[str, bytes]
    """By path inside the folder, for example `layouts/devops.yaml`; a slide that is not read has no bytes."""

    shipped: dict[str, bytes] = {}
    """The layouts that come with displayd, by file name; those the wall folder has itself go first."""

    shipped_sql: dict[str, bytes] = {}
    """The KPIs and views that come with displayd, by path: `mrr.sql`, `views/live_accounts.sql`."""


def read_files(folder: Path, shipped_folder: Path, steps: Steps) -> WallFiles:
    """The files of the wall in `folder`, and the layouts and KPIs in `shipped_folder`.

    Raises:
        ConfigError: there is no such folder, or a file in it cannot be read or is far too large.
    """
    own = _own_files(folder, steps)
    steps.at("the layouts that come with displayd")
    ready_made = sorted(shipped_folder.glob("*.yaml"))
    layouts = {path.name: path.read_bytes() for path in ready_made}
    return WallFiles(own, layouts, shipped_sql(shipped_folder / "kpis"))


def shipped_sql(folder: Path) -> dict[str, bytes]:
    """The KPIs and views in `folder`, by path inside it."""
    paths = sorted((*folder.glob("*.sql"), *folder.glob("views/*.sql")))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _own_files(folder: Path, steps: Steps) -> dict[str, bytes]:
    for attempt in range(ATTEMPTS):
        found = listing(folder, steps.at)
        mistakes = list(found.mistakes)
        own, gone = _contents(found.entries, steps, mistakes)
        if gone and attempt < ATTEMPTS - 1:
            time.sleep(PAUSE_SECONDS)
            continue
        mistakes += [Mistake(name, "comes and goes while it is read", "wait until it has settled") for name in gone]
        if mistakes:
            raise ConfigError(str(folder), mistakes)
        return own
    raise AssertionError("the last attempt returns or raises")


def _contents(entries: Sequence[Entry], steps: Steps, mistakes: list[Mistake]) -> tuple[dict[str, bytes], list[str]]:
    """The bytes of the files by name, and the names of those that are gone; what else is wrong goes to `mistakes`."""
    own: dict[str, bytes] = {}
    gone = []
    total = 0
    for one in entries:
        if len(own) >= MAX_FILES or total > MAX_TOTAL_BYTES:
            mistakes.append(Mistake(one.name, f"more than {MAX_FILES} files or {MAX_TOTAL_BYTES // 1_000_000} MB"))
            break
        try:
            steps.at(one.name)
            own[one.name] = data = _limited(one.path, one.limit)
            total += len(data)
        except HangsError:
            mistakes.append(hangs(one.name))
        except FileNotFoundError:
            gone.append(one.name)
        except _TooLargeError as exc:
            if is_slide(one.name):
                own[one.name] = b""
            else:
                mistakes.append(os_mistake(one.name, exc))
        except OSError as exc:
            mistakes.append(os_mistake(one.name, exc))
    return own, gone


class _TooLargeError(OSError):
    """A file has more bytes than it may."""


def _limited(path: str, limit: int) -> bytes:
    """The contents of the file at `path`.

    Raises:
        OSError: it cannot be read, is no plain file, or is larger than `limit`.
    """
    descriptor = _opened(path)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - it is open already
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "is no plain file")
        data = file.read(limit + 1)
    if len(data) > limit:
        raise _TooLargeError(0, f"larger than {limit / 1_000_000:g} MB")
    return data


def _opened(path: str) -> int:
    """A descriptor of the file at `path`. What has become a named pipe, a device or a link meanwhile does no harm."""
    until = time.monotonic() + LEASE_SECONDS
    while True:
        try:
            return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_NOCTTY | os.O_CLOEXEC)
        except BlockingIOError:
            if time.monotonic() > until:
                raise OSError(0, "is held by another program") from None
            time.sleep(LEASE_PAUSE_SECONDS)


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
