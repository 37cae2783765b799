"""How far the hub's clock is from ours, and how fast they drift apart, out of many small exchanges.

Every exchange gives a bound from above and one from below, which are too wide by the time that its two messages were
under way. The corridor between all of them, tilted as the clocks drift, is as narrow as the fastest message of each
way; its middle is the estimate. What delays a message now and then, however long, moves nothing. A way that always
takes longer than the other moves the middle by half of the difference: no exchange can show that.

Where delays vary like a bell, no message is much faster than all others, and the mean goes first: see `even_noise`.

Sources: K. Marzullo, S. Owicki, "Maintaining the time in a distributed system", 1983, and RFC 5905, section 11.2.1 (the
intersection of intervals); RFC 5905, section 10 (a window of exchanges, of which the fastest count); V. Paxson, "On
calibrating measurements of packet transit times", 1998 (each way by itself); S. Moon, P. Skelly, D. Towsley,
"Estimation and removal of clock skew from network delay measurements", 1999 (the slope of the widest corridor).
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from displayd.device.system.even_noise import EvenNoise
from displayd.device.system.time_sample import TimeSample

__all__ = ["DRIFT", "Estimate", "HubOffset"]

DRIFT = 100e-6
"""Two ordinary crystals drift apart by up to 50 ppm each, in seconds per second. NTP trimming one of them may do more
for a while; then what it is now contradicts what was measured, and that is noticed."""

# What is remembered: long enough to tell the drift, as crystals change within minutes to hours.
WINDOW_SECONDS = 1200.0

# More bounds than this are thinned: where a network gets slower and slower, none of them makes another needless.
MOST_POINTS, NEVER_THINNED = 400, 100

# How far the drift itself may wander meanwhile, seconds per second: what a degree or two makes of a crystal.
WANDER = 1e-6

# A corridor that gets wider by less than this many seconds, or this share of the time that it spans, for a change of
# its slope by 1 says nothing about the drift: that is noise.
SLOPE_SECONDS = 30.0
SLOPE_SHARE = 0.3

# So many exchanges are held against what was known before them, to see whether a clock was set by a little.
BLOCK = 16

# How far their middle may be from that: seconds, and multiples of what such a middle is off by. Once in 400 blocks that
# is chance, and the many exchanges that follow set it right.
STEP_SECONDS = 0.001
STEP_DEVIATIONS = 6.0

_THIRDS = 22


class Estimate(NamedTuple):
    """What is known of the hub's clock at a moment."""

    offset: float
    """The hub's unix time minus our monotonic clock, seconds."""
    error: float
    """It is off by no more than this, seconds."""


class _Point(NamedTuple):
    """A bound of the offset; for bounds from below everything is mirrored."""

    at: float
    bound: float


class _Line(NamedTuple):
    """The offset over time."""

    at: float
    offset: float
    drift: float
    upper: float
    """Bounds at the same moment, whatever the drift is."""
    lower: float

    def reaches(self, monotonic: float) -> tuple[float, float, float]:
        """The offset at a moment, and its bounds from above and below."""
        seconds = monotonic - self.at
        upper, lower = self.upper + DRIFT * abs(seconds), self.lower - DRIFT * abs(seconds)
        return min(upper, max(lower, self.offset + self.drift * seconds)), upper, lower


class HubOffset:
    """An estimate that every exchange improves. Belongs to one thread."""

    def __init__(self) -> None:
        self._uppers: list[_Point] = []
        self._lowers: list[_Point] = []
        self._line: _Line | None = None
        self._mean = EvenNoise()
        self._mean_before_block = self._mean
        self._recent: deque[TimeSample] = deque(maxlen=BLOCK)
        self._in_block = 0
        self._before_block: _Line | None = None
        """What was known before the exchanges of the block."""

    @property
    def drift(self) -> float:
        """How much faster the hub's clock runs than ours, seconds per second."""
        return self._line.drift if self._line else 0.0

    @property
    def is_by_mean(self) -> bool:
        """Whether delays vary so that all exchanges count, not the fastest alone: then more of them tell more."""
        return self._mean.is_even

    def add(self, sample: TimeSample) -> bool:
        """Take an exchange into account, later than those before.

        Returns:
            True when it contradicts what was known: a clock was set, and only what agrees with it is kept.
        """
        self._recent.append(sample)
        if self._contradicts(sample):
            self._begin_anew(_agreeing(self._recent))
            return True
        self._take(sample)
        self._in_block += 1
        if self._in_block < BLOCK:
            return False
        if self._mean.is_even:
            has_stepped = self._before_block is not None and self._mean_before_block.has_stepped(self._recent)
        else:
            has_stepped = _has_stepped(self._before_block, self._recent)
        if has_stepped:
            self._begin_anew(self._recent)
        self._in_block, self._before_block, self._mean_before_block = 0, self._line, copy.copy(self._mean)
        return has_stepped

    def at(self, monotonic: float) -> Estimate | None:
        """The offset at a moment not before the last exchange; None before the first."""
        if self._line is None:
            return None
        offset, upper, lower = self._line.reaches(monotonic)
        if self._mean.is_even:
            offset = min(upper, max(lower, self._mean.offset_at(monotonic)))
        return Estimate(offset, max(upper - offset, offset - lower))

    def _contradicts(self, sample: TimeSample) -> bool:
        """True when no clocks which drift apart by `DRIFT` at most can have given this exchange and those before."""
        if self._line is None:
            return False
        return (
            sample.upper < self._line.reaches(sample.sent)[2] or sample.lower > self._line.reaches(sample.received)[1]
        )

    def _take(self, sample: TimeSample) -> None:
        _keep(self._uppers, _Point(sample.sent, sample.upper))
        _keep(self._lowers, _Point(sample.received, -sample.lower))
        self._line = _fitted(self._uppers, self._lowers, self.drift)
        self._mean.add(sample, self._known)

    def _known(self, monotonic: float) -> float:
        """The offset at a moment by the fastest messages."""
        assert self._line is not None
        return self._line.reaches(monotonic)[0]

    def _begin_anew(self, samples: Iterable[TimeSample]) -> None:
        """Forget everything but `samples`, and the drift, which setting a clock does not change."""
        drift = self.drift
        self._uppers, self._lowers = [], []
        self._mean = EvenNoise()
        for sample in samples:
            _keep(self._uppers, _Point(sample.sent, sample.upper))
            _keep(self._lowers, _Point(sample.received, -sample.lower))
        self._line = _fitted(self._uppers, self._lowers, drift)
        for sample in samples:
            self._mean.add(sample, self._known)
        self._in_block, self._before_block = 0, None


def _keep(points: list[_Point], new: _Point) -> None:
    """Put `new` among `points`, which are in the order of time, and remove those that can bound nothing any more.

    That are those which are too old, and those above a later one whatever the drift is: a minimum over a window.
    """
    # The question of a parked exchange left before others that came back sooner.
    later = [point for point in points if point.at > new.at]
    now = later[-1].at if later else new.at
    before = [
        point
        for point in points[: len(points) - len(later)]
        if now - point.at <= WINDOW_SECONDS and point.bound < new.bound + DRIFT * (new.at - point.at)
    ]
    points[:] = [*before, new, *later]
    if len(points) > MOST_POINTS:
        points[:-NEVER_THINNED] = _thinned(points[:-NEVER_THINNED])


def _thinned(points: Sequence[_Point]) -> list[_Point]:
    """The tighter one of each two neighbours: a corridor between fewer bounds is wider, never wrong."""
    return [min(points[start : start + 2], key=lambda point: point.bound) for start in range(0, len(points), 2)]


def _agreeing(samples: Sequence[TimeSample]) -> list[TimeSample]:
    """The newest of `samples` that can all be true of clocks which drift apart by `DRIFT` at most."""
    now = samples[-1].received
    upper, lower = float("inf"), float("-inf")
    found: list[TimeSample] = []
    for sample in reversed(samples):
        upper = min(upper, sample.upper + DRIFT * (now - sample.sent))
        lower = max(lower, sample.lower - DRIFT * (now - sample.received))
        if upper < lower and found:
            break
        found.append(sample)
    return found[::-1]


def _has_stepped(before: _Line | None, block: Sequence[TimeSample]) -> bool:
    """True when a block of exchanges plainly says something else than what was known before it."""
    if before is None:
        return False
    uppers = [sample.upper - before.reaches(sample.sent)[0] for sample in block]
    lowers = [sample.lower - before.reaches(sample.received)[0] for sample in block]
    mean_excess = (sum(uppers) / len(block) - min(uppers) + max(lowers) - sum(lowers) / len(block)) / 2
    middle = (min(uppers) + max(lowers)) / 2
    return abs(middle) > STEP_SECONDS + STEP_DEVIATIONS * mean_excess / len(block)


def _fitted(uppers: Sequence[_Point], lowers: Sequence[_Point], drift: float) -> _Line:
    """The middle of the widest corridor between bounds.

    Args:
        drift: as it was before, which counts where the bounds say nothing about it.
    """
    now = max(uppers[-1].at, lowers[-1].at)
    upper_corners, lower_corners = _corners(uppers), _corners(lowers)
    firmness = max(SLOPE_SECONDS, SLOPE_SHARE * (now - min(uppers[0].at, lowers[0].at)))

    def bounds(slope: float, wander: float = WANDER) -> tuple[float, float]:
        upper = min(point.bound + (slope + wander) * (now - point.at) for point in upper_corners)
        return upper, -min(point.bound + (wander - slope) * (now - point.at) for point in lower_corners)

    def room(slope: float) -> float:
        upper, lower = bounds(slope)
        return upper - lower - firmness * abs(slope - drift)

    # The room is a concave function of the slope.
    low, high = -DRIFT, DRIFT
    for _ in range(_THIRDS):
        third = (high - low) / 3
        if room(low + third) < room(high - third):
            low += third
        else:
            high -= third
    slope = max((drift, (low + high) / 2), key=room)
    upper, lower = bounds(slope)
    return _Line(now, (upper + lower) / 2, slope, *bounds(0.0, DRIFT))


def _corners(points: Sequence[_Point]) -> list[_Point]:
    """Those of `points` that bound something for some drift: the corners of their lower convex hull.

    Source: A. M. Andrew, "Another efficient algorithm for convex hulls in two dimensions", 1979.
    """
    corners: list[_Point] = []
    for point in points:
        while len(corners) > 1 and _is_above(corners[-2], corners[-1], point):
            corners.pop()
        corners.append(point)
    return corners


def _is_above(first: _Point, middle: _Point, last: _Point) -> bool:
    """True when `middle` does not lie below the line from `first` to `last`."""
    return (middle.bound - first.bound) * (last.at - first.at) >= (last.bound - first.bound) * (middle.at - first.at)
