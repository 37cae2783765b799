"""A mark for whoever updates this machine: a page of a document has been on the glass since the service started."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from displayd.device.frame_shown import FrameShown

__all__ = ["PageShownMark", "runtime_folder"]

logger = logging.getLogger(__name__)


def runtime_folder() -> Path | None:
    """The folder that systemd makes for this run of the service; None without systemd.

    Source: systemd.exec(5), `RuntimeDirectory=` and the variable `RUNTIME_DIRECTORY`; several are joined by colons.
    """
    first = os.environ.get("RUNTIME_DIRECTORY", "").partition(":")[0]
    return Path(first) if first and Path(first).is_dir() else None


class PageShownMark:
    """The file `page-shown` in `folder`, made once. Belongs to the drawing thread.

    Args:
        folder: None to make no mark.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / "page-shown" if folder is not None else None

    def observe(self, frame: FrameShown) -> None:
        """Make the mark if what is on the glass is a page of a document, remembered or new."""
        if self._path is None or frame.view.kind != "page":
            return
        try:
            self._path.touch()
        except OSError as exc:
            logger.warning("%s cannot be made, so an update is not kept: %s", self._path, exc.strerror or exc)
        self._path = None
