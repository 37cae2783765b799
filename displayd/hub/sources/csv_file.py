"""Files of `data_folder` in `hub.yaml`: read whole, plain ones only, and none that a link leads out to."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from displayd.errors import PartnerError, SourceError

__all__ = ["MAX_BYTES", "FileContent", "content_unless", "file_content"]

MAX_BYTES = 16 * 1024 * 1024
"""Of a file."""


class FileContent(NamedTuple):
    """What a file has."""

    data: bytes
    changed_at: float
    """Unix time."""
    stamp: tuple[int, ...]
    """Changes whenever the file may have changed."""


def file_content(folder: str, name: str, most_bytes: int = MAX_BYTES) -> FileContent:
    """What the file `name` in `folder` has now, `most_bytes` at most.

    Raises:
        PartnerError: the folder is not there.
        SourceError: there is no such file, it is none to be read, or it is too large.
    """
    found = content_unless(folder, name, most_bytes, ())
    assert found is not None  # no file has an empty stamp
    return found


def content_unless(folder: str, name: str, most_bytes: int, known: tuple[int, ...]) -> FileContent | None:
    """As `file_content`; None, and not read at all, where its stamp is the `known` one."""
    try:
        root = Path(folder).resolve(strict=True)
    except OSError as exc:
        raise PartnerError(f"{folder}: {exc.strerror or exc}", "`data_folder` in hub.yaml names it") from exc
    try:
        path = (root / name).resolve(strict=True)
        if not path.is_relative_to(root):
            raise SourceError(f"{name} leads out of the data folder", "copy the file into it")
        # Without following a link that has come meanwhile, and without waiting for a pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode):
                raise SourceError(f"{name} is no plain file")
            stamp = about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns
            if stamp == known:
                return None
            data = _read(descriptor, most_bytes)
        finally:
            os.close(descriptor)
    except ValueError as exc:
        raise SourceError("the name of the file has letters that no file has") from exc
    except (OSError, RuntimeError) as exc:
        reason = exc.strerror if isinstance(exc, OSError) else "its links go round"
        raise SourceError(f"{name}: {reason}", "the hub runs as the user `displayd-hub`") from exc
    if len(data) > most_bytes:
        raise SourceError(f"{name} is larger than {most_bytes // 1_000_000} MB", "export less of it")
    return FileContent(data, about.st_mtime, stamp)


def _read(descriptor: int, most_bytes: int) -> bytes:
    """All there is, and not much more than may be."""
    found = bytearray()
    while len(found) <= most_bytes and (part := os.read(descriptor, 1_048_576)):
        found += part
    return bytes(found)
