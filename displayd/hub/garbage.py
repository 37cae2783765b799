"""Python's collector of reference cycles, kept from stopping a hub with thousands of waiting requests."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import time
from collections.abc import Callable, Iterator

__all__ = ["calm_collector", "collect_forever", "leave_out"]

# So many new objects, and so many times that, are gone through at once: a fraction of a millisecond, and some. Requests
# that wait are no garbage, and are gone through in vain.
YOUNG = 2_000
MIDDLE = 10

# By itself Python goes through all objects whenever a quarter of them is new: with 10,000 requests that are answered
# and come again that is four times, and a third of a second each.
NEVER = 1_000_000

PAUSE_SECONDS = 60.0

# So small a part of the time is spent on going through all objects.
SHARE = 0.001

# While a crowd is served, pushers wait for nothing else; a crowd that is served all the time is no reason for ever.
LOOK_AGAIN_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60.0


@contextlib.contextmanager
def calm_collector() -> Iterator[None]:
    """Leaves going through all objects to `collect_forever`, and what is there now out of it."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, NEVER)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def leave_out() -> None:
    """Let what is there now be gone through by `collect_forever` alone; takes no time.

    The young are counted with those that went, so after thousands of answers as many new requests are gone through at
    once, for tens of milliseconds, and in vain.
    """
    gc.freeze()


async def collect_forever(is_busy: Callable[[], bool] = lambda: False) -> None:
    """Go through all objects now and then: the more there are, the more seldom.

    Args:
        is_busy: whether thousands are being served just now, which is waited out.
    """
    pause = PAUSE_SECONDS
    while True:
        await asyncio.sleep(pause)
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        # Nobody tells when a crowd has been served.
        while is_busy() and time.monotonic() < until:  # noqa: ASYNC110
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        began = time.monotonic()
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        pause = max(PAUSE_SECONDS, (time.monotonic() - began) / SHARE)
