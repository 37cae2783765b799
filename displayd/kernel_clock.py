"""What the kernel says of the machine's own clock: whether NTP disciplines it, and how far off it may be."""

from __future__ import annotations

import ctypes
import struct
import time
from collections.abc import Callable
from pathlib import Path

__all__ = ["KernelWord", "system_error_seconds"]

# How long the kernel's word is good for: asking costs a system call, and the bound moves by 5 ms meanwhile.
CHECK_SECONDS = 10.0

_STA_UNSYNC = 0x0040
_TIME_ERROR = 5

# How the kernel's bound grows while nobody sets it right, and where it stops to believe in it.
# Source: MAXFREQ and NTP_PHASE_LIMIT in include/linux/timex.h.
_KERNEL_DRIFT = 500e-6
_KERNEL_LIMIT_SECONDS = 16.0

TIMESYNCD_FLAG = Path("/run/systemd/timesync/synchronized")


def system_error_seconds(timesyncd: Path = TIMESYNCD_FLAG) -> float | None:
    """The kernel's bound on the error of the system clock, or None when NTP does not discipline it.

    A service with `ProtectClock=`, or in a container, is not let ask the kernel. Then it is worked out as the kernel
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


class KernelWord:
    """The bound on the error of the system clock, asked for now and then. Belongs to one thread.

    Args:
        ask: who knows it.
    """

    def __init__(
        self,
        ask: Callable[[], float | None] = system_error_seconds,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ask = ask
        self._monotonic = monotonic
        self._asked_at = float("-inf")
        self._error: float | None = None

    def error_seconds(self) -> float | None:
        """None when NTP does not discipline the clock."""
        now = self._monotonic()
        # Before as well: a clock that was handed in may be set.
        if not 0 <= now - self._asked_at < CHECK_SECONDS:
            self._asked_at, self._error = now, self._ask()
        return self._error
