"""Machines whose clocks drift, and a network that delays: what a screen makes of the hub's time, without waiting."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterable
from random import Random

from displayd.device.network.timekeeper import Pace
from displayd.device.system.hub_clock import HubClock
from displayd.device.system.time_sample import TimeSample

__all__ = ["MOMENTS", "NOON", "Delay", "Screen", "bell", "jittery", "quantiles_ms", "skews", "steady"]

NOON = 1_795_262_400.0

Delay = Callable[[Random], tuple[float, float]]
"""How long a question and its answer are under way, seconds."""

# Seconds after the start: the first minutes are when the drift is not known yet.
MOMENTS = (6, 9, 12, 20, 30, 45, 60, 90, 120, 200, 300, 450, 700, 1000, 1500, 2000)

# What a crystal is off by, and what warming up and a draught make of it.
WRONG = 50e-6
WARMING = 4e-6
WARMING_SECONDS = 600.0
WAVE = 0.5e-6
WAVE_SECONDS = 1200.0


def jittery(dice: Random) -> tuple[float, float]:
    """50±20 ms each way."""
    return dice.uniform(0.03, 0.07), dice.uniform(0.03, 0.07)


def bell(dice: Random) -> tuple[float, float]:
    """50 ms each way, with a standard deviation of 20 ms: hardly any message is much faster than all others."""
    return max(0.001, dice.gauss(0.05, 0.02)), max(0.001, dice.gauss(0.05, 0.02))


def steady(dice: Random) -> tuple[float, float]:
    """A quiet house, where now and then something has to wait."""
    return tuple(2e-4 + (dice.expovariate(200) if dice.random() < 0.1 else 0.0) for _ in range(2))  # type: ignore[return-value]


class Screen:
    """A screen that mirrors another, from its start at the true time 0.

    Args:
        is_drifting: whether its clock is as wrong as ordinary ones are.
        pace: instead of its own.
    """

    def __init__(self, seed: int, delay: Delay, *, is_drifting: bool = True, pace: Pace | None = None) -> None:
        self.dice = Random(seed)
        self.delay = delay
        self.pace = pace or Pace(self.dice)
        self.pace.is_mirror = True
        self.hub_step = 0.0
        """What the hub's clock was set by."""
        self.jump = 0.0
        """What our monotonic clock has jumped by."""
        self.time = 0.0
        self.exchanges = 0
        self._wrong = self.dice.uniform(-WRONG, WRONG) * is_drifting
        self._warming = self.dice.uniform(-WARMING, WARMING) * is_drifting
        self._wave = WAVE * is_drifting
        self._phase = self.dice.uniform(0, 2 * math.pi)
        self._began = self.dice.uniform(0, 10_000)
        self._next = 0.0
        self.clock = HubClock(lambda: self.monotonic(self.time), lambda: 0.0, lambda: None)

    def monotonic(self, time: float) -> float:
        """Our clock at the true time `time`."""
        warmed = self._warming * WARMING_SECONDS * (1 - math.exp(-time / WARMING_SECONDS))
        turn = 2 * math.pi / WAVE_SECONDS
        waved = self._wave / turn * (math.cos(self._phase) - math.cos(turn * time + self._phase))
        return self._began + time * (1 + self._wrong) + warmed + waved + self.jump

    def hub(self, time: float) -> float:
        """The hub's clock."""
        return NOON + time + self.hub_step

    def live(self, until: float, *, is_hub_there: bool = True) -> None:
        """Let time pass, and ask whenever it is time to."""
        while is_hub_there and self._next <= until:
            there, back = self.delay(self.dice)
            sent, arrived = self._next, self._next + there
            left = arrived + 3e-4
            self.time = received = left + back
            sample = TimeSample(self.monotonic(sent), self.hub(arrived), self.hub(left), self.monotonic(received))
            self.pace.add(sample)
            self.clock.add(sample)
            self.clock.now()
            self.exchanges += 1
            pause = self.pace.pause(sample.received)
            assert pause is not None
            self._next = received + pause
        self._next = max(self._next, until) if not is_hub_there else self._next
        self.time = max(self.time, until)

    def error(self) -> float:
        """How far its idea of the hub's time is off now, seconds."""
        self.clock.now()
        return self.clock.now() - self.hub(self.time)


def skews(delay: Delay, seeds: Iterable[int], moments: Iterable[float] = MOMENTS) -> list[float]:
    """How far apart two screens turn a page at each of the moments, seconds."""
    moments = tuple(moments)
    found = []
    for seed in seeds:
        pair = Screen(2 * seed, delay), Screen(2 * seed + 1, delay)
        for moment in moments:
            for screen in pair:
                # A clock that a page hangs on is asked all the time.
                screen.live(moment - 2)
                screen.live(moment)
            found.append(abs(pair[0].error() - pair[1].error()))
    return found


def quantiles_ms(seconds: Iterable[float]) -> tuple[float, float]:
    """The median and the 99th percentile, milliseconds."""
    cuts = statistics.quantiles([value * 1000 for value in seconds], n=100)
    return cuts[49], cuts[98]
