"""Several questions at the same time, so that nobody waits for one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["side_by_side"]

R = TypeVar("R")


def side_by_side(asks: Sequence[Callable[[], R]]) -> list[R | Exception]:
    """What each of `asks` answers or raises, in their order; takes as long as the slowest of them.

    Args:
        asks: each with a deadline of its own, and nothing that another one uses.
    """
    found: dict[int, R | Exception] = {}

    def do(place: int) -> None:
        try:
            found[place] = asks[place]()
        except Exception as exc:  # noqa: BLE001 - handed on to whoever asks
            found[place] = exc

    # Nobody waits for these when the hub ends.
    threads = [
        threading.Thread(target=do, args=(place,), name="displayd-question", daemon=True) for place in range(len(asks))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[place] for place in range(len(asks))]
