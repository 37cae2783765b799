"""How long before a change takes effect this screen has to be sent it, so that it shows it in step with its mirrors."""

from __future__ import annotations

import statistics
from collections import deque

__all__ = ["LeadWanted"]

# Half a round trip brings an answer. When its packet is lost, it is sent again after two round trips.
# Source: RFC 8985, section 7.2 (the probe timeout of a tail loss probe).
ROUND_TRIPS = 2.5

# What decides is the network as it is now, not one exchange that had to wait for something.
REMEMBERED = 16

# A screen that wakes a little late for it still flips in time.
MARGIN_SECONDS = 0.02


class LeadWanted:
    """What this screen needs, by the exchanges that it has had. Belongs to the polling thread."""

    def __init__(self) -> None:
        self.painting_seconds = 0.0
        """How long it takes to get a new revision ready; may be set from another thread."""
        self._took: deque[float] = deque(maxlen=REMEMBERED)

    def add(self, seconds: float) -> None:
        """Note how long an exchange took, from the question to its answer taken in, without the time at the hub."""
        self._took.append(seconds)

    @property
    def seconds(self) -> float | None:
        """None before the first exchange."""
        if not self._took:
            return None
        return statistics.median(self._took) * ROUND_TRIPS + self.painting_seconds + MARGIN_SECONDS
