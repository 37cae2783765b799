"""How often a server is asked.

All pauses are longer or shorter by chance: the screens of a house that were switched on together do not stay together.
"""

from __future__ import annotations

from random import Random

from displayd.device.trouble import NETWORK_TROUBLES, Trouble

__all__ = ["MIN_POLL_SECONDS", "NEWS_BURST", "NEWS_SECONDS", "Rhythm"]

MIN_POLL_SECONDS = 0.5
"""Two questions never begin closer together than this where the first brought nothing new."""

NEWS_SECONDS = 0.1
"""News is asked for so often on average: faster than that, nobody can read what a screen shows."""

NEWS_BURST = 10
"""So many answers with news may come one after the other as fast as they like."""

POLL_JITTER = 0.2

RETRY_LIMIT_SECONDS = 300.0

# Nobody is there to be overloaded by our asking, and people watch the screen while they plug the cable back in. One who
# is silent keeps each question for as long as the pause, so that it is asked less often than on a good day.
NOBODY_THERE: tuple[Trouble, ...] = (
    *NETWORK_TROUBLES,
    "dns",
    "dns-silent",
    "dns-error",
    "hub-not-found",
    "refused",
    "timeout",
    "silent",
    "cut-off",
    "clock-unset",
    "proxy",
)
NOBODY_THERE_LIMIT_SECONDS = 15.0

# Somebody stands before the TV and waits for it.
CLAIM_SECONDS = 5.0


class Rhythm:
    """The pauses between the questions of one screen.

    Args:
        wait_seconds: how long a server is asked to keep a question open.
        poll_seconds: how often one is asked that does not do so.
    """

    def __init__(self, wait_seconds: float = 25.0, poll_seconds: float = 30.0, random: Random | None = None) -> None:
        self.wait_seconds = wait_seconds
        self._poll_seconds = poll_seconds
        self._random = random or Random()
        self._news_due_at = float("-inf")

    def poll_pause(self) -> float:
        """Seconds until it is time to ask a server that keeps no questions open."""
        return self._about(self._poll_seconds)

    def news_pause(self, monotonic: float) -> float:
        """Seconds until the next question after an answer with news that came at `monotonic`: 0 but in a flood.

        So a change is on the glass at once, and a server that has something new all the time keeps no processor busy.
        """
        self._news_due_at = max(self._news_due_at, monotonic) + NEWS_SECONDS
        return max(0.0, self._news_due_at - NEWS_BURST * NEWS_SECONDS - monotonic)

    def retry_pause(self, failures: int, kind: Trouble | None = None) -> float:
        """Seconds until it is time to try again: doubling from 1 s to a limit, less up to half by chance.

        Args:
            failures: how many there were in a row, from 1.
            kind: of the last one; None for a mistake of our own.
        """
        if kind == "not-claimed":
            return self._about(CLAIM_SECONDS)
        limit = NOBODY_THERE_LIMIT_SECONDS if kind in NOBODY_THERE else RETRY_LIMIT_SECONDS
        return min(limit, 2.0 ** min(failures - 1, 20)) * self._random.uniform(0.5, 1.0)

    def _about(self, seconds: float) -> float:
        return seconds * self._random.uniform(1 - POLL_JITTER, 1 + POLL_JITTER)
