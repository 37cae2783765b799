"""How memory, descriptors and threads of a hub and a screen grow: weeks in minutes, and hours as they are.

make soak             days of drawing with a clock that runs as fast as it can
make soak HOURS=12    a real hub and a real screen for so long as well
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

from tests.device.months import WARM_UP_HOURS, Reading, readings, slope_mb_per_hour, slopes_mb_per_hour
from tests.e2e.office import Office, eventually

__all__ = ["Watched", "told", "watched"]

COMPRESSED_DAYS = 2
PUSH_PAUSE_SECONDS = 0.07
METRICS = 14
KINDS = ("number", "line", "sparkline", "gauge")

# Histories and caches fill up first.
WARM_UP_SHARE = 0.4
READINGS = 60


class Watched(NamedTuple):
    """What hub and screen take at one time, and what became of the pushes by then."""

    hub: Reading
    screen: Reading
    pushes: int
    failed: int
    """Of the pushes: not acknowledged in time, or not at all."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, and print what was read, each reading when it is taken: a run that is broken off tells as much."""
    parser = argparse.ArgumentParser(description="Looks for what grows in a hub and a screen.")
    parser.add_argument("--hours", type=float, default=0.0, help="real hours with real processes (default: none)")
    hours = parser.parse_args(arguments).hours
    drawn = list(readings(COMPRESSED_DAYS * 24))
    print(f"\nDrawing, {COMPRESSED_DAYS} days with a change every ten seconds")
    print(told("screen", drawn), flush=True)
    if not hours:
        return
    print(f"\nReal processes, {hours:g} hours, {1 / PUSH_PAUSE_SECONDS:.0f} pushes a second", flush=True)
    found: list[Watched] = []
    try:
        with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
            for one in watched(office, hours):
                found.append(one)
                print(
                    f"  {one.hub.hours * 60:6.1f} min  hub {one.hub.rss_mb:6.1f} MB,"
                    f" screen {one.screen.rss_mb:6.1f} MB, {one.pushes} pushes, {one.failed} of them failed",
                    flush=True,
                )
    finally:
        for who in ("hub", "screen"):
            print(told(who, [getattr(one, who) for one in found], hours * WARM_UP_SHARE), flush=True)


def watched(office: Office, hours: float, count: int = READINGS) -> Iterator[Watched]:
    """So many readings of hub and screen, while values are pushed all the time.

    Raises:
        psutil.NoSuchProcess: one of them has ended.
    """
    names = [f"m{number}" for number in range(METRICS)]
    pages = [
        {
            "seconds": 10,
            "widgets": {name: {"type": KINDS[n % len(KINDS)], "metric": name} for n, name in enumerate(some)},
        }
        for some in (names[::2], names[1::2])
    ]
    office.write("layouts/one.yaml", {"pages": pages})
    office.write("metrics.yaml", {name: {"title": name} for name in names})
    office.write("screens.yaml", {"screens": {"tv": {"device": office.fingerprint("tv"), "show": ["one"]}}})
    office.start_hub()
    office.start_screen("tv", size="1280x720")
    eventually(lambda: office.flips("tv"), 60, what="the first page")
    processes = [psutil.Process(office.pid(name)) for name in ("hub", "tv")]
    began, dice, pushes, failed = time.monotonic(), random.Random(1), 0, 0
    for number in range(1, count + 1):
        while time.monotonic() < began + number * hours * 3600 / count:
            pushes += 1
            try:
                office.push(dice.choice(names), dice.uniform(0, 10 ** dice.randint(1, 6)))
            except OSError:
                # Of a machine that has no time for the hub, say; a hub that has ended has no memory to be read.
                failed += 1
            time.sleep(PUSH_PAUSE_SECONDS)
        hub, screen = (_reading(one, (time.monotonic() - began) / 3600) for one in processes)
        yield Watched(hub, screen, pushes, failed)


def _reading(process: psutil.Process, hours: float) -> Reading:
    if process.status() == psutil.STATUS_ZOMBIE:
        raise psutil.NoSuchProcess(process.pid)
    with process.oneshot():
        return Reading(hours, process.memory_info().rss / 1e6, process.num_fds() + process.num_threads())


def told(who: str, found: Sequence[Reading], warm_up_hours: float = WARM_UP_HOURS) -> str:
    """What `found`, readings of `who`, say of its growth, with how much that differs between parts of the time."""
    if not found:
        return f"  {who:8} nothing was read"
    first, last = found[0], found[-1]
    slopes = slopes_mb_per_hour(found, warm_up_hours)
    grows = (
        f"{slope_mb_per_hour(found, warm_up_hours):+.3f} MB an hour once warm"
        f" ({min(slopes):+.3f} to {max(slopes):+.3f} in each of {len(slopes)} parts of it)"
        if slopes
        else "too short to tell a growth"
    )
    return (
        f"  {who:8} {first.rss_mb:6.1f} -> {last.rss_mb:6.1f} MB, {grows},"
        f" descriptors and threads {first.descriptors} -> {last.descriptors}"
    )


if __name__ == "__main__":
    main()
