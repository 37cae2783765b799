"""What time it is, by the hub: an estimate with a bound, whatever the Pi's own clock says.

A Pi has no battery for its clock and may wake up in 1970, or a day off. Screens that mirror each other must agree to a
frame or two, so all of them follow their hub. The estimate hangs on the machine's monotonic clock: steps of the system
clock do not touch it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from displayd.device.system.hub_offset import DRIFT, HubOffset
from displayd.device.system.time_sample import TimeSample
from displayd.kernel_clock import KernelWord, system_error_seconds

__all__ = ["HubClock", "Source", "monotonic"]

Source = Literal["hub", "date", "system", "none"]
"""Who vouches for the time: the hub's own stamps, a web server's `Date`, the kernel's word that NTP disciplines the
system clock, or nobody."""

# A hub sample is trusted over everything until it may be off by this much (2 h 45 min without an answer).
HUB_LIMIT_SECONDS = 1.0

# Corrections up to this size are blended in, so that time never runs backwards; larger ones are set right at once.
STEP_SECONDS = 1.0

# How fast a correction is blended in, in seconds per second; below 1, time goes on. One of a frame or less is spread
# over a second: nothing that moves shows it. A larger one is worth more than a smooth second.
SLEW = 0.5
FINE_SLEW = 0.02
FINE_SECONDS = 0.02

# No software of ours was written before; a system clock that says so has not been set.
FIRST_PLAUSIBLE_YEAR = 2024
FIRST_PLAUSIBLE_UNIX_TIME = (FIRST_PLAUSIBLE_YEAR - 1970) * 365.2425 * 86_400

# The year 2100: time zones, and sums with it, are far from their ends.
LAST_PLAUSIBLE_UNIX_TIME = 4_102_444_800.0

# What the kernel's own bound leaves out.
SYSTEM_FLOOR_SECONDS = 0.01

# How long the hub's word that its own clock is disciplined is good for, and how much better both clocks have to be than
# what was measured before they are gone by: it must not be taken for some milliseconds now and then.
HUB_WORD_SECONDS = 60.0
CLEARLY_BETTER = 0.5


def is_plausible(unix_time: float) -> bool:
    """True for a moment after this program was written and before calendars end; False for NaN."""
    return FIRST_PLAUSIBLE_UNIX_TIME <= unix_time <= LAST_PLAUSIBLE_UNIX_TIME


def monotonic() -> float:
    """Seconds since boot, time asleep included, untouched by steps of the system clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class HubClock:
    """The hub's time. Belongs to one thread, which feeds it with samples and asks it.

    Sources in the order of trust: the hub, while its samples are young; the system clock, when NTP disciplines it; old
    samples of the hub; a web server's `Date`; and when nobody vouches for anything, the system clock as it is. When NTP
    disciplines the hub's clock as well, and both together bound the time clearly better than the samples do, as over a
    slow network, the system clock goes first. Samples that contradict it win.

    Args:
        monotonic: the clock of the samples.
        system: the system's unix time.
        system_error: bound of the system clock's error, None when nobody vouches for it.
    """

    def __init__(
        self,
        monotonic: Callable[[], float] = monotonic,
        system: Callable[[], float] = time.time,
        system_error: Callable[[], float | None] = system_error_seconds,
    ) -> None:
        self._monotonic = monotonic
        self._system = system
        self._kernel = KernelWord(system_error, monotonic)
        self._hub = HubOffset()
        self._date: TimeSample | None = None
        self._hub_word: tuple[float, float] | None = None
        """The bound on the error of the hub's own clock, and when it was told; None when nobody disciplines it."""
        self._goes_by_ntp = False
        """Whether the system clock goes before the samples of the hub."""
        self._applied: float | None = None
        """Unix time minus monotonic clock as last told, which follows the estimate."""
        self._applied_at = 0.0

    def add(self, sample: TimeSample) -> None:
        """Take a measurement into account.

        Those of a hub improve an estimate, see `HubOffset`; of `Date` headers the one with the smallest bound counts. A
        measurement that contradicts what was held wins: a clock was set, and what was measured before is worth nothing.
        """
        if sample.is_coarse:
            self._date = _better(self._date, sample)
        else:
            self._hub.add(sample)
            if sample.hub_error is not None:
                self._hub_word = sample.hub_error, sample.received

    def now(self) -> float:
        """Unix time by the best source. Never runs backwards, unless it was wrong by more than `STEP_SECONDS`."""
        monotonic = self._monotonic()
        wanted = self._estimate(monotonic)[0]
        if self._applied is None or abs(wanted - self._applied) > STEP_SECONDS:
            self._applied = wanted
        else:
            slew = FINE_SLEW if abs(wanted - self._applied) <= FINE_SECONDS else SLEW
            room = max(0.0, monotonic - self._applied_at) * slew
            self._applied += min(room, max(-room, wanted - self._applied))
        self._applied_at = monotonic
        return monotonic + self._applied

    @property
    def source(self) -> Source:
        """Who vouches for `now()`."""
        return self._estimate(self._monotonic())[2]

    @property
    def error_seconds(self) -> float | None:
        """Bound of the error of `now()`; None when nobody vouches for it."""
        now, monotonic = self.now(), self._applied_at
        wanted, error, _ = self._estimate(monotonic)
        return None if error is None else error + abs(monotonic + wanted - now)

    @property
    def offset_seconds(self) -> float:
        """`now()` minus the system clock."""
        return self.now() - self._system()

    def _estimate(self, monotonic: float) -> tuple[float, float | None, Source]:
        """Offset to the monotonic clock, bound of its error, and source."""
        hub, date = self._hub.at(monotonic), self._date
        system = self._system()
        bound = self._system_bound(system)
        if hub is not None and hub.error <= HUB_LIMIT_SECONDS:
            both = self._bound_of_both(bound, monotonic)
            self._goes_by_ntp = (
                both is not None
                and both < hub.error * (1.0 if self._goes_by_ntp else CLEARLY_BETTER)
                and abs(system - monotonic - hub.offset) <= both + hub.error
            )
            if both is None or not self._goes_by_ntp:
                return hub.offset, hub.error, "hub"
            return system - monotonic, both, "system"
        if bound is not None:
            return system - monotonic, bound, "system"
        if hub is not None:
            return hub.offset, hub.error, "hub"
        if date is not None:
            return date.offset, _error(date, monotonic), "date"
        return system - monotonic, None, "none"

    def _system_bound(self, system: float) -> float | None:
        """How far the system clock is off at most; None when NTP does not discipline it."""
        bound = None if system < FIRST_PLAUSIBLE_UNIX_TIME else self._kernel.error_seconds()
        return None if bound is None else bound + SYSTEM_FLOOR_SECONDS

    def _bound_of_both(self, bound: float | None, monotonic: float) -> float | None:
        """How far the system clock and the hub's are apart at most, if NTP disciplines both."""
        if bound is None or self._hub_word is None:
            return None
        error, told_at = self._hub_word
        return bound + error if monotonic - told_at <= HUB_WORD_SECONDS else None


def _error(sample: TimeSample, monotonic: float) -> float:
    """How far `sample` may be off at `monotonic`, seconds."""
    return sample.delay / 2 + DRIFT * abs(monotonic - sample.received)


def _better(held: TimeSample | None, sample: TimeSample) -> TimeSample:
    """The one of two samples to go by from now on; see `HubClock.add`."""
    if held is None:
        return sample
    now = sample.received
    contradicts = abs(sample.offset - held.offset) > _error(sample, now) + _error(held, now)
    return sample if contradicts or _error(sample, now) <= _error(held, now) else held
