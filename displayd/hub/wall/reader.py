"""Reads a wall folder again and again, and leaves behind what hangs in it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from displayd.errors import ConfigError
from displayd.hub.wall import shipped
from displayd.hub.wall.folder import WallFiles, read_files
from displayd.hub.wall.listing import Listing, hangs, listing
from displayd.hub.wall.mounts import may_hang
from displayd.hub.wall.patience import HangsError, Patience, Steps
from displayd.hub.wall.reading_process import ReadingProcess

__all__ = ["WallReader", "read"]


class WallReader:
    """Reads a wall folder again and again; what hangs in it is left behind, and is a mistake as long as it does.

    Where the machine has file systems that others answer for, a process beside this one reads.
    """

    def __init__(self, folder: Path, shipped_folder: Path | None = None, patience: Patience | None = None) -> None:
        """Read nothing yet.

        Args:
            shipped_folder: where the ready-made layouts are; the package's own if None.
        """
        self.folder = folder
        self._shipped_folder = shipped_folder or shipped.layouts_folder()
        self._patience = patience or Patience()
        self._lock = threading.Lock()
        self._idle: list[ReadingProcess] = []
        self._is_closed = False

    async def listing(self) -> Listing:
        """What is in the folder now."""
        try:
            return await self._patience.awaited(self._listing)
        except HangsError as exc:
            return Listing(mistakes=(hangs(exc.name),))

    async def files(self) -> WallFiles:
        """The files of the wall; see `read`."""
        try:
            return await self._patience.awaited(self._files)
        except HangsError as exc:
            raise ConfigError(str(self.folder), [hangs(exc.name)]) from exc

    def read(self) -> WallFiles:
        """The files of the wall; blocks.

        Raises:
            ConfigError: there is no such folder, or a file in it cannot be read or is far too large.
        """
        try:
            return self._patience.result(self._files)
        except HangsError as exc:
            raise ConfigError(str(self.folder), [hangs(exc.name)]) from exc

    def close(self) -> None:
        """End what reads; what hangs ends when it can."""
        self._is_closed = True
        while self._idle:
            self._idle.pop().end()

    def _listing(self, steps: Steps) -> Listing:
        if not may_hang():
            return listing(self.folder, steps.at)
        with self._process() as process:
            return process.listing(self.folder, steps)

    def _files(self, steps: Steps) -> WallFiles:
        if not may_hang():
            return read_files(self.folder, self._shipped_folder, steps)
        with self._process() as process:
            return process.files(self.folder, self._shipped_folder, steps)

    @contextlib.contextmanager
    def _process(self) -> Iterator[ReadingProcess]:
        """A process that reads, for as long as it is needed, which may be for ever."""
        with self._lock:
            process = self._idle.pop() if self._idle else ReadingProcess()
        try:
            yield process
        finally:
            with self._lock:
                is_wanted = process.is_free and not self._idle and not self._is_closed
                if is_wanted:
                    self._idle.append(process)
            if not is_wanted:
                process.end()


def read(folder: Path, shipped_folder: Path | None = None) -> WallFiles:
    """The files of the wall in `folder`, read once; see `WallReader.read`."""
    reader = WallReader(folder, shipped_folder)
    try:
        return reader.read()
    finally:
        reader.close()
