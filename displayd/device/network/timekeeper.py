"""The thread that asks the hub what time it is, over a connection of its own: often at first, and on for a mirror.

Questions for documents stand open for half a minute; the exchanges here are answered at once, and many small ones tell
far more of a network that delays each message by another time. A screen by itself is content with a few.
"""

from __future__ import annotations

import logging
from random import Random

from displayd.device.mailbox import Mailbox, NewTimeSample
from displayd.device.network.client_thread import ClientThread
from displayd.device.network.hub_client import HubClient
from displayd.device.network.hub_error import HubError
from displayd.device.system.hub_offset import HubOffset
from displayd.device.system.time_sample import TimeSample

__all__ = ["Pace", "Timekeeper"]

logger = logging.getLogger(__name__)

# The first one or two are late by the set-up of the connection. With eight, a page turns within some milliseconds.
FEW = 8

# Delays that vary by 20 ms each way are told to half a millisecond by these.
MANY = 64

# An exchange that bounds the time so well needs no others beside it: that is what a network in a house does.
GOOD_SECONDS = 0.001

# From then on, each pause is this share of the time since the first exchange, so that the drift becomes known soon.
SHARE = 1 / 60
LONGEST_PAUSE_SECONDS = 10.0

# Where the mean of all exchanges counts and not the fastest of them, three times as many are needed.
BY_MEAN = 1 / 3

# Where every exchange is a good one, there is no need to hurry.
UNHURRIED_SECONDS = 2.0

# Whether the hub can be reached is the polling thread's business, which says when it is back.
RETRY_SECONDS = 30.0

# Between two exchanges in a row: another time each, so that what comes in regular intervals is not always in the way.
SHORTEST_PAUSE_SECONDS = (0.01, 0.04)


class Pace:
    """When to ask next."""

    def __init__(self, random: Random | None = None) -> None:
        self.is_mirror = False
        """Whether the screen mirrors another, and so has to know the time to a few milliseconds."""
        self._random = random or Random()
        self._offset = HubOffset()
        self._began_at: float | None = None
        self._count = 0
        self._best = float("inf")

    @property
    def is_by_mean(self) -> bool:
        """See `HubOffset.is_by_mean`."""
        return self._offset.is_by_mean

    def add(self, sample: TimeSample) -> None:
        """Take note of an exchange."""
        if self._offset.add(sample) or self._began_at is None:
            self._began_at, self._count, self._best = sample.received, 0, float("inf")
        self._count += 1
        self._best = min(self._best, sample.delay / 2)

    def pause(self, monotonic: float) -> float | None:
        """Seconds until it is time to ask; None for a screen that knows the time well enough."""
        is_good = self._best <= GOOD_SECONDS
        if self._began_at is None or self._count < (MANY if self.is_mirror and not is_good else FEW):
            return self._random.uniform(*SHORTEST_PAUSE_SECONDS)
        if not self.is_mirror:
            return None
        pause = max((monotonic - self._began_at) * SHARE, UNHURRIED_SECONDS if is_good else 0.0)
        pause = min(LONGEST_PAUSE_SECONDS, pause) * (BY_MEAN if self.is_by_mean else 1.0)
        return pause * self._random.uniform(0.8, 1.2)


class Timekeeper(ClientThread):
    """Asks one hub for the time, whenever the polling thread has heard of it; nothing is asked before `hear`.

    Args:
        client: one of its own, as a client belongs to one thread.
    """

    def __init__(self, client: HubClient, mailbox: Mailbox, pace: Pace | None = None) -> None:
        super().__init__(client, "timekeeping")
        self._mailbox = mailbox
        self._pace = pace or Pace()

    def hear(self, is_mirror: bool) -> None:
        """Ask now: the hub is there again, or the screen mirrors another from now on; from any thread."""
        self._pace.is_mirror = is_mirror
        self._news.set()

    def step(self) -> float | None:
        """Ask once.

        Returns:
            Seconds until the next time; None for when there is news.
        """
        try:
            sample = self._client.measure_time()
        except HubError as exc:
            logger.debug("No time from the hub: %s", exc)
            return RETRY_SECONDS
        self._pace.add(sample)
        self._mailbox.put(NewTimeSample(sample))
        return self._pace.pause(sample.received)

    def _run(self) -> None:
        pause: float | None = None
        while True:
            self._news.wait(pause)
            if self._stopping.is_set():
                break
            self._news.clear()
            try:
                pause = self.step()
            except Exception:
                # Fence: a mistake of ours here must not leave the screen without a clock for good.
                logger.exception("Asking for the time went wrong, going on")
                pause = RETRY_SECONDS
