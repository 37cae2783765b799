"""Who has logged in to the wall page: for how long, and until when. Kept over restarts of the hub."""

from __future__ import annotations

import hashlib
import logging
import secrets
import threading
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from displayd.atomic_files import write_atomically
from displayd.errors import StoreError
from displayd.hub.settings import Viewer
from displayd.hub.viewer_secrets import proof_of

__all__ = ["SESSION_SECONDS", "Sessions"]

logger = logging.getLogger(__name__)

# A wall page that hangs beside a desk is not to ask every morning; a laptop that was lost is not to look on for ever.
SESSION_SECONDS = 30 * 86_400

# Browsers that somebody uses, and a script that logs in at every turn; the oldest go.
MAX_OF_VIEWER = 200

MAX_FILE_BYTES = 10_000_000

FILE_NAME = "sessions.json"


class _Session(Struct, frozen=True):
    viewer: str
    proof: str
    """Of the password or key it was begun with: another one ends it."""
    ends_at: float


class Sessions:
    """The sessions of one hub, by the SHA-256 of what the browser keeps: who reads the file cannot use it.

    Args:
        folder: has the file; None to keep them in memory alone.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._path = None if folder is None else folder / FILE_NAME
        self._sessions = _read(self._path) if self._path is not None else {}
        self._is_writing = threading.Lock()

    def begin(self, name: str, viewer: Viewer, unix_time: float) -> str:
        """A new session of the viewer `name`: what its browser is to send from now on."""
        token = secrets.token_urlsafe(32)
        self._sessions = {key: one for key, one in self._sessions.items() if one.ends_at > unix_time}
        own = [key for key, one in self._sessions.items() if one.viewer == name]
        for key in own[: max(0, len(own) - MAX_OF_VIEWER + 1)]:
            del self._sessions[key]
        self._sessions[_key(token)] = _Session(name, proof_of(viewer), unix_time + SESSION_SECONDS)
        return token

    def viewer_of(self, token: str, viewers: Mapping[str, Viewer], unix_time: float) -> str | None:
        """The name of the one of `viewers` whose session `token` is; None for a session that is over, or is none."""
        found = self._sessions.get(_key(token))
        if found is None or not unix_time < found.ends_at <= unix_time + SESSION_SECONDS:
            return None
        viewer = viewers.get(found.viewer)
        return found.viewer if viewer is not None and proof_of(viewer) == found.proof else None

    def end(self, token: str) -> None:
        """End a session, if there is one."""
        self._sessions.pop(_key(token), None)

    def save(self) -> None:
        """Write them down; blocks. What cannot be written is lost with the next restart, and the log says so."""
        if self._path is None:
            return
        # One at a time, each with what holds when its turn comes: an older one must not replace a newer.
        with self._is_writing:
            content = msgspec.json.encode(dict(self._sessions))
            try:
                write_atomically(self._path, content)
            except StoreError as exc:
                logger.warning("Who is logged in to the wall page is forgotten at a restart: %s", exc)


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def _read(path: Path) -> dict[str, _Session]:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            return {}
        return msgspec.json.decode(path.read_bytes(), type=dict[str, _Session])
    except (OSError, ValueError, msgspec.DecodeError):
        # Whoever was logged in logs in again.
        return {}
