"""From a push to the glass: a real hub and a real screen on loopback, drawing into memory."""

from __future__ import annotations

import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.e2e.office import Office, eventually

__all__ = ["Delays", "office_with_a_screen", "push_to_glass", "report"]

PUSHES = 40
SLOW_SECONDS = (1.5, 2.5)
QUICK_SECONDS = (0.42, 0.78)
OTHERS_PER_SECOND = 5

# A value that is not on the glass by then was not shown.
PATIENCE_SECONDS = 3.0


class Delays(NamedTuple):
    """How long values took from the sending of the push to the frame, in ms; and how many never came."""

    shown_ms: list[float]
    lost: int

    def at(self, share: float) -> float:
        """The delay that `share` of the values stay below; endless if too few came."""
        every = [*sorted(self.shown_ms), *[float("inf")] * self.lost]
        return every[min(len(every) - 1, int(len(every) * share))]

    def __str__(self) -> str:
        count = len(self.shown_ms) + self.lost
        return (
            f"p50 {self.at(0.5):.1f} ms, p95 {self.at(0.95):.1f} ms, worst {self.at(1):.1f} ms, "
            f"{len(self.shown_ms)} of {count} values shown"
        )


@contextmanager
def office_with_a_screen(folder: Path) -> Iterator[Office]:
    """A hub and a screen that shows the metric `own`; nobody shows `strange`."""
    with Office(folder) as office:
        office.write("layouts/one.yaml", {"pages": [{"widgets": {"own": {"type": "number", "metric": "own"}}}]})
        office.write("metrics.yaml", {name: {"title": name} for name in ("own", "strange")})
        office.write("screens.yaml", {"screens": {"tv": {"device": office.fingerprint("tv"), "show": ["one"]}}})
        office.start_hub()
        office.start_screen("tv")
        eventually(lambda: any(flip.page == 0 for flip in office.flips("tv")), what="the first page")
        office.push("own", -1)
        eventually(lambda: len([flip for flip in office.flips("tv") if flip.page == 0]) > 1, what="the first value")
        yield office


def push_to_glass(office: Office, pauses: tuple[float, float], count: int = PUSHES, others: float = 0) -> Delays:
    """Push `count` values, each as long after the one before as `pauses` says.

    Args:
        others: pushes a second of a metric that the screen does not show, meanwhile.
    """
    dice, is_over = random.Random(count), threading.Event()

    def disturb() -> None:
        number = 0
        while not is_over.wait(1 / others):
            number += 1
            office.push("strange", number)

    helper = threading.Thread(target=disturb)
    if others:
        helper.start()
    try:
        shown = [_one(office, number, dice.uniform(*pauses)) for number in range(count)]
    finally:
        is_over.set()
        if others:
            helper.join()
    return Delays([one * 1000 for one in shown if one is not None], shown.count(None))


def _one(office: Office, number: int, pause_seconds: float) -> float | None:
    """Seconds from the sending of a new value to the frame that shows it; returns when it is time for the next."""
    before = len(office.flips("tv"))
    began = time.monotonic()
    office.push("own", time.time() % 1000 + number)
    flip = None
    while flip is None and time.monotonic() < began + max(pause_seconds, PATIENCE_SECONDS):
        time.sleep(0.01)
        flip = next(iter(office.flips("tv")[before:]), None)
    time.sleep(max(0.0, began + pause_seconds - time.monotonic()))
    return None if flip is None else flip.monotonic - began


def report() -> None:
    """Print how long a value takes from the push to the glass."""
    with tempfile.TemporaryDirectory() as folder, office_with_a_screen(Path(folder)) as office:
        slow = push_to_glass(office, SLOW_SECONDS)
        quick = push_to_glass(office, QUICK_SECONDS, 2 * PUSHES)
        beside = push_to_glass(office, SLOW_SECONDS, PUSHES, OTHERS_PER_SECOND)
    print("\nPush to glass, loopback, a screen that draws into memory; target p50 25 ms, p95 100 ms")
    print(f"  one value in two seconds          {slow}")
    print(f"  one value in 0.6 s                {quick}")
    print(f"  beside {OTHERS_PER_SECOND} pushes/s of other metrics {beside}")
    print(f"  (medians of the three: {statistics.median(slow.shown_ms + quick.shown_ms + beside.shown_ms):.1f} ms)")
