"""What a machine remembers of updates, over restarts and in both slots: one small file on the data partition."""

from __future__ import annotations

import contextlib
import logging
import os
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from displayd.atomic_files import make_folder, write_atomically
from displayd.errors import StoreError
from displayd.protocol.updates import ReleaseOffer

__all__ = ["Failure", "Memory", "Pending", "Remembered"]

logger = logging.getLogger(__name__)

# More than an office tries before somebody looks.
MAX_FAILURES = 20


class Pending(Struct, frozen=True, kw_only=True):
    """The release that is being installed, or that waits to prove itself."""

    version: str
    sha256: str
    attempt: int
    phase: Literal["fetching", "installing", "installed"] = "fetching"
    tries: int = 0
    """How often it was begun anew after something broke off."""
    boot_id: str = ""
    """Of the kernel under which it was installed: under the same one it has not been started yet."""
    had_page: bool = True
    """Whether the version before showed a page when this one was installed; if not, it need not either."""

    def is_of(self, offer: ReleaseOffer) -> bool:
        """Whether `offer` is this one."""
        return (self.sha256, self.attempt) == (offer.sha256, offer.attempt)


class Failure(Struct, frozen=True, kw_only=True):
    """A release that is not tried again here, until the hub counts its attempt up."""

    version: str
    sha256: str
    attempt: int
    state: Literal["failed", "rolled-back"]
    reason: str

    def is_of(self, offer: ReleaseOffer) -> bool:
        """Whether `offer` is what failed."""
        return (self.sha256, self.attempt) == (offer.sha256, offer.attempt)


class Remembered(Struct, frozen=True, kw_only=True):
    """Everything in the file."""

    format: Literal[1] = 1
    pending: Pending | None = None
    failures: tuple[Failure, ...] = ()
    """The latest last."""

    def failed(self, state: Literal["failed", "rolled-back"], reason: str) -> Remembered:
        """The same after `pending` has failed."""
        assert self.pending is not None
        one = self.pending
        failure = Failure(version=one.version, sha256=one.sha256, attempt=one.attempt, state=state, reason=reason[:400])
        return Remembered(failures=(*self.failures, failure)[-MAX_FAILURES:])


class Memory:
    """The file in `folder`.

    Args:
        folder: on the data partition; bundles are there as well.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / "state.json"
        self._reason = folder / "reason"

    def is_there(self) -> bool:
        """Whether anything can be remembered: the data partition is mounted and takes what is written."""
        try:
            make_folder(self.folder)
        except StoreError:
            return False
        return os.access(self.folder, os.W_OK)

    def load(self) -> Remembered:
        """What is remembered; nothing when there is no file, or one that cannot be read."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Remembered)
        except (FileNotFoundError, NotADirectoryError):
            return Remembered()
        except (OSError, msgspec.DecodeError) as exc:
            logger.warning("What was remembered of updates cannot be read, and is forgotten: %s", exc)
            return Remembered()

    def save(self, remembered: Remembered) -> None:
        """Remember this instead.

        Raises:
            StoreError: the data partition is full, read-only or not there.
        """
        make_folder(self.folder)
        write_atomically(self._path, msgspec.json.encode(remembered))

    def give_reason(self, reason: str) -> None:
        """Note why the machine goes back, for the version before to tell.

        Raises:
            StoreError: see `save`.
        """
        make_folder(self.folder)
        write_atomically(self._reason, reason.encode())

    def take_reason(self) -> str:
        """What was noted, once; empty for nothing."""
        try:
            reason = self._reason.read_text("utf-8", "replace")
            self._reason.unlink()
        except OSError:
            return ""
        return reason

    def keep_bundle(self, sha256: str) -> None:
        """Delete every bundle but this one, finished or not."""
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if path.suffix in (".raucb", ".part") and path.stem != sha256:
                    path.unlink()
