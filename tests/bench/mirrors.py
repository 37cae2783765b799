"""How far apart two mirrors turn their pages: real processes whose clocks are wrong, over slow networks."""

from __future__ import annotations

import contextlib
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.e2e.office import Flip, Office, SlowNetwork, eventually

__all__ = [
    "CLOCKS",
    "Share",
    "clock_differences_ms",
    "lateness_ms",
    "mirrored",
    "push_delays_ms",
    "report",
    "shifted",
    "together",
]

DRAWS = 6
DRAW_SECONDS = 26.0
WARM_UP_SECONDS = 6.0

# What the clocks of the two machines are wrong by, seconds.
CLOCKS = (0.25, -86_400.0)


class Share(NamedTuple):
    """Sizes in ms, smallest first."""

    sizes: list[float]

    @classmethod
    def of(cls, values: Iterable[float]) -> Share:
        """The sizes of `values`, whatever their sign."""
        return cls(sorted(map(abs, values)))

    def at(self, share: float) -> float:
        """What `share` of them stay below."""
        return self.sizes[min(len(self.sizes) - 1, int(len(self.sizes) * share))]

    def __str__(self) -> str:
        return f"p50 {self.at(0.5):.1f} ms, p99 {self.at(0.99):.1f} ms, worst {self.sizes[-1]:.1f} ms"


def shifted(seconds: float) -> Mapping[str, str]:
    """Environment of a process whose system clock is wrong by so many seconds."""
    library = next((str(path) for path in Path("/usr/lib").glob("*/faketime/libfaketime.so.1")), "")
    assert library, "libfaketime is missing: `provisioning/setup test` installs it"
    return {"LD_PRELOAD": library, "FAKETIME": f"{seconds:+f}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


def mirrored(office: Office, page_seconds: float) -> None:
    """A wall with one pair, of different orientations."""

    def page(title: str) -> dict[str, Any]:
        return {"title": title, "widgets": {"one": {"type": "number", "title": "One", "metric": "one"}}}

    office.write("layouts/pair.yaml", {"title": "Pair", "pages": [page("A"), page("B"), page("C")]})
    office.write("metrics.yaml", {"one": {"title": "One", "expire_after": 600}})
    screens = {
        "left": {
            "device": office.fingerprint("left"),
            "show": ["pair"],
            "seconds": page_seconds,
            "transition": "cut",
        },
        "right": {"device": office.fingerprint("right"), "mirror": "left", "rotate": 90},
    }
    office.write("screens.yaml", {"screens": screens})


def together(left: Sequence[Flip], right: Sequence[Flip], since: float, until: float) -> list[tuple[Flip, Flip]]:
    """The flips that both had planned for the same instant, in a stretch of the machine's monotonic clock."""
    ours = {round(flip.planned, 3): flip for flip in left if flip.planned}
    pairs = [(ours.get(round(flip.planned, 3)), flip) for flip in right if flip.planned]
    return [(one, other) for one, other in pairs if one is not None and since <= other.monotonic <= until]


def clock_differences_ms(pairs: Iterable[tuple[Flip, Flip]]) -> list[float]:
    """What the two believe of the hub's time, the right one's minus the left one's, without waits for a processor."""
    return [((right.actual - right.monotonic) - (left.actual - left.monotonic)) * 1000 for left, right in pairs]


def lateness_ms(flips: Iterable[Flip]) -> Share:
    """How late the flips of a screen were by its own clock, which is how long it waited for a processor."""
    return Share.of((flip.actual - (flip.planned or 0)) * 1000 for flip in flips)


def push_delays_ms(pushed: Iterable[float], flips: Sequence[Flip]) -> Share:
    """How long each push, at moments of the monotonic clock, took to the first frame of a new revision after it."""
    news = [new.monotonic for old, new in itertools.pairwise(flips) if new.revision != old.revision]
    found = [next((moment - push for moment in news if moment > push), None) for push in pushed]
    return Share.of(seconds * 1000 for seconds in found if seconds is not None)


def report() -> None:
    """Print how far apart mirrors are, with other delays in every run."""
    first = random.SystemRandom().randrange(100_000)
    for title, is_slow in (("network 50±20 ms each way", True), ("loopback", False)):
        apart: list[float] = []
        clocks: list[float] = []
        pushes: list[float] = []
        seeds = [first + 2 * number for number in range(DRAWS if is_slow else 2)]
        for seed in seeds:
            pairs, delays = _draw(seed, is_slow)
            apart += [(right.monotonic - left.monotonic) * 1000 for left, right in pairs]
            clocks.append(statistics.median(clock_differences_ms(pairs)))
            pushes += delays.sizes
        told = ", ".join(f"{one:+.1f}" for one in clocks)
        delays = Share.of(pushes)
        print(f"\nMirrors, {title}; seeds {seeds[0]} to {seeds[-1] + 1}, {len(apart)} flips, clocks a day off")
        print(f"  apart                             {Share.of(apart)}")
        print(f"  clocks differ, median of each     {told} ms")
        print(f"  push to glass                     p50 {delays.at(0.5):.0f} ms, p95 {delays.at(0.95):.0f} ms")


def _draw(seed: int, is_slow: bool) -> tuple[list[tuple[Flip, Flip]], Share]:
    """The flips of a pair of screens that have just started, and how long pushes took."""
    with tempfile.TemporaryDirectory() as folder, Office(Path(folder)) as office, contextlib.ExitStack() as networks:
        mirrored(office, 1.0)
        office.start_hub()
        office.push("one", 0)
        for number, name in enumerate(("left", "right")):
            way = networks.enter_context(SlowNetwork(office.port, seed=seed + number)) if is_slow else office
            office.start_screen(name, url=way.url, environ=shifted(CLOCKS[number]))
        eventually(lambda: office.flips("left") and office.flips("right"), what="the first pages")
        begin, dice, pushed = time.monotonic(), random.Random(seed), []
        while time.monotonic() < begin + DRAW_SECONDS:
            time.sleep(dice.uniform(1.5, 2.9))
            pushed.append(time.monotonic())
            office.push("one", len(pushed))
        left, right = office.flips("left"), office.flips("right")
    since = begin + WARM_UP_SECONDS
    pairs = together(left, right, since, float("inf"))
    return pairs, push_delays_ms([moment for moment in pushed if moment > since], left)
