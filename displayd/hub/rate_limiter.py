"""How often somebody may do something: a token bucket for each."""

from __future__ import annotations

from collections import OrderedDict

__all__ = ["Limiter"]

# Enough for every key and address of a large site; the one idle for longest is forgotten.
MAX_NAMES = 5000


class Limiter:
    """Lets each name act `per_minute` times a minute, in bursts up to that number."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_seconds(self, name: str, unix_time: float) -> float:
        """0 if `name` may act now, and is then taken to have; else how long it has to wait."""
        rate = self.per_minute / 60
        left, since = self._buckets.pop(name, (float(self.per_minute), unix_time))
        left = min(float(self.per_minute), left + max(0.0, unix_time - since) * rate)
        may = left >= 1
        self._buckets[name] = (left - 1 if may else left, unix_time)
        if len(self._buckets) > MAX_NAMES:
            self._buckets.popitem(last=False)
        return 0.0 if may else (1 - left) / rate

    def give_back(self, name: str) -> None:
        """Undo one act of `name`: it does not count."""
        left, since = self._buckets.get(name, (float(self.per_minute), 0.0))
        self._buckets[name] = (min(float(self.per_minute), left + 1), since)
