"""What time it is, by the hub: an estimate with a bound, whatever the Pi's own clock says.

A Pi has no battery for its clock and may wake up in 1970, or a day off. Screens that mirror each other must agree to a
frame or two, so all of them follow their hub. The estimate hangs on the machine's monotonic clock: steps of the system
clock do not touch it.
"""

from __future__ import annotations

import ctypes
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from displayd.device.system.hub_offset import DRIFT, HubOffset
from displayd.device.system.time_sample import TimeSample

__all__ = ["HubClock", "Source", "monotonic", "system_error_seconds"]

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

# How long the kernel's word about NTP is good for.
SYSTEM_CHECK_SECONDS = 10.0

# What the kernel's own bound leaves out.
SYSTEM_FLOOR_SECONDS = 0.01

_STA_UNSYNC = 0x0040
_TIME_ERROR = 5

# How the kernel's bound grows while nobody sets it right, and where it stops to believe in it.
# Source: MAXFREQ and NTP_PHASE_LIMIT in include/linux/timex.h.
_KERNEL_DRIFT = 500e-6
_KERNEL_LIMIT_SECONDS = 16.0

TIMESYNCD_FLAG = Path("/run/systemd/timesync/synchronized")


def is_plausible(unix_time: float) -> bool:
    """True for a moment after this program was written and before calendars end; False for NaN."""
    return FIRST_PLAUSIBLE_UNIX_TIME <= unix_time <= LAST_PLAUSIBLE_UNIX_TIME


def monotonic() -> float:
    """Seconds since boot, time asleep included, untouched by steps of the system clock."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def system_error_seconds(timesyncd: Path = TIMESYNCD_FLAG) -> float | None:
    """The kernel's bound on the error of the system clock, or None when NTP does not discipline it.

    A service that may not set the clock is often not let ask the kernel either. Then it is worked out as the kernel
    does: systemd-timesyncd sets the bound to 0 whenever it has synchronised.

    Args:
        timesyncd: file that systemd-timesyncd touches whenever it has synchronised.

    Source: adjtimex(2), `modes` 0 only reads and needs no privilege; systemd-timesyncd(8).
    """
    # Larger than `struct timex` on every architecture (208 bytes on 64-bit ones).
    buffer = ctypes.create_string_buffer(512)
    try:
        state = ctypes.CDLL(None).adjtimex(buffer)
    except (OSError, AttributeError):
        state = -1
    if state == -1:
        return _error_since_synchronised(timesyncd)
    # modes, offset, freq, maxerror, esterror, status; `@` pads as the C compiler does.
    maxerror_us, status = (struct.unpack_from("@Illlli", buffer.raw)[field] for field in (3, 5))
    if state == _TIME_ERROR or status & _STA_UNSYNC:
        return None
    return float(maxerror_us) / 1e6


def _error_since_synchronised(flag: Path) -> float | None:
    try:
        age_seconds = time.time() - flag.stat().st_mtime
    except OSError:
        return None
    bound = age_seconds * _KERNEL_DRIFT
    return bound if 0 <= bound < _KERNEL_LIMIT_SECONDS else None


class HubClock:
    """The hub's time. Belongs to one thread, which feeds it with samples and asks it.

    Sources in the order of trust: the hub, while its samples are young; the system clock, when NTP disciplines it; old
    samples of the hub; a web server's `Date`; and when nobody vouches for anything, the system clock as it is.

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
        self._system_error = system_error
        self._hub = HubOffset()
        self._date: TimeSample | None = None
        self._system_bound: float | None = None
        self._system_checked_at = float("-inf")
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
        if hub is not None and hub.error <= HUB_LIMIT_SECONDS:
            return hub.offset, hub.error, "hub"
        system = self._system()
        bound = self._checked_system_bound(monotonic, system)
        if bound is not None:
            return system - monotonic, bound, "system"
        if hub is not None:
            return hub.offset, hub.error, "hub"
        if date is not None:
            return date.offset, _error(date, monotonic), "date"
        return system - monotonic, None, "none"

    def _checked_system_bound(self, monotonic: float, system: float) -> float | None:
        if system < FIRST_PLAUSIBLE_UNIX_TIME:
            return None
        if monotonic - self._system_checked_at >= SYSTEM_CHECK_SECONDS:
            self._system_checked_at = monotonic
            bound = self._system_error()
            self._system_bound = None if bound is None else bound + SYSTEM_FLOOR_SECONDS
        return self._system_bound


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
