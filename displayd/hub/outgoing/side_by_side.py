"""Several questions at the same time, so that nobody waits for one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

__all__ = ["side_by_side"]

R = TypeVar("R")


def side_by_side(asks: Sequence[Callable[[], R]]) -> list[R]:
    """What each of `asks` answers, in their order; takes as long as the slowest of them, and raises what one raises.

    Args:
        asks: each with a deadline of its own, and nothing that another one uses.
    """
    found: dict[int, R] = {}
    raised: list[Exception] = []

    def do(place: int) -> None:
        try:
            found[place] = asks[place]()
        except Exception as exc:  # noqa: BLE001 - handed on to whoever asks
            raised.append(exc)

    # Nobody waits for these when the hub ends.
    threads = [
        threading.Thread(target=do, args=(place,), name="displayd-question", daemon=True) for place in range(len(asks))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]
    return [found[place] for place in range(len(asks))]
