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

import psutil

from tests.device.months import Reading, readings, slope_mb_per_hour
from tests.e2e.office import Office, eventually

__all__: list[str] = []

COMPRESSED_DAYS = 2
PUSH_PAUSE_SECONDS = 0.07
METRICS = 14
KINDS = ("number", "line", "sparkline", "gauge")

# Histories and caches fill up first.
WARM_UP_SHARE = 0.4
READINGS = 60


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, and print what was read."""
    parser = argparse.ArgumentParser(description="Looks for what grows in a hub and a screen.")
    parser.add_argument("--hours", type=float, default=0.0, help="real hours with real processes (default: none)")
    hours = parser.parse_args(arguments).hours
    drawn = list(readings(COMPRESSED_DAYS * 24))
    print(f"\nDrawing, {COMPRESSED_DAYS} days with a change every ten seconds")
    _tell("screen", drawn, slope_mb_per_hour(drawn))
    if hours:
        print(f"\nReal processes, {hours:g} hours, {1 / PUSH_PAUSE_SECONDS:.0f} pushes a second")
        with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office:
            found = list(_watched(office, hours))
        for number, who in enumerate(("hub", "screen")):
            own = [pair[number] for pair in found]
            _tell(who, own, slope_mb_per_hour(own, hours * WARM_UP_SHARE))


def _watched(office: Office, hours: float) -> Iterator[tuple[Reading, Reading]]:
    """Readings of hub and screen, while values are pushed all the time."""
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
    eventually(lambda: office.flips("tv"), what="the first page")
    processes = [psutil.Process(office.pid(name)) for name in ("hub", "tv")]
    began, dice = time.monotonic(), random.Random(1)
    for number in range(READINGS):
        while time.monotonic() < began + number * hours * 3600 / READINGS:
            office.push(dice.choice(names), dice.uniform(0, 10 ** dice.randint(1, 6)))
            time.sleep(PUSH_PAUSE_SECONDS)
        yield tuple(_reading(one, (time.monotonic() - began) / 3600) for one in processes)  # type: ignore[misc]


def _reading(process: psutil.Process, hours: float) -> Reading:
    with process.oneshot():
        return Reading(hours, process.memory_info().rss / 1e6, process.num_fds() + process.num_threads())


def _tell(who: str, found: list[Reading], slope: float) -> None:
    first, last = found[0], found[-1]
    print(
        f"  {who:8} {first.rss_mb:6.1f} -> {last.rss_mb:6.1f} MB, {slope:+.3f} MB an hour once warm,"
        f" descriptors and threads {first.descriptors} -> {last.descriptors}"
    )


if __name__ == "__main__":
    main()
