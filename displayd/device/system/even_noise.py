"""The hub's clock by the mean of many exchanges, for a network whose delays vary as evenly upwards as downwards.

Where delays have a least one that many come close to, the fastest messages tell the time best. Where they are spread
like a bell, hardly any comes close to the least, and how close differs by chance: the mean of all is far better then.
It takes both ways to be delayed alike, which the fastest messages take as well.

Sources: R. E. Kalman, "A new approach to linear filtering and prediction problems", 1960; D. L. Mills, "Internet time
synchronization: the network time protocol", 1991, section 4.3 (which of many samples to go by).
"""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Callable, Sequence

from displayd.device.system.time_sample import TimeSample

__all__ = ["EvenNoise"]

# So many exchanges show how delays are spread; with half of them it can be told.
LOOKED_AT, ENOUGH = 64, 24

# The shape is looked at again after so many, and the mean of so many looks counts.
LOOK_EACH, LOOKS = 8, 6

# From the least delay to the middle one, in spans of the half of all between: 1.0 where all sizes are as likely, 0.6
# where a queue empties, 1.8 for a bell.
BELL, FLAT_AGAIN = 1.25, 1.1

# Half of all delays lie within this in a network that is even enough for the fastest messages, whatever it does.
LEAST_SPAN_SECONDS = 0.003

# What an exchange is off by in such a network, seconds; only how it compares to the two below matters.
NOISE = 0.015

# How far two clocks may drift apart at first, and what the drift changes by in a second, as a random walk.
FIRST_DRIFT = 60e-6
WALK = 1e-6 / 600**0.5

# An exchange that takes longer than three of four others by so many of their spans was held up, and is left out.
HELD_UP_SPANS = 2.0

# A block of exchanges whose mean is off by more than so many times what such a mean is off by says a clock was set.
STEP_SECONDS, STEP_DEVIATIONS = 0.001, 6.0


class EvenNoise:
    """The mean of exchanges between two clocks that drift. Belongs to one thread."""

    def __init__(self) -> None:
        self.is_even = False
        """Whether the mean is better than the fastest messages."""
        self._at = 0.0
        self._offset = 0.0
        self._drift = 0.0
        self._variance: tuple[float, float, float] | None = None
        """Of the offset, of both together, and of the drift; None before the first exchange."""
        self._recent: deque[TimeSample] = deque(maxlen=LOOKED_AT)
        self._until_look = ENOUGH
        self._looks = 0
        self._shape = 0.0
        """The mean of the last ones that were seen."""
        self._longest = float("inf")
        """How long an exchange takes that was not held up, at most."""

    def add(self, sample: TimeSample, known: Callable[[float], float]) -> None:
        """Take an exchange into account.

        Args:
            known: the offset at a moment by the fastest messages.
        """
        self._recent.append(sample)
        if sample.delay <= self._longest:
            self._take((sample.sent + sample.received) / 2, sample.offset)
        self._until_look -= 1
        if self._until_look <= 0:
            self._until_look = LOOK_EACH
            self._look(known)

    def offset_at(self, monotonic: float) -> float:
        """The hub's unix time minus our monotonic clock."""
        return self._offset + self._drift * (monotonic - self._at)

    def has_stepped(self, block: Sequence[TimeSample]) -> bool:
        """True when `block`, exchanges in a row, plainly says something else than what is known from those before."""
        differences = [one.offset - self.offset_at((one.sent + one.received) / 2) for one in block]
        spread = statistics.stdev(differences) / len(block) ** 0.5
        return bool(abs(statistics.fmean(differences)) > STEP_SECONDS + STEP_DEVIATIONS * spread)

    def _take(self, at: float, offset: float) -> None:
        if self._variance is None:
            self._at, self._offset, self._variance = at, offset, (NOISE**2, 0.0, FIRST_DRIFT**2)
            return
        seconds = max(0.0, at - self._at)
        of_offset, of_both, of_drift = self._variance
        of_offset += seconds * (2 * of_both + seconds * of_drift)
        of_both += seconds * of_drift
        of_drift += seconds * WALK**2
        news = offset - self.offset_at(self._at + seconds)
        gain, gain_of_drift = of_offset / (of_offset + NOISE**2), of_both / (of_offset + NOISE**2)
        self._offset = self.offset_at(self._at + seconds) + gain * news
        self._drift += gain_of_drift * news
        self._at += seconds
        self._variance = (1 - gain) * of_offset, (1 - gain) * of_both, of_drift - gain_of_drift * of_both

    def _look(self, known: Callable[[float], float]) -> None:
        """See how the delays of each way are spread, and how long both take."""
        ways = [
            sorted(one.upper - known(one.sent) for one in self._recent),
            sorted(known(one.received) - one.lower for one in self._recent),
        ]
        spans = [_quarter(way, 3) - _quarter(way, 1) for way in ways]
        shape = statistics.fmean(
            (_quarter(way, 2) - way[0]) / max(span, 1e-9) for way, span in zip(ways, spans, strict=True)
        )
        self._looks = min(LOOKS, self._looks + 1)
        self._shape += (shape - self._shape) / self._looks
        is_wide = min(spans) >= LEAST_SPAN_SECONDS
        self.is_even = is_wide and self._shape >= (FLAT_AGAIN if self.is_even else BELL)
        delays = sorted(one.delay for one in self._recent)
        self._longest = _quarter(delays, 3) + HELD_UP_SPANS * (_quarter(delays, 3) - _quarter(delays, 1))


def _quarter(sizes: Sequence[float], count: int) -> float:
    """What so many quarters of `sizes`, smallest first, stay below."""
    return sizes[len(sizes) * count // 4]
