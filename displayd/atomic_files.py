"""Files of our own that survive a power cut."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from displayd.errors import StoreError

__all__ = ["TEMPORARY_PREFIX", "clear_leftovers", "hand_over", "make_folder", "store_error", "write_atomically"]

TEMPORARY_PREFIX = ".half-written-"

_HINTS = {
    errno.ENOSPC: "the disk is full: make room, or give displayd a larger data partition",
    errno.EDQUOT: "the disk quota is used up: make room, or raise it",
    errno.EFBIG: "a file-size limit is in the way: raise it",
    errno.EROFS: "the disk is read-only: it may be worn out, or mounted so; displayd needs a writable state folder",
    errno.EACCES: "displayd's user needs the right to write there",
    errno.EPERM: "displayd's user needs the right to write there",
    errno.EEXIST: "a file is where a folder should be: move it away",
    errno.ENOTDIR: "a file is where a folder should be: move it away",
    errno.EIO: "the disk has errors: replace the card",
}


def store_error(path: Path, exc: OSError) -> StoreError:
    """`exc`, met while reading or writing `path`, in our words and with what to do."""
    return StoreError(f"{path}: {exc.strerror or exc}", _HINTS.get(exc.errno or 0, ""))


def make_folder(path: Path) -> None:
    """Make `path` and its parents, for our eyes only.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as exc:
        raise store_error(path, exc) from exc


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Make `path` hold `data`: after a power cut or a kill it has the old content or the new one, whole.

    The file's mode is 0600. The folder must exist.

    Args:
        data: as a whole, or piece by piece for what is too large for memory.

    Raises:
        StoreError: disk full, read-only, or no permission; `path` is as it was.
    """
    temporary = None
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=TEMPORARY_PREFIX, dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines([data] if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
        temporary = None
        _sync_folder(path.parent)
    except OSError as exc:
        raise store_error(path, exc) from exc
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def hand_over(path: Path, state_folder: Path) -> None:
    """Give `path` to whoever the state folder belongs to: a command runs as root, and the service does not.

    Raises:
        StoreError: it cannot be given.
    """
    try:
        owner = state_folder.stat()
        if os.geteuid() == 0 and owner.st_uid != 0:
            os.chown(path, owner.st_uid, owner.st_gid)
    except OSError as exc:
        raise store_error(path, exc) from exc


def clear_leftovers(folder: Path) -> None:
    """Remove what a kill in the middle of `write_atomically` left in `folder`; what cannot be removed stays."""
    with contextlib.suppress(OSError):
        for leftover in folder.glob(f"{TEMPORARY_PREFIX}*"):
            leftover.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the new name durable as well: without this a power cut can bring the old file back."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
