"""When something in a wall folder may have changed.

The folder is looked at twice a second, which takes less than a millisecond for a usual wall. Notices of the operating
system (inotify) would come some tenths of a second sooner, and not at all from network disks, from folders mounted
over, or when there are no more of them; and they stay with a folder that was moved away, not with the one that came
in its place.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator

from displayd.hub.wall.listing import Listing
from displayd.hub.wall.reader import WallReader

__all__ = ["changes"]

LOOK_SECONDS = 0.4

# A wall of thousands of files is looked at less often, so that looking never takes more of a core than this, as far as
# edits are still followed soon. The quickest of a few looks counts: others had to wait for a disk or for a processor.
MOST_OF_A_CORE = 0.02
LONGEST_PAUSE_SECONDS = 5.0
LOOKS = 4

# An editor or `git pull` writes several files in one go; what comes within such a pause of each other is one change.
SETTLED_SECONDS = 0.15
UNSETTLED_LOOKS = 8

# A file that is written twice within a tick of the file system's clock tells nobody of the second time; the coarsest
# clock that is in use, that of FAT, ticks every two seconds.
SECOND_LOOK_SECONDS = 2.5

LOOK_ANYWAY_SECONDS = 15.0


async def changes(reader: WallReader) -> AsyncIterator[None]:
    """Comes up whenever something in the folder may have changed, and every now and then anyway; never ends."""
    known: Listing | None = None
    next_anyway = 0.0
    took: deque[float] = deque(maxlen=LOOKS)
    while True:
        began = time.monotonic()
        found = await reader.listing()
        took.append(time.monotonic() - began)
        if found != known:
            known = await _settled(reader, found)
            next_anyway = time.monotonic() + SECOND_LOOK_SECONDS
            yield
        elif time.monotonic() >= next_anyway:
            next_anyway = time.monotonic() + LOOK_ANYWAY_SECONDS
            yield
        await asyncio.sleep(min(max(LOOK_SECONDS, min(took) / MOST_OF_A_CORE), LONGEST_PAUSE_SECONDS))


async def _settled(reader: WallReader, found: Listing) -> Listing:
    """The first listing from `found` on that was the same for a moment; the last one if they go on changing."""
    for _ in range(UNSETTLED_LOOKS):
        await asyncio.sleep(SETTLED_SECONDS)
        before, found = found, await reader.listing()
        if found == before:
            break
    return found
