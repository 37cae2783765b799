"""The searching thread: looks for the hub of a screen whose configuration names none.

A hub that has served a document is kept: it is asked first after a restart, and another one in its place is taken only
when it has been away for hours. So a second hub in the network, set up for a try or by somebody who means no good,
does not get the screens of the first.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from displayd.device.mailbox import LinkState, Mailbox
from displayd.device.network.discovery import Finding, find_hubs
from displayd.device.network.hub_error import HubError
from displayd.device.network.network_watch import STARTING, Diagnosis, NetworkWatch, is_only_starting
from displayd.device.network.rhythm import Rhythm
from displayd.device.state.found_hub import FoundHub, keep_hub, kept_hub
from displayd.device.system import hub_clock
from displayd.device.system.health import has_network
from displayd.device.trouble import TroubleFacts, message_for
from displayd.errors import StoreError
from displayd.text.language import word

__all__ = ["AWAY_SECONDS", "HubSearch"]

logger = logging.getLogger(__name__)

# A hub that restarts is back sooner; one that got another address or port is found again soon after.
AWAY_SECONDS = 30.0

# How often to look for a hub that is away: one packet for all, and nobody waits before the TV.
LOOK_AGAIN_SECONDS = 60.0

# A machine is exchanged in less than a morning; nobody means the screens to wait for a day.
FORGET_SECONDS = 4 * 3600.0

STOP_SECONDS = 0.15


class HubSearch:
    """Looks for hubs, for ever. `found` may be read, and `look_again` and `keep` called, from any thread.

    Args:
        folder: where the hub that was found is remembered.
        ask: what is wrong with a hub; None when it answers. It is told no secret.
        find: see `find_hubs`.
        has_network: whether a route leads out of the machine.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        folder: Path,
        ask: Callable[[FoundHub], HubError | None],
        *,
        network: NetworkWatch | None = None,
        find: Callable[[Callable[[FoundHub], HubError | None]], Finding] = find_hubs,
        rhythm: Rhythm | None = None,
        has_network: Callable[[], bool] = has_network,
        monotonic: Callable[[], float] = hub_clock.monotonic,
    ) -> None:
        self._mailbox = mailbox
        self._folder = folder
        self._ask = ask
        self._network = network or NetworkWatch()
        self._find = find
        self._rhythm = rhythm or Rhythm()
        self._has_network = has_network
        self._monotonic = monotonic
        self._began_at = monotonic()
        self.found: FoundHub | None = kept_hub(folder)
        """The one to talk to; None while there is none."""
        self.others: tuple[FoundHub, ...] = ()
        """Those that answered beside it when it was chosen."""
        self._is_kept = self.found is not None
        self._keep_wanted = False
        self._away_seconds = 0.0
        self._looked_at = float("-inf")
        self._failures = 0
        self._state = LinkState(
            "connecting", word("Looking for the hub"), word("displayd.yaml names none."), "", monotonic()
        )
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="searching", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        if self.found is None:
            self._mailbox.put(self._state)
        else:
            logger.info("Hub %s (%s) was found before", self.found.url, self.found.name)
        self._thread.start()

    def stop(self) -> None:
        """End; returns within `STOP_SECONDS`, even when the system's resolver hangs."""
        self._stopping.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def keep(self) -> None:
        """The hub has served a document: remember it."""
        if not self._is_kept and not self._keep_wanted:
            self._keep_wanted = True
            self._news.set()

    def look_again(self, away_seconds: float) -> None:
        """The hub has been away for so long: see whether it is elsewhere now."""
        if away_seconds >= AWAY_SECONDS and self._monotonic() - self._looked_at >= LOOK_AGAIN_SECONDS:
            self._looked_at = self._monotonic()
            self._away_seconds = away_seconds
            self._news.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                pause = self.step()
            except Exception:
                # Fence: a mistake of ours here must not leave the screen without a hub for ever.
                logger.exception("Looking for the hub went wrong, going on")
                pause = LOOK_AGAIN_SECONDS
            self._news.wait(pause)

    def step(self) -> float | None:
        """Do what is wanted.

        Returns:
            Seconds to wait before the next time; None to wait for news.
        """
        self._news.clear()
        if self.found is None:
            return self._look_for_first()
        if self._keep_wanted:
            self._keep_wanted = False
            self._remember(self.found)
        if self._away_seconds:
            away_seconds, self._away_seconds = self._away_seconds, 0.0
            self._look_for_moved(self.found, away_seconds)
        return None

    def _look_for_first(self) -> float | None:
        hubs, failures = self._find(self._ask)
        if hubs:
            self._network.rest()
            self._take(hubs)
            return None
        found = self._network.diagnosis("hub-not-found" if self._has_network() else "no-network")
        if found is None and failures:
            # Somebody has told of a hub: better to know what is wrong with it than that there is none.
            self._announce(Diagnosis(failures[0].kind, failures[0].detail), failures[0].url)
        else:
            self._announce(found or Diagnosis("hub-not-found"))
        self._mailbox.put(self._network.facts())
        self._failures += 1
        return self._rhythm.retry_pause(self._failures, "hub-not-found")

    def _look_for_moved(self, before: FoundHub, away_seconds: float) -> None:
        """Take the hub's new address if it has one, or another hub if it may be replaced."""
        hubs = self._find(self._ask).hubs
        same = [hub for hub in hubs if hub.is_same(before)]
        is_secure = before.url.startswith("https:")
        if is_secure and self._is_kept:
            # Whoever shows a certificate is not replaced by somebody who shows none.
            same = [hub for hub in same if hub.url.startswith("https:")]
        if same:
            if same[0].url != before.url:
                logger.info("Hub %s is now at %s", before.name, same[0].url)
                self._take([same[0]])
        elif hubs and (not self._is_kept or away_seconds >= FORGET_SECONDS):
            logger.warning("Hub %s is away for %d s; another is taken", before.name, away_seconds)
            self._take(hubs)
        elif hubs:
            told = ", ".join(f"{hub.name} at {hub.url}" for hub in hubs)
            logger.info("Hub %s is away, and is waited for; there would be %s", before.name, told)

    def _take(self, hubs: Sequence[FoundHub]) -> None:
        """Talk to the first of `hubs` from now on."""
        first, *others = hubs
        self.others = tuple(others)
        self._is_kept = False
        self.found = first
        logger.info("Found the hub %s at %s", first.name, first.url)
        if others:
            told = ", ".join(f"{hub.name} at {hub.url}" for hub in others)
            logger.warning("More than one hub answers: %s was taken, not %s", first.name, told)
        # So that the drawing thread sees it.
        self._mailbox.wake()

    def _remember(self, hub: FoundHub) -> None:
        self._is_kept = True
        try:
            keep_hub(self._folder, hub)
        except StoreError as exc:
            logger.warning("The hub is not remembered over a restart: %s", exc)

    def _announce(self, found: Diagnosis, url: str = "") -> None:
        """Tell the drawing thread and the log, if it is new."""
        now = self._monotonic()
        if is_only_starting(found.kind, now - self._began_at):
            state = STARTING
        else:
            facts = TroubleFacts(url, found.detail, time.time(), found.wifi)
            since = self._state.since if self._state.is_trouble else now
            state = LinkState(found.kind, *message_for(found.kind, *facts), since, facts=facts)
        if (state.kind, state.sentence) == (self._state.kind, self._state.sentence):
            return
        level = logging.WARNING if state.is_trouble and not self._state.is_trouble else logging.INFO
        logger.log(level, "No hub yet: %s", state.sentence)
        self._state = state
        self._mailbox.put(state)
