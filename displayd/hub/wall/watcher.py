"""When something in a folder may have changed. The one home of watchfiles."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from watchfiles import Change, awatch

__all__ = ["changes"]

logger = logging.getLogger(__name__)

# An editor or `git pull` writes several files in one go; what comes within this time is one change.
DEBOUNCE_MS = 300

# Notices what the operating system did not tell of: network file systems, a folder that was replaced.
LOOK_ANYWAY_SECONDS = 15.0
MISSING_SECONDS = 2.0


async def changes(folder: Path) -> AsyncIterator[None]:
    """Comes up whenever something in `folder` may have changed, and every now and then anyway; never ends."""
    while True:
        try:
            async for _ in awatch(
                folder,
                watch_filter=_matters,
                debounce=DEBOUNCE_MS,
                rust_timeout=int(LOOK_ANYWAY_SECONDS * 1000),
                yield_on_timeout=True,
            ):
                yield
                if not folder.is_dir():
                    break
        except (OSError, RuntimeError, ExceptionGroup) as exc:
            # Also a name that is not UTF-8; it comes in a group. Whoever reads the folder then says what is wrong.
            logger.debug("Cannot watch %s: %s", folder, exc)
        await asyncio.sleep(MISSING_SECONDS)
        yield


def _matters(change: Change, path: str) -> bool:
    return "/.git/" not in path and not path.endswith(("~", ".swp", ".tmp"))
