"""A note of the document that is being brought to the glass for the first time since the start.

A document that passes all checks and still ends the process, by taking so long that the watchdog comes or all the
memory there is, would end it after every start: it is the first thing that is shown. So it is noted before, and
crossed out after. What two processes have noted that did not come to cross it out is not shown again by this version.
"""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import msgspec
from msgspec import Struct

from displayd import __version__

__all__ = ["MAX_ENDS", "ComposingNote"]

logger = logging.getLogger(__name__)

# Once may be a power cut in that very second.
MAX_ENDS = 2

# Two are remembered at once; another one comes from the hub, and some may be tried in turns.
MAX_NOTED = 6


class _Note(Struct, frozen=True):
    version: str
    """Of displayd: a later one may get through."""
    begun: dict[str, int]
    """SHA-256 of documents, and how many processes have begun with each and not got through."""


class ComposingNote:
    """The note of one screen. For any thread.

    Args:
        path: its file; one that cannot be read or written is as good as none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._begun = self._read()
        self._own: set[str] = set()
        """What this process has begun with."""
        self._lock = threading.Lock()
        self.deadly = frozenset(digest for digest, count in self._begun.items() if count >= MAX_ENDS)
        """SHA-256 of each document that had ended too many processes before this one."""

    def begin(self, digest: str) -> None:
        """Note that this process is about to bring the document with this `digest` to the glass; counted once."""
        with self._lock:
            if digest not in self._own | self.deadly:
                # The newest last; what was begun long ago and never crossed out makes room.
                self._own = {digest}
                self._begun[digest] = self._begun.pop(digest, 0) + 1
                for oldest in list(self._begun)[:-MAX_NOTED]:
                    del self._begun[oldest]
                self._write()

    def cross_out(self, digest: str | None = None) -> None:
        """Note that this process got through with a document. What is known to be deadly stays noted.

        Args:
            digest: the document's; None for whichever was begun last.
        """
        with self._lock:
            crossed = [one for one in self._own if digest in (None, one) and self._begun.pop(one, 0)]
            if crossed:
                self._write()

    def _write(self) -> None:
        # Not flushed to the disk, which takes as long as the first picture: a kill leaves what was written, and that a
        # power cut does not is as well.
        try:
            if self._begun:
                self._path.write_bytes(msgspec.json.encode(_Note(__version__, self._begun)))
            else:
                self._path.unlink(missing_ok=True)
        except OSError as exc:
            logger.debug("No note of the document that comes to the glass: %s", exc)

    def _read(self) -> dict[str, int]:
        try:
            found = msgspec.json.decode(self._path.read_bytes(), type=_Note)
        except (OSError, msgspec.DecodeError):
            return {}
        return found.begun if found.version == __version__ else {}
